"""The data status that the notes give to figures: illustrative, provisional, estimated, revised."""

from __future__ import annotations

from collections.abc import Iterable

from report_builder.model import Area, AreaKind, Indicator, Note, Status
from report_builder.periods import Period

_OF_VALUES = frozenset(
    {Status.PROVISIONAL, Status.ESTIMATED, Status.REVISED, Status.ILLUSTRATIVE, Status.UNRELIABLE}
)
_GROUPS = {AreaKind.SUBJECT: "", AreaKind.DISTRICT: "districts", AreaKind.COMPARATOR: "comparators"}


def statuses(
    indicator: Indicator, area: Area, periods: Iterable[Period], notes: Iterable[Note]
) -> dict[Period, Status]:
    """The status of each period of an indicator in an area; where notes differ, the last one's."""
    mine = [n for n in notes if n.status in _OF_VALUES and n.indicator == indicator.id and _covers(n, area)]
    return {
        period: note.status for period in periods for note in mine if note.status and _within(period, note)
    }


def status_of_part(part: str, indicator: Indicator, notes: Iterable[Note], period: Period | None) -> Status:
    """The status that the notes give to a target, a numerator or a denominator: named in place of an area."""
    found = [
        n.status
        for n in notes
        if n.indicator == indicator.id
        and n.area == part
        and n.status in _OF_VALUES
        and (period is None or _within(period, n))
    ]
    return found[-1] or Status.FINAL if found else Status.FINAL


def _covers(note: Note, area: Area) -> bool:
    return note.area in (_GROUPS[area.kind], area.name)


def _is_alike(one: Period, other: Period) -> bool:
    """Whether two periods are of one kind; twelve months that end with a year are both a year and rolling."""
    return one.months == other.months and (one.span is other.span or one.is_year or other.is_year)


def _within(period: Period, note: Note) -> bool:
    """Whether a note is about a period: a note on quarters says nothing of years."""
    ends = [end for end in (note.first, note.last) if end]
    return (
        all(_is_alike(end, period) for end in ends)
        and (note.first is None or note.first.last <= period.last)
        and (note.last is None or period.last <= note.last.last)
    )
