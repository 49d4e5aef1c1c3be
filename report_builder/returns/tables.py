"""Tables found by themselves on a sheet: the columns of figures, and the columns of labels beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from report_builder.model import Cell
from report_builder.returns.bands import Band, bands_of, joined
from report_builder.returns.columns import (
    Column,
    Heading,
    Kinded,
    columns_of,
    is_bare,
    is_figure,
    is_number,
    kind_of,
    may_be_figure,
    says_where,
    value_at,
    with_role,
)
from report_builder.returns.files import Grid
from report_builder.returns.labels import Role
from report_builder.returns.names import Names, key
from report_builder.returns.values import with_status
from report_builder.workbooks import Row, is_blank

_PAGE = re.compile(r"\bpage\s*\d+(?:\s*of\s*\d+)?", re.IGNORECASE)
_PAIR = 2

Roles = tuple[tuple[str, Role], ...]
"""Headings named in the definition, as keys, and the part their columns play."""


@dataclass(frozen=True, eq=False)
class Table:
    """One table: headings above, labels beside, figures between. `body` are its rows, `span` its columns.

    `titles` are the lines of text that belong to it, nearest first; `around` those of its sheet.
    `unread` are columns of figures whose headings say nothing that is known; `statuses` gives to a column
    of figures the one that holds their data status; `repeats` are the rows in which its headings come again.
    """

    grid: Grid
    figures: tuple[Column, ...]
    labels: tuple[Column, ...]
    unread: tuple[Column, ...]
    body: range
    span: range
    statuses: Mapping[int, int]
    repeats: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    around: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> object:
        """The value of a cell; an empty text beyond the end of a row."""
        return value_at(self.grid, row, column)

    @property
    def left(self) -> int:
        """The first of its columns."""
        return min(each.index for each in (*self.labels, *self.figures))

    def cells(self, row: int) -> Row:
        """The cells of a row, from its first column to its last."""
        last = max(each.index for each in (*self.labels, *self.figures, *self.unread))
        return self.grid.rows[row][self.left : last + 1]

    def figure(self, row: int, column: int) -> tuple[object, str]:
        """What stands in a cell of figures, and the mark that the column of data status beside it gives."""
        raw = self.at(row, column)
        beside = self.statuses.get(column)
        if beside is None:
            return raw, ""
        return with_status("" if is_blank(raw) else raw, self.at(row, beside))

    def column(self, heading: str) -> int | None:
        """The column under a heading, or None."""
        every = (*self.labels, *self.figures, *self.unread)
        return next((each.index for each in every if each.label.key == key(heading)), None)

    def headings(self) -> tuple[str, ...]:
        """The headings of all columns, as they are written."""
        every = sorted((*self.labels, *self.figures, *self.unread), key=lambda each: each.index)
        return tuple(each.label.text for each in every if each.label.text)

    def has_figures(self, row: int) -> bool:
        """Whether a number or a mark stands in a row, or should: an error, a formula without its result."""
        return row not in self.repeats and (
            any(is_figure(self.figure(row, each.index)[0]) for each in self.figures) or self._is_broken(row)
        )

    def is_filled(self, row: int) -> bool:
        """Whether anything stands in a row where figures are expected."""
        return row not in self.repeats and (
            any(not is_blank(self.figure(row, each.index)[0]) for each in self.figures)
            or self._is_broken(row)
        )

    def _is_broken(self, row: int) -> bool:
        """Whether nothing can be read in a row with a label, though its cells of figures are not empty."""
        has_label = any(not is_blank(self.at(row, each.index)) for each in self.labels)
        return has_label and _is_broken(self.grid, [row], self.figures)

    def parted(self) -> Mapping[int, int]:
        """The rows with a number to the right of all headings, and its column, in a file without columns.

        A comma in a name or a number may have parted it in two, and moved what follows.
        """
        heads = self.grid.rows[self.body.start - 1]
        last = max((c for c, value in enumerate(heads) if not is_blank(value)), default=0)
        beyond = {row: self.grid.rows[row][last + 1 :] for row in self.body if not self.grid.sheet}
        figures = ((row, c) for row, cells in beyond.items() for c, v in enumerate(cells) if is_figure(v))
        return {row: last + 1 + column for row, column in reversed([*figures])}

    def place(self, heading: Heading) -> Cell:
        """The cell of a heading."""
        return self.grid.cell(heading.row, heading.column)


@lru_cache(maxsize=32)
def tables_of(grid: Grid, names: Names, roles: Roles = ()) -> tuple[Table, ...]:
    """The tables of a sheet, from the top down and from left to right."""
    bands = bands_of(grid, names, frozenset(name for name, _ in roles))
    tables = [_tables(grid, band, names, dict(roles)) for band in bands]
    while not all(tables):
        # A band without figures is none: its rows belong to the body of the table above.
        held = (band.rows for band, found in zip(bands, tables, strict=True) if found)
        bands = joined(held, len(grid.rows))
        tables = [_tables(grid, band, names, dict(roles)) for band in bands]
    firsts = _first_rows(grid) if len(bands) > 1 else {}
    pages = [band for above, band in pairwise(bands) if _is_next_page(grid, above, band, firsts)]
    repeats = frozenset(row for band in pages for row in band.rows)
    if pages:
        bands = joined((band.rows for band in bands if band not in pages), len(grid.rows))
        tables = [_tables(grid, band, names, dict(roles)) for band in bands]
    return tuple(replace(table, repeats=repeats) for table in _titled(grid, bands, tables))


def _first_rows(grid: Grid) -> dict[str, int]:
    """The first row in which each text of a sheet stands, the numbers of pages aside."""
    rows = reversed(range(len(grid.rows)))
    return {_PAGE.sub("", text): row for row in rows for text in _texts(grid, row).values()}


def _is_next_page(grid: Grid, above: Band, band: Band, firsts: Mapping[str, int]) -> bool:
    """Whether a band repeats the one above it at the head of a printed page: nothing new stands between."""
    if [_texts(grid, row) for row in above.rows] != [_texts(grid, row) for row in band.rows]:
        return False
    top = _top_of_titles(grid, above.rows[-1] + 1, band.rows[0])
    lines = {_PAGE.sub("", text) for row in range(top, band.rows[0]) for text in _texts(grid, row).values()}
    return all(firsts[line] < above.rows[0] for line in lines)


def _texts(grid: Grid, row: int) -> dict[int, str]:
    return {c: str(value).strip() for c, value in enumerate(grid.rows[row]) if not is_blank(value)}


def _tables(grid: Grid, band: Band, names: Names, roles: Mapping[str, Role]) -> tuple[Table, ...]:
    """The tables below one band: one, or several side by side."""
    columns = [with_role(each, roles) for each in columns_of(grid, band, names)]
    kinds = [kind_of(grid, band, each, names) for each in columns]
    numbered = [kind for _, kind in _without_numbers([*zip(columns, kinds, strict=True)])]
    blocks = [_without_bare(_without_numbers(block)) for block in _blocks(columns, numbered)]
    return tuple(table for block in blocks if (table := _table(grid, band, block, names)))


def _without_numbers(block: Sequence[Kinded]) -> list[Kinded]:
    """The columns, of which those headed "No." in front of the labels hold no figures."""
    kinds = [kind for _, kind in block]
    first = next((kinds.index(kind) for kind in ("side", "names") if kind in kinds), 0)
    return [
        (each, "other" if n < first and kind == "figures" and is_number(each) else kind)
        for n, (each, kind) in enumerate(block)
    ]


def _without_bare(block: Sequence[Kinded]) -> list[Kinded]:
    """The columns, of which those headed "Total" hold no figures beside some that say more."""
    is_said = any(kind == "figures" and says_where(each) for each, kind in block)
    return [
        (each, "other" if is_said and kind == "figures" and is_bare(each) else kind) for each, kind in block
    ]


def _table(grid: Grid, band: Band, block: Sequence[Kinded], names: Names) -> Table | None:
    figures = tuple(each for each, kind in block if kind == "figures")
    if not figures:
        return None
    first = figures[0].index
    labels = tuple(
        each
        for each, kind in block
        if kind == "side" or (kind in ("names", "text", "other") and each.index < first)
    )
    unread = tuple(each for each, kind in block if kind == "other" and first < each.index)
    has_figures = any(may_be_figure(grid, row, each, names) for each in figures for row in band.body)
    if not (has_figures or _is_broken(grid, band.body, figures)):
        return None
    statuses = {}
    for each, kind in block:
        left = [one.index for one in figures if one.index < each.index]
        if kind == "status" and left and (len(figures) == 1 or left[-1] == each.index - 1):
            statuses[left[-1]] = each.index
    filled = [each.index for each, kind in block if kind]
    return Table(grid, figures, labels, unread, band.body, range(filled[0], filled[-1] + 1), statuses)


def _blocks(columns: Sequence[Column], kinds: Sequence[str]) -> list[list[Kinded]]:
    """The columns in runs, one a table: a new one begins where labels stand between figures.

    In a long table, whose columns all have a role, labels may stand behind figures too.
    """
    blocks: list[list[Kinded]] = [[]]
    for n, (column, kind) in enumerate(zip(columns, kinds, strict=True)):
        block = blocks[-1]
        has_figures = any(each == "figures" for _, each in block)
        if kind in ("side", "names") and has_figures and "figures" in kinds[n:]:
            roles = {each.label.role for each, what in block if what == "side"}
            is_repeated = column.label.role in roles if kind == "side" else not roles
            if is_repeated or kinds[n - 1] == "":
                blocks.append(_behind_the_gap(block))
        blocks[-1].append((column, kind))
    return blocks


def _behind_the_gap(block: list[Kinded]) -> list[Kinded]:
    """What stands behind the last empty column of a table, taken from it: the numbers of the next one's rows.

    Columns of figures that say whose they are stay where they are.
    """
    start = max((n + 1 for n, (_, kind) in enumerate(block) if kind == ""), default=len(block))
    behind = block[start:]
    has_figures = any(kind == "figures" for _, kind in block[:start])
    if not has_figures or any(kind == "figures" and not is_number(each) for each, kind in behind):
        return []
    del block[start:]
    return behind


# -------------------------------------------------------------------------------- titles


def _titled(grid: Grid, bands: Sequence[Band], tables: Sequence[tuple[Table, ...]]) -> Iterator[Table]:
    """The tables with the lines of text above them.

    The lines just above a table are its own. What stands above the last of those of the first is said of
    all tables of the sheet.
    """
    start, around, over = 0, tuple[str, ...](), tuple[str, ...]()
    for band, found in zip(bands, tables, strict=True):
        near = range(_top_of_titles(grid, start, band.rows[0]), band.rows[0])
        if band is bands[0]:
            around = tuple(_lines(grid, range(near.start), 0, None))
            last = max((row for row in near if not all(map(is_blank, grid.rows[row]))), default=near.start)
            over = tuple(_lines(grid, range(near.start, last), 0, None))
        edges = [0, *(table.span.stop for table in found[:-1]), None]
        for table, left, right in zip(found, edges, edges[1:], strict=False):
            heads = (each.label for each in table.labels)
            corners = tuple(each.text for each in heads if each.is_named or each.is_period)
            titles = tuple(_lines(grid, near, left or 0, right))
            yield replace(table, titles=(*corners, *titles), around=around)
        around = (*over, *around) if band is bands[0] else around
        filled = (row for table in found for row in table.body if table.has_figures(row))
        start = max(filled, default=start) + 1


def _top_of_titles(grid: Grid, start: int, header: int) -> int:
    """The first of the rows of text just above a header, an empty row between them or not."""
    row = header
    while row > start and all(map(is_blank, grid.rows[row - 1])):
        row -= 1
    while row > start and not all(map(is_blank, grid.rows[row - 1])):
        row -= 1
    return row


def _lines(grid: Grid, rows: range, left: int, right: int | None) -> Iterator[str]:
    """The cells of text in some rows, from the bottom up; a number or a date only beside its name.

    What stands in some of the columns is told of them; what stands alone in a row holds for all.
    """
    for row in reversed(rows):
        filled = [value for value in grid.rows[row] if not is_blank(value)]
        for value in filled if len(filled) == 1 else grid.rows[row][left:right]:
            if not is_blank(value) and (isinstance(value, str) or len(filled) <= _PAIR):
                yield str(value).strip()


def _is_broken(grid: Grid, rows: Iterable[int], figures: Iterable[Column]) -> bool:
    """Whether a cell of some rows holds an error, or a formula without its result."""
    broken = grid.metadata.broken
    return bool(broken) and any((row, each.index) in broken for row in rows for each in figures)
