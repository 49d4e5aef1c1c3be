"""Returns: the agencies' files become observations, each with its workbook, sheet and cell.

A file of the folder `layouts` is a layout that the program reads. What cannot be read is a
fault that names its place; everything else is still read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from report_builder.model import Cell, Definition, Indicator, Source
from report_builder.periods import Period
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.asides import Apart, Aside, apart_of
from report_builder.returns.figures import Value, aside, asked_for, values_of
from report_builder.returns.files import Grid, grids_of, is_named, not_read, returns_in
from report_builder.returns.layouts import ONE_TABLE, Read, layouts
from report_builder.returns.layouts.line_level import are_events
from report_builder.returns.names import Names, Part, key, names_of
from report_builder.returns.observations import frame_of
from report_builder.returns.reconcile import doubts
from report_builder.returns.sums import added, gaps
from report_builder.returns.survey import is_filled_in, survey, unreadable
from report_builder.returns.unseen import place_of, unseen
from report_builder.returns.values import read_value
from report_builder.workbooks import is_blank

__all__ = ["is_filled_in", "read", "returns_in", "survey", "unreadable"]

_SHOWN = 4
_Sheet = tuple[Grid, Source | None, Read]
"""A sheet, the source that asks for it, and what was read from it."""


def read(inputs: Path, definition: Definition) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The observations in every return of a folder, with the columns of `OBSERVATION_COLUMNS`.

    The faults name file, sheet and cell; none is raised.
    """
    names = names_of(definition)
    paths = returns_in(inputs, definition.workbook)
    faults: list[Problem] = [] if paths else [problem("no-returns", inputs.name)]
    faults += not_read(inputs)
    grids: list[Grid] = []
    for path in paths:
        opened, why_not = grids_of(path)
        grids += opened
        faults += why_not
    reads, unsaid = _said([*_asked_for(_reads(grids, names, definition), definition)], names)
    faults += unsaid
    values, more = _values(reads, grids, definition, names)
    frame, clashes = frame_of(values, definition)
    faults += [*_unmatched_sources(definition, grids), *more, *clashes]
    faults += doubts(frame, _reach(reads), definition)
    return frame, tuple(dict.fromkeys(faults))


def _asked_for(reads: Iterable[_Sheet], definition: Definition) -> Iterator[_Sheet]:
    """The reads without the figures that a label sets aside, which is told."""
    indicators = {each.id: each for each in definition.indicators}
    for grid, source, found in reads:
        entries, told = asked_for(found.entries, indicators)
        yield grid, source, replace(found, entries=entries, problems=(*found.problems, *told))


def _said(reads: list[_Sheet], names: Names) -> tuple[list[_Sheet], list[Problem]]:
    """The reads without figures that would be the subject's for want of another area.

    Where another sheet of the workbook gives figures as the subject's, those of no area are not.
    """
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for grid, _, found in reads:
        for entry in found.entries:
            if entry.is_said and entry.area == names.subject:
                said[grid.workbook, entry.indicator].add(grid.sheet)
    kept: list[_Sheet] = []
    faults: list[Problem] = []
    for grid, source, found in reads:
        entries = tuple(
            e for e in found.entries if e.is_said or not said[grid.workbook, e.indicator] - {grid.sheet}
        )
        if len(entries) < len(found.entries):
            faults.append(problem("area-not-said", grid.place, subject=names.subject))
        kept.append((grid, source, replace(found, entries=entries)))
    return kept, faults


def _reach(reads: list[_Sheet]) -> dict[tuple[str, str], Period]:
    """The newest period in which anything stands for an indicator in a file."""
    reach: dict[tuple[str, str], Period] = {}
    for grid, _, found in reads:
        for entry in found.entries:
            place = (entry.indicator, grid.workbook)
            if not is_blank(entry.raw) and entry.period.last >= reach.get(place, entry.period).last:
                reach[place] = entry.period
    return reach


def _values(
    reads: list[_Sheet], grids: list[Grid], definition: Definition, names: Names
) -> tuple[list[Value], list[Problem]]:
    indicators = {each.id: each for each in definition.indicators}
    is_percentage, broken = _percentages(grids), _broken(grids)
    values: list[Value] = []
    faults: list[Problem] = []
    unplaced: list[Read] = []
    for grid, source, found in reads:
        read_values, unread = values_of(found.entries, indicators, is_percentage, broken)
        if source and source.row_filter:
            values += added(read_values, indicators)
            faults += gaps(found.entries)
        else:
            values += read_values
        faults += [*found.problems, *unread, *unseen(grid, found.entries)]
        unplaced.append(found)
    faults += _nothing_read(reads, names)
    seen = {n for v in values if v.entry.part is Part.VALUE for n in (v.entry.indicator, v.entry.area)}
    return values, [*faults, *_unplaced(unplaced, seen, definition, names)]


def _percentages(grids: list[Grid]) -> Callable[[Cell], bool]:
    """Whether a cell is formatted as a percentage; each sheet is asked once, and only when needed."""
    by_name = {(grid.workbook, grid.sheet): grid for grid in grids}
    return lambda cell: place_of(cell.ref) in by_name[cell.workbook, cell.sheet].metadata.percentages


def _broken(grids: list[Grid]) -> Callable[[Cell], str]:
    """What stands in a cell that reads as empty; each sheet is asked once, and only when it has one."""
    by_name = {(grid.workbook, grid.sheet): grid for grid in grids}
    return lambda cell: by_name[cell.workbook, cell.sheet].metadata.broken.get(place_of(cell.ref), "")


def _reads(grids: list[Grid], names: Names, definition: Definition) -> Iterator[_Sheet]:
    """Each sheet with what was read from it: once for each source that names it, or by itself."""
    for grid in grids:
        sources = [source for source in definition.sources if _is_for(source, grid)]
        for source in sources:
            yield grid, source, _read_as(grid, names, source)
        if not sources:
            elsewhere = {each.indicator for each in definition.sources if _names_a_sheet_of(each, grid)}
            found = _recognised(grid, names)
            entries = tuple(each for each in found.entries if each.indicator not in elsewhere)
            yield grid, None, replace(found, entries=entries)


def _names_a_sheet_of(source: Source, grid: Grid) -> bool:
    """Whether a source says on which sheet of a file an indicator stands: it is then read from no other."""
    tabs = {tab.casefold() for tab in grid.tabs}
    return source.sheet.casefold() in tabs and is_named(grid.workbook, source.workbook)


def _is_for(source: Source, grid: Grid) -> bool:
    same_sheet = not source.sheet or source.sheet.casefold() == grid.sheet.casefold()
    return same_sheet and is_named(grid.workbook, source.workbook)


def _read_as(grid: Grid, names: Names, source: Source) -> Read:
    known = layouts()
    if source.layout in ONE_TABLE:
        source = source.model_copy(update={"layout": ""})
    if source.layout and source.layout not in known:
        hint = suggestion(source.layout, known) or f"The layouts are: {', '.join(known)}."
        where = source.cells.get("layout", "")
        return Read(
            problems=(problem("name-unknown", where, found=source.layout, kinds="layouts", suggestion=hint),)
        )
    tried = [known[source.layout]] if source.layout else list(known.values())
    return next((found for each in tried if (found := each(grid, names, source))), Read())


def _recognised(grid: Grid, names: Names) -> Read:
    return next((found for each in layouts().values() if (found := each(grid, names, None))), Read())


def _nothing_read(reads: list[_Sheet], names: Names) -> Iterator[Problem]:
    """The sheets with numbers or events, and the files, of which nothing was recognised."""
    silent: dict[str, list[Grid]] = defaultdict(list)
    telling = set[str]()
    for grid, _, found in reads:
        if found.entries or found.problems or found.unplaced or found.unplaced_areas:
            telling.add(grid.workbook)
        else:
            silent[grid.workbook].append(grid)
    for workbook, grids in silent.items():
        events = [grid for grid in grids if are_events(grid, names)]
        yield from (problem("rows-are-events", grid.place) for grid in events)
        rest = [grid for grid in grids if grid not in events and _has_numbers(grid)]
        if len(rest) == 1:
            yield problem("nothing-read", rest[0].place, sheets=" on this sheet")
        elif rest:
            yield problem(
                "nothing-read", workbook, sheets=f" on the sheets {_listed([g.sheet for g in rest])}"
            )
        elif not events and workbook not in telling:
            yield problem("nothing-read", workbook, sheets=" in this file")


def _has_numbers(grid: Grid) -> bool:
    return any(read_value(v).number is not None for row in grid.rows for v in row if not is_blank(v))


def _unmatched_sources(definition: Definition, grids: list[Grid]) -> Iterator[Problem]:
    files = {grid.workbook for grid in grids}
    for source in definition.sources:
        named = [grid for grid in grids if is_named(grid.workbook, source.workbook)]
        if named and not any(_is_for(source, grid) for grid in named):
            sheets = [grid.sheet for grid in named]
            near = suggestion(source.sheet, sheets) or f"They are: {', '.join(sheets)}."
            where, file = source.cells.get("sheet", ""), named[0].workbook
            yield problem("source-no-sheet", where, found=source.sheet, file=file, suggestion=near)
        if not named:
            where = source.cells.get("workbook", "")
            near = suggestion(source.workbook, files)
            yield problem("source-no-file", where, found=source.workbook, suggestion=near)


def _unplaced(reads: list[Read], seen: set[str], definition: Definition, report: Names) -> Iterator[Problem]:
    """Labels that name nothing: a fault where a wanted indicator or area may be behind one."""
    indicators = [(each.id in seen, _names(each)) for each in definition.indicators]
    areas = [(area.name in seen, (area.name, *area.aliases)) for area in definition.areas]
    rest: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, known in (("indicator-unknown", indicators), ("area-unknown", areas)):
        missing = [name for is_seen, names in known if not is_seen for name in names]
        every = [name for _, names in known for name in names]
        near = cache(lambda label, lost=tuple(missing), every=tuple(every): _near(label, lost, every))
        labels = {
            (c.workbook, c.sheet, label): c for found in reads for c, label in reversed(_labels(found, code))
        }
        for (_, _, label), cell in reversed(labels.items()):
            apart = apart_of(label, report)
            is_missing, hint = (False, "") if apart else near(label)
            if apart and apart not in (Apart.PART, Apart.RATED):
                yield aside(Aside(cell, label, apart))
            elif hint:
                yield problem(code if is_missing else "name-near", cell, found=label, suggestion=hint)
            else:
                rest[cell.workbook, cell.sheet].append(label)
    for (workbook, sheet), names in rest.items():
        yield _rows_not_used(Cell(workbook, sheet, ""), list(dict.fromkeys(names)))


def _labels(found: Read, code: str) -> tuple[tuple[Cell, str], ...]:
    return found.unplaced if code == "indicator-unknown" else found.unplaced_areas


def _near(label: str, missing: tuple[str, ...], every: tuple[str, ...]) -> tuple[bool, str]:
    """Whether a name that has no figures yet is near, and the suggestion; else any name that is near."""
    hint = suggestion(label, missing) or _within(label, missing)
    return bool(hint), hint or suggestion(label, every)


def _within(label: str, names: tuple[str, ...]) -> str:
    """The suggestion of a name that stands in a longer label: 'Northam District Council'."""
    words = f" {key(label)} "
    found = [name for name in names if len(name) > _SHOWN and f" {key(name)} " in words]
    return f"Did you mean “{max(found, key=len)}”?" if found else ""


def _names(indicator: Indicator) -> tuple[str, ...]:
    names = (indicator.name, indicator.short_name, *indicator.aliases)
    return tuple(name for name in names if name)


def _rows_not_used(place: Cell, labels: list[str]) -> Problem:
    count = "1 name is" if len(labels) == 1 else f"{len(labels)} names are"
    return problem("rows-not-used", place, count=count, names=_listed(labels))


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
