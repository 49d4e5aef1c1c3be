"""Records become typed values; what cannot be one becomes a fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from report_builder import periods
from report_builder.definition.headings import plain
from report_builder.definition.sheets import FILE_NAME, Record, text_of
from report_builder.model import Row
from report_builder.periods import Period
from report_builder.problems import Problem, problem, suggestion

Kind = TypeVar("Kind", bound=Row)
Filters = tuple[tuple[str, str], ...]

_DATES = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
_CHOICES = {
    "monthly": "month", "quarterly": "quarter", "annual": "year", "yearly": "year", "annually": "year",
    "rolling": "rolling 12 months", "rolling 12m": "rolling 12 months", "year to date": "cumulative",
    "neutral": "neither", "lower is better": "lower", "higher is better": "higher",
    "proportion": "percentage", "percent": "percentage", "%": "percentage", "number": "count",
    "same quarter last year": "same period last year", "previous period": "previous",
    "maximum": "at most", "minimum": "at least",
    "reduction on previous year": "reduction", "reduction on a period": "reduction", "profiled": "profile",
    "gov uk": "govuk", "gov.uk": "govuk", "first period": "first figure", "first value": "first figure",
    "indicative": "low reliability", "unreliable": "low reliability", "no longer produced": "discontinued",
    "peer": "comparator", "comparator set": "comparator", "estimate": "estimated", "break": "series break",
}  # fmt: skip
_EXPECTED: dict[Any, str] = {
    float: "Write a number.",
    int: "Write a whole number.",
    bool: "Write yes or no.",
    date: "Write a date such as 8 December 2016.",
    Period: "Write a period such as Q2 2016/17 or September 2016.",
    tuple[float, ...]: "Write a number for each period of the year, with semicolons between: 12; 24; 36; 50.",
    Filters: "Write “Column = value”, and more than one with a semicolon between.",
}


_PARAGRAPHS = ("introduction", "recommendations", "contact")
"""Settings that are whole lines, in which a semicolon is a semicolon."""

_YES_NO = {"yes": True, "no": False}
_BOUNDS = {
    "greater_than": "Write a number above zero.",
    "greater_than_equal": "Write zero or more.",
    "less_than_equal": "Write a smaller number.",
}


def typed(kind: type[Kind], records: Iterable[Record]) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The records as values of one kind, and the faults of those that cannot be."""
    values: list[Kind] = []
    faults: list[Problem] = []
    for record in records:
        tidy = {name: _tidy(name, _wanted(kind, name), value) for name, value in record.values.items()}
        try:
            values.append(kind.model_validate({**tidy, "cells": record.cells}))
        except ValidationError as error:
            errors = {str(each["loc"][0]): each["type"] for each in error.errors()}
            faults += [_fault(kind, name, record, why) for name, why in errors.items()]
    return tuple(values), tuple(dict.fromkeys(faults))


def _wanted(kind: type[BaseModel], name: str) -> Any:
    """The type of a field without its `None`."""
    annotation: Any = kind.model_fields[name].annotation
    if get_origin(annotation) in (Union, UnionType):
        return next(each for each in get_args(annotation) if each is not type(None))
    return annotation


def _tidy(name: str, wanted: Any, value: object) -> object:
    """A cell's value in the form its field wants: lists split, choices in lower case, periods read."""
    if wanted == Filters:
        return _filters(text_of(value))
    if get_origin(wanted) is tuple:
        return _listed(name, wanted, value)
    if wanted is Period:
        return value if isinstance(value, Period) else periods.parse(value)
    if wanted is date:
        return _date(value)
    if wanted is bool:
        return _YES_NO.get(text_of(value).casefold(), value)
    if get_origin(wanted) is Literal or (isinstance(wanted, type) and issubclass(wanted, StrEnum)):
        return _choice(wanted, text_of(value))
    if wanted in (int, float) and isinstance(value, str):
        return value.replace(",", "")
    return text_of(value) if wanted is str else value


def _listed(name: str, wanted: Any, value: object) -> object:
    """Several things in one cell: numbers, or texts with semicolons or lines between."""
    if get_args(wanted)[0] is float:
        return _numbers(value)
    between = r"\n" if name in _PARAGRAPHS else r"[;\n]"
    return tuple(part.strip() for part in re.split(between, text_of(value)) if part.strip())


def _filters(text: str) -> object:
    parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
    pairs = tuple(tuple(side.strip() for side in part.split("=", 1)) for part in parts)
    return pairs if all(len(pair) > 1 and all(pair) for pair in pairs) else None


def _numbers(value: object) -> object:
    """The numbers of a profile, with semicolons, spaces or lines between."""
    parts = [part for part in re.split(r"[;\n]|\s+|, ", text_of(value).strip()) if part]
    try:
        return tuple(float(part.replace(",", "")) for part in parts)
    except ValueError:
        return value


def _date(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    for spelling in _DATES:
        try:
            return datetime.strptime(text_of(value), spelling).date()
        except ValueError:
            continue
    return value


def _choice(wanted: Any, text: str) -> str:
    folded = " ".join(text.casefold().split())
    allowed = _allowed(wanted)
    other = _CHOICES.get(folded, folded)
    return next((each for each in (folded, other) if each in allowed), text)


def _allowed(wanted: Any) -> list[str]:
    if get_origin(wanted) is tuple:
        wanted = get_args(wanted)[0]
    is_choice = isinstance(wanted, type) and issubclass(wanted, StrEnum)
    return [each.value for each in wanted] if is_choice else [str(each) for each in get_args(wanted)]


def _fault(kind: type[BaseModel], name: str, record: Record, why: str) -> Problem:
    if name not in record.values:
        sheet = next(iter(record.cells.values())).sheet if record.cells else "report"
        if name in record.empty:
            return problem("value-missing", record.empty[name], heading=plain(name))
        if sheet == "report":
            return problem("value-missing", f"{FILE_NAME}, {sheet}", heading=plain(name))
        return problem(
            "heading-missing", f"{FILE_NAME}, {sheet}", sheet=sheet, heading=plain(name), suggestion=""
        )
    wanted, found = _wanted(kind, name), text_of(record.values[name])
    expected = _BOUNDS.get(why) or _EXPECTED.get(wanted)
    if expected is None:
        expected = f"It may be: {', '.join(_allowed(wanted))}."
    return problem(
        "value-not-allowed",
        record.cells.get(name, FILE_NAME),
        found=found,
        heading=plain(name),
        suggestion=suggestion(found, _allowed(wanted)) if wanted not in _EXPECTED else "",
        expected=expected,
    )
