"""Tables found by themselves on a sheet: the header row, the columns of periods, the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from report_builder import periods
from report_builder.model import Cell
from report_builder.periods import Period
from report_builder.returns.files import Grid
from report_builder.returns.names import key
from report_builder.returns.values import STATUSES, read_value
from report_builder.workbooks import is_blank

_MARKED = re.compile(r"(?P<bare>.+?)\s*(?:[*†¹²³]+|[\[(](?P<mark>\w{1,4})[\])])")


@dataclass(frozen=True)
class Table:
    """A header row with periods across, and the rows below it up to the next such header.

    `marks` holds the data status marks of headings such as "Q2 2016/17 (p)".
    """

    grid: Grid
    header: int
    periods: Mapping[int, Period]
    marks: Mapping[int, str]
    labels: tuple[int, ...]
    body: range

    def heading(self, column: int) -> str:
        """What stands in the header row over a column."""
        row = self.grid.rows[self.header]
        return "" if column >= len(row) or is_blank(row[column]) else str(row[column]).strip()

    def unread(self) -> Iterator[tuple[Cell, str]]:
        """The headings among the periods that name none, over columns with figures."""
        row = self.grid.rows[self.header]
        for column in range(min(self.periods) + 1, len(row)):
            if column in self.periods or is_blank(row[column]):
                continue
            if any(read_value(self.at(number, column)).number is not None for number in self.body):
                yield self.grid.cell(self.header, column), str(row[column]).strip()

    def at(self, row: int, column: int) -> object:
        """The value of a cell; an empty text beyond the end of a row."""
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else ""

    def label(self, row: int, column: int) -> tuple[Cell, str]:
        """A cell with its text, for telling a person of it."""
        return self.grid.cell(row, column), str(self.at(row, column)).strip()

    def has_figures(self, row: int) -> bool:
        """Whether a number stands under any period in a row."""
        return any(read_value(self.at(row, column)).number is not None for column in self.periods)

    def column(self, heading: str) -> int | None:
        """The label column under a heading, or None."""
        return next((c for c in self.labels if key(self.heading(c)) == key(heading)), None)

    def titles(self) -> Iterator[str]:
        """The lines of text above the table, nearest first."""
        for row in range(self.header - 1, -1, -1):
            yield from (str(value).strip() for value in self.grid.rows[row] if not is_blank(value))


@lru_cache(maxsize=64)
def tables_of(grid: Grid) -> tuple[Table, ...]:
    """The tables of a sheet that have periods across, from the top down."""
    headers = [(i, found) for i, row in enumerate(grid.rows) if len(found := _periods_in(row)) > 1]
    if not headers:
        headers = [
            (i, found)
            for i, row in enumerate(grid.rows)
            if _is_single_header(grid, i, found := _periods_in(row))
        ]
    starts = [i for i, _ in headers]
    ends = [*starts[1:], len(grid.rows)] if starts else []
    return tuple(
        Table(
            grid,
            start,
            found,
            {c: mark for c in found if (mark := _heading(grid.rows[start][c])[1])},
            _label_columns(grid, start, end, found),
            range(start + 1, end),
        )
        for (start, found), end in zip(headers, ends, strict=True)
    )


def _heading(value: object) -> tuple[object, str]:
    """A heading without its footnote, and the data status mark it carries: 'Q2 2016/17 (p)'."""
    if not isinstance(value, str) or periods.parse(value):
        return value, ""
    match = _MARKED.fullmatch(value.strip())
    return (match["bare"], STATUSES.get((match["mark"] or "").casefold(), "")) if match else (value, "")


def _periods_in(row: tuple[object, ...]) -> dict[int, Period]:
    """The cells of a row that name periods, when the row can be a header row."""
    found = {
        i: period
        for i, value in enumerate(row)
        if not is_blank(value) and (period := periods.parse(_heading(value)[0]))
    }
    typed_as_numbers = [float(str(row[i])) for i in found if _is_year_number(row[i])]
    if len(set(found.values())) < len(found) or not _are_consecutive(typed_as_numbers):
        return {}
    others = [value for i, value in enumerate(row) if i not in found and not is_blank(value)]
    return {} if any(read_value(value).number is not None for value in others) else found


def _is_year_number(value: object) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdigit())


def _are_consecutive(numbers: list[float]) -> bool:
    """Whether bare numbers can be years or months in order, and not counts that look like years."""
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return not steps or steps <= {1.0, 89.0} or steps <= {-1.0, -89.0}


def _is_single_header(grid: Grid, row: int, found: Mapping[int, Period]) -> bool:
    if len(found) != 1 or row + 1 >= len(grid.rows):
        return False
    column = next(iter(found))
    below = [cells[column] for cells in grid.rows[row + 1 :] if column < len(cells)]
    return any(read_value(value).understood for value in below if not is_blank(value))


def _label_columns(grid: Grid, start: int, end: int, found: Mapping[int, Period]) -> tuple[int, ...]:
    """The columns left of the periods that hold any text."""
    columns = range(min(found))
    return tuple(
        c for c in columns if any(not is_blank(row[c]) for row in grid.rows[start:end] if c < len(row))
    )
