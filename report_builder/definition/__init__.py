"""The definition workbook `inputs/report.xlsx`, read into a `Definition`.

Each sheet has one heading row. Headings have aliases; a near miss gets a suggestion. Every field
keeps the cell it was typed in, because targets, populations and notes are facts of the report.
"""

from __future__ import annotations

from pathlib import Path

from report_builder.definition.checks import cross_checks, said_of_the_report
from report_builder.definition.fields import typed
from report_builder.definition.headings import NEEDED, SHEETS, key
from report_builder.definition.notes import with_range
from report_builder.definition.sheets import (
    FILE_NAME,
    POPULATION,
    Record,
    read_grids,
    records_of,
    settings_of,
)
from report_builder.model import (
    Area,
    AreaKind,
    Definition,
    Indicator,
    Note,
    Population,
    Priority,
    Settings,
    Source,
)
from report_builder.problems import Problem, fatal, problem, suggestion

__all__ = ["FILE_NAME", "read", "said_of_the_report"]

_STANDS_ALONE = ("id-twice", "name-twice")
"""Faults between the sheets that do not come of a row that could not be read."""


def read(inputs: Path) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition in a folder of inputs, and every fault found in it.

    With faults the definition holds what could be read, so that the returns can be checked too; it
    is None where not even that can be done. Raises Faults where the workbook cannot be opened at all.
    """
    grids, broken = read_grids(inputs / FILE_NAME)
    record, faults = settings_of(grids)
    found = [*broken, *faults]
    sheets: dict[str, tuple[Record, ...]] = {}
    for sheet in SHEETS:
        sheets[sheet], faults = records_of(grids, sheet, needed=sheet in NEEDED)
        found += faults
    settings, faults = typed(Settings, [record] if record else [])
    found += faults
    priorities, faults_p = typed(Priority, sheets["priorities"])
    indicators, faults_i = typed(Indicator, sheets["indicators"])
    area_records, population_records = _areas(sheets["areas"], record or Record({}))
    areas, faults_a = typed(Area, area_records)
    populations, faults_n = typed(Population, population_records)
    sources, faults_s = typed(Source, sheets["sources"])
    ranged = [with_range(each) for each in sheets["notes"]]
    notes, faults_t = typed(Note, [note for note, _ in ranged])
    found += [*faults_p, *faults_i, *faults_a, *faults_n, *faults_s, *faults_t]
    found += [fault for _, faults in ranged for fault in faults]
    found += _subject(settings, areas)
    is_whole = not fatal(found)
    checks = cross_checks(priorities, indicators, areas, sources, notes)
    found += [each for each in checks if is_whole or each.code in _STANDS_ALONE]
    if not settings or sum(area.kind is AreaKind.SUBJECT for area in areas) != 1:
        return None, tuple(found)
    return Definition(
        workbook=FILE_NAME,
        settings=settings[0],
        priorities=_in_order(priorities),
        indicators=indicators,
        areas=areas,
        populations=populations,
        sources=sources,
        notes=notes,
    ), tuple(found)


def _in_order(priorities: tuple[Priority, ...]) -> tuple[Priority, ...]:
    """Priorities by their `order`; those without one come last, as typed."""
    return tuple(sorted(priorities, key=lambda each: float("inf") if each.order is None else each.order))


def _subject(settings: tuple[Settings, ...], areas: tuple[Area, ...]) -> list[Problem]:
    """The subject named in the settings has to be one of the areas, where areas are listed."""
    names = [area.name for area in areas]
    wanted = settings[0].subject if settings else ""
    if not wanted or key(wanted) in map(key, names):
        return []
    near = suggestion(wanted, names) or f"They are: {', '.join(names)}."
    where = settings[0].cells.get("subject", FILE_NAME)
    return [problem("name-unknown", where, found=wanted, kinds="areas", suggestion=near)]


def _areas(records: tuple[Record, ...], settings: Record) -> tuple[list[Record], list[Record]]:
    """The areas with the kinds that need no typing filled in, and the populations typed beside them."""
    subject = settings.values.get("subject")
    if not records and subject:
        records = (Record({"name": subject}, {"name": settings.cells["subject"]}),)
    areas, populations = [], []
    for record in records:
        years = [name for name in record.values if name.startswith(POPULATION)]
        populations += [_population(record, name) for name in years]
        areas.append(_with_kind(record.without(*years), subject))
    return areas, populations


def _population(record: Record, name: str) -> Record:
    values = {"area": record.values.get("name", ""), "year": int(name[-4:]), "value": record.values[name]}
    return Record(values, {"value": record.cells[name]})


def _with_kind(record: Record, subject: object) -> Record:
    if subject and key(record.values.get("name", "")) == key(subject):
        return record.having(kind="subject")
    if "kind" not in record.values and "sets" in record.values:
        return record.having(kind="comparator")
    return record
