"""The blank return: a form that an agency fills in, and that is read back without a mapping.

Every figure the report wants of its period has a row of its own, so that mostly only the value is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.drafting.book import add_sheet, as_bytes, box, new_book, offer, write, write_line
from report_builder.model import BLANK_RETURN, BLANK_RETURN_LISTS, Area, Definition, Indicator, Kind, Status
from report_builder.periods import MONTHS, Period, Span

FILE_NAME = "blank return.xlsx"
MARKS = (
    "not available",
    "not applicable",
    "suppressed",
    "..",
    "n/a",
    "*",
    "[x]",
    "[c]",
    "[z]",
    "[low]",
    "[u]",
)
"""What may stand in place of a number."""
STATUSES = (Status.FINAL, Status.PROVISIONAL, Status.REVISED, Status.ESTIMATED)
_SHEET = "Return"
_WIDTHS = (44, 28, 30, 14, 14, 50)
_HEADING = 6
_SPARE = 100
_EARLIER = 4
"""Periods before the one reported that may be picked, for corrections."""
_SIGNED = (Kind.MEAN, Kind.INDEX, Kind.REDUCTION)


def blank_return(definition: Definition) -> bytes:
    """The form for the indicators, areas and period of a definition, as a workbook."""
    rows = [*_rows(definition)]
    book = new_book(f"Return for {definition.settings.board}")
    sheet = add_sheet(book, _SHEET, BLANK_RETURN, _WIDTHS, _HEADING)
    write_line(sheet, 1, f"Return for {definition.settings.board}", is_help=False)
    for row, line in enumerate(_instructions(definition), 2):
        write_line(sheet, row, line)
    for row, values in enumerate(rows, _HEADING + 1):
        for column, value in enumerate(values, 1):
            write(sheet, row, column, value)
    last = _HEADING + len(rows) + _SPARE
    box(sheet, f"A{_HEADING + 1}:C{last}", to_type=False)
    box(sheet, f"D{_HEADING + 1}:F{last}", to_type=True)
    _rules(book, sheet, definition, last)
    return as_bytes(book)


def _instructions(definition: Definition) -> tuple[str, ...]:
    return (
        f"Type the figures for {definition.settings.period} under Value; where there is none: not available.",
        "Percentages: type 27% or 27, never 0.27. Leave a row empty if it is not yours.",
        "For another area or an earlier period go to the empty rows below and pick from the lists.",
    )


def _rows(definition: Definition) -> Iterator[tuple[str, str, str]]:
    """The figures that the report wants: each indicator of the subject, and of districts that it compares."""
    for each in sorted(definition.indicators, key=lambda each: each.owner):
        period = _written(each.own_period(definition.settings.period))
        yield from ((each.label, area.name, period) for area in _areas(each, definition))


def _areas(indicator: Indicator, definition: Definition) -> tuple[Area, ...]:
    districts = definition.districts() if "districts" in indicator.charts else ()
    return (definition.subject, *districts)


def _written(period: Period) -> str:
    """A period as it is typed in a return, in a spelling that is read back as the same."""
    if period.span is Span.TO_DATE:
        year, month = divmod(period.last, 12)
        return f"YTD {MONTHS[month]} {year}"
    return str(period)


# -------------------------------------------------------------------------------------------- rules


def _rules(book: Workbook, sheet: Worksheet, definition: Definition, last: int) -> None:
    """Lists to pick from, and the check that a value is a number or a mark."""
    lists: Worksheet = book.create_sheet(BLANK_RETURN_LISTS)
    lists.sheet_state = "hidden"
    offered = (
        [each.label for each in definition.indicators],
        [area.name for area in definition.areas],
        [*_periods(definition)],
    )
    for column, words in zip("ABC", offered, strict=True):
        for row, word in enumerate(words, 1):
            write(lists, row, "ABC".index(column) + 1, word)
        cells = f"{column}{_HEADING + 1}:{column}{last}"
        offer(sheet, cells, f"{BLANK_RETURN_LISTS}!${column}$1:${column}${len(words)}")
    for row, mark in enumerate(MARKS, 1):
        write(lists, row, 4, mark)
    offer(sheet, f"E{_HEADING + 1}:E{last}", STATUSES)
    _check_values(sheet, definition.indicators, f"D{_HEADING + 1}", f"D{last}")


def _check_values(sheet: Worksheet, indicators: Sequence[Indicator], first: str, last: str) -> None:
    """A number from zero up, or a mark; below zero only where an indicator may be."""
    is_signed = any(each.can_be_negative or each.kind in _SIGNED for each in indicators)
    number = f"ISNUMBER({first})" if is_signed else f"AND(ISNUMBER({first}),{first}>=0)"
    mark = f"SUMPRODUCT(--({BLANK_RETURN_LISTS}!$D$1:$D${len(MARKS)}={first}))>0"
    rule = DataValidation("custom", formula1=f"OR({number},{mark})", allow_blank=True, showErrorMessage=True)
    rule.errorTitle = "Not a number"
    rule.error = "Type a number, or a mark such as: not available."
    sheet.add_data_validation(rule)
    rule.add(f"{first}:{last}")


def _periods(definition: Definition) -> Iterator[str]:
    """The periods that are reported, of each kind that an indicator has, and some before."""
    newest = dict.fromkeys(each.own_period(definition.settings.period) for each in definition.indicators)
    steps = {
        each.own_period(definition.settings.period): each.frequency.months for each in definition.indicators
    }
    found = (
        _written(period.moved(-back * steps[period])) for period in newest for back in range(_EARLIER + 1)
    )
    yield from dict.fromkeys(found)
