"""The axis of time under a trend: where periods stand, and which of their names there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from report_builder.periods import MONTHS, parse
from report_builder.pictures.lettering import width

GAP = 0.18
"""The least room between two names, in centimetres."""
_YEAR_LAST = re.compile(r"(?:\d+ months to )?(?P<part>.+) (?P<year>\d{4}(?:/\d\d)?)")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4}(?:/\d\d)?) (?P<part>Q\d)")
_MONTH = re.compile("|".join(MONTHS))
Span = tuple[float, float]
Run = tuple[str, float, float]
"""A year and the places of its first and last period."""


def spread(labels: Sequence[str]) -> tuple[float, ...]:
    """The place of each label from 0 to 1: by time where all are periods in order, otherwise evenly."""
    if len(labels) < 2:
        return (0.5,) * len(labels)
    periods = [parse(label) for label in labels]
    ends = [period.last for period in periods if period]
    in_order = len(ends) == len(labels) and all(a < b for a, b in pairwise(ends))
    steps = ends if in_order else range(len(labels))
    return tuple((step - steps[0]) / (steps[-1] - steps[0]) for step in steps)


def two_rows(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels as parts of years and the years, 'Q1' and '2016/17'; no years where one has none."""
    matches = [_YEAR_LAST.fullmatch(label) or _YEAR_FIRST.fullmatch(label) for label in labels]
    found = [match for match in matches if match]
    if len(found) < len(labels):
        return tuple(labels), ()
    return tuple(_shortened(match["part"]) for match in found), tuple(match["year"] for match in found)


def _shortened(part: str) -> str:
    return _MONTH.sub(lambda month: month[0][:3], part)


def named(names: Sequence[str], places: Sequence[float], size: float, regular: bool) -> tuple[int, ...]:
    """Which names are printed: all, or every second, third, ... back from the last, which always is.

    `regular` names repeat from year to year, so that only steps that keep the rhythm are tried.
    """
    spans = [_span(name, place, size) for name, place in zip(names, places, strict=True)]
    for step in _rhythm(names) if regular else range(1, len(names)):
        chosen = range(len(names) - 1, -1, -step)
        if _apart(spans[index] for index in chosen):
            return tuple(reversed(chosen))
    ends = (0, len(names) - 1)
    return ends if _apart(spans[index] for index in ends) else ends[1:]


def _rhythm(names: Sequence[str]) -> tuple[int, ...]:
    return (1, 2, 4) if len(set(names)) <= 4 else (1, 3, 6, 12)


def _span(words: str, centre: float, size: float) -> Span:
    half = width(words, size) / 2
    return centre - half, centre + half


def _apart(spans: Iterable[Span]) -> bool:
    ordered = sorted(spans)
    return all(right + GAP <= left for (_, right), (left, _) in pairwise(ordered))


def years(names: Sequence[str], places: Sequence[float]) -> tuple[Run, ...]:
    """The years in order, each with the periods of it that follow each other."""
    runs = groupby(zip(names, places, strict=True), key=lambda each: each[0])
    ends = ((name, [place for _, place in run]) for name, run in runs)
    return tuple((name, run[0], run[-1]) for name, run in ends)


def years_named(runs: Sequence[Run], size: float) -> tuple[int, ...]:
    """Which years are printed: the last one first of all, then whole years, then parts of years."""
    longest = max(end - start for _, start, end in runs)
    last = len(runs) - 1
    order = sorted(range(len(runs)), key=lambda i: (i != last, runs[i][2] - runs[i][1] < longest - 1e-6, -i))
    chosen: list[int] = []
    for index in order:
        if _apart(_span(runs[i][0], (runs[i][1] + runs[i][2]) / 2, size) for i in (*chosen, index)):
            chosen.append(index)
    return tuple(sorted(chosen))
