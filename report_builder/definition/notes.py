"""The periods of a note: one, a range, everything up to one, everything from one, or all."""

from __future__ import annotations

import re

from report_builder import periods
from report_builder.definition.sheets import Record, text_of
from report_builder.periods import Period
from report_builder.problems import Problem, problem

_ALL = ("all", "every", "any")
_EXPECTED = "Write “Q2 2016/17”, “up to Q3 2015/16”, “from Q1 2015/16”, or leave it empty."

Range = tuple[Period | None, Period | None]


def with_range(record: Record) -> tuple[Record, tuple[Problem, ...]]:
    """The record of a note with its `period` read into `first` and `last`."""
    if "period" not in record.values:
        return record, ()
    cell, typed = record.cells["period"], record.values["period"]
    rest = record.without("period")
    found = read_range(typed)
    if found is None:
        return rest, (
            problem(
                "value-not-allowed",
                cell,
                found=text_of(typed),
                heading="period",
                suggestion="",
                expected=_EXPECTED,
            ),
        )
    ends = {name: end for name, end in zip(("first", "last"), found, strict=True) if end}
    return Record({**rest.values, **ends}, {**rest.cells, **dict.fromkeys(ends, cell)}), ()


def read_range(typed: object) -> Range | None:
    """The first and last period that a cell of the heading `period` names; None where it names none."""
    if period := periods.parse(typed):
        return period, period
    text = text_of(typed)
    if text.casefold() in _ALL:
        return None, None
    if match := re.fullmatch(r"(?:up to|to|until|before and including) (.+)", text, re.IGNORECASE):
        return (None, last) if (last := periods.parse(match[1])) else None
    if match := re.fullmatch(r"(?:from|since) (.+)", text, re.IGNORECASE):
        return (first, None) if (first := periods.parse(match[1])) else None
    return _between(text)


def _between(text: str) -> Range | None:
    for join in re.finditer(r"\s+(?:to|until|-|–)\s+", text):
        first, last = periods.parse(text[: join.start()]), periods.parse(text[join.end() :])
        if first and last:
            return first, last
    return None
