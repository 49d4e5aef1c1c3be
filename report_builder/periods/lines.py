"""Labels that stand beside one another: what they say of periods together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from report_builder.periods.period import FINANCIAL_YEAR_START, Period, Span
from report_builder.periods.readings import (
    NO_YEAR,
    Either,
    Fragment,
    Named,
    Numbering,
    Reading,
    Unclear,
    calendar_clause,
    within,
)
from report_builder.periods.spellings import reading, text_of


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
    quarters: Literal["calendar", "financial"] | None = None,
) -> Line:
    """Read the labels of one row or column; blank ones may stand between them.

    A part of a year without its year ("Q2", "April") takes it from the period that stands `over` it, else
    from its neighbours, else from `year`, which holds for the whole table. `heading` is that of the labels'
    column: under "Quarter" the numbers 1 to 4 are quarters. `quarters` is as for `parse`.
    """
    column = _Column.headed(heading, quarters)
    found = [*_each(labels, column)]
    if over is not None:
        found = [_under(label, each, up, column) for label, each, up in zip(labels, found, over, strict=True)]
    kinds = set(map(type, found))
    if Either in kinds:
        found = _decided(found, column)
    if Fragment in kinds:
        found = _continued(found)
        found = _of_year(found, year, column) if year and year.is_year else found
    return _line(found)


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
    numbering: Numbering | None
    is_financial: bool
    of_years: bool
    of_waves: bool

    @classmethod
    def headed(cls, heading: str, quarters: Numbering | None) -> _Column:
        words = heading.casefold()
        is_financial = bool(re.search(r"\b(?:financial|fiscal|fy)\b", words))
        named: Numbering | None = "calendar" if "calendar" in words else None
        return cls(
            next((months for word, months in _LENGTHS.items() if re.search(rf"\b{word}s?\b", words)), 0),
            "financial" if is_financial else named or quarters,
            is_financial,
            "year" in words,
            bool(re.search(r"\bwaves?\b", words)),
        )

    def says(self, label: object) -> Reading | None:
        """What one label in this column says."""
        text = text_of(label)
        if self.of_waves and text.isdecimal() and len(text) < 4:
            return Unclear("it names no date")
        if self.months and (number := _NUMBER.fullmatch(text)):
            return self._part(int(number[1])) or reading(label, self.numbering)
        if self.months == 3 and (typed := _YEAR_AND_QUARTER.fullmatch(text)):
            return reading(f"Q{typed[2]} {typed[1]}", self.numbering)
        if self.is_financial and _YEAR.fullmatch(text):
            year = Period.starting(int(text), FINANCIAL_YEAR_START, 12)
            return Unclear(f"it may be {year.year_before()} or {year}")
        return reading(label, self.numbering)

    def _part(self, number: int) -> Fragment | None:
        if not 1 <= number <= 12 // self.months:
            return None
        if self.months > 1:
            return Fragment(self.months, number=number)
        return Fragment(1, first=(number + FINANCIAL_YEAR_START - 2) % 12 + 1 if self.is_financial else number)


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
    inner = within(found, over, column.numbering)
    return outside if isinstance(inner, Unclear) and not found.number else inner


def _holds(over: Period, period: Period) -> bool:
    """Whether a period lies in the one over it; of a rolling window its last month."""
    return over.holds(Period(period.last, 1) if period.span is Span.ROLLING else period)


# --------------------------------------------------------- digits that could be a year or a month


def _decided(found: list[Reading | None], column: _Column) -> list[Reading | None]:
    """Labels with two readings, decided by those written alike in the line."""
    shapes = {each.shape for each in found if isinstance(each, Either)}
    for shape in shapes - {_BANDS}:
        found = _alike(found, shape)
    return _in_years(found, 2 if column.of_years else 3, column) if _BANDS in shapes else found


_BANDS = "two-digit years"


def _alike(found: list[Reading | None], shape: str) -> list[Reading | None]:
    """Months where the others of a shape are months, financial years where they are years."""
    others = {each.period.months for each in found if isinstance(each, Named) and each.shape == shape}
    years = dict.fromkeys(each.year.last for each in found if isinstance(each, Either) and each.shape == shape)
    if not others and len(years) > 1 and _steps(years) <= {12} | {-12}:
        others = {12}
    return [
        _chosen(each, others) if isinstance(each, Either) and each.shape == shape else each for each in found
    ]


def _chosen(either: Either, others: set[int]) -> Reading | None:
    if others == {12}:
        return Named(either.year, shape=either.shape)
    if others == {1} and either.month:
        return Named(either.month, shape=either.shape)
    if others:
        return Unclear(f"it may be {either.year} or {either.month}")
    if not either.alone:
        return None
    other = either.month if either.alone == either.year else either.year
    return Named(either.alone, shape=either.shape, assumed=f"read as {either.alone}, not as {other}")


def _steps(numbers: Iterable[int]) -> set[int]:
    return {later - earlier for earlier, later in pairwise(numbers)}


def _in_years(found: list[Reading | None], enough: int, column: _Column) -> list[Reading | None]:
    """Two-digit years such as "16-17", where enough of them follow one another; else they may be ages."""
    said = list(found)
    places = [i for i, each in enumerate(found) if each is not None]
    for is_year, group in groupby(places, lambda i: _year_of(found[i]) is not None):
        stretch = list(group)
        years = list(dict.fromkeys(year.last for i in stretch if (year := _year_of(found[i]))))
        runs = is_year and len(years) >= enough and _steps(years) in ({12}, {-12})
        for i in stretch:
            each = found[i]
            if isinstance(each, Either) and each.shape == _BANDS:
                ages = f"{each.year.first // 12 % 100} to {(each.year.last // 12) % 100}"
                refused = Unclear(f"it may be {each.year} or {ages}") if column.of_years else None
                said[i] = Named(each.year) if runs else refused
    return said


def _year_of(found: Reading | None) -> Period | None:
    if isinstance(found, Either):
        return found.year
    return found.period if isinstance(found, Named) and found.period.is_financial_year else None


# -------------------------------------------------------------------------------- by neighbours


@dataclass(frozen=True)
class _Track:
    """What can be told from one another's years: parts of years of one length, by number or by month."""

    months: int
    by_number: bool

    @classmethod
    def of(cls, fragment: Fragment) -> _Track:
        return cls(fragment.months, bool(fragment.number))

    def place(self, each: Reading | None) -> int | None:
        """Where in its year a label stands, in months; None for one that is not on this track."""
        if isinstance(each, Named) and each.period.months == self.months and each.period.span is Span.DISCRETE:
            if self.by_number:
                return (each.number - 1) * self.months if each.number else None
            return each.period.first % 12
        if isinstance(each, Fragment) and _Track.of(each) == self and not each.to_date:
            return (each.number - 1) * self.months if self.by_number else each.first - 1
        return None


def _continued(found: list[Reading | None]) -> list[Reading | None]:
    """Parts of years that carry on, one after another, from a neighbour whose period is known."""
    said = list(found)
    for track in {_Track.of(each) for each in found if isinstance(each, Fragment) and each.months < 12}:
        line = [(i, each) for i, each in enumerate(found) if each and track.place(each) is not None]
        known = [at for at, (_, each) in enumerate(line) if isinstance(each, Named)]
        for start, end in pairwise([-1, *known, len(line)]):
            run = [(i, each) for i, each in line[start + 1 : end] if isinstance(each, Fragment)]
            left = line[start][1] if start >= 0 else None
            right = line[end][1] if end < len(line) else None
            for (i, _), named in zip(run, _carried(left, [each for _, each in run], right, track)):
                said[i] = named
    return said


def _carried(
    left: Reading | None, run: list[Fragment], right: Reading | None, track: _Track
) -> Sequence[Named]:
    """A run between known labels: what follows from the left one, or where nothing does, the right one.

    Where they differ, the left holds only if the run does not overrun the right.
    """
    after = _followed(left, run, track) if isinstance(left, Named) else ()
    before: Sequence[Named] = ()
    if isinstance(right, Named) and track.months < 6:  # a half before a half may be of either year
        before = _followed(right, run[::-1], track)[::-1]
    if not (after and before and isinstance(left, Named) and isinstance(right, Named)):
        return after or before
    first, last = sorted((left.period, right.period))
    fits = first == last or all(first < each.period < last for each in after)
    same = [each.period for each in after] == [each.period for each in before]
    return after if fits or same else ()


def _followed(known: Named, run: list[Fragment], track: _Track) -> Sequence[Named]:
    """The periods of a run that goes on from a known one, step by step; none where it does not."""
    places = [place for each in (known, *run) if (place := track.place(each)) is not None]
    steps = {step % 12 for step in _steps(places)}
    is_second_half = track.months != 6 or (len(run) == 1 and places[0] in (0, FINANCIAL_YEAR_START - 1))
    if steps not in ({track.months}, {12 - track.months}) or not is_second_half:
        return ()
    step = track.months if steps == {track.months} else -track.months
    said = [
        Named(known.period.moved(step * nth), number=each.number) for nth, each in enumerate(run, start=1)
    ]
    if any(each.first and named.period.first % 12 != each.first - 1 for each, named in zip(run, said)):
        return ()
    return [replace(each, assumed=calendar_clause(each)) if known.assumed else each for each in said]


# -------------------------------------------------------------------------- by the table's year


def _of_year(found: list[Reading | None], year: Period, column: _Column) -> list[Reading | None]:
    """Parts of years in the table's year, where the line then runs in one direction."""
    said = [within(each, year, column.numbering) if isinstance(each, Fragment) else each for each in found]
    lengths = {each.months for each in found if isinstance(each, Fragment)}
    for months in lengths:
        line = [
            each.period
            for old, each in zip(found, said)
            if isinstance(each, Named) and (each.period.months == months or isinstance(old, Fragment) and old.months == months)
        ]
        if not _runs_one_way(line):
            said = [
                old if isinstance(old, Fragment) and old.months == months else each
                for old, each in zip(found, said)
            ]
    return said


def _runs_one_way(line: Sequence[Period]) -> bool:
    """Whether periods strictly ascend or descend, as a whole or again and again."""
    once = line.index(line[0], 1) if line[0] in line[1:] else len(line)
    steps = _steps(each.last for each in line[:once])
    whole, rest = divmod(len(line), once)
    is_repeated = not rest and list(line) == [*line[:once]] * whole
    return is_repeated and (all(step > 0 for step in steps) or all(step < 0 for step in steps))
