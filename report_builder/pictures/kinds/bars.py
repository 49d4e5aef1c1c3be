"""Bars across, one an area: the subject among its peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from report_builder.model import Picture, Point
from report_builder.pictures import status
from report_builder.pictures.kinds import kind
from report_builder.pictures.labels import Label, stacked
from report_builder.pictures.lettering import width, wrapped
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Align, Bar, Box, Drawing, Line, Mark, Text
from report_builder.pictures.scale import Scale

WIDTH = 12.6
EDGE = 0.12
ROW, TIGHTEST_ROW, SECOND_LINE = 0.62, 0.42, 0.4
"""The height of a bar's row, the least it may be, and that of each further line of its name."""
TALLEST = 13.6
"""Many bars share this height, so that they stand unscaled on a landscape page."""
THICKNESS = 0.66
"""The part of a row of one line that its bar fills."""
NAME_ROOM = 6.2
"""The widest that a name may be before it is put on two lines."""
BESIDE = 0.14
FOOT_ROW = 0.5


@kind("peers")
def bars(picture: Picture, look: Look) -> Drawing:
    """A bar a point, top to bottom, half a landscape page wide; its height grows with the bars."""
    chart = _planned(picture, look)
    drawn = [mark for row in chart.rows for mark in _bar(chart, row)]
    values = [_value(chart, row) for row in chart.rows]
    names = [text for row in chart.rows for text in _name(chart, row)]
    marks = (*drawn, _zero(chart), *values, *names, *_foot(chart))
    return Drawing(WIDTH, chart.height, marks)


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar's place: its point, the lines of its name, the middle and the height of its row."""

    point: Point
    name: tuple[str, ...]
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class _Chart:
    """What is drawn and where; heights count from the bottom of the paper."""

    picture: Picture
    look: Look
    scale: Scale
    rows: tuple[_Row, ...]
    foot: tuple[str, ...]
    top: float
    bottom: float
    height: float

    def emphasised(self, point: Point) -> bool:
        """Whether a point is the one that stands out."""
        return bool(self.picture.emphasis) and point.fact == self.picture.emphasis


# ------------------------------------------------------------------------------ planning


def _planned(picture: Picture, look: Look) -> _Chart:
    names = [wrapped(point.label, NAME_ROOM, look.size) for point in picture.points]
    scale = _scale(picture, look, names)
    foot = wrapped(status.key_of_bars(picture.points), WIDTH - 2 * EDGE, look.small)
    heights = [_row_height(name, len(names)) for name in names]
    bottom = EDGE + FOOT_ROW * len(foot)
    top = bottom + sum(heights)
    height = top + EDGE
    middles = [top - below + own / 2 for below, own in zip(accumulate(heights), heights, strict=True)]
    rows = tuple(map(_Row, picture.points, names, middles, heights))
    return _Chart(picture, look, scale, rows, foot, top, bottom, height)


def _row_height(name: tuple[str, ...], bars: int) -> float:
    return min(ROW, max(TIGHTEST_ROW, TALLEST / max(bars, 1))) + SECOND_LINE * max(0, len(name) - 1)


def _scale(picture: Picture, look: Look, names: list[tuple[str, ...]]) -> Scale:
    """From the least value (or zero) to the greatest, with room for the words at both ends of bars."""
    values = [point.value for point in picture.points if point.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    widest = _widest_value(picture, look)
    name = max((width(line, look.size, bold=True) for lines in names for line in lines), default=0.0)
    left = EDGE + name + 2 * BESIDE + (widest + BESIDE if low < 0 else 0.0)
    return Scale(low, high, high - low, left, WIDTH - EDGE - widest - 2 * BESIDE)


# ------------------------------------------------------------------------------- drawing


def _bar(chart: _Chart, row: _Row) -> Iterator[Mark]:
    if not row.point.value:
        return
    colour = _colour(chart, row.point)
    half = THICKNESS / 2 * (row.height - SECOND_LINE * (len(row.name) - 1))
    left, right = sorted((chart.scale.at(0), chart.scale.at(row.point.value)))
    set_apart = status.caution(row.point) and not status.all_alike(chart.picture.points)
    fill = chart.look.paper if set_apart else colour
    yield Bar(Box(left, row.middle - half, right, row.middle + half), fill, colour)


def _colour(chart: _Chart, point: Point) -> str:
    """The subject's colour for the bar that stands out, and for all where none does."""
    plain = not chart.picture.emphasis
    return chart.look.subject if plain or chart.emphasised(point) else chart.look.rest


def _zero(chart: _Chart) -> Line:
    x = chart.scale.at(0)
    return Line(((x, chart.bottom), (x, chart.top)), chart.look.axis, chart.look.axis_line)


def _value(chart: _Chart, row: _Row) -> Text:
    """The value at the end of its bar; a missing one is told where the bar would begin."""
    value = row.point.value or 0.0
    bold = chart.emphasised(row.point)
    side, align = (-BESIDE, Align.RIGHT) if value < 0 else (BESIDE, Align.LEFT)
    at = (chart.scale.at(value) + side, row.middle)
    colour = chart.look.quiet if row.point.value is None else chart.look.ink
    return Text(at, _words(row.point), chart.look.size, colour, bold=bold, align=align, plate=True)


def _words(point: Point) -> str:
    return point.text or ("no value" if point.value is None else "")


def _widest_value(picture: Picture, look: Look) -> float:
    return max((width(_words(point), look.size, bold=True) for point in picture.points), default=0.0)


def _name(chart: _Chart, row: _Row) -> Label:
    left = chart.scale.at(chart.scale.low) - BESIDE
    room = left - _room_for_negatives(chart)
    bold = chart.emphasised(row.point)
    first = Text((room, row.middle), "", chart.look.size, chart.look.ink, bold=bold, align=Align.RIGHT)
    return stacked(row.name, first)


def _room_for_negatives(chart: _Chart) -> float:
    widest = _widest_value(chart.picture, chart.look)
    return widest + BESIDE if chart.scale.low < 0 else 0.0


def _foot(chart: _Chart) -> Iterator[Text]:
    for index, line in enumerate(reversed(chart.foot)):
        yield Text((EDGE, EDGE + FOOT_ROW * (index + 0.4)), line, chart.look.small, chart.look.quiet)
