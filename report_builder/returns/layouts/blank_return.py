"""Layout: the blank return, filled in by an agency.

It is a long table with a data status and a note beside each value. Rows without a value are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from report_builder.model import BLANK_RETURN, BLANK_RETURN_LISTS, Source, Status
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.files import Grid
from report_builder.returns.layouts import Read, layout, table
from report_builder.returns.names import Names, key
from report_builder.returns.unseen import place_of
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
_VALUE, _STATUS, _NOTE = (BLANK_RETURN.index(name) for name in ("Value", "Status", "Note"))
_TOP = 30
"""Rows in which the headings are looked for: an agency may have put some above them."""


@layout(NAME, order=0)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """The values of a blank return, with the status typed beside each; None where it is another sheet."""
    if source and source.layout != NAME:
        return None
    if grid.sheet == BLANK_RETURN_LISTS and grid.hidden:
        return Read()
    heading = next(
        (n for n, row in enumerate(grid.rows[:_TOP]) if tuple(map(key, row[: len(_HEADINGS)])) == _HEADINGS),
        None,
    )
    found = None if heading is None else table.read(grid, names, source)
    if heading is None or found is None:
        return None
    rows = range(heading + 1, len(grid.rows))
    marks = {row: _said(grid, row, _STATUS).casefold() for row in rows}
    entries = tuple(
        replace(each, mark=_MARKS.get(marks.get(place_of(each.cell.ref)[0], ""), "") or each.mark)
        for each in found.entries
    )
    return replace(found, entries=entries, problems=(*found.problems, *_faults(grid, rows)))


def _faults(grid: Grid, rows: range) -> Iterator[Problem]:
    """Values of which something is not said, statuses that are none, and what the agency notes."""
    for row in rows:
        status, note = _said(grid, row, _STATUS), _said(grid, row, _NOTE)
        if status.casefold() not in _MARKS:
            known = [each for each in _MARKS if each]
            hint = suggestion(status, known) or f"It may be: {', '.join(known)}."
            yield problem("status-unknown", grid.cell(row, _STATUS), found=status, suggestion=hint)
        if note:
            yield problem("return-note", grid.cell(row, _NOTE), found=note)
        missing = [BLANK_RETURN[n].casefold() for n in range(_VALUE) if not _said(grid, row, n)]
        if missing and _said(grid, row, _VALUE):
            yield problem("row-incomplete", grid.cell(row, _VALUE), missing=" and ".join(missing))


def _said(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return " ".join(str(cells[column]).split()) if column < len(cells) and not is_blank(cells[column]) else ""
