"""What the headings of sections say of the rows below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from report_builder import periods
from report_builder.model import Cell
from report_builder.periods import Period
from report_builder.returns.asides import Aside, apart_of
from report_builder.returns.labels import Label, label_of
from report_builder.returns.names import Names
from report_builder.returns.sides import Dating, LabelColumn, Side, Told, crossed
from report_builder.returns.tables import Table
from report_builder.workbooks import is_blank


def sections(table: Table, columns: Sequence[LabelColumn], names: Names, dating: Dating) -> dict[int, Side]:
    """What the headings of sections say of the rows below them.

    A heading that is no name of the report ends what was said before it, where the same labels come
    again below it: then it stands for something that the report does not have.
    """
    heads = _heads(table, columns, names)
    asides = {row: apart for row, head in heads.items() if (apart := apart_of(head.text, names))}
    if not (asides or any(each.is_named or each.is_period for each in heads.values())):
        return {}
    line = periods.read_line([each.period for each in heads.values()], year=dating.year, single=dating.single)
    dates = dict(zip(heads, line.periods, strict=True))
    found: dict[int, Side] = {}
    said, seen = Side(), set[tuple[str, ...]]()
    unknown: tuple[Cell, str] | None = None
    for row in table.body:
        if label := heads.get(row):
            is_known = label.is_named or bool(dates[row])
            unknown = None if is_known else (table.grid.cell(row, table.labels[0].index), label.text)
            cell = table.grid.cell(row, table.labels[0].index if table.labels else 0)
            said = replace(said, aside=Aside(cell, label.text, asides[row]) if row in asides else None)
            if is_known:
                said, seen = _headed(said, label, dates[row]), set()
        elif table.is_filled(row):
            mine = tuple(each.cells[row].text for each in columns if row in each.cells)
            if unknown and mine in seen and not said.aside:
                said = Side(unknown=unknown)
            seen.add(mine)
            found[row] = said
    return found


def _headed(said: Side, label: Label, period: Period | None) -> Side:
    """What is said below one more heading of a section."""
    parts, area = label.parts or said.parts, label.area or said.area
    return replace(said, parts=parts, area=area, period=period or said.period, unknown=None)


def _heads(table: Table, columns: Sequence[LabelColumn], names: Names) -> dict[int, Label]:
    """The headings of sections: labels alone on a row, and in a column of areas and indicators the areas.

    A pivot table groups its rows so: the area with its total, its indicators below.
    """
    heads = {row: label for row in table.body if (label := _alone(table, row, names))}
    cells = columns[0].cells if len(columns) == 1 and columns[0].areas else {}
    if any(label.parts and table.is_filled(row) for row, label in cells.items()):
        heads |= {row: label for row, label in cells.items() if not (label.parts or label.is_total)}
    return dict(sorted(heads.items()))


def _alone(table: Table, row: int, names: Names) -> Label | None:
    """The one label of a row without figures."""
    filled = [value for value in table.cells(row) if not is_blank(value)]
    if len(filled) != 1 or table.is_filled(row) or not isinstance(filled[0], str):
        return None
    return label_of(filled[0], names)


def within(section: Side | None, side: Side) -> Side:
    """A row with what the section above it says, where its own labels do not say it."""
    if section is None:
        return side
    if section.unknown:
        return replace(side, unknown=section.unknown)
    period, undated, unclear = side.period, side.undated, side.unclear
    assumed = side.assumed
    whole = crossed(*undated, section.period) if undated and section.period else Told()
    if whole.period:
        assumed = (*unclear[:2], whole.assumed) if unclear and whole.assumed else assumed
        period, undated, unclear = whole.period, None, None
    return replace(
        side,
        parts=side.parts or section.parts,
        area=side.area or section.area,
        aside=side.aside or section.aside,
        period=period or (None if undated else section.period),
        undated=undated,
        unclear=unclear,
        assumed=assumed,
    )
