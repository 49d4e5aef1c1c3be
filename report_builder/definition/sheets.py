"""The sheets of the definition workbook as records: field to value, and field to cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils import get_column_letter

from report_builder.definition.headings import SETTINGS, SHEETS, by_key, key, plain
from report_builder.model import Cell
from report_builder.problems import Faults, Problem, problem, suggestion
from report_builder.workbooks import Row, is_blank, read_sheets

FILE_NAME = "report.xlsx"
POPULATION = "population "
_POPULATION = re.compile(
    r"(?:mid\s*)?(?:year\s*)?(?:population|pop)\D*(\d{4})|(?:mid\s*)?(\d{4})\D*(?:population|pop)\D*"
)

Grids = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Record:
    """One row of a sheet: the filled fields, where each was typed, and where the empty ones are."""

    values: Mapping[str, object]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    empty: Mapping[str, Cell] = field(default_factory=dict)

    def without(self, *names: str) -> Record:
        """The record with some fields left out."""
        kept = {name: value for name, value in self.values.items() if name not in names}
        return replace(self, values=kept, cells={n: c for n, c in self.cells.items() if n not in names})

    def having(self, **values: object) -> Record:
        """The record with some fields set."""
        return replace(self, values={**self.values, **values})


def read_grids(path: Path) -> tuple[Grids, tuple[Problem, ...]]:
    """The cells of every sheet, by its name in lower case, and the cells that hold no result.

    Raises Faults where the file cannot be read.
    """
    if not path.exists():
        raise Faults([problem("no-definition", path.parent.name)])
    sheets, faults = read_sheets(path)
    if faults:
        raise Faults(faults)
    named = {sheet.name.strip().casefold(): sheet for sheet in sheets}
    broken = (
        problem("formula-broken", at(name, *place), found=found)
        for name in ("report", *SHEETS)
        if name in named
        for place, found in named[name].metadata.broken.items()
    )
    return {name: sheet.rows for name, sheet in named.items()}, tuple(broken)


def text_of(value: object) -> str:
    """A cell's value as it would be typed: 5.0 is '5'."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def records_of(grids: Grids, sheet: str, *, needed: bool) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The filled rows below the heading row of a sheet, and the faults of its headings."""
    headings = SHEETS[sheet]
    if sheet not in grids:
        return (), ((_missing(grids, sheet, headings),) if needed else ())
    grid = grids[sheet]
    start = next((i for i, row in enumerate(grid) if not all(map(is_blank, row))), None)
    if start is None:
        return (), ()
    columns, faults = _columns(grid[start], sheet, start)
    records = (_record(row, sheet, i, columns) for i, row in enumerate(grid[start + 1 :], start + 1))
    return tuple(record for record in records if record.values), faults


def _missing(grids: Grids, sheet: str, headings: Mapping[str, object]) -> Problem:
    wanted = ", ".join(map(plain, headings))
    return problem(
        "sheet-missing", FILE_NAME, sheet=sheet, suggestion=suggestion(sheet, grids), headings=wanted
    )


def _columns(row: Row, sheet: str, number: int) -> tuple[dict[int, str], tuple[Problem, ...]]:
    known = by_key(SHEETS[sheet])
    columns: dict[int, str] = {}
    faults = []
    for i, heading in enumerate(row):
        if is_blank(heading):
            continue
        field_name = _field(key(heading), sheet, known)
        if field_name is None:
            faults.append(_unknown_heading(heading, sheet, at(sheet, number, i), known))
        elif field_name in columns.values():
            faults.append(problem("heading-twice", at(sheet, number, i), found=heading))
        else:
            columns[i] = field_name
    return columns, tuple(faults)


def _field(heading: str, sheet: str, known: Mapping[str, str]) -> str | None:
    if sheet == "areas" and (match := _POPULATION.fullmatch(heading)):
        return f"{POPULATION}{match[1] or match[2]}"
    return known.get(heading)


def _unknown_heading(heading: object, sheet: str, where: Cell, known: Mapping[str, str]) -> Problem:
    headings = ", ".join(map(plain, SHEETS[sheet]))
    hint = suggestion(key(heading), known) or f"The headings are: {headings}."
    return problem("heading-unknown", where, found=heading, sheet=sheet, suggestion=hint)


def _record(row: Row, sheet: str, number: int, columns: Mapping[int, str]) -> Record:
    filled = {i: name for i, name in columns.items() if i < len(row) and not is_blank(row[i])}
    return Record(
        {name: row[i] for i, name in filled.items()},
        {name: at(sheet, number, i) for i, name in filled.items()},
        {name: at(sheet, number, i) for i, name in columns.items() if i not in filled},
    )


def at(sheet: str, row: int, column: int) -> Cell:
    """A cell of the definition, counted from 0."""
    return Cell(FILE_NAME, sheet, f"{get_column_letter(column + 1)}{row + 1}")


def settings_of(grids: Grids) -> tuple[Record | None, tuple[Problem, ...]]:
    """The sheet `report` as one record: a setting a row; a setting written twice is two lines."""
    if "report" not in grids:
        return None, (_missing(grids, "report", {"setting": (), "value": ()}),)
    known = by_key(SETTINGS)
    record = Record({})
    faults = []
    for i, (name, value) in _pairs(grids["report"]):
        if key(name) not in known:
            hint = suggestion(key(name), known) or f"The settings are: {', '.join(map(plain, SETTINGS))}."
            faults.append(problem("setting-unknown", at("report", i, 0), found=name, suggestion=hint))
        else:
            record = _with_line(record, known[key(name)], value, at("report", i, 1))
    return record, tuple(faults)


def _pairs(grid: tuple[Row, ...]) -> Iterator[tuple[int, tuple[object, object]]]:
    for i, row in enumerate(grid):
        if len(row) > 1 and not is_blank(row[0]) and not is_blank(row[1]) and key(row[0]) != "setting":
            yield i, (row[0], row[1])


def _with_line(record: Record, name: str, value: object, cell: Cell) -> Record:
    if name in record.values:
        value = f"{text_of(record.values[name])}\n{text_of(value)}"
        cell = Cell(cell.workbook, cell.sheet, f"{record.cells[name].ref}+{cell.ref}")
    return Record({**record.values, name: value}, {**record.cells, name: cell})
