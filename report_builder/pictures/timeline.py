"""The axis of time under a trend: where periods stand, and which of their names there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from report_builder.periods import parse
from report_builder.pictures.lettering import width

GAP = 0.18
"""The least room between two names, in centimetres."""
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


def span(name: str, place: float, size: float, edges: Span) -> Span:
    """The room of a name centred on its place, moved inwards where it would run over an edge."""
    half = width(name, size) / 2
    inwards = max(0.0, edges[0] - place + half) - max(0.0, place + half - edges[1])
    return place - half + inwards, place + half + inwards


def named(spans: Sequence[Span], steps: Iterable[int]) -> tuple[int, ...]:
    """Which names are printed: every one of the first step that fits, back from the last, which always is.

    Where no step fits it is the first and the last, or the last alone.
    """
    for step in steps:
        chosen = range(len(spans) - 1, -1, -step)
        if _apart(spans[index] for index in chosen):
            return tuple(reversed(chosen))
    ends = (0, len(spans) - 1)
    return ends if _apart(spans[index] for index in ends) else ends[1:]


def rhythm(parts: Sequence[str]) -> tuple[int, ...]:
    """The steps that print the same quarters or months every year."""
    return (1, 2, 4) if len(set(parts)) <= 4 else (1, 3, 6, 12)


def _apart(spans: Iterable[Span]) -> bool:
    return all(right + GAP <= left for (_, right), (left, _) in pairwise(sorted(spans)))


def years(names: Sequence[str], places: Sequence[float]) -> tuple[Run, ...]:
    """The years in order, each with the periods of it that follow each other."""
    runs = groupby(zip(names, places, strict=True), key=lambda each: each[0])
    ends = ((name, [place for _, place in run]) for name, run in runs)
    return tuple((name, run[0], run[-1]) for name, run in ends)


def years_named(runs: Sequence[Run], spans: Sequence[Span]) -> tuple[int, ...]:
    """Which years are printed: the last one first of all, then whole years, then parts of years."""
    longest = max(end - start for _, start, end in runs)
    whole = [end - start > longest - 1e-6 for _, start, end in runs]
    order = sorted(range(len(runs)), key=lambda i: (i != len(runs) - 1, not whole[i], -i))
    chosen: list[int] = []
    for index in order:
        if _apart(spans[i] for i in (*chosen, index)):
            chosen.append(index)
    return tuple(sorted(chosen))
