"""From values to places on paper: the range of an axis, its ticks and how they are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_STEPS = 5
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from the value `low` at `start` to the value `high` at `end`, both in centimetres."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands, in centimetres."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round values from `low` to `high`."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return tuple(index * self.step for index in range(first, last + 1))

    def written(self, before: str = "", after: str = "") -> tuple[str, ...]:
        """The ticks in figures: thousands separated, no more decimals than the step has."""
        return tuple(_figures(tick, _decimals(self.step), before, after) for tick in self.ticks)


def scaled(  # noqa: PLR0913  four ends, and two ways to go by name
    low: float, high: float, start: float, end: float, *, whole: bool = False, most: int = MOST_STEPS
) -> Scale:
    """The axis over `low` to `high` that begins and ends on round values, with at most so many steps.

    `whole` forbids fractions.
    """
    if high <= low:
        high = low + 1.0
    step = next(each for each in _steps(high - low, whole) if _count(low, high, each) <= most)
    return Scale(_floor(low, step) * step, _ceil(high, step) * step, step, start, end)


def _steps(span: float, whole: bool) -> list[float]:
    """Round steps from too fine to too coarse."""
    power = math.floor(math.log10(span / MOST_STEPS))
    steps = [mantissa * 10.0**exponent for exponent in range(power, power + 4) for mantissa in ROUND_STEPS]
    return [step for step in steps if not whole or step == int(step) >= 1] or [1.0]


def _count(low: float, high: float, step: float) -> int:
    return _ceil(high, step) - _floor(low, step)


# A hair's breadth of tolerance: 0.3 / 0.1 is a little less than 3.
def _floor(value: float, step: float) -> int:
    return math.floor(value / step + 1e-9)


def _ceil(value: float, step: float) -> int:
    return math.ceil(value / step - 1e-9)


def _decimals(step: float) -> int:
    """The decimals that tell one tick from the next."""
    places = range(15)
    return next((n for n in places if math.isclose(round(step, n), step, rel_tol=1e-6)), 15)


def _figures(value: float, decimals: int, before: str, after: str) -> str:
    sign = MINUS if value < 0 else ""
    return f"{sign}{before}{abs(value):,.{decimals}f}{after}"


def affixes(texts: Sequence[str]) -> tuple[str, str]:
    """What stands before and after every figure, such as '£' and '%', so that ticks can match."""
    before = "£" if texts and all("£" in text for text in texts) else ""
    after = "%" if texts and all(text.endswith("%") for text in texts) else ""
    return before, after
