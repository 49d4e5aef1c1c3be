"""Row filters of the sheet `sources`: which rows of a table are meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from report_builder.model import Source
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.names import key
from report_builder.returns.tables import Table


def rows_wanted(table: Table, source: Source | None) -> tuple[list[int], tuple[Problem, ...]]:
    """The rows of a table that a source asks for, and what is wrong with its filter."""
    headings = [table.heading(column) for column in table.labels]
    faults = missing_columns(source, headings, table.grid.place)
    if faults:
        return [], faults
    rows = [row for row in table.body if is_wanted(source, partial(_cell, table, row))]
    return rows, () if rows else no_rows(source, table.grid.place)


def missing_columns(source: Source | None, headings: Sequence[str], file: str) -> tuple[Problem, ...]:
    """The columns that a source names and a table has not."""
    if source is None:
        return ()
    known = {key(heading) for heading in headings}
    wanted = [name for name in (*(column for column, _ in source.row_filter), source.area_column) if name]
    return tuple(
        problem(
            "source-no-column",
            _place(source),
            found=name,
            file=file,
            suggestion=suggestion(name, headings) or f"The columns are: {', '.join(filter(None, headings))}.",
        )
        for name in wanted
        if key(name) not in known
    )


def is_wanted(source: Source | None, cell: Callable[[str], object]) -> bool:
    """Whether a row is one that a source asks for. `cell` gives what stands in it under a heading."""
    filters = source.row_filter if source else ()
    return all(key(cell(column)) == key(value) for column, value in filters)


def no_rows(source: Source | None, file: str) -> tuple[Problem, ...]:
    """The fault of a filter that no row fits."""
    if source is None or not source.row_filter:
        return ()
    found = " and ".join(f"{column} = {value}" for column, value in source.row_filter)
    return (problem("source-no-rows", _place(source), file=file, found=found),)


def columns_not_read(table: Table) -> tuple[Problem, ...]:
    """The columns of figures whose headings name no period."""
    return tuple(problem("column-not-read", cell, found=heading) for cell, heading in table.unread())


def _cell(table: Table, row: int, heading: str) -> object:
    column = table.column(heading)
    return "" if column is None else table.at(row, column)


def _place(source: Source) -> object:
    return source.cells.get("row_filter") or source.cells.get("indicator", "")
