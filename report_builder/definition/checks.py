"""What must hold between the sheets: names used once, and names used that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder.definition.headings import plain
from report_builder.definition.sheets import FILE_NAME
from report_builder.model import POPULATION, Area, AreaKind, Cell, Indicator, Note, Priority, Row, Source
from report_builder.problems import Problem, problem, suggestion

AREA_GROUPS = ("districts", "comparators", "target")
"""What a note may name in place of an area."""

NOT_USED_YET = ("design_effect", "waves_overlap", "materiality")


def cross_checks(
    priorities: Sequence[Priority],
    indicators: Sequence[Indicator],
    areas: Sequence[Area],
    sources: Sequence[Source],
    notes: Sequence[Note],
) -> Iterator[Problem]:
    """The faults between the sheets."""
    priority_ids = [each.id for each in priorities]
    ids = [each.id for each in indicators]
    yield from _twice(priorities, "id")
    yield from _twice(indicators, "id")
    yield from _twice(areas, "name")
    yield from _unknown(indicators, "priority", priority_ids, "priorities")
    yield from _unknown(indicators, "part_of", ids, "indicators")
    sets = sorted({name for area in areas for name in area.sets})
    yield from _unknown(indicators, "comparator_set", sets, "comparator sets")
    yield from _unknown(sources, "indicator", [*ids, POPULATION], "indicators")
    yield from _unknown(notes, "indicator", ids, "indicators")
    yield from _unknown(notes, "priority", priority_ids, "priorities")
    yield from _unknown(notes, "area", [*AREA_GROUPS, *(area.name for area in areas)], "areas")
    yield from _not_used(indicators)
    if sum(area.kind is AreaKind.SUBJECT for area in areas) != 1:
        yield problem("no-subject", f"{FILE_NAME}, areas")


def _twice(rows: Sequence[Row], name: str) -> Iterator[Problem]:
    seen: dict[str, Cell] = {}
    for row in rows:
        value = str(getattr(row, name))
        cell = row.cells.get(name, Cell(FILE_NAME, "", ""))
        if value.casefold() in seen:
            yield problem("id-twice", cell, found=value, first=seen[value.casefold()].ref)
        seen.setdefault(value.casefold(), cell)


def _unknown(rows: Sequence[Row], name: str, known: Sequence[str], kinds: str) -> Iterator[Problem]:
    for row in rows:
        value = getattr(row, name)
        if value and value not in known:
            near = suggestion(value, known) or (
                f"They are: {', '.join(known)}." if known else "There are none."
            )
            yield problem("name-unknown", row.cells[name], found=value, kinds=kinds, suggestion=near)


def _not_used(indicators: Sequence[Indicator]) -> Iterator[Problem]:
    for name in NOT_USED_YET:
        cell = next((each.cells[name] for each in indicators if name in each.cells), None)
        if cell:
            yield problem("field-not-used", cell, found=plain(name))
