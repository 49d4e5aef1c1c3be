"""What has changed, in words: as doubts for a later build, and as sentences when a report goes out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from report_builder import wording
from report_builder.model import POPULATION, Change, Definition, Figure, Status
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.published.editions import Edition
from report_builder.published.restatements import Place, by_place, is_alike

_FEW = 3
"""Figures that are gone or new and are told one by one; of more it is said how many."""
_UNSAID = (Status.FINAL, Status.BREAK)


def restated(found: Sequence[Change], definition: Definition) -> tuple[Problem, ...]:
    """A doubt for each change, at the cell where the figure stands now; where none does, where it stood.

    Where many figures of an indicator are gone from one file, they share one doubt.
    """
    gone: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for each in found:
        if each.now is None:
            gone[_source_of(each)].append(each)
    return tuple(
        _gone(gone[_source_of(each)], definition)
        if each.now is None and len(gone[_source_of(each)]) > _FEW
        else _restated(each, definition)
        for each in found
    )


def renamed(gone: Iterable[tuple[str, Period]], where: str) -> tuple[Problem, ...]:
    """A doubt for each indicator and area that a record has and the definition has not."""
    return tuple(problem("published-unknown", where, found=name, report=period) for name, period in gone)


def _source_of(change: Change) -> tuple[str, str]:
    return change.before.indicator, change.before.cell.workbook


def _restated(change: Change, definition: Definition) -> Problem:
    return problem(
        "restated",
        (change.now or change.before).cell,
        figure=wording.capitalised(name_of(change.now or change.before, definition)),
        before=_with_status(change.before, definition),
        report=change.report,
        now=value_of(change.now, definition),
        whom=_owner(change.before, definition),
    )


def _gone(group: Sequence[Change], definition: Definition) -> Problem:
    figure = group[0].before
    return problem(
        "figures-gone",
        figure.cell.workbook,
        name=_label(figure, definition),
        count=len(group),
        report=group[0].report,
        whom=_owner(figure, definition),
    )


def _owner(figure: Figure, definition: Definition) -> str:
    owners = {each.id: each.owner for each in definition.indicators}
    return owners.get(figure.indicator) or "the sender"


def _label(figure: Figure, definition: Definition) -> str:
    labels = {each.id: each.label for each in definition.indicators} | {POPULATION: "Population"}
    return labels.get(figure.indicator, figure.indicator)


def name_of(figure: Figure, definition: Definition) -> str:
    """'“Burglaries”, Ashby, Q1 2016/17', as a fault names a figure."""
    part = "" if figure.part == "value" else f"the {figure.part} of "
    return f"{part}“{_label(figure, definition)}”, {figure.area}, {figure.period}"


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
    said += _figures_differ(by_place(before.figures), by_place(now.figures), definition)
    if not said and before != now:
        said.append("The figures are the same; some stand in other cells, or have another data status.")
    return tuple(said)


def _figures_differ(
    old: Mapping[Place, list[Figure]], new: Mapping[Place, list[Figure]], definition: Definition
) -> Iterator[str]:
    """Each figure that is another now; then those that are gone and those that are new."""
    for place in (each for each in old if each in new):
        if not any(is_alike(one, other) for one in old[place] for other in new[place]):
            was, now = old[place][0], new[place][0]
            values = f"was {_with_status(was, definition)} and is {value_of(now, definition)} now"
            yield f"{wording.capitalised(name_of(was, definition))} {values} ({now.cell})."
    gone = [group[0] for place, group in old.items() if place not in new]
    added = [group[0] for place, group in new.items() if place not in old]
    yield from _told_together(gone, "not there now", definition)
    yield from _told_together(added, "new", definition)


def _told_together(figures: Iterable[Figure], how: str, definition: Definition) -> Iterator[str]:
    """Figures that are gone or new, the few by themselves and the many by indicator."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for each in figures:
        groups[each.indicator].append(each)
    for group in groups.values():
        if len(group) > _FEW:
            yield f"“{_label(group[0], definition)}”: {len(group)} figures are {how}."
        else:
            for each in group:
                name = wording.capitalised(name_of(each, definition))
                yield f"{name} is {how}: {value_of(each, definition)} ({each.cell})."
