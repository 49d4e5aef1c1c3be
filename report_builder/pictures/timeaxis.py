"""The axis of time under a trend, drawn: parts of years, years, and marks between the years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from report_builder.pictures import timeline
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Align, Line, Mark, Text

FIRST_ROW, ROW = 0.34, 0.43
"""From the axis to the middle of the first row of names, and from row to row."""
TICK = 0.13
"""The mark between two years where a longer one would strike through names."""


def rows(labels: Sequence[str]) -> int:
    """How many rows of names the labels take."""
    return 2 if timeline.two_rows(labels)[1] else 1


def time_axis(
    labels: Sequence[str], across: Sequence[float], axis: float, look: Look, edges: tuple[float, float]
) -> tuple[Mark, ...]:
    """The names of the periods at their places `across`, under an axis at that height.

    No name runs past the `edges` of the paper.
    """
    if not labels:
        return ()
    parts, years = timeline.two_rows(labels)
    printed = timeline.named(parts, across, look.small, regular=bool(years))
    first = tuple(_name(parts[i], across[i], axis - FIRST_ROW, look, edges) for i in printed)
    if not years:
        return first
    runs = timeline.years(years, across)
    row = axis - FIRST_ROW - ROW
    named = (runs[i] for i in timeline.years_named(runs, look.small))
    second = tuple(_name(year, (start + end) / 2, row, look, edges) for year, start, end in named)
    return (*_between(runs, axis, row - 0.15, (*first, *second), look), *first, *second)


def _name(words: str, x: float, row: float, look: Look, edges: tuple[float, float]) -> Text:
    """A name centred on its place, moved inwards where it would run over an edge."""
    text = Text((x, row), words, look.small, look.quiet, align=Align.CENTRE)
    inwards = max(0.0, edges[0] - text.box.left) - max(0.0, text.box.right - edges[1])
    return text.moved_to((x + inwards, row))


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
