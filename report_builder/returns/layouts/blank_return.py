"""Layout: the blank return, filled in by an agency.

Its columns are fixed, so each row is read by itself: a value with its indicator, area and period, the data
status beside it, and a note. Rows without a value are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from report_builder import periods
from report_builder.model import BLANK_RETURN, BLANK_RETURN_LISTS, Cell, Source, Status
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.files import Grid
from report_builder.returns.layouts import Entry, Read, joined, layout
from report_builder.returns.names import Names, key
from report_builder.returns.values import ESTIMATED, PROVISIONAL, REVISED
from report_builder.workbooks import is_blank

NAME = "blank return"
_MARKS = {
    "": "",
    Status.FINAL: "",
    Status.PROVISIONAL: PROVISIONAL,
    Status.REVISED: REVISED,
    Status.ESTIMATED: ESTIMATED,
}
_HEADINGS = tuple(map(key, BLANK_RETURN))
_INDICATOR, _AREA, _PERIOD, _VALUE, _STATUS, _NOTE = range(len(BLANK_RETURN))
_TOP = 30
"""Rows in which the headings are looked for: an agency may have put some above them."""


@layout(NAME, order=0)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """The values of a blank return, each with its status; None where the sheet is another one."""
    if source and source.layout != NAME:
        return None
    if grid.sheet == BLANK_RETURN_LISTS and grid.hidden:
        return Read()
    top = enumerate(grid.rows[:_TOP])
    heading = next((n for n, row in top if tuple(map(key, row[: len(_HEADINGS)])) == _HEADINGS), None)
    if heading is None:
        return None
    below = range(heading + 1, len(grid.rows))
    if not any(_said(grid, row, _VALUE) or _said(grid, row, _NOTE) for row in below):
        return Read(problems=(problem("form-empty", grid.place),))
    return joined(_row(grid, row, names) for row in below)


def _row(grid: Grid, row: int, names: Names) -> Read:
    """One row: its entry, or what of it is not said or not known; and what the agency notes."""
    faults = tuple(_faults(grid, row))
    if not _said(grid, row, _VALUE) or any(fault.fatal for fault in faults):
        return Read(problems=faults)
    indicator, area = _said(grid, row, _INDICATOR), _said(grid, row, _AREA)
    parts, place, period = names.parts(indicator), names.area(area), periods.parse(_at(grid, row, _PERIOD))
    if not (parts and place and period):
        unknown = () if parts else ((grid.cell(row, _INDICATOR), indicator),)
        nowhere: tuple[tuple[Cell, str], ...] = () if place else ((grid.cell(row, _AREA), area),)
        return Read((), unknown, nowhere, faults)
    raw, cell = _at(grid, row, _VALUE), grid.cell(row, _VALUE)
    mark = _MARKS[_said(grid, row, _STATUS).casefold()]
    entries = (Entry(name, part, place, period, raw, cell, mark) for name, part in parts)
    return Read(tuple(entries), problems=faults)


def _faults(grid: Grid, row: int) -> Iterator[Problem]:
    status, note, period = (_said(grid, row, column) for column in (_STATUS, _NOTE, _PERIOD))
    if status.casefold() not in _MARKS:
        known = [each for each in _MARKS if each]
        hint = suggestion(status, known) or f"It may be: {', '.join(known)}."
        yield problem("status-unknown", grid.cell(row, _STATUS), found=status, suggestion=hint)
    if note:
        yield problem("return-note", grid.cell(row, _NOTE), found=note)
    if not _said(grid, row, _VALUE):
        return
    if missing := [BLANK_RETURN[n].casefold() for n in range(_VALUE) if not _said(grid, row, n)]:
        yield problem("row-incomplete", grid.cell(row, _VALUE), missing=" and ".join(missing))
    elif not periods.parse(_at(grid, row, _PERIOD)):
        why = "it is not written as a period is"
        yield problem("period-unclear", grid.cell(row, _PERIOD), found=period, why=why)


def _at(grid: Grid, row: int, column: int) -> object:
    cells = grid.rows[row]
    return cells[column] if column < len(cells) and not is_blank(cells[column]) else ""


def _said(grid: Grid, row: int, column: int) -> str:
    return " ".join(str(_at(grid, row, column)).split())
