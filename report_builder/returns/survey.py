"""A survey of returns without a definition: the series in them, with their areas and periods.

Labels are told apart first; then the returns are read with these as names, by the same layouts that read
them for a report, so that what is drafted from a survey is what a report will find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report_builder import periods
from report_builder.model import (
    BLANK_RETURN,
    POPULATION,
    AreaKind,
    Candidate,
    CandidateArea,
    Cell,
    Source,
    Survey,
)
from report_builder.problems import Problem, problem
from report_builder.returns.context import bare_title
from report_builder.returns.files import Grid, grids_of
from report_builder.returns.layouts import Entry, Read, layouts
from report_builder.returns.names import Names, Part, key
from report_builder.returns.parting import Parted, What, parted
from report_builder.returns.places import areas_of
from report_builder.returns.slots import Slot, is_generic, surrounds_of
from report_builder.returns.unseen import place_of
from report_builder.returns.values import Reading, read_value
from report_builder.workbooks import TEXT, WORKBOOKS, is_blank, read_sheets

_PART = re.compile(r"^(?:of which|of these|including|o/w)\b", re.IGNORECASE)
_MOST = 6
"""Decimals at most."""
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """A label taken for an indicator: where it stands, and what is said around it."""

    label: str
    place: Cell
    about: str
    why: str = ""
    source: Source | None = None


def survey(paths: Sequence[Path]) -> tuple[Survey, tuple[Problem, ...]]:
    """What stands in some files, and the faults of those that were not read. Nothing is raised."""
    opened = [grids_of(path) for path in paths]
    grids = [grid for found, _ in opened for grid in found]
    tables = _with_tabs(parted([each for grid in grids for each in surrounds_of(grid)]))
    found, left_out = _indicators(tables)
    areas = areas_of(tables, has_unnamed=any(not each.slots(What.AREAS) for each in tables))
    entries = _entries(grids, found, areas)
    candidates = tuple(
        _candidate(each, entries[key(each.label)], grids)
        for each in found
        if _has_figures(entries[key(each.label)])
    )
    left_out += _silent([each for each in found if not _has_figures(entries[key(each.label)])])
    asked = {(each.source.workbook, each.source.sheet) for each in found if each.source}
    places = [each.surround.table.grid for each in tables if each.is_undecided]
    left_out += [(grid.place, _UNDECIDED) for grid in places if (grid.workbook, grid.sheet) not in asked]
    left_out += [
        (grid.place, "No table with periods was found.") for grid in grids if not _has_table(grid, tables)
    ]
    return Survey(candidates, areas, tuple(dict.fromkeys(left_out))), tuple(
        f for _, faults in opened for f in faults
    )


def _silent(found: Iterable[_Found]) -> Iterator[tuple[str, str]]:
    """The labels without a figure, a line a sheet."""
    sheets: dict[tuple[str, str], list[_Found]] = defaultdict(list)
    for each in found:
        sheets[each.place.workbook, each.place.sheet].append(each)
    for group in sheets.values():
        names = ", ".join(f"“{each.label}”" for each in group[:_SHOWN])
        more = f" and {len(group) - _SHOWN} more" if len(group) > _SHOWN else ""
        have = "has" if len(group) == 1 else "have"
        yield str(group[0].place), f"{names}{more} {have} no figure whose period could be told."


def unreadable(path: Path) -> tuple[Problem, ...]:
    """Why a file, or a sheet of it, cannot be read as a return; nothing where it can."""
    if path.suffix.casefold() not in (*WORKBOOKS, TEXT):
        return (problem("file-not-read", path.name),)
    return read_sheets(path)[1]


def is_filled_in(path: Path) -> bool:
    """Whether a blank return holds a value already; a file that cannot be read does not."""
    value = BLANK_RETURN.index("Value")
    rows = [row for sheet in read_sheets(path)[0] if not sheet.hidden for row in sheet.rows]
    below = False
    for row in rows:
        if below and len(row) > value and not is_blank(row[value]):
            return True
        below = below or tuple(map(str, row[: len(BLANK_RETURN)])) == BLANK_RETURN
    return False


_UNDECIDED = "Which of the names are areas and which are indicators could not be told."


def _has_table(grid: Grid, tables: Iterable[Parted]) -> bool:
    return any(each.surround.table.grid is grid for each in tables)


# ------------------------------------------------------------------------------------------- labels


def _with_tabs(tables: tuple[Parted, ...]) -> tuple[Parted, ...]:
    """The tables of workbooks with a sheet an area, their tabs taken for areas."""
    alike: dict[tuple[str, frozenset[str]], list[Parted]] = defaultdict(list)
    for each in tables:
        names = frozenset(name for slot in each.slots(What.INDICATORS) for name in slot.keys)
        if names and not each.slots(What.AREAS):
            alike[each.surround.table.grid.workbook, names].append(each)
    on_tabs = {
        id(each)
        for group in alike.values()
        if len({each.surround.table.grid.sheet for each in group}) == len(group) > 1
        and not any(is_generic(each.surround.table.grid.sheet) for each in group)
        for each in group
        if not _has_own_periods(each)
    }
    return tuple(_with_tab(each) if id(each) in on_tabs else each for each in tables)


def _has_own_periods(each: Parted) -> bool:
    """Whether the tab names a period: then the sheets are a period each."""
    tabs = each.surround.table.grid.tabs
    return any(periods.read_line(tabs).periods) or bool(periods.read_line(tabs).unclear)


def _with_tab(each: Parted) -> Parted:
    grid = each.surround.table.grid
    tab = Slot("tab", "", ((grid.sheet, grid.cell(0, 0)),))
    surround = replace(each.surround, slots=(*each.surround.slots, tab))
    return replace(
        each,
        surround=surround,
        what=(*each.what, What.AREAS),
        why=(*each.why, "the sheets have the same names in them"),
    )


def _indicators(tables: Sequence[Parted]) -> tuple[list[_Found], list[tuple[str, str]]]:
    """The labels that are taken for indicators, once each, and those that are left out."""
    found: dict[str, _Found] = {}
    left_out: list[tuple[str, str]] = []
    for each in tables:
        for one in _of_table(each):
            if _PART.match(one.label):
                left_out.append((str(one.place), f"“{one.label}” is a part of the row above it."))
            elif key(one.label) != key(POPULATION):
                found.setdefault(key(one.label), one)
    return [*found.values()], left_out


def _of_table(each: Parted) -> Iterator[_Found]:
    surround, grid = each.surround, each.surround.table.grid
    said = " | ".join((surround.title, *surround.table.titles, *surround.table.headings()))
    for slot, what, why in zip(surround.slots, each.what, each.why, strict=True):
        if what is What.INDICATORS:
            yield from (_Found(text, cell, said, why) for text, cell in slot.labels)
    if each.is_undecided:
        yield from _filtered(each, said)
    elif not each.slots(What.INDICATORS) and (each.slots(What.AREAS) or not surround.slots):
        top = surround.table.body.start
        yield _Found(
            bare_title(surround.title), grid.cell(max(top - 1, 0), 0), said, "the title or the tab names it"
        )


def _filtered(each: Parted, said: str) -> Iterator[_Found]:
    """Names in the outer of several columns beside areas: each the sum of the rows that fit."""
    area = next((slot for slot in each.slots(What.AREAS) if slot.place == "beside" and slot.heading), None)
    outer = next(
        (s for s, what in zip(each.surround.slots, each.what, strict=True) if what is None and s.heading),
        None,
    )
    if area is None or outer is None:
        return
    grid = each.surround.table.grid
    for text, cell in outer.labels:
        source = Source(
            indicator=text,
            workbook=grid.workbook,
            sheet=grid.sheet,
            layout="areas down",
            row_filter=((outer.heading, text),),
            area_column=area.heading,
        )
        why = f"the rows with it under “{outer.heading}” are added up"
        yield _Found(text, cell, said, why, source)


# ------------------------------------------------------------------------------------------ figures


def _entries(
    grids: Sequence[Grid], found: Sequence[_Found], areas: Sequence[CandidateArea]
) -> dict[str, list[Entry]]:
    """The cells of each label, read as they are for a report."""
    names = _names(found, areas)
    entries: dict[str, list[Entry]] = defaultdict(list)
    for grid in grids:
        sources = [each.source for each in found if each.source and _is_of(grid, each.source)]
        reads = [_read(grid, names, source) for source in sources] or [_read(grid, names, None)]
        for read in reads:
            for entry in read.entries:
                if entry.part is Part.VALUE:
                    entries[key(entry.indicator)].append(entry)
    return entries


def _is_of(grid: Grid, source: Source) -> bool:
    return (grid.workbook, grid.sheet) == (source.workbook, source.sheet)


def _names(found: Sequence[_Found], areas: Sequence[CandidateArea]) -> Names:
    return Names(
        {key(POPULATION): ((POPULATION, Part.VALUE),)}
        | {key(f.label): ((f.label, Part.VALUE),) for f in found},
        {key(name): each.name for each in areas for name in (each.name, *each.aliases)},
        next(each.name for each in areas if each.kind is AreaKind.SUBJECT),
        {},
    )


def _read(grid: Grid, names: Names, source: Source | None) -> Read:
    if source:
        source = source.model_copy(update={"layout": ""})
    return next((found for each in layouts().values() if (found := each(grid, names, source))), Read())


def _has_figures(entries: Iterable[Entry]) -> bool:
    return any(read_value(entry.raw).number is not None for entry in entries)


def _candidate(found: _Found, entries: Sequence[Entry], grids: Sequence[Grid]) -> Candidate:
    by_name = {(grid.workbook, grid.sheet): grid for grid in grids}
    read = [(entry, reading) for entry in entries if (reading := read_value(entry.raw)).number is not None]
    shares = [_is_percentage(e, r, by_name[e.cell.workbook, e.cell.sheet]) for e, r in read]
    is_share = sum(shares) * 2 > len(shares)
    alike = [each for each, share in zip(read, shares, strict=True) if share is is_share]
    numbers = [_shown(reading, is_share=is_share) for _, reading in alike]
    return Candidate(
        label=found.label,
        place=found.place,
        about=found.about,
        areas=tuple(dict.fromkeys(entry.area for entry, _ in read)),
        periods=tuple(sorted({entry.period for entry, _ in read})),
        apart=max((entry.apart for entry in entries), default=0),
        decimals=max((_decimals(number) for number in numbers), default=0),
        percentages=is_share,
        negative=any(number < 0 for number in numbers),
        cells=frozenset(str(entry.cell) for entry in entries),
        why=found.why or _of_several({entry.cell.workbook for entry, _ in read}),
        source=found.source,
    )


def _of_several(files: Collection[str]) -> str:
    return f"the same name in {len(files)} files was taken for the same thing" if len(files) > 1 else ""


def _is_percentage(entry: Entry, reading: Reading, grid: Grid) -> bool:
    """Whether a figure is shown as a percentage, or written as one."""
    return (
        reading.percent
        or reading.whole is not None
        or (entry.method == "read" and place_of(entry.cell.ref) in grid.metadata.percentages)
    )


def _shown(reading: Reading, *, is_share: bool) -> float:
    """The figure as it is printed: 0.27 in a cell that shows 27% is 27."""
    number = reading.number or 0
    if is_share and reading.whole:
        return 100 * number / reading.whole
    return 100 * number if is_share and not reading.percent else number


def _decimals(number: float) -> int:
    """The decimals that a figure has, the double's own error left out."""
    return len(f"{abs(number):.{_MOST}f}".rstrip("0").partition(".")[2])
