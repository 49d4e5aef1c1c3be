"""Row filters of the sheet `sources`: which rows of a table are meant."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.model import Source
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.names import key
from report_builder.returns.tables import Table


def rows_wanted(table: Table, source: Source | None) -> tuple[list[int], tuple[Problem, ...]]:
    """The rows of a table that a source asks for, and what is wrong with its filter."""
    faults = tuple(_missing_columns(table, source)) if source else ()
    if faults:
        return [], faults
    rows = [row for row in table.body if _wanted(table, row, source)]
    if source and source.row_filter and not rows:
        return [], (_no_rows(table, source),)
    return rows, ()


def columns_not_read(table: Table) -> tuple[Problem, ...]:
    """The columns of figures whose headings name no period."""
    return tuple(problem("column-not-read", cell, found=heading) for cell, heading in table.unread())


def _missing_columns(table: Table, source: Source) -> Iterator[Problem]:
    wanted = [column for column, _ in source.row_filter] + [source.area_column]
    known = [table.heading(column) for column in table.labels]
    for name in wanted:
        if name and table.column(name) is None:
            near = suggestion(name, known) or f"The columns are: {', '.join(filter(None, known))}."
            yield problem(
                "source-no-column", _place(source), found=name, file=table.grid.place, suggestion=near
            )


def _no_rows(table: Table, source: Source) -> Problem:
    found = " and ".join(f"{column} = {value}" for column, value in source.row_filter)
    return problem("source-no-rows", _place(source), file=table.grid.place, found=found)


def _place(source: Source) -> object:
    return source.cells.get("row_filter") or source.cells.get("indicator", "")


def _wanted(table: Table, row: int, source: Source | None) -> bool:
    filters = source.row_filter if source else ()
    columns = [(table.column(column), value) for column, value in filters]
    return all(c is not None and key(table.at(row, c)) == key(value) for c, value in columns)
