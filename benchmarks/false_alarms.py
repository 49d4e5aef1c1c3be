"""How often the engine claims a movement where there is none, and how often it sees one that is there.

Series are drawn at random (seeded), turned into facts by the engine itself and counted by its verdicts: no
test is called by hand. Rates are per cent of indicators; ± is twice the standard error. A rate is over its
limit where it is so by more than that.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd

from report_builder import facts, narrative
from report_builder.model import (
    OBSERVATION_COLUMNS,
    Area,
    AreaKind,
    Better,
    Definition,
    Frequency,
    Indicator,
    IndicatorFacts,
    Kind,
    Lead,
    Priority,
    Rules,
    Seasonal,
    Settings,
)
from report_builder.periods import Period

SEED = 20161208
LAST = Period.ending(2016, 9, 3)
PHRASES = Path(__file__).parent.parent / "templates/committee/phrases.toml"
SWING = (1.2, 1.0, 0.8, 1.0)
NO_CHANGE = (5.0, 0.2)
WITH_DISPERSION = (6.0, 0.5)
BATCH = 500


@dataclass(frozen=True)
class Case:
    """One kind of series: its mean, how many quarters came before, and how it varies."""

    mean: float
    earlier: int = 1
    dispersion: float = 1.0
    is_seasonal: bool = False
    lead: Lead = Lead.PREVIOUS
    change: float = 0.0
    cases: int = 0

    @property
    def name(self) -> str:
        """The case as a line of the table."""
        what = f"{self.mean:g}% of {self.cases}" if self.cases else f"{self.mean:,.0f} a quarter"
        season = ", season ±20%" if self.is_seasonal else ""
        spread = f", over-dispersion {self.dispersion:g}" if self.dispersion > 1 else ""
        moved = f", {self.change:+.0%}" if self.change else ""
        led = "a year earlier" if self.lead is Lead.YEAR_AGO else "the quarter before"
        return f"{what}{moved}{season}{spread}, {self.earlier} before, against {led}"


def drawn(case: Case, draws: int, random: np.random.Generator) -> np.ndarray:
    """The figures: a row an indicator, the last column the latest quarter."""
    size = case.earlier + 1
    means = np.full(size, float(case.mean))
    if case.is_seasonal:
        means *= [SWING[n % 4] for n in range(size)][::-1]
    means[-1] *= 1 + case.change
    if case.cases:
        return random.binomial(case.cases, means / 100, (draws, size))
    if case.dispersion > 1:
        scale = case.dispersion - 1
        return random.poisson(random.gamma(means / scale, scale, (draws, size)))
    return random.poisson(means, (draws, size))


def told(case: Case, figures: np.ndarray) -> tuple[facts.Facts, Definition]:
    """The facts of a report with an indicator for each row of figures."""
    kind = Kind.PERCENTAGE if case.cases else Kind.COUNT
    seasonal = Seasonal.UNKNOWN if case.is_seasonal else Seasonal.NO
    indicators = tuple(
        Indicator(
            id=f"i{n}", priority="p", name=f"offences {n}", kind=kind, better=Better.LOWER,
            frequency=Frequency.QUARTER, seasonal=seasonal, decimals=1 if case.cases else None,
        )
        for n in range(len(figures))
    )  # fmt: skip
    definition = Definition(
        workbook="report.xlsx",
        settings=Settings(
            board="B", title="T", meeting_date=date(2016, 12, 8), period=LAST, lead=case.lead
        ),
        priorities=(Priority(id="p", heading="P"),),
        indicators=indicators,
        areas=(Area(name="Here", kind=AreaKind.SUBJECT),),
    )  # fmt: skip
    rows = [row for n, line in enumerate(figures) for row in _rows(f"i{n}", line, case)]
    frame = pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS), dtype=object)
    return facts.build(frame, definition, Rules())[0], definition


def _rows(indicator: str, line: np.ndarray, case: Case) -> Iterator[dict[str, object]]:
    for n, value in enumerate(reversed(line.tolist())):
        row: dict[str, object] = dict.fromkeys(OBSERVATION_COLUMNS, "")
        share = 100 * value / case.cases if case.cases else float(value)
        size = float(case.cases) if case.cases else None
        row |= {"indicator": indicator, "area": "Here", "period": LAST.moved(-3 * n), "value": share}
        row |= {
            "numerator": None,
            "denominator": size,
            "cell": "A1",
            "denominator_cell": "A2" if size else "",
        }
        yield row | {
            "workbook": "w",
            "sheet": "s",
            "method": "read",
            "denominator_cell": "A2" if size else "",
        }


def measured(case: Case, draws: int) -> tuple[float, float, float]:
    """Per cent of indicators said to have moved, said to have moved clearly, and with a signal or trend."""
    random = np.random.default_rng(SEED)
    moved = clear = pattern = 0
    for start in range(0, draws, BATCH):
        found, _ = told(case, drawn(case, min(BATCH, draws - start), random))
        for each in found.indicators:
            has_moved = each.verdict in ("improved", "worsened")
            moved += has_moved
            clear += has_moved and _strength(each) == "clear"
            pattern += "signal" in each or "trend" in each
    return 100 * moved / draws, 100 * clear / draws, 100 * pattern / draws


def _strength(each: IndicatorFacts) -> str:
    return each["base.test"].tags["strength"]


def unadjusted(case: Case, draws: int) -> tuple[int, int]:
    """How many indicators are said to have moved, and how many of those name the season."""
    found, definition = told(case, drawn(case, draws, np.random.default_rng(SEED)))
    book, _ = narrative.load([PHRASES])
    text = {each.id: each.text for each in narrative.tell(found, definition, book).paragraphs()}
    moved = [each.indicator.id for each in found.indicators if each.verdict in ("improved", "worsened")]
    return len(moved), sum("not adjusted for seasonal variation" in text[each] for each in moved)


def table(title: str, cases: list[Case], draws: int, limit: tuple[float, float] | None) -> bool:
    """Print one table. True where every rate keeps to its limit."""
    print(f"\n{title}\n{'':84} {'moved':>8} {'±':>5} {'clearly':>8} {'±':>5} {'pattern':>8}")
    holds = True
    for case in cases:
        moved, clear, pattern = measured(case, draws)
        errors = [2 * sqrt(max(rate, 0.01) * (100 - rate) / draws) for rate in (moved, clear)]
        over = limit is not None and (moved - errors[0] > limit[0] or clear - errors[1] > limit[1])
        holds &= not over
        print(
            f"{case.name:84} {moved:7.2f}% {errors[0]:5.2f} {clear:7.2f}% {errors[1]:5.2f} {pattern:7.2f}%"
            f"{'  over the limit' if over else ''}"
        )
    return holds


def _limits(limit: tuple[float, float]) -> str:
    return f"at most {limit[0]:g}% and {limit[1]:g}%"


def main() -> None:
    """Print the tables; exit 1 where a false alarm rate is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000, help="indicators a line")
    draws = parser.parse_args().draws
    means = (20, 50, 120, 500, 2000, 5000)
    year_ago = {"is_seasonal": True, "lead": Lead.YEAR_AGO}
    holds = [
        table(
            f"No real change, two quarters ({_limits(NO_CHANGE)})",
            [Case(mean) for mean in means],
            draws,
            NO_CHANGE,
        ),
        table(
            f"No real change, with a history ({_limits(NO_CHANGE)})",
            [Case(mean, earlier) for mean in (20, 120, 5000) for earlier in (8, 24)],
            draws,
            NO_CHANGE,
        ),
        table(
            f"No real change, a season of 20%, a year earlier ({_limits(NO_CHANGE)})",
            [Case(mean, earlier, **year_ago) for mean in means for earlier in (4, 16)],
            draws,
            NO_CHANGE,
        ),
        table(
            f"No real change, over-dispersion 2 ({_limits(WITH_DISPERSION)})",
            [Case(mean, earlier, 2.0) for mean in (20, 120, 500, 5000) for earlier in (8, 12, 24)],
            draws,
            WITH_DISPERSION,
        ),
        table(
            f"The same, a season of 20%, a year earlier ({_limits(WITH_DISPERSION)})",
            [Case(mean, earlier, 2.0, **year_ago) for mean in (20, 120, 500, 5000) for earlier in (12, 24)],
            draws,
            WITH_DISPERSION,
        ),
        table(
            f"No real change, percentages of cases ({_limits(NO_CHANGE)})",
            [Case(share, cases=cases) for share in (5, 30, 90) for cases in (50, 200, 1000)],
            draws,
            NO_CHANGE,
        ),
    ]
    table(
        "Power: a real change between two quarters",
        [Case(mean, change=change) for mean in means for change in (0.2, 0.4, 1.0)],
        draws,
        None,
    )
    seasonal = [Case(mean, earlier, is_seasonal=True) for mean in (20, 120, 500, 5000) for earlier in (1, 16)]
    table("For what it is: a season of 20%, against the quarter before", seasonal, draws, None)
    for case in seasonal:
        moved, said = unadjusted(case, BATCH)
        print(f"{case.name:84} {said} of {moved} say “not adjusted for seasonal variation”")
        holds.append(said == moved)
    raise SystemExit(0 if all(holds) else 1)


if __name__ == "__main__":
    main()
