"""The axis of time under a trend, drawn: parts of years, years, and marks between the years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from report_builder.periods import two_rows
from report_builder.pictures import timeline
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Line, Mark, Text

FIRST_ROW, ROW = 0.34, 0.43
"""From the axis to the middle of the first row of names, and from row to row."""
TICK = 0.13
"""The mark between two years where a longer one would strike through names."""


def rows(labels: Sequence[str]) -> int:
    """How many rows of names the labels take."""
    return 2 if two_rows(labels)[1] else 1


def time_axis(
    labels: Sequence[str], across: Sequence[float], axis: float, look: Look, edges: timeline.Span
) -> tuple[Mark, ...]:
    """The names of the periods at their places `across`, under an axis at that height.

    No name runs past the `edges` of the paper.
    """
    if not labels:
        return ()
    parts, years = two_rows(labels)
    spans = [timeline.span(part, x, look.small, edges) for part, x in zip(parts, across, strict=True)]
    steps = timeline.rhythm(parts) if years else range(1, len(parts))
    first = _row(parts, spans, timeline.named(spans, steps), axis - FIRST_ROW, look)
    return (*first, *_years(timeline.years(years, across), axis, first, look, edges)) if years else first


def _years(
    runs: Sequence[timeline.Run], axis: float, first: Sequence[Text], look: Look, edges: timeline.Span
) -> tuple[Mark, ...]:
    """The second row: the years, and the marks between them."""
    spans = [timeline.span(year, (start + end) / 2, look.small, edges) for year, start, end in runs]
    names = [year for year, _, _ in runs]
    row = axis - FIRST_ROW - ROW
    second = _row(names, spans, timeline.years_named(runs, spans), row, look)
    return (*_between(runs, axis, row - 0.15, (*first, *second), look), *second)


def _row(
    names: Sequence[str], spans: Sequence[timeline.Span], chosen: Sequence[int], height: float, look: Look
) -> tuple[Text, ...]:
    return tuple(Text((spans[i][0], height), names[i], look.small, look.quiet) for i in chosen)


def _between(
    runs: Sequence[timeline.Run], axis: float, down_to: float, names: Sequence[Text], look: Look
) -> tuple[Line, ...]:
    """Uprights between the years, down to the years' row if all of them are clear of every name."""
    middles = [(end + start) / 2 for (_, _, end), (_, start, _) in pairwise(runs)]
    long = tuple(_upright(x, axis, down_to, look) for x in middles)
    clear = not any(line.crosses(name.box) for line in long for name in names)
    return long if clear else tuple(_upright(x, axis, axis - TICK, look) for x in middles)


def _upright(x: float, top: float, bottom: float, look: Look) -> Line:
    return Line(((x, top), (x, bottom)), look.axis, look.hairline)
