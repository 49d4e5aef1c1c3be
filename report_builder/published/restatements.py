"""What has changed since a report went out: the figures of its record held against those that stand now.

Only figures as they were read are compared, so that one change in a cell is said once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from report_builder import wording
from report_builder.model import POPULATION, Change, Definition, Figure, Status
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.published.editions import Edition
from report_builder.published.store import Record

_ROUNDING = 1e-9
_SUPPRESSED = "c"
_UNSAID = (Status.FINAL, Status.BREAK)
_Place = tuple[str, str, str, int, int]


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
    now = _by_place(figures)
    settled: set[_Place] = set()
    found: list[Change] = []
    for edition in issued:
        before = {place: group for place, group in _by_place(edition.figures).items() if place not in settled}
        changed = _changed(before, now, edition.period)
        found += [each for each in changed if each.now or edition is issued[0]]
        settled |= before.keys()
    return _in_order(found, definition)


def _by_place(figures: Iterable[Figure]) -> Mapping[_Place, list[Figure]]:
    places: dict[_Place, list[Figure]] = defaultdict(list)
    for each in figures:
        places[each.place].append(each)
    return places


def _changed(
    before: Mapping[_Place, list[Figure]], now: Mapping[_Place, list[Figure]], report: Period
) -> Iterator[Change]:
    for place, group in before.items():
        standing = now.get(place, [])
        for figure in group:
            if not any(_alike(figure, other) for other in standing):
                change = Change(figure, standing[0] if standing else None, report)
                if _matters(change):
                    yield change


def _alike(one: Figure, other: Figure) -> bool:
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
        return indicators[figure.indicator], areas[figure.area], figure.part, figure.period

    return tuple(sorted(known, key=order))


# ------------------------------------------------------------------------------- saying


def restated(found: Iterable[Change], definition: Definition) -> tuple[Problem, ...]:
    """A doubt for each change, at the cell where the figure stands now; where none does, where it stood."""
    owners = {each.id: each.owner for each in definition.indicators}
    return tuple(
        problem(
            "restated",
            (each.now or each.before).cell,
            figure=wording.capitalised(name_of(each.before, definition)),
            before=_with_status(each.before, definition),
            report=each.report,
            now=value_of(each.now, definition),
            whom=owners.get(each.before.indicator) or "the sender",
        )
        for each in found
    )


def name_of(figure: Figure, definition: Definition) -> str:
    """'“Burglaries”, Ashby, Q1 2016/17', as a fault names a figure."""
    labels = {each.id: each.label for each in definition.indicators} | {POPULATION: "Population"}
    part = "" if figure.part == "value" else f"the {figure.part} of "
    return f"{part}“{labels.get(figure.indicator, figure.indicator)}”, {figure.area}, {figure.period}"


def value_of(figure: Figure | None, definition: Definition) -> str:
    """'1,117', '27%', 'suppressed', 'not there'."""
    if figure is None:
        return "not there"
    if figure.value is None:
        return wording.absence(figure.mark)
    percentages = {each.id for each in definition.indicators if each.is_percentage}
    sign = "%" if figure.indicator in percentages and figure.part == "value" else ""
    return f"{figure.value:,.10g}{sign}"


def _with_status(figure: Figure, definition: Definition) -> str:
    """The value, and its data status where it was not final: a provisional figure is expected to change."""
    status = "" if figure.status in _UNSAID or figure.value is None else f" ({figure.status})"
    return f"{value_of(figure, definition)}{status}"


def differences(before: Edition, now: Edition, definition: Definition) -> tuple[str, ...]:
    """In what two editions of the report for one period differ, a sentence each."""
    said = [
        f"The {name} was “{one}” and is “{other}” now."
        for name, one, other in (
            ("title", before.title, now.title),
            ("board", before.board, now.board),
            ("meeting date", wording.day(before.meeting_date), wording.day(now.meeting_date)),
        )
        if one != other
    ]
    old, new = _by_place(before.figures), _by_place(now.figures)
    for place in dict.fromkeys((*old, *new)):
        said += _figure_differs(old.get(place, []), new.get(place, []), definition)
    if not said and before != now:
        said.append("The figures are the same; some stand in other cells, or have another data status.")
    return tuple(said)


def _figure_differs(old: list[Figure], new: list[Figure], definition: Definition) -> Iterator[str]:
    """How a figure was and is; nothing where one of those that stand there now says the same."""
    shown = (old or new)[0]
    if old and new and any(_alike(one, other) for one in old for other in new):
        return
    name = wording.capitalised(name_of(shown, definition))
    was = _with_status(old[0], definition) if old else "not there"
    now = new[0] if new else None
    place = f" ({now.cell})" if now else ""
    yield f"{name} was {was} and is {value_of(now, definition)} now{place}."
