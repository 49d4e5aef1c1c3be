"""Which indicators a fault or a doubt is about: as its words name them, or as its place does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from report_builder.arrivals.inbox import Inbox
from report_builder.model import Definition
from report_builder.problems import Problem

_REF = re.compile(r"([A-Z]+)(\d+)")
_COUNTED_APART = (
    "restated",
    "figures-gone",
    "figure-missing",
    "indicator-without-figures",
    "subject-without-figures",
)
"""What other columns of the table say."""
_A_SHEET = 2
_Index = Mapping[tuple[str, ...], frozenset[str]]


def concerns(definition: Definition, inbox: Inbox) -> Mapping[str, tuple[tuple[str, Problem], ...]]:
    """By indicator, the faults and doubts about it, each with the file that it is in; '' where it is in none.

    What is missing or has changed since publication is left out: it is counted by itself.
    """
    index = _index(inbox)
    about: dict[str, list[tuple[str, Problem]]] = {each.id: [] for each in definition.indicators}
    for problem in inbox.found:
        if problem.code in _COUNTED_APART:
            continue
        place = _place(problem.where, index)
        for indicator in _named(problem, definition) or _standing(place, index):
            if indicator in about:
                about[indicator].append((place[0] if place else "", problem))
    return {indicator: tuple(problems) for indicator, problems in about.items()}


def _index(inbox: Inbox) -> _Index:
    """The indicators of each file, each sheet, and each row and column of a sheet."""
    index: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in inbox.idle():
        index[(file,)] |= inbox.expected_of(file)
    for each in inbox.figures:
        sheet = (each.cell.workbook, each.cell.sheet)
        index[sheet[:1]].add(each.indicator)
        index[sheet].add(each.indicator)
        for column, row in _REF.findall(each.cell.ref):
            index[(*sheet, row)].add(each.indicator)
            index[(*sheet, column)].add(each.indicator)
    return {place: frozenset(known) for place, known in index.items()}


def _place(where: str, index: _Index) -> tuple[str, ...]:
    """The file of a place, its sheet and its cell, as far as they are known; names may hold commas."""
    held = {_said(each): each for each in index if len(each) <= _A_SHEET}
    starts = [each for each in held if f"{where}, ".startswith(f"{each}, ")]
    nearest = max(starts, key=len, default="")
    rest = where.removeprefix(nearest).removeprefix(", ")
    return (*held[nearest], *([rest] if rest else [])) if nearest else ()


def _said(place: tuple[str, ...]) -> str:
    return ", ".join(filter(None, place))


def _standing(place: tuple[str, ...], index: _Index) -> frozenset[str]:
    """The indicators in the row of a cell, or else in its column, its sheet, its file."""
    return next((index[each] for each in _wider(place) if each in index), frozenset())


def _wider(place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if match := _REF.match(place[-1]) if len(place) > _A_SHEET else None:
        yield from ((*place[:2], match[2]), (*place[:2], match[1]))
    yield from (place[:2], place[:1])


def _named(problem: Problem, definition: Definition) -> frozenset[str]:
    """The indicators that the words of a fault name."""
    return frozenset(
        each.id
        for each in definition.indicators
        if f"“{each.label}”" in problem.what or problem.what.startswith(f"{each.name}, ")
    )
