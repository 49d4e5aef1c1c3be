"""Names of periods on an axis of time: the parts of years over the years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_builder.periods.period import MONTHS

_YEAR_LAST = re.compile(r"(?:\d+ months to )?(?P<part>.+) (?P<year>\d{4}(?:/\d\d)?)")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4}(?:/\d\d)?) (?P<part>Q\d)")
_MONTH = re.compile("|".join(MONTHS))


def two_rows(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels as parts of years and the years, 'Q1' and '2016/17'; no years where one has none."""
    matches = [_YEAR_LAST.fullmatch(label) or _YEAR_FIRST.fullmatch(label) for label in labels]
    found = [match for match in matches if match]
    if len(found) < len(labels):
        return tuple(labels), ()
    return tuple(_shortened(match["part"]) for match in found), tuple(match["year"] for match in found)


def _shortened(part: str) -> str:
    return _MONTH.sub(lambda month: month[0][:3], part)
