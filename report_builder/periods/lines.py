"""Labels that stand beside one another: what they say of periods together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from report_builder.periods.neighbours import continued, of_year
from report_builder.periods.period import FINANCIAL_YEAR_START, Period, Span
from report_builder.periods.readings import (
    NO_YEAR,
    Either,
    Fragment,
    Named,
    Reading,
    SingleYear,
    Unclear,
    Window,
    two_ways,
    within,
)
from report_builder.periods.shapes import decided
from report_builder.periods.spellings import ending, reading, text_of, window_of


@dataclass(frozen=True)
class Line:
    """What a row (or column) of labels says of periods.

    `periods` holds one for each label, None where there is none. `unclear` says why a label that looks like
    a period was refused: "it names no year". `assumed` says how a label was read that a person should
    confirm: "read as April to June 2016, a calendar quarter". Both go by the label's place.
    """

    periods: tuple[Period | None, ...]
    unclear: Mapping[int, str]
    assumed: Mapping[int, str]


def read_line(
    labels: Sequence[object],
    *,
    over: Sequence[Period | None] | None = None,
    year: Period | None = None,
    heading: str = "",
    single: SingleYear | None = None,
) -> Line:
    """Read the labels of one row or column; blank ones may stand between them.

    A part of a year without its year ("Q2", "April") takes it from the period that stands `over` it, else
    from its neighbours, else from `year`, which holds for the whole table. `heading` is that of the labels'
    column: under "Quarter" the numbers 1 to 4 are quarters. `single` is as for `parse`.
    """
    column = _headed(heading, single)
    found = [*_each(labels, column)]
    if over is not None:
        found = [_under(label, each, up, column) for label, each, up in zip(labels, found, over, strict=True)]
    kinds = set(map(type, found))
    if Either in kinds:
        found = decided(found, of_years=column.of_years)
    if Fragment in kinds:
        found = continued(found)
        found = of_year(found, year, column.single) if year and year.is_year else found
    return _line(found)


@lru_cache(maxsize=1024)
def _headed(heading: str, single: SingleYear | None) -> _Column:
    return _Column.headed(heading, single)


def _line(found: Sequence[Reading | None]) -> Line:
    unclear = {
        i: each.reason if isinstance(each, Unclear) else NO_YEAR.reason
        for i, each in enumerate(found)
        if isinstance(each, Unclear | Fragment)
    }
    assumed = {i: each.assumed for i, each in enumerate(found) if isinstance(each, Named) and each.assumed}
    return Line(tuple(each.period if isinstance(each, Named) else None for each in found), unclear, assumed)


# ----------------------------------------------------------------------------- each by itself


@dataclass(frozen=True)
class _Column:
    """What the heading of a column says of the labels in it: how long the numbers are, and which years."""

    months: int
    single: SingleYear | None
    is_financial: bool
    of_years: bool
    of_waves: bool
    window: Window | None

    @classmethod
    def headed(cls, heading: str, single: SingleYear | None) -> _Column:
        words = heading.casefold().replace("_", " ")
        is_financial = bool(re.search(r"\b(?:financial|fiscal|fy)\b", words))
        named: SingleYear | None = "calendar" if "calendar" in words else None
        return cls(
            next((months for word, months in _LENGTHS.items() if re.search(rf"\b{word}s?\b", words)), 0),
            single or named or ("ending" if _ENDING.search(words) else None),
            is_financial,
            "year" in words,
            bool(re.search(r"\bwaves?\b", words)),
            window_of(words),
        )

    def says(self, label: object) -> Reading | None:
        """What one label in this column says."""
        text = text_of(label)
        if self.of_waves and text.isdecimal() and len(text) < 4:
            return Unclear("it names no date")
        if self.months and (number := _NUMBER.fullmatch(text)):
            return self._part(int(number[1])) or reading(label, self.single)
        if self.months == 3 and (typed := _YEAR_AND_QUARTER.fullmatch(text)):
            return self.meant(reading(f"{typed[1]} Q{typed[2]}", self.single))
        if self.is_financial and not self.single and _YEAR.fullmatch(text):
            year = Period.starting(int(text), FINANCIAL_YEAR_START, 12)
            return Unclear(f"it may be {year.year_before()} or {year}")
        found = self.meant(reading(label, self.single))
        return self._ended(self.window, found) if self.window and isinstance(found, Named) else found

    def meant(self, found: Reading | None) -> Reading | None:
        """A part of a single year, refused under a heading that says only that the year is financial."""
        is_open = self.is_financial and isinstance(found, Named) and found.assumed
        return two_ways(found, is_financial=True) if is_open and isinstance(found, Named) else found

    @staticmethod
    def _ended(window: Window, found: Named) -> Reading:
        """A label under "Year ending" or "12 months to": the months up to it."""
        if found.period.months == 1:
            return ending(window, found) or found
        is_bare = found.period.is_year and not found.period.is_financial_year
        if is_bare and window.last:
            month = Period.ending(found.period.last // 12, window.last, 1)
            return ending(window, Named(month)) or found
        return Unclear("it names no month") if is_bare and not window.rolling else found

    def _part(self, number: int) -> Fragment | None:
        if not 1 <= number <= 12 // self.months:
            return None
        if self.months > 1:
            return Fragment(self.months, number=number)
        return Fragment(
            1, first=(number + FINANCIAL_YEAR_START - 2) % 12 + 1 if self.is_financial else number
        )


_ENDING = re.compile(r"\b(?:financial|fiscal) year end")
_LENGTHS = {"half": 6, "half-year": 6, "quarter": 3, "qtr": 3, "month": 1}
_NUMBER = re.compile(r"0?([1-9]|1[0-2])")
_YEAR_AND_QUARTER = re.compile(r"((?:19|20)[0-9]{2}) ?[/-] ?([1-4])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _each(labels: Sequence[object], column: _Column) -> Iterator[Reading | None]:
    """What each label says by itself; like labels are read once."""
    known: dict[object, Reading | None] = {}
    for label in labels:
        key = label if type(label) is str else (type(label), label)
        if key not in known:
            known[key] = column.says(label)
        yield known[key]


# ------------------------------------------------------------------------- by what stands over


def _under(label: object, found: Reading | None, over: Period | None, column: _Column) -> Reading | None:
    """What a label says beneath a period, which has to hold the label's own."""
    if over is None or found is None or isinstance(found, Unclear):
        return found
    outside = Unclear(f"“{text_of(label) or label}” is not in {over}")
    if isinstance(found, Named):
        return found if _holds(over, found.period) else outside
    if isinstance(found, Either):
        inside = [each for each in (found.alone, found.year, found.month) if each and over.holds(each)]
        return Named(inside[0]) if inside else outside if found.alone else None
    if found.number and not over.is_year:
        return outside
    inner = column.meant(within(found, over, column.single))
    return outside if isinstance(inner, Unclear) and not found.number else inner


def _holds(over: Period, period: Period) -> bool:
    """Whether a period lies in the one over it; of a rolling window its last month."""
    return over.holds(Period(period.last, 1) if period.span is Span.ROLLING else period)
