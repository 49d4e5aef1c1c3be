"""A draft as the definition workbook `report.xlsx`: its six sheets, what to check, and help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.definition.headings import SHEETS, plain
from report_builder.drafting.book import (
    add_sheet,
    as_bytes,
    mark_assumed,
    new_book,
    offer,
    write,
    write_help,
    write_line,
)
from report_builder.drafting.draft import Draft, Line, Typed
from report_builder.drafting.help import CHOICES, HELP, LISTED

_ROWS = 300
"""Rows that have drop-downs."""
_WIDE = {
    "name": 34,
    "short_name": 34,
    "aliases": 40,
    "heading": 40,
    "text": 60,
    "row_filter": 34,
    "workbook": 34,
}
_USUAL = 17
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Assumption:
    """One cell of the definition that a person has to confirm."""

    sheet: str
    heading: str
    cell: str
    typed: Typed


def as_workbook(draft: Draft) -> bytes:
    """The definition workbook of a draft; what was assumed is yellow, and listed on a sheet of its own."""
    book = new_book("What the report holds")
    found = [*_settings(book, draft)]
    for name in SHEETS:
        found += _sheet(book, name, getattr(draft, name))
    _to_check(book, found, draft)
    _help(book)
    return as_bytes(book)


def _settings(book: Workbook, draft: Draft) -> Iterator[_Assumption]:
    """The sheet `report`: a setting a row; those that are not typed stand there empty."""
    sheet = add_sheet(book, "report", ("setting", "value", "what to type"), (20, 60, 70))
    named = {name for name, _ in draft.settings}
    empty = [(name, Typed("")) for name in HELP["report"] if name not in named]
    for row, (name, typed) in enumerate((*draft.settings, *empty), 2):
        write(sheet, row, 1, plain(name))
        yield from _typed(sheet, row, 2, name, typed)
        write_help(sheet, row, 3, HELP["report"][name])
        if name in CHOICES["report"]:
            offer(sheet, f"B{row}", CHOICES["report"][name])


def _sheet(book: Workbook, name: str, lines: Sequence[Line]) -> Iterator[_Assumption]:
    fields = [*HELP[name]]
    sheet = add_sheet(
        book, name, [plain(each) for each in fields], [_WIDE.get(each, _USUAL) for each in fields]
    )
    for row, line in enumerate(lines, 2):
        for column, field in enumerate(fields, 1):
            if field in line:
                yield from _typed(sheet, row, column, field, line[field])
    for column, field in enumerate(fields, 1):
        letter = get_column_letter(column)
        cells = f"{letter}2:{letter}{_ROWS}"
        if field in CHOICES.get(name, {}):
            offer(sheet, cells, CHOICES[name][field])
        if field in LISTED.get(name, {}):
            offer(sheet, cells, f"{LISTED[name][field]}!$A$2:$A${_ROWS}", strict=False)


def _typed(sheet: Worksheet, row: int, column: int, field: str, typed: Typed) -> Iterator[_Assumption]:
    cell = write(sheet, row, column, typed.value if typed.value != "" else None)
    if typed.assumed:
        mark_assumed(cell, typed.assumed)
        yield _Assumption(sheet.title, plain(field), cell.coordinate, typed)


# -------------------------------------------------------------------------- what is not read back


def _to_check(book: Workbook, found: Sequence[_Assumption], draft: Draft) -> None:
    """Each assumption in words, with its cell here and its place in the returns; and what was left out."""
    if not found and not draft.left_out:
        return
    sheet = add_sheet(book, "to check", ("where", "what", "how it was come by", "from"), (24, 40, 60, 60))
    book.move_sheet(sheet, 1 - len(book.worksheets))
    write_line(sheet, 2, "Confirm each, or correct it in its cell; the cells are yellow there.")
    alike: dict[tuple[str, str, str], list[_Assumption]] = {}
    for each in found:
        alike.setdefault((each.sheet, each.heading, each.typed.assumed), []).append(each)
    rows = [_row(group) for group in alike.values()]
    rows += [("left out", "", why, where) for where, why in draft.left_out]
    for row, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            write(sheet, row, column, value)


def _row(group: Sequence[_Assumption]) -> tuple[str, str, str, str]:
    """One line for the cells of a heading that were come by in the same way."""
    first, cells = group[0], [each.cell for each in group]
    values = list(dict.fromkeys(_shown(each.typed) for each in group))
    places = list(dict.fromkeys(each.typed.place for each in group if each.typed.place))
    return (
        f"{first.sheet}, {_listed(cells)}",
        f"{first.heading}: {_listed(values)}",
        first.typed.assumed,
        _listed(places),
    )


def _shown(typed: Typed) -> str:
    return (
        f"{typed.value:%d %B %Y}".lstrip("0")
        if not isinstance(typed.value, str | int | float)
        else str(typed.value)
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "; ".join(names[:_SHOWN]) + more


def _help(book: Workbook) -> None:
    sheet = add_sheet(book, "help", ("sheet", "heading", "what to type", "it may be"), (14, 20, 70, 70))
    lines = [(name, field, text) for name, fields in HELP.items() for field, text in fields.items()]
    for row, (name, field, text) in enumerate(lines, 2):
        choices = ", ".join(CHOICES.get(name, {}).get(field, ()))
        for column, value in enumerate((name, plain(field), text, choices), 1):
            write(sheet, row, column, value)
