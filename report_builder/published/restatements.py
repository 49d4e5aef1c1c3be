"""What has changed since a report went out: the figures of its record held against those that stand now.

Only figures as they were read are compared, so that one change in a cell is said once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from report_builder.model import POPULATION, Change, Definition, Figure
from report_builder.periods import Period
from report_builder.published.store import Record

_ROUNDING = 1e-9
_SUPPRESSED = "c"
Place = tuple[str, str, int, int, str]


def changes(
    figures: Iterable[Figure], records: Iterable[Record], definition: Definition
) -> tuple[Change, ...]:
    """The figures that differ from what was published up to the period of the report.

    Each is held against the newest record that has it. One that is no longer there is told only against
    the newest record of all: what a later report went out without is known to be gone.
    """
    until = definition.settings.period
    issued = [each.newest for each in records if each.newest.period.last <= until.last]
    issued.sort(key=lambda each: (each.period.last, each.meeting_date), reverse=True)
    now = by_place(figures)
    settled: set[Place] = set()
    found: list[Change] = []
    for edition in issued:
        before = {place: group for place, group in by_place(edition.figures).items() if place not in settled}
        changed = _changed(before, now, edition.period)
        found += [each for each in changed if each.now or edition is issued[0]]
        settled |= before.keys()
    return _in_order(found, definition)


def strangers(records: Iterable[Record], definition: Definition) -> tuple[tuple[str, Period], ...]:
    """The indicators and areas of the newest record that the definition has no longer, with its period."""
    newest = max(
        (each.newest for each in records if each.newest.period.last <= definition.settings.period.last),
        key=lambda each: (each.period.last, each.meeting_date),
        default=None,
    )
    if newest is None:
        return ()
    known = {each.id for each in definition.indicators} | {each.name for each in definition.areas}
    held = (name for figure in newest.figures for name in (figure.indicator, figure.area))
    gone = dict.fromkeys(name for name in held if name not in known | {POPULATION})
    return tuple((name, newest.period) for name in gone)


def by_place(figures: Iterable[Figure]) -> Mapping[Place, list[Figure]]:
    """The figures by what they are figures of: usually one each."""
    places: dict[Place, list[Figure]] = defaultdict(list)
    for each in figures:
        places[each.place].append(each)
    return places


def _changed(
    before: Mapping[Place, list[Figure]], now: Mapping[Place, list[Figure]], report: Period
) -> Iterator[Change]:
    for place, group in before.items():
        standing = now.get(place, [])
        for figure in group:
            if not any(is_alike(figure, other) for other in standing):
                change = Change(figure, standing[0] if standing else None, report)
                if _matters(change):
                    yield change


def is_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same, as far as a cell can show it."""
    if one.value is None or other.value is None:
        return one.value is other.value and one.mark == other.mark
    return abs(one.value - other.value) <= _ROUNDING * max(abs(one.value), abs(other.value))


def _matters(change: Change) -> bool:
    """Whether a reader of the report would have to know: a gap that is filled in is no restatement.

    A number that was suppressed and is not now may have to be.
    """
    if change.before.value is not None:
        return True
    return change.before.mark == _SUPPRESSED and change.now is not None and change.now.value is not None


def _in_order(found: Sequence[Change], definition: Definition) -> tuple[Change, ...]:
    """Those of the definition's indicators and areas, in its order; of others nothing can be said."""
    indicators = {each.id: n for n, each in enumerate(definition.indicators)} | {POPULATION: -1}
    areas = {each.name: n for n, each in enumerate(definition.areas)}
    known = [each for each in found if each.before.indicator in indicators and each.before.area in areas]

    def order(change: Change) -> tuple[object, ...]:
        figure = change.before
        return (
            indicators[figure.indicator],
            areas[figure.area],
            figure.period,
            figure.part != "value",
            figure.part,
        )

    return tuple(sorted(known, key=order))
