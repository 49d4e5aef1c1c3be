"""The columns of a sheet below some rows of headings: what is written over each, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from report_builder.returns.bands import Band
from report_builder.returns.files import Grid
from report_builder.returns.labels import Label, Role, is_year_number, label_of, settled
from report_builder.returns.names import Names, Part
from report_builder.returns.values import are_statuses, read_value
from report_builder.workbooks import is_blank

SIDES = (Role.INDICATOR, Role.AREA, Role.PERIOD)
"""The roles of columns whose cells are labels."""
_SHORT = 60
_SAMPLE = 400
"""Rows that are looked at, at most, to tell what a column holds."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One label over a column: its row, and the column that it stands in, which may be one to the left."""

    row: int
    column: int
    label: Label


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table with the headings over it, from the top down."""

    index: int
    headings: tuple[Heading, ...] = ()

    @property
    def own(self) -> Heading | None:
        """The lowest heading that stands in the column itself."""
        return next((each for each in reversed(self.headings) if each.column == self.index), None)

    @property
    def label(self) -> Label:
        """What the lowest heading of its own says."""
        return self.own.label if self.own else Label()


Kinded = tuple[Column, str]
"""A column and what it is: see `kind_of`."""


def columns_of(grid: Grid, band: Band, names: Names) -> list[Column]:
    """The columns of a sheet with the headings over each, those that stand once over several included."""
    width = max((len(grid.rows[n]) for n in (*band.rows, *band.body[:1])), default=0)
    over: list[list[Heading]] = [[] for _ in range(width)]
    for row in band.rows:
        spread = _spread(grid, row, width, is_last=row == band.rows[-1])
        labels = settled([label_of(value, names) for _, value in spread.values()])
        for (column, (source, _)), label in zip(spread.items(), labels, strict=True):
            if source == column or label.role not in SIDES:
                over[column].append(Heading(row, source, label))
    return [Column(index, tuple(headings)) for index, headings in enumerate(over)]


def _spread(grid: Grid, row: int, width: int, *, is_last: bool) -> dict[int, tuple[int, object]]:
    """What stands over each column in a row of headings, and the column it is written in."""
    cells = {c: value for c, value in enumerate(grid.rows[row][:width]) if not is_blank(value)}
    spans = () if is_last else grid.metadata.merged
    merged = {span.left: span.right for span in spans if span.top <= row <= span.bottom}
    nexts = [*list(cells)[1:], width]
    spread: dict[int, tuple[int, object]] = {}
    for (column, value), following in zip(cells.items(), nexts, strict=False):
        last = merged.get(column, column if is_last or merged else following - 1)
        spread |= dict.fromkeys(range(column, min(last + 1, following)), (column, value))
    return spread


def with_role(column: Column, roles: Mapping[str, Role]) -> Column:
    """A column with the part that the definition gives it by its heading; no other column plays that part."""
    own = column.own
    if own is None:
        return column
    if own.label.key in roles:
        label = Label(own.label.text, role=roles[own.label.key])
    elif own.label.role in roles.values():
        label = replace(own.label, role=None)
    else:
        return column
    return replace(
        column, headings=(*(each for each in column.headings if each is not own), replace(own, label=label))
    )


def kind_of(grid: Grid, band: Band, column: Column, names: Names) -> str:
    """What a column is.

    `status` data status, `side` labels by its heading, `names` labels by what stands in it, `figures`,
    `other` figures, whose heading says nothing, `text`, or nothing where it is empty.
    """
    label = column.label
    if label.role in SIDES and not label.is_named:
        return "side"
    sample = band.body[:: len(band.body) // _SAMPLE + 1]
    rows = [row for row in sample if not is_blank(value_at(grid, row, column.index))]
    values = [value_at(grid, row, column.index) for row in rows]
    if not values and not column.own:
        return ""
    if label.role is Role.STATUS:
        return "status" if are_statuses(map(str, values)) else "text"
    figures = sum(may_be_figure(grid, row, column, names) for row in rows)
    if not column.own and values and all(map(is_year_number, values)):
        return "names"
    if column.own and figures * 2 >= len(values) and _says_something(column):
        return "figures"
    if any(
        each.is_named or each.is_period for each in (label_of(v, names) for v in values if isinstance(v, str))
    ):
        return "names"
    return "other" if figures * 2 > len(values) else "text"


def _says_something(column: Column) -> bool:
    return any(
        label.is_named or label.is_period or label.role is not None or label.is_total
        for label in (each.label for each in column.headings)
    )


def says_where(column: Column) -> bool:
    """Whether a heading says of which period, area or indicator the figures below it are."""
    labels = [each.label for each in column.headings]
    return any(
        label.is_period or bool(label.area) or any(part is Part.VALUE for _, part in label.parts)
        for label in labels
    )


def is_bare(column: Column) -> bool:
    """Whether nothing over a column says more than that figures stand there: 'Total', 'Number'."""
    return not any(label.is_named or label.is_period for label in (each.label for each in column.headings))


def is_number(column: Column) -> bool:
    """Whether a column is headed "No." or "Total", whatever stands over that: a title may do."""
    return is_bare(column) or bool(column.own and is_bare(Column(column.index, (column.own,))))


def value_at(grid: Grid, row: int, column: int) -> object:
    """What stands in a cell; an empty text beyond the end of its row."""
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else ""


def is_figure(value: object) -> bool:
    """Whether a cell holds a number or a mark."""
    return not is_blank(value) and read_value(value).understood


def may_be_figure(grid: Grid, row: int, column: Column, names: Names) -> bool:
    """Whether a cell is a figure, or below a period stands where one should: '10 to 15', a date."""
    value = value_at(grid, row, column.index)
    if is_blank(value) or is_figure(value):
        return not is_blank(value)
    is_short = not isinstance(value, str) or len(value.strip()) <= _SHORT
    has_label = any(not is_blank(each) for each in grid.rows[row][: column.index])
    if not (is_short and has_label and column.label.is_period):
        return False
    label = label_of(value, names) if isinstance(value, str) else Label()
    return not (label.is_named or label.is_period)
