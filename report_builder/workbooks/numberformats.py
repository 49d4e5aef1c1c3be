"""Number formats and errors, as spreadsheets write them: `0.0%`, `#,##0;[Red]-#,##0`, `#DIV/0!`."""

from __future__ import annotations

import re
from collections.abc import Mapping

BUILT_IN: Mapping[int, str] = {9: "0%", 10: "0.00%"}
"""The formats of percentages that no file has to write down."""
DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of the formats of dates and times that no file has to write down."""
ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The errors of a cell by the numbers that the binary formats give them."""
_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def shows_percentage(code: str) -> bool:
    """Whether a number format shows a number as a percentage: a literal sign does not."""
    return "%" in _SHOWN_AS_IT_IS.sub("", code)


def shows_date(code: str) -> bool:
    """Whether a number format shows a number as a date or a time."""
    return (
        bool(set(_SHOWN_AS_IT_IS.sub("", code).casefold()) & set("ymdhs"))
        and "general" not in code.casefold()
    )
