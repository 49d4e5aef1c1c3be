"""What the labels beside each row of figures say together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from report_builder import periods
from report_builder.model import Cell
from report_builder.returns.asides import Apart, Aside, apart_of, is_breakdown
from report_builder.returns.filters import Wanted
from report_builder.returns.labels import Label, Role, is_year_number, label_of, settled
from report_builder.returns.names import Names
from report_builder.returns.sections import sections, within
from report_builder.returns.sides import PART_OF, Dating, LabelColumn, Side, Told, crossed, dated
from report_builder.returns.tables import Table
from report_builder.workbooks import is_blank

_NEAREST = 2
_OF_THE_RETURN = re.compile(
    r"\b(?:submitted|received|completed|updated|extracted|signed|returned|sent|published|due)\b"
)
"""What is done with a return on a day that is no period of its figures."""
_CODE = re.compile(r"[EWSNKJ]\d{8}")
"""The code of an area of the United Kingdom in official statistics (GSS code)."""


def beside(
    table: Table, names: Names, dating: Dating, over: Sequence[Side], wanted: Wanted
) -> Iterator[tuple[int, Side]]:
    """What stands beside each row that is wanted and holds figures, with what headings above it say.

    `over` is what stands above the columns: below periods that are no years, "Q1" numbers a question.
    """
    columns = _label_columns(table, names, dating)
    if any(each.period and not each.period.is_year for each in over):
        columns = tuple(each for each in columns if each.dates or not each.is_undated)
    headed = sections(table, columns, names, dating)
    for row in table.body:
        has_label = not columns or any(row in each.cells for each in columns)
        if not (has_label and table.is_filled(row) and wanted.has(row)):
            continue
        side = within(headed.get(row), _row(table, columns, row, wanted.columns))
        if table.has_figures(row) or not (side.unknown or side.unknown_area or side.other):
            yield row, side


@lru_cache(maxsize=32)
def _label_columns(table: Table, names: Names, dating: Dating) -> tuple[LabelColumn, ...]:
    """The columns of labels, those that are typed once for several rows filled down."""
    texts = _filled(table)
    columns: list[LabelColumn] = []
    over: Mapping[int, Told] = {}
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
        told: Mapping[int, Told] = {}
        is_said = column.label.role is Role.PERIOD and not (
            len(roles) > 1 and _OF_THE_RETURN.search(column.label.key)
        )
        if is_said or (
            not _OF_THE_RETURN.search(column.label.key)
            and _are_periods(labels.values(), beside_dates=has_dates)
        ):
            told = _dated(column.label.text, labels, over, dating)
        dated = any(each.period or each.unclear for each in told.values())
        # A heading in the corner may be that of the row of headings beside it: "Month" over indicators.
        role = None if areas or parts or dated else column.label.role
        areas, parts = areas or role is Role.AREA, parts or role is Role.INDICATOR
        is_open = not (areas or parts or dated)
        asides = _asides(column.label.text, labels, names) if is_open else {}
        dates = dated and column.label.role is Role.PERIOD
        columns.append(LabelColumn(column, labels, areas, parts, dates, told, asides))
        over = {**over, **told} if dated else over
    return tuple(columns)


def _named(value: object, titles: Sequence[str], names: Names) -> Label:
    """A label, by itself or behind the title over it: 'Rate per 1,000' in the table 'Burglary'."""
    label = label_of(value, names)
    if label == Label() or label.is_named or label.is_period or label.is_total:
        return label
    whole = (label_of(f"{title} {label.text}", names) for title in titles[:_NEAREST])
    return next((each for each in whole if each.parts), label)


def _asides(heading: str, labels: Mapping[int, Label], names: Names) -> dict[int, Apart]:
    """What labels of a column that holds no names say of the figures: 'Target', 'Male'."""
    if is_breakdown(heading):
        return {row: Apart.PART for row, label in labels.items() if not (label.is_total or not label.text)}
    found = {row: apart_of(label.text, names) for row, label in labels.items()}
    return {row: apart for row, apart in found.items() if apart}


def _are_periods(labels: Collection[Label], *, beside_dates: bool) -> bool:
    """Whether most labels of a column that is not headed so are periods, totals of them aside.

    Beside a column that is, numbers are no years: they may be codes.
    """
    found = [each for each in labels if each.is_period]
    labels = [each for each in labels if not each.is_total]
    if beside_dates and all(is_year_number(each.period) for each in found):
        return False
    return 2 * len(found) > len(labels)


def _dated(
    heading: str, labels: Mapping[int, Label], over: Mapping[int, Told], dating: Dating
) -> dict[int, Told]:
    nothing = Told()
    line = periods.read_line(
        [label.period for label in labels.values()],
        over=[over.get(row, nothing).period for row in labels] if over else None,
        year=dating.year,
        heading=heading,
        single=dating.single,
    )
    return dict(zip(labels, dated([*labels.values()], line), strict=True))


def _filled(table: Table) -> list[dict[int, object]]:
    """The labels of each column beside the rows with figures; what is typed once for several stands in each.

    Other rows hold notes, and the title of the next table.
    """
    rows = [row for row in table.body if table.is_filled(row)]
    columns = [each.index for each in table.labels]
    cells = [{row: v for row in table.body if not is_blank(v := table.at(row, c))} for c in columns]
    if not all(row in each for each in cells for row in rows):
        cells = _merged_down(table, cells) or _filled_down(table, cells, rows)
    return [{row: each[row] for row in rows if row in each} for each in cells]


def _merged_down(table: Table, cells: list[dict[int, object]]) -> list[dict[int, object]]:
    """The columns with what is merged over several rows in each; nothing where no cells are merged."""
    spans = [span for span in table.grid.metadata.merged if span.bottom > span.top]
    filled = [dict(each) for each in cells]
    for column, held in zip(table.labels, filled, strict=True):
        for span in spans:
            if span.left <= column.index <= span.right and span.top in held:
                below = range(span.top, min(span.bottom + 1, table.body.stop))
                held.update(dict.fromkeys(below, held[span.top]))
    return filled if spans else []


def _filled_down(
    table: Table, cells: list[dict[int, object]], rows: Sequence[int]
) -> list[dict[int, object]]:
    """The columns with what is typed once filled down, where no row then has the labels of another.

    All of them are tried together, then each by itself; nothing is carried over the heading of a section.
    """
    parts = list(accumulate(int(_is_section(table, row)) for row in table.body))
    part = dict(zip(table.body, parts, strict=True))
    downs = [
        _down(each, frozenset(rows), {row for row in rows if any(row in c for c in cells[n + 1 :])}, part)
        for n, each in enumerate(cells)
    ]
    if _is_unique(rows, downs, part):
        return downs
    kept = list(cells)
    for n, down in enumerate(downs):
        if _is_unique(rows, [*kept[:n], down, *kept[n + 1 :]], part):
            kept[n] = down
    return kept


def _is_section(table: Table, row: int) -> bool:
    """Whether a row holds nothing but one label, and that not in the innermost column of labels."""
    filled = [n for n, value in enumerate(table.cells(row)) if not is_blank(value)]
    inner = table.labels[-1].index - table.left if len(table.labels) > 1 else len(table.cells(row))
    return len(filled) == 1 and filled[0] < inner


def _down(
    cells: Mapping[int, object], rows: Collection[int], inner: Collection[int], part: Mapping[int, int]
) -> dict[int, object]:
    """A column with its empty cells filled from above, in the rows that have a label further in.

    What stands in a row without figures is not carried on: it heads a section, or is a note.
    """
    filled = dict(cells)
    held: tuple[int, object] | None = None
    for row in sorted({*cells, *inner}):
        if row in cells:
            held = (part[row], cells[row]) if row in rows else None
        elif held and held[0] == part[row]:
            filled[row] = held[1]
    return filled


def _is_unique(rows: Sequence[int], columns: Sequence[Mapping[int, object]], part: Mapping[int, int]) -> bool:
    """Whether no two rows of a section have the same labels: a row filled from above would be one twice."""
    keys = [(part[row], *(str(cells.get(row, "")) for cells in columns)) for row in rows]
    return len(set(keys)) == len(keys)


def _row(table: Table, columns: Sequence[LabelColumn], row: int, filters: Collection[int]) -> Side:
    """What the labels of a row say; what stands in columns that rows are picked by is asked for.

    The parts of a whole are then added, and are none by themselves.
    """
    said: dict[str, Any] = {}
    words: tuple[Cell, str] | None = None
    held = [(each, each.cells[row]) for each in columns if row in each.cells]
    is_told = any(label.is_named or row in each.told for each, label in held)
    for each, written in held:
        place = (table.grid.cell(row, each.column.index), written.text)
        is_dated = written.is_named and not is_blank(written.period) and row not in each.told
        # "Burglaries in 2015" beside the periods of the columns
        label = Label(written.text) if is_dated else written
        is_whole = label.is_total and (
            each.column.index in filters or (each.is_breakdown and is_told and each.is_of_whole(filters))
        )
        said |= {"mark": label.mark} if label.mark else {}
        said |= {} if is_whole else _by_label(each, label, place, has_area="area" in said)
        if row in each.asides and not filters:
            said["aside"] = Aside(*place, each.asides[row])
        if row in each.told:
            said |= _by_period(each, each.told[row], label, place, said.get("undated"))
        words = words if label.is_value else place
    return Side(**said) if said.keys() - {"mark", "aside"} or words is None else Side(unknown=words)


def _by_label(
    column: LabelColumn, label: Label, place: tuple[Cell, str], *, has_area: bool
) -> dict[str, Any]:
    """What one more label says of a row; it counts more than those to its left."""
    said: dict[str, Any] = {}
    if label.area:
        said |= {"area": label.area, "unknown_area": None}
    if label.parts:
        said |= {"parts": label.parts, "unknown": None}
    if label.role in PART_OF:
        said["part"] = PART_OF[label.role]
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


def _by_period(
    column: LabelColumn,
    told: Told,
    label: Label,
    place: tuple[Cell, str],
    before: tuple[object, str] | None,
) -> dict[str, Any]:
    """What one more label says of the period; `before` is one without its year, further left."""
    if told.period:
        whole = crossed(*before, told.period) if before else Told()
        said = {"period": whole.period or told.period, "undated": None, "unclear": None}
        assumed = whole.assumed or told.assumed
        return said | {"assumed": (*place, assumed)} if assumed else said
    if told.unclear:
        undated = (label.period, column.column.label.text)
        return {"period": None, "undated": undated, "unclear": (*place, told.unclear)}
    return {"other": place} if column.dates else {}
