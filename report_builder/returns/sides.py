"""What the labels above a column of figures, or beside a row of them, say together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from report_builder import periods
from report_builder.model import Cell
from report_builder.periods import FINANCIAL_YEAR_START, Period, SingleYear
from report_builder.returns.labels import Label, Role, is_year_number, label_of, settled
from report_builder.returns.names import Names, Part
from report_builder.returns.tables import Column, Heading, Table
from report_builder.workbooks import is_blank

_NEAREST = 2
_YEAR, _APRIL = 12, FINANCIAL_YEAR_START - 1
_CODE = re.compile(r"[EWSNKJ]\d{8}")
"""The code of an area of the United Kingdom in official statistics (GSS code)."""
_PARTS = {Role.NUMERATOR: Part.NUMERATOR, Role.DENOMINATOR: Part.DENOMINATOR}


@dataclass(frozen=True, slots=True)
class Dating:
    """How the periods of a table are to be read: the period named in its title, and what 2016 stands for."""

    period: Period | None = None
    single: SingleYear | None = None

    @property
    def year(self) -> Period | None:
        """The year that labels without one may be of."""
        if self.period is None or self.period.months == _YEAR:
            return self.period
        year = Period.starting((self.period.first - _APRIL) // _YEAR, FINANCIAL_YEAR_START, _YEAR)
        return year if self.period.last <= year.last else None


@dataclass(frozen=True, slots=True)
class Side:
    """What is said of a row or a column: indicator, area and period, as far as its labels go.

    `undated` is a period without its year and the heading over it; `unclear` says why a label that is
    written as a period was refused, `assumed` how one was taken that a person should confirm. `unknown`
    is a label that stands for an indicator or an area and is none of the report; `other` one that keeps
    the figures out: a total, a note, a heading that is not known. `word` heads the figures: 'number', '%'.
    """

    parts: tuple[tuple[str, Part], ...] = ()
    part: Part | None = None
    area: str = ""
    period: Period | None = None
    undated: tuple[object, str] | None = None
    unclear: tuple[Cell, str, str] | None = None
    assumed: tuple[Cell, str, str] | None = None
    unknown: tuple[Cell, str] | None = None
    unknown_area: tuple[Cell, str] | None = None
    other: tuple[Cell, str] | None = None
    mark: str = ""
    word: str = ""


# --------------------------------------------------------------------------------- above


def above(table: Table, dating: Dating) -> tuple[Side, ...]:
    """What stands over each column of figures."""
    told: dict[tuple[int, int], _Told] = {}
    for row in sorted({each.row for column in table.figures for each in column.headings}):
        told |= _line(table, row, told, dating)
    titles = {row for row in {row for row, _ in told} if _is_title(table, row)}
    return tuple(_over(table, column, told, titles) for column in table.figures)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one label says as a period."""

    period: Period | None = None
    unclear: str = ""
    assumed: str = ""


def _line(
    table: Table, row: int, told: Mapping[tuple[int, int], _Told], dating: Dating
) -> dict[tuple[int, int], _Told]:
    """The labels of one row of headings read as periods, each below the one that stands over it."""
    owns: dict[int, tuple[Heading, Period | None]] = {}
    for column in table.figures:
        over: Period | None = None
        for heading in column.headings:
            if heading.row == row:
                owns.setdefault(heading.column, (heading, over))
            elif heading.row < row:
                over = told[heading.row, heading.column].period or over
    line = periods.read_line(
        [heading.label.period for heading, _ in owns.values()],
        over=[over for _, over in owns.values()],
        year=dating.year,
        single=dating.single,
    )
    return {
        (row, column): _Told(line.periods[n], line.unclear.get(n, ""), line.assumed.get(n, ""))
        for n, column in enumerate(owns)
    }


@lru_cache(maxsize=4096)
def completed(label: object, heading: str, over: Period, single: SingleYear | None = None) -> Period | None:
    """A period without its year in the year that stands over it."""
    return periods.read_line((label,), over=(over,), heading=heading, single=single).periods[0]


def _is_title(table: Table, row: int) -> bool:
    """Whether one heading stands over all columns, and so sets none of them apart."""
    over = {each.column for column in table.figures for each in column.headings if each.row == row}
    return len(over) == 1 and len(table.figures) > 1


def _over(table: Table, column: Column, told: Mapping[tuple[int, int], _Told], titles: set[int]) -> Side:
    side = Side()
    for heading in column.headings:
        label, said = heading.label, told[heading.row, heading.column]
        place = table.place(heading)
        side = replace(
            side,
            parts=label.parts or side.parts,
            part=_PARTS.get(label.role) if label.role else side.part,
            area=label.area or side.area,
            mark=label.mark or side.mark,
            word=label.word if label.is_value else side.word,
        )
        if said.period:
            crossed = completed(*side.undated, said.period) if side.undated else None
            side = replace(side, period=crossed or said.period, undated=None, unclear=None)
            side = replace(side, assumed=(place, label.text, said.assumed) if said.assumed else side.assumed)
        elif said.unclear:
            side = replace(
                side, period=None, undated=(label.period, ""), unclear=(place, label.text, said.unclear)
            )
        elif not is_blank(label.period) or not (label.is_named or label.role):
            side = side if heading.row in titles else replace(side, other=(place, label.text))
    return replace(side, other=side.other or _total(table, column))


def _total(table: Table, column: Column) -> tuple[Cell, str] | None:
    """The heading of a column of totals, where it stands beside what it adds up."""
    own = column.own
    if own is None or not own.label.is_total:
        return None
    is_value = own.label.role is Role.VALUE and len(column.headings) == 1
    return None if is_value else (table.place(own), own.label.text)


# -------------------------------------------------------------------------------- beside


@dataclass(frozen=True)
class _Names:
    """What a column of labels holds: whether areas, indicators or periods, and the label of each row."""

    column: Column
    cells: Mapping[int, Label]
    areas: bool
    parts: bool
    dates: bool
    told: Mapping[int, _Told]

    @property
    def is_undated(self) -> bool:
        """Whether its labels are written as parts of years, and none of them names its year."""
        said = self.told.values()
        return any(each.unclear for each in said) and not any(each.period for each in said)


def beside(
    table: Table, names: Names, dating: Dating, over: Sequence[Side], is_wanted: Callable[[int], bool]
) -> Iterator[tuple[int, Side]]:
    """What stands beside each row that is wanted and holds figures, with what headings above it say.

    `over` is what stands above the columns: below periods that are no years, "Q1" numbers a question.
    """
    columns = _label_columns(table, names, dating)
    if any(each.period and not each.period.is_year for each in over):
        columns = tuple(each for each in columns if each.dates or not each.is_undated)
    sections = _sections(table, columns, names, dating)
    for row in table.body:
        has_label = not columns or any(row in each.cells for each in columns)
        if not (has_label and table.is_filled(row) and is_wanted(row)):
            continue
        side = _within(sections.get(row), _row(table, columns, row))
        if table.has_figures(row) or not (side.unknown or side.unknown_area or side.other):
            yield row, side


@lru_cache(maxsize=32)
def _label_columns(table: Table, names: Names, dating: Dating) -> tuple[_Names, ...]:
    """The columns of labels, those that are typed once for several rows filled down."""
    texts = _filled(table)
    columns: list[_Names] = []
    over: Mapping[int, _Told] = {}
    roles = {column.label.role for column in table.labels}
    has_dates = Role.PERIOD in roles
    for column, cells in zip(table.labels, texts, strict=True):
        said = settled([_named(value, table.titles, names) for value in cells.values()])
        labels = dict(zip(cells, said, strict=True))
        areas, parts = (any(getattr(each, kind) for each in labels.values()) for kind in ("area", "parts"))
        # A column that is headed as areas tells of them, and no other that happens to hold a name.
        areas = areas and column.label.role in (Role.AREA, None if Role.AREA not in roles else Role.AREA)
        parts = parts and column.label.role in (
            Role.INDICATOR,
            None if Role.INDICATOR not in roles else Role.INDICATOR,
        )
        told: Mapping[int, _Told] = {}
        if column.label.role is Role.PERIOD or _are_periods(labels.values(), beside_dates=has_dates):
            told = _dated(column.label.text, labels, over, dating)
        dated = any(each.period or each.unclear for each in told.values())
        # A heading in the corner may be that of the row of headings beside it: "Month" over indicators.
        role = None if areas or parts or dated else column.label.role
        areas, parts = areas or role is Role.AREA, parts or role is Role.INDICATOR
        columns.append(_Names(column, labels, areas, parts, dated and column.label.role is Role.PERIOD, told))
        over = {**over, **told} if dated else over
    return tuple(columns)


def _named(value: object, titles: Sequence[str], names: Names) -> Label:
    """A label, by itself or behind the title over it: 'Rate per 1,000' in the table 'Burglary'."""
    label = label_of(value, names)
    if label == Label() or label.is_named or label.is_period:
        return label
    whole = (label_of(f"{title} {label.text}", names) for title in titles[:_NEAREST])
    return next((each for each in whole if each.parts), label)


def _are_periods(labels: Collection[Label], *, beside_dates: bool) -> bool:
    """Whether most labels of a column that is not headed so are periods.

    Beside a column that is, numbers are no years: they may be codes.
    """
    found = [each for each in labels if each.is_period]
    if beside_dates and all(is_year_number(each.period) for each in found):
        return False
    return 2 * len(found) > len(labels)


def _dated(
    heading: str, labels: Mapping[int, Label], over: Mapping[int, _Told], dating: Dating
) -> dict[int, _Told]:
    nothing = _Told()
    line = periods.read_line(
        [label.period for label in labels.values()],
        over=[over.get(row, nothing).period for row in labels] if over else None,
        year=dating.year,
        heading=heading,
        single=dating.single,
    )
    return {
        row: _Told(line.periods[n], line.unclear.get(n, ""), line.assumed.get(n, ""))
        for n, row in enumerate(labels)
    }


def _filled(table: Table) -> list[dict[int, object]]:
    """The cells of each column of labels, by row; what is typed once for several rows stands in each."""
    columns = [each.index for each in table.labels]
    cells = [{row: v for row in table.body if not is_blank(v := table.at(row, c))} for c in columns]
    rows = [row for row in table.body if table.is_filled(row)]
    if all(row in each for each in cells for row in rows):
        return cells
    merged = [span for span in table.grid.metadata.merged if span.bottom > span.top]
    for n, column in enumerate(columns):
        for span in merged:
            if span.left <= column <= span.right and span.top in cells[n]:
                below = range(span.top, min(span.bottom + 1, table.body.stop))
                cells[n] |= dict.fromkeys(below, cells[n][span.top])
    if not merged:
        downs = [
            _down(each, [row for row in rows if any(row in c for c in cells[n + 1 :])])
            for n, each in enumerate(cells)
        ]
        if _is_unique(rows, downs):
            cells = downs
        for n, down in enumerate(downs):
            if _is_unique(rows, [*cells[:n], down, *cells[n + 1 :]]):
                cells[n] = down
    return [dict(sorted(each.items())) for each in cells]


def _down(cells: Mapping[int, object], rows: Sequence[int]) -> dict[int, object]:
    """A column with its empty cells filled from above, in the rows that have a label further in."""
    filled, held = dict(cells), None
    marks = sorted({*cells, *rows})
    for row in marks:
        held = cells.get(row, held)
        if held is not None and row not in filled:
            filled[row] = held
    return filled


def _is_unique(rows: Sequence[int], columns: Sequence[Mapping[int, object]]) -> bool:
    """Whether no two rows have the same labels: a row filled from above would then be one twice."""
    keys = [tuple(str(cells.get(row, "")) for cells in columns) for row in rows]
    return len(set(keys)) == len(keys)


def _row(table: Table, columns: Sequence[_Names], row: int) -> Side:
    said: dict[str, Any] = {}
    words: tuple[Cell, str] | None = None
    for each in columns:
        label = each.cells.get(row)
        if label is None:
            continue
        place = (table.grid.cell(row, each.column.index), label.text)
        if label.is_named and not is_blank(label.period) and row not in each.told:
            label = Label(label.text)  # "Burglaries in 2015" beside the periods of the columns
        said |= _by_label(each, label, place, has_area="area" in said)
        if row in each.told:
            said |= _by_period(each, each.told[row], label, place)
        words = words if label.is_value else place
    return Side(**said) if said or words is None else Side(unknown=words)


def _by_label(column: _Names, label: Label, place: tuple[Cell, str], *, has_area: bool) -> dict[str, Any]:
    """What one more label says of a row; it counts more than those to its left."""
    said: dict[str, Any] = {}
    if label.area:
        said |= {"area": label.area, "unknown_area": None}
    if label.parts:
        said |= {"parts": label.parts, "unknown": None}
    if label.role in _PARTS:
        said["part"] = _PARTS[label.role]
    if label.is_value:
        said["word"] = label.word
    if label.is_named:
        return said
    if label.is_total:
        return said | {"other": place}
    if column.areas and not column.parts:
        return said if has_area and _CODE.fullmatch(label.text) else said | {"unknown_area": place}
    if column.parts and not (label.is_value or label.is_period):
        return said | {"unknown": place}
    return said


def _by_period(column: _Names, told: _Told, label: Label, place: tuple[Cell, str]) -> dict[str, Any]:
    if told.period:
        said = {"period": told.period, "undated": None, "unclear": None}
        return said | {"assumed": (*place, told.assumed)} if told.assumed else said
    if told.unclear:
        undated = (label.period, column.column.label.text)
        return {"period": None, "undated": undated, "unclear": (*place, told.unclear)}
    return {"other": place} if column.dates else {}


# ------------------------------------------------------------------------------- sections


def _sections(table: Table, columns: Sequence[_Names], names: Names, dating: Dating) -> dict[int, Side]:
    """What the headings of sections say of the rows below them.

    A heading that is no name of the report ends what was said before it, where the same labels come
    again below it: then it stands for something that the report does not have.
    """
    heads = _heads(table, columns, names)
    if not any(each.is_named or each.is_period for each in heads.values()):
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
            if is_known:
                said, seen = _headed(said, label, dates[row]), set()
        elif table.is_filled(row):
            mine = tuple(each.cells[row].text for each in columns if row in each.cells)
            if unknown and mine in seen:
                said = Side(unknown=unknown)
            seen.add(mine)
            found[row] = said
    return found


def _headed(said: Side, label: Label, period: Period | None) -> Side:
    """What is said below one more heading of a section."""
    parts, area = label.parts or said.parts, label.area or said.area
    return replace(said, parts=parts, area=area, period=period or said.period, unknown=None)


def _heads(table: Table, columns: Sequence[_Names], names: Names) -> dict[int, Label]:
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
    filled = [value for value in table.grid.rows[row] if not is_blank(value)]
    if len(filled) != 1 or table.is_filled(row) or not isinstance(filled[0], str):
        return None
    return label_of(filled[0], names)


def _within(section: Side | None, side: Side) -> Side:
    """A row with what the section above it says, where its own labels do not say it."""
    if section is None:
        return side
    if section.unknown:
        return replace(side, unknown=section.unknown)
    period, undated, unclear = side.period, side.undated, side.unclear
    if undated and section.period and (crossed := completed(*undated, section.period)):
        period, undated, unclear = crossed, None, None
    return replace(
        side,
        parts=side.parts or section.parts,
        area=side.area or section.area,
        period=period or (None if undated else section.period),
        undated=undated,
        unclear=unclear,
    )
