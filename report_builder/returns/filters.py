"""Row filters of the sheet `sources`: which rows of a table are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_builder import periods
from report_builder.model import Source
from report_builder.problems import Problem, problem, suggestion
from report_builder.returns.names import Names, key
from report_builder.returns.tables import Table


@dataclass(frozen=True)
class Wanted:
    """The rows of a table that a source asks for: what has to stand in some of its columns, as keys."""

    table: Table
    asked: tuple[tuple[int | None, str], ...] = ()

    @property
    def columns(self) -> frozenset[int]:
        """The columns by which rows are picked."""
        return frozenset(column for column, _ in self.asked if column is not None)

    def has(self, row: int) -> bool:
        """Whether a row is one of them."""
        return all(
            column is not None and key(self.table.at(row, column)) == value for column, value in self.asked
        )


def rows_wanted(table: Table, source: Source | None) -> Wanted:
    """The rows of a table that a source asks for; all of them without a filter."""
    asked = ((table.column(name), key(value)) for name, value in (source.row_filter if source else ()))
    return Wanted(table, tuple(asked))


def missing_columns(
    source: Source | None, headings: Sequence[str], file: str, names: Names
) -> tuple[Problem, ...]:
    """The columns that a source names and a table has not. An area or a period may stand in their place."""
    if source is None:
        return ()
    known = {key(heading) for heading in headings}
    wanted = [column for column, _ in source.row_filter]
    wanted += [source.area_column] if source.area_column and not names.area(source.area_column) else []
    wanted += [] if periods.parse(source.period_column) else source.period_column.split("+")
    wanted += source.value_column.split("+")
    near = f"The columns are: {', '.join(filter(None, headings))}."
    return tuple(
        problem(
            "source-no-column",
            _place(source),
            found=name.strip(),
            file=file,
            suggestion=suggestion(name, headings) or near,
        )
        for name in wanted
        if name.strip() and key(name) not in known
    )


def no_rows(source: Source, file: str) -> tuple[Problem, ...]:
    """The fault of a filter that no row fits."""
    found = " and ".join(f"{column} = {value}" for column, value in source.row_filter)
    return (problem("source-no-rows", _place(source), file=file, found=found),)


def _place(source: Source) -> object:
    return source.cells.get("row_filter") or source.cells.get("indicator", "")
