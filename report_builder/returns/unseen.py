"""What a person who opens a return does not see: hidden sheets, rows and columns, and comments on cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from report_builder.problems import Problem, problem
from report_builder.returns.files import Grid
from report_builder.returns.layouts import Entry

_SHOWN = 120
_RUNS = 4


def unseen(grid: Grid, entries: Iterable[Entry]) -> Iterator[Problem]:
    """What was read of a sheet though it is hidden, and the comments on the cells that were read."""
    found = tuple(entries)
    if not found:
        return
    if grid.hidden:
        yield problem("sheet-hidden", grid.place)
    metadata = grid.metadata
    places = {each.cell.ref: place_of(each.cell.ref) for each in found if each.method == "read"}
    rows = metadata.hidden_rows & ({row for row, _ in places.values()} if places else metadata.hidden_rows)
    columns = {column for _, column in places.values()} & metadata.hidden_columns
    if rows:
        yield problem("rows-hidden", grid.place, found=_runs(rows, "Row", "Rows", str))
    if columns:
        yield problem("rows-hidden", grid.place, found=_runs(columns, "Column", "Columns", get_column_letter))
    for ref, place in places.items():
        if said := metadata.comments.get(place):
            text = " ".join(said.split())
            yield problem(
                "comment", f"{grid.place}, {ref}", found=text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
            )


def place_of(ref: str) -> tuple[int, int]:
    """The row and column of an address, counted from 0."""
    row, column = coordinate_to_tuple(ref)
    return row - 1, column - 1


def _runs(numbers: Iterable[int], one: str, many: str, name: Callable[[int], str]) -> str:
    """'Rows 3 to 5 and 9 are', 'Column B is'. The numbers count from 0, their names from 1."""
    ordered = sorted(numbers)
    runs = [
        [n for _, n in group] for _, group in groupby(enumerate(ordered, 1), lambda pair: pair[1] - pair[0])
    ]
    said = [name(run[0] + 1) + (f" to {name(run[-1] + 1)}" if len(run) > 1 else "") for run in runs[:_RUNS]]
    if len(runs) > _RUNS:
        said.append(f"{len(runs) - _RUNS} more")
    listed = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"{many} {listed} are" if len(ordered) > 1 else f"{one} {listed} is"
