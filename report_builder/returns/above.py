"""What the headings above each column of figures say together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from report_builder import periods
from report_builder.model import Cell
from report_builder.periods import Period
from report_builder.returns.columns import Column, Heading
from report_builder.returns.labels import Role
from report_builder.returns.sides import PART_OF, Dating, Side, Told, completed, crossed, dated
from report_builder.returns.tables import Table
from report_builder.workbooks import is_blank


def above(table: Table, dating: Dating) -> tuple[Side, ...]:
    """What stands over each column of figures."""
    told: dict[tuple[int, int], Told] = {}
    for row in sorted({each.row for column in table.figures for each in column.headings}):
        told |= _line(table, row, told, dating)
    titles = {row for row in {row for row, _ in told} if _is_title(table, row)}
    return tuple(_over(table, column, told, titles) for column in table.figures)


def _line(
    table: Table, row: int, told: Mapping[tuple[int, int], Told], dating: Dating
) -> dict[tuple[int, int], Told]:
    """The labels of one row of headings read as periods, each below the one that stands over it.

    Below each area or indicator a line of its own begins. One that names no year is like the first.
    """
    found: dict[tuple[int, int], Told] = {}
    first: tuple[Period | None, ...] = ()
    for owns in _below_names(table, row, told):
        line = _read(tuple(owns.values()), dating, _window_over(table, row))
        if any(each.unclear for each in line) and _is_like(owns, first):
            line = [Told(period) for period in first]
        first = first or tuple(each.period for each in line)
        found |= {(row, column): each for column, each in zip(owns, line, strict=True)}
    return found


def _below_names(
    table: Table, row: int, told: Mapping[tuple[int, int], Told]
) -> Iterator[Mapping[int, tuple[Heading, Period | None]]]:
    """The labels of a row by column, each with the period over it; those below one name together."""
    for _, columns in groupby(table.figures, key=lambda column: _names_over(column, row)):
        owns: dict[int, tuple[Heading, Period | None]] = {}
        for column in columns:
            over: Period | None = None
            for heading in column.headings:
                if heading.row == row:
                    owns.setdefault(heading.column, (heading, over))
                elif heading.row < row:
                    over = told[heading.row, heading.column].period or over
        yield owns


def _names_over(column: Column, row: int) -> Sequence[Hashable]:
    """The areas and indicators that stand over a row, whether once for all or over each column."""
    over = [each.label for each in column.headings if each.row < row and each.label.is_named]
    return [(label.area, label.parts) for label in over]


def _window_over(table: Table, row: int) -> str:
    """The one heading over a row that says what its years end with: 'Year ending March'."""
    over = (each for column in table.figures for each in column.headings if each.row < row)
    texts = {each.label.text for each in over if periods.is_window(each.label.text)}
    return texts.pop() if len(texts) == 1 else ""


def _read(headings: Sequence[tuple[Heading, Period | None]], dating: Dating, heading: str) -> list[Told]:
    line = periods.read_line(
        [each.label.period for each, _ in headings],
        over=[over for _, over in headings],
        year=dating.year,
        heading=heading,
        single=dating.single,
    )
    return dated([each.label for each, _ in headings], line)


def _is_like(owns: Mapping[int, tuple[Heading, Period | None]], first: Sequence[Period | None]) -> bool:
    """Whether labels are those of the first line, without their year."""
    return len(owns) == len(first) and all(
        period is not None and completed(heading.label.period, "", period.financial_year_of()) == period
        for (heading, _), period in zip(owns.values(), first, strict=True)
    )


def _is_title(table: Table, row: int) -> bool:
    """Whether one heading stands over all columns, and so sets none of them apart."""
    over = {each.column for column in table.figures for each in column.headings if each.row == row}
    return len(over) == 1 and len(table.figures) > 1


def _over(table: Table, column: Column, told: Mapping[tuple[int, int], Told], titles: set[int]) -> Side:
    side = Side()
    for heading in column.headings:
        label, said = heading.label, told[heading.row, heading.column]
        place = table.place(heading)
        side = replace(
            side,
            parts=label.parts or side.parts,
            part=PART_OF.get(label.role) if label.role else side.part,
            area=label.area or side.area,
            mark=label.mark or side.mark,
            word=label.word if label.is_value else side.word,
        )
        if said.period:
            whole = crossed(*side.undated, said.period) if side.undated else Told()
            side = replace(side, period=whole.period or said.period, undated=None, unclear=None)
            assumed = whole.assumed or said.assumed
            side = replace(side, assumed=(place, label.text, assumed) if assumed else side.assumed)
        elif said.unclear:
            side = replace(
                side, period=None, undated=(label.period, ""), unclear=(place, label.text, said.unclear)
            )
        elif not is_blank(label.period) or not (label.is_named or label.role):
            side = side if heading.row in titles else replace(side, other=(place, label.text))
    return replace(side, other=side.other or _total(table, column))


def _total(table: Table, column: Column) -> tuple[Cell, str] | None:
    """The heading of a column of totals, where it stands beside what it adds up."""
    total = next((each for each in column.headings if each.label.is_total), None)
    if total is None:
        return None
    is_value = total.label.role is Role.VALUE and len(column.headings) == 1
    return None if is_value else (table.place(total), total.label.text)
