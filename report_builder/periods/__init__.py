"""Periods of official statistics: what they are, how they are said, and how labels name them.

`parse` reads a label by itself, `read_line` labels that stand beside one another, and `titled` the
one period within a line of text. What could mean two things is not read.
"""

from report_builder.periods.labels import two_rows
from report_builder.periods.lines import Line, read_line
from report_builder.periods.period import (
    FINANCIAL_YEAR_START,
    MONTHS,
    Period,
    Span,
    months_of,
    say,
    say_in_full,
)
from report_builder.periods.readings import SingleYear
from report_builder.periods.spellings import is_period, is_window, parse
from report_builder.periods.styles import Style, styled, styled_in_full
from report_builder.periods.titles import titled

__all__ = [
    "FINANCIAL_YEAR_START",
    "MONTHS",
    "Line",
    "Period",
    "SingleYear",
    "Span",
    "Style",
    "is_period",
    "is_window",
    "months_of",
    "parse",
    "read_line",
    "say",
    "say_in_full",
    "styled",
    "styled_in_full",
    "titled",
    "two_rows",
]
