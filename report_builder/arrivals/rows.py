"""The rows of the table: for each indicator and file how far it reaches, what is missing and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from report_builder import wording
from report_builder.arrivals.concerns import concerns
from report_builder.arrivals.inbox import Inbox
from report_builder.model import Arrival, Basis, Change, Definition, Figure, Indicator
from report_builder.periods import Period
from report_builder.problems import Problem

_SETTLED = ("c", "z")
"""Marks after which nothing more is to come: suppressed, and not applicable."""
_MOVING = (Basis.ROLLING, Basis.CUMULATIVE)
_SHORTER = (3, 1)
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Held:
    """What the returns hold of one indicator: its figures, and by area the periods that are there."""

    indicator: Indicator
    due: Period
    subject: str
    figures: tuple[Figure, ...]
    there: Mapping[str, frozenset[tuple[int, int]]]

    def has(self, area: str, period: Period) -> bool:
        """Whether the figure of a period is there for an area."""
        return (period.last, period.months) in self.there.get(area, ())

    def covers(self, area: str) -> bool:
        """Whether the due figure is there for an area, or all the parts that it is added up from."""
        return self.has(area, self.due) or any(
            all(self.has(area, part) for part in self.due.parts(months))
            for months in _SHORTER
            if months < self.due.months
        )

    def newest(self, figures: Iterable[Figure]) -> Period | None:
        """The newest period with a figure; longer than the indicator's own only where there is no other."""
        periods = [each.period for each in figures if each.value is not None]
        own = [each for each in periods if each.months <= self.due.months]
        return max(own or periods, key=lambda period: (period.last, -period.months), default=None)

    def areas(self, file: str) -> tuple[str, ...]:
        """The areas that a file holds figures for; the subject where it holds none."""
        found = dict.fromkeys(each.area for each in self.figures if each.cell.workbook == file)
        return tuple(found) or (self.subject,)


def rows_of(definition: Definition, inbox: Inbox, on: date) -> tuple[Arrival, ...]:
    """A row for each indicator and file, in the order of the definition."""
    about = concerns(definition, inbox)
    changes: dict[str, list[Change]] = defaultdict(list)
    for change, _ in inbox.restated:
        changes[change.before.indicator].append(change)
    rows = (
        _rows(_held(each, definition, inbox), inbox, changes[each.id], about[each.id], on)
        for each in definition.indicators
    )
    return tuple(row for group in rows for row in group)


def _rows(
    held: _Held, inbox: Inbox, changes: Sequence[Change], doubts: Sequence[tuple[str, Problem]], on: date
) -> Iterator[Arrival]:
    files = _files(held, inbox)
    changed = _filed(((_stands_in(each), each) for each in changes), files)
    doubted = _filed(doubts, files)
    for file in files:
        row = _row(held, file, on)
        yield replace(row, changed=len(changed[file]), doubts=tuple(doubted[file]))


def _stands_in(change: Change) -> str:
    """The file where a figure stands now; where it does not, the one where it stood."""
    return (change.now or change.before).cell.workbook


def _filed(found: Iterable[tuple[str, _T]], files: Sequence[str]) -> Mapping[str, list[_T]]:
    """What was found by its file; what is in none of them counts with the first."""
    held: dict[str, list[_T]] = {file: [] for file in files}
    for file, each in found:
        held[file if file in held else files[0]].append(each)
    return held


def _held(indicator: Indicator, definition: Definition, inbox: Inbox) -> _Held:
    figures = tuple(each for each in inbox.figures if each.indicator == indicator.id)
    parts: dict[tuple[str, tuple[int, int]], set[str]] = defaultdict(set)
    for each in figures:
        if each.value is not None or (each.part == "value" and each.mark in _SETTLED):
            parts[each.area, (each.period.last, each.period.months)].add(each.part)
    there: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for (area, period_of), known in parts.items():
        if "value" in known or len(known) > 1:
            there[area].add(period_of)
    fixed = {area: frozenset(periods) for area, periods in there.items()}
    return _Held(
        indicator, indicator.own_period(definition.settings.period), definition.subject.name, figures, fixed
    )


def _files(held: _Held, inbox: Inbox) -> tuple[str, ...]:
    """The files that an indicator comes from, those known to hold it, and those named for it and wanted.

    Where none of them is about the subject, its figures are to come from a file that is not known.
    """
    name, subject = held.indicator.id, held.subject
    read = sorted({each.cell.workbook for each in held.figures}, key=str.casefold)
    named = [file for file in inbox.idle() if name in inbox.expected_of(file)]
    if not held.covers(subject):
        named += [each.workbook for each in inbox.unmatched if each.indicator == name]
    is_told = bool(named) or any(each.area == subject for each in held.figures)
    return (*read, *dict.fromkeys(named), *(() if is_told else ("",)))


def _row(held: _Held, file: str, on: date) -> Arrival:
    indicator = held.indicator
    areas = held.areas(file)
    lacking = tuple(area for area in areas if not held.covers(area))
    days = indicator.expected_by
    expected = held.due.ends() + timedelta(days) if days is not None else None
    return Arrival(
        indicator=indicator.id,
        label=indicator.label,
        owner=indicator.owner,
        file=file,
        arrived=_arrived(held, areas, lacking),
        reached=held.newest(each for each in held.figures if each.cell.workbook == file),
        missing=tuple(_missing(held, areas, lacking)),
        lacking=lacking if len(lacking) < len(areas) or (held.figures and not file) else (),
        said=_said(held, lacking),
        expected=expected,
        late=(on - expected).days if expected and lacking else None,
    )


def _arrived(held: _Held, areas: Sequence[str], lacking: Sequence[str]) -> Literal["yes", "no", "in part"]:
    if not lacking:
        return "yes"
    months = [part for each in _SHORTER for part in held.due.parts(each)]
    is_begun = held.indicator.basis not in _MOVING and any(
        held.has(area, part) for area in areas for part in months
    )
    return "in part" if is_begun or len(lacking) < len(areas) else "no"


def _missing(held: _Held, areas: Sequence[str], lacking: Sequence[str]) -> Iterator[Period]:
    """The periods from the newest there is up to the one due; months, where it is months that come."""
    if not lacking:
        return
    newest = held.newest(each for each in held.figures if each.area in areas)
    wanted = [] if newest is None else [*_steps(held, newest)]
    found = [each for each in wanted if not all(held.has(area, each) for area in lacking)]
    yield from found or [held.due]


def _steps(held: _Held, newest: Period) -> Iterator[Period]:
    """The periods after the newest one that come as it did, and all within the due one."""
    indicator, due = held.indicator, held.due
    is_moving = indicator.basis in _MOVING
    step = indicator.frequency.months if is_moving else min(newest.months, due.months)
    first = due.last if is_moving else due.first + step - 1
    for last in range(min(newest.last + step, first), due.last + 1, step):
        yield indicator.own_period(Period(last, 1)) if is_moving else Period(last, step)


def _said(held: _Held, lacking: Sequence[str]) -> str:
    """What a return says in place of a figure that is due: 'not available (police.xlsx, Sheet1, D4)'."""
    for each in held.figures:
        is_due = held.due.holds(each.period) and each.period.last == held.due.last
        if each.area in lacking and is_due and each.part == "value" and each.value is None:
            return f"{wording.absence(each.mark)} ({each.cell})"
    return ""
