"""What must hold between the sheets: names used once, and names used that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder import periods
from report_builder.definition.headings import key
from report_builder.definition.sheets import FILE_NAME
from report_builder.model import (
    POPULATION,
    TO_FILL_IN,
    Area,
    AreaKind,
    Better,
    Cell,
    Indicator,
    Note,
    Priority,
    Row,
    Settings,
    Source,
    Status,
    TargetKind,
)
from report_builder.problems import Problem, problem, suggestion

AREA_GROUPS = ("districts", "comparators", "target", "numerator", "denominator")
"""What a note may name in place of an area."""


def said_of_the_report(settings: Settings) -> Iterator[Problem]:
    """The doubts about the sheet `report`: it names another period than its own, or is not filled in."""
    for name, text in (
        ("title", settings.title),
        *(("recommendations", each) for each in settings.recommendations),
    ):
        found, place = periods.titled(text), next(iter(settings.cell(name)), FILE_NAME)
        if found and not (found.holds(settings.period) or settings.period.holds(found)):
            yield problem("other-period-named", place, name=name, found=found, period=settings.period)
    for name, text in TO_FILL_IN.items():
        if getattr(settings, name) == text:
            yield problem("not-filled-in", next(iter(settings.cell(name)), FILE_NAME), found=text)


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
    for sheet, rows in (("priorities", priorities), ("indicators", indicators)):
        if not rows:
            yield problem("sheet-empty", FILE_NAME, sheet=sheet)
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
    yield from _name_clashes(indicators)
    yield from _ranges(indicators)
    yield from _reasons(notes)
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


def _name_clashes(indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """Names that would let a row be read as two things."""
    held: dict[str, Indicator] = {}
    for each in indicators:
        own = {key(name) for name in (each.id, each.name, each.short_name, *each.aliases) if name}
        for name in sorted(own):
            other = held.setdefault(name, each)
            if other is not each:
                pair = {"one": f"“{other.id}”", "other": f"“{each.id}”"}
                yield problem("name-twice", each.cells.get("name", FILE_NAME), found=name, **pair)
        for field in ("numerator", "denominator"):
            for name in getattr(each, field):
                if key(name) in own:
                    pair = {"one": f"“{each.id}”", "other": f"its {field}"}
                    yield problem("name-twice", each.cells[field], found=name, **pair)
        if each.part_of == each.id:
            yield problem(
                "name-twice", each.cells["part_of"], found=each.id, one="the part", other="the whole"
            )


def _ranges(indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """A range needs both its ends, the lower one first."""
    for each in indicators:
        if each.low is not None and each.high is not None and each.low >= each.high:
            expected = f"It must be above the other end, {each.low:g}."
            where, found = each.cells["high"], f"{each.high:g}"
            yield problem(
                "value-not-allowed",
                where,
                found=found,
                heading="range high",
                suggestion="",
                expected=expected,
            )
        wants_range = each.better is Better.RANGE or each.target_kind is TargetKind.RANGE
        if wants_range and (each.low is None or each.high is None):
            missing = "range low" if each.low is None else "range high"
            yield problem("value-missing", each.cells["id"], heading=missing)


def _reasons(notes: Sequence[Note]) -> Iterator[Problem]:
    """A data status is some indicator's, and a series break is printed with its reason."""
    for note in notes:
        if note.status is Status.BREAK and not note.text:
            yield problem("value-missing", note.cells["status"], heading="note")
        if note.status is Status.BREAK and note.first is None:
            yield problem("value-missing", note.cells["status"], heading="period")
        if note.status and not note.indicator:
            yield problem("value-missing", note.cells["status"], heading="indicator")
