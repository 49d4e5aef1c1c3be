"""Number formats, as spreadsheets write them: `0.0%`, `#,##0;[Red]-#,##0`."""

from __future__ import annotations

import re

_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def shows_percentage(code: str) -> bool:
    """Whether a number format shows a number as a percentage: a literal sign does not."""
    return "%" in _SHOWN_AS_IT_IS.sub("", code)
