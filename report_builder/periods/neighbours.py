"""Parts of years in a line: their year told from their neighbours, or from the year of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_builder.periods.period import FINANCIAL_YEAR_START, Period, Span
from report_builder.periods.readings import (
    Fragment,
    Named,
    Reading,
    SingleYear,
    calendar_clause,
    within,
)

_LENGTHS = (1, 3, 6)
"""The months that parts of years have which are told from one another."""


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
        if (
            isinstance(each, Named)
            and each.period.months == self.months
            and each.period.span is Span.DISCRETE
        ):
            if self.by_number:
                return (each.number - 1) * self.months if each.number else None
            return each.period.first % 12
        if isinstance(each, Fragment) and _Track.of(each) == self and not each.to_date:
            return (each.number - 1) * self.months if self.by_number else each.first - 1
        return None


def continued(found: list[Reading | None]) -> list[Reading | None]:
    """Parts of years that carry on, one after another, from a neighbour whose period is known."""
    said = list(found)
    distinct = _distinct(found)
    tracks = {_Track.of(each) for each in distinct if isinstance(each, Fragment) and each.months in _LENGTHS}
    for track in tracks:
        on_track = {id(each) for each in distinct if track.place(each) is not None}
        line = [i for i, each in enumerate(found) if id(each) in on_track]
        known = [at for at, i in enumerate(line) if isinstance(found[i], Named)]
        carried: dict[tuple[int, ...], Sequence[Named]] = {}
        for start, end in pairwise([-1, *known, len(line)]):
            stops = [found[i] for i in line[max(start, 0) : end + 1]]
            alike = tuple(map(id, stops))
            if alike not in carried:
                carried[alike] = _carried(stops, track) if stops else ()
            for i, named in zip(line[start + 1 : end], carried[alike], strict=False):
                said[i] = named
    return said


def _carried(stops: Sequence[Reading | None], track: _Track) -> Sequence[Named]:
    """A run and the known labels at its ends: what follows from the left one, else from the right one.

    Where the two differ, the left holds if it alone does not overrun the other end. Nothing where neither
    leads through the run step by step.
    """
    run = [each for each in stops if isinstance(each, Fragment)]
    left, right = stops[0], stops[-1]
    if not run:
        return ()
    after = _followed(left, run, track) if isinstance(left, Named) else ()
    # A half before a half may be of either year.
    is_told_backwards = isinstance(right, Named) and track.months < 6
    before = (
        _followed(right, run[::-1], track)[::-1] if isinstance(right, Named) and is_told_backwards else ()
    )
    if not (after and before):
        return after or before
    is_left = _lie_between(after, left, right) and not _lie_between(before, left, right)
    return after if after == before or is_left or _are_alike(left, right) else ()


def _are_alike(left: Reading | None, right: Reading | None) -> bool:
    """Whether the ends of a run are the same period: after the second it begins afresh."""
    return isinstance(left, Named) and isinstance(right, Named) and left.period == right.period


def _lie_between(run: Sequence[Named], left: Reading | None, right: Reading | None) -> bool:
    """Whether a run does not overrun the known labels at its ends."""
    first, last = sorted(each.period for each in (left, right) if isinstance(each, Named))
    return all(first < each.period < last for each in run)


def _followed(known: Named, run: list[Fragment], track: _Track) -> Sequence[Named]:
    """The periods of a run that goes on from a known one, step by step; none where it does not."""
    stops: list[Reading] = [known, *run]
    places = [place for each in stops if (place := track.place(each)) is not None]
    steps = {step % 12 for step in _steps(places)}
    if steps not in ({track.months}, {12 - track.months}) or not _is_told(places, track):
        return ()
    step = track.months if steps == {track.months} else -track.months
    said = [Named(known.period.moved(step * nth), each.number) for nth, each in enumerate(run, start=1)]
    pairs = zip(run, said, strict=True)
    if any(each.first and named.period.first % 12 != each.first - 1 for each, named in pairs):
        return ()
    return [replace(each, assumed=calendar_clause(each)) if known.assumed else each for each in said]


def _is_told(places: Sequence[int], track: _Track) -> bool:
    """Whether a step up and a step down differ. Of halves only the second one after the first is told."""
    return track.months != 6 or (len(places) == 2 and places[0] in (0, FINANCIAL_YEAR_START - 1))


def of_year(found: list[Reading | None], year: Period, single: SingleYear | None) -> list[Reading | None]:
    """Parts of years in the table's year, where the line then runs in one direction."""
    for months in {each.months for each in _distinct(found) if isinstance(each, Fragment)}:
        placed = {
            id(each): within(each, year, single)
            for each in _distinct(found)
            if isinstance(each, Fragment) and each.months == months
        }
        said = [placed.get(id(each), each) for each in found]
        named = [each.period for each in said if isinstance(each, Named)]
        if _runs_one_way([period for period in named if period.months == months]):
            found = said
    return found


def _distinct(found: Iterable[Reading | None]) -> Sequence[Reading | None]:
    """Each reading once; like labels share one."""
    return [*{id(each): each for each in found}.values()]


def _runs_one_way(line: Sequence[Period]) -> bool:
    """Whether periods strictly ascend or descend, as a whole or again and again; like neighbours are one."""
    line = [each for n, each in enumerate(line) if not n or each != line[n - 1]]
    if not line:
        return True
    once = line.index(line[0], 1) if line[0] in line[1:] else len(line)
    steps = _steps(each.last for each in line[:once])
    is_repeated = [*line] == [*line[:once]] * (len(line) // once)
    return is_repeated and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


def _steps(numbers: Iterable[int]) -> set[int]:
    return {later - earlier for earlier, later in pairwise(numbers)}
