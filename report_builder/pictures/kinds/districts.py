"""Small multiples: a panel an area, all on one scale, each beside the line of the whole.

The shade behind the newest point of a panel reaches from one limit of chance to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from report_builder.model import Panel, Picture, Point
from report_builder.periods import two_rows
from report_builder.pictures import status
from report_builder.pictures.extent import Extent, extent, values_of
from report_builder.pictures.kinds import kind
from report_builder.pictures.labels import kept_in
from report_builder.pictures.lettering import width, wrapped
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Align, Bar, Box, Dots, Drawing, Line, Mark, Place, Shape, Text
from report_builder.pictures.scale import Scale, affixes, scaled
from report_builder.pictures.timeline import spread

WIDTH = 12.6
EDGE = 0.12
COLUMNS, MORE_COLUMNS, MANY = 3, 4, 12
"""Panels side by side, and how many where there are many areas."""
TALLEST, LOWEST, USUAL = 13.0, 1.6, 3.1
"""The most that all panels may take, the least and the usual height of one with its name."""
GUTTER, NAME_ROW, KEY_ROW, FOOT_ROW = 0.35, 0.42, 0.62, 0.45
AIR = 0.1
STEPS, TICK_ROOM = 4, 0.42
"""The most steps of the scale, and the least room for one."""
LEAST_LINE = 1.2
"""The least width of a line; where values are longer, fewer panels stand side by side."""
INSET = 0.16
SHADE = 0.22
"""Half the width of the shade of the limits."""
SAMPLE = 0.7
THIN = 1.3
OUTSTANDING = 1.7
"""How much larger the newest point of an area outside its limits is; it is a diamond besides."""
OUTSIDE = {"above": "above limits", "below": "below limits"}


@kind("districts")
def districts(picture: Picture, look: Look) -> Drawing:
    """Panels in rows, half a landscape page wide; the height grows with their number."""
    chart = _planned(picture, look)
    marks = [mark for index, panel in enumerate(picture.panels) for mark in _panel(chart, index, panel)]
    return Drawing(WIDTH, chart.height, (*marks, *_key(chart), *_foot(chart)))


@dataclass(frozen=True, slots=True)
class _Chart:
    """What all panels share: the picture and its look, the extent of the scale, sizes in centimetres."""

    picture: Picture
    look: Look
    shown: Extent
    columns: int
    left: float
    beside: float
    panel: tuple[float, float]
    names: int
    foot: tuple[str, ...]
    height: float

    def plot(self, index: int) -> Box:
        """The room of a panel's line, under its name."""
        row, column = divmod(index, self.columns)
        wide, high = self.panel
        left = EDGE + self.left + column * (wide + GUTTER)
        over = NAME_ROW * self.names + AIR
        top = self.height - KEY_ROW - row * high - over
        return Box(left, top - high + over + GUTTER / 2, left + wide, top)

    def scale(self, plot: Box) -> Scale:
        """The one scale, at the height of a panel."""
        return _scale(self.shown, plot.bottom, plot.top)


def _planned(picture: Picture, look: Look) -> _Chart:
    shown, count = extent(picture), max(len(picture.panels), 1)
    scales = (_scale(shown, 0.0, TICK_ROOM * (steps + 0.5)) for steps in range(2, STEPS + 1))
    left = max(width(tick, look.small) for scale in scales for tick in _ticks(picture, scale)) + 0.15
    beside = (
        max((width(each.text, look.size, bold=True) for each in _newest_points(picture)), default=0.0) + 0.1
    )
    columns, wide = _columns(count, left, beside)
    rows = ceil(count / columns)
    names = max((len(_name(panel, wide, look)) for panel in picture.panels), default=1)
    more = NAME_ROW * (names - 1)
    high = max(LOWEST + more, min(USUAL + more, TALLEST / rows))
    line = high - NAME_ROW * names - AIR - GUTTER / 2
    foot = _foot_lines(picture, shown, look, _ticks(picture, _scale(shown, 0.0, line))[0])
    height = KEY_ROW + rows * high + FOOT_ROW * (1 + len(foot)) + EDGE
    return _Chart(picture, look, shown, columns, left, beside, (wide, high), names, foot, height)


def _columns(count: int, left: float, beside: float) -> tuple[int, float]:
    """How many panels stand side by side, and the width of one."""
    for columns in range(min(count, MORE_COLUMNS if count > MANY else COLUMNS), 0, -1):
        wide = (WIDTH - 2 * EDGE - left - GUTTER * (columns - 1)) / columns
        if columns == 1 or wide - beside - SHADE >= LEAST_LINE:
            break
    return columns, wide


def _newest_points(picture: Picture) -> list[Point]:
    """The newest point with a value of every panel that has one."""
    known = ([each for each in panel.points if each.value is not None] for panel in picture.panels)
    return [points[-1] for points in known if points]


def _scale(shown: Extent, bottom: float, top: float) -> Scale:
    room = int((top - bottom) / TICK_ROOM)
    return scaled(shown.low, shown.high, bottom, top, whole=shown.whole, most=max(2, min(STEPS, room)))


def _name(panel: Panel, room: float, look: Look) -> tuple[str, ...]:
    """The lines over a panel: its area and, where that lies outside, on which side of the limits."""
    lines = tuple(_fitted(line, room, look.size) for line in wrapped(panel.name, room, look.size, bold=True))
    return (*lines, OUTSIDE[panel.side]) if panel.side else lines


def _fitted(word: str, room: float, size: float) -> str:
    """A line that fits: of a single long word the beginning."""
    shown = word
    while shown and width(shown, size, bold=True) > room:
        word = word[:-1]
        shown = f"{word}…"
    return shown


def _ticks(picture: Picture, scale: Scale) -> tuple[str, ...]:
    texts = [point.text for panel in picture.panels for point in panel.points if point.value is not None]
    return scale.written(*affixes(texts))


def _foot_lines(picture: Picture, shown: Extent, look: Look, start: str) -> tuple[str, ...]:
    """What holds for all panels: that figures are not final, and where the scale starts."""
    points = tuple(point for panel in picture.panels for point in panel.points)
    found = status.cautions(points)
    alike = [f"all figures: {each}" for each in found if status.all_alike(points)]
    said = alike or [key for key in (status.key_of_points(points),) if key]
    said += [f"the scale starts at {start}, not at zero"] if shown.cut else []
    words = "; ".join(said)
    return wrapped(words[:1].upper() + words[1:], WIDTH - 2 * EDGE, look.small)


# --------------------------------------------------------------------------------- a panel


def _panel(chart: _Chart, index: int, panel: Panel) -> Iterator[Mark]:
    plot = chart.plot(index)
    scale = chart.scale(plot)
    yield from _ground(chart, index, plot, scale)
    yield from _limits(chart, panel, plot, scale)
    whole = _line(chart, chart.picture.points, plot, scale)
    yield from (Line(run, chart.look.rest, THIN) for run in whole if len(run) > 1)
    own = _line(chart, panel.points, plot, scale)
    yield from (Line(run, chart.look.subject, chart.look.line) for run in own if len(run) > 1)
    if own:
        yield from _newest(chart, panel, own[-1][-1], plot)
    yield from _names(chart, panel, plot)
    if index + chart.columns >= len(chart.picture.panels):
        yield from _time(chart, plot)


def _ground(chart: _Chart, index: int, plot: Box, scale: Scale) -> Iterator[Mark]:
    """The gridlines; the leftmost panels of a row have their figures."""
    for value, words in zip(scale.ticks, _ticks(chart.picture, scale), strict=True):
        height = scale.at(value)
        ends = ((plot.left, height), (plot.right - chart.beside, height))
        pen = (chart.look.axis, chart.look.axis_line) if not value else (chart.look.grid, chart.look.hairline)
        yield Line(ends, *pen)
        if not index % chart.columns:
            place = (plot.left - 0.1, height)
            yield Text(place, words, chart.look.small, chart.look.quiet, align=Align.RIGHT)


def _limits(chart: _Chart, panel: Panel, plot: Box, scale: Scale) -> Iterator[Mark]:
    values = sorted(values_of(panel.limits))
    places = _across(chart, plot)
    if len(values) == len(("low", "high")) and places:
        x = places[-1]
        shade = Box(x - SHADE, scale.at(values[0]), x + SHADE, scale.at(values[1]))
        yield Bar(shade, chart.look.band, chart.look.grid)


def _across(chart: _Chart, plot: Box) -> tuple[float, ...]:
    first, last = plot.left + INSET, plot.right - chart.beside - SHADE
    labels = [point.label for point in chart.picture.points]
    return tuple(first + share * (last - first) for share in spread(labels)) if labels else ()


def _line(chart: _Chart, points: Sequence[Point], plot: Box, scale: Scale) -> list[tuple[Place, ...]]:
    """The unbroken stretches of a line: its points stand at the periods of the whole."""
    places = dict(zip((point.label for point in chart.picture.points), _across(chart, plot), strict=True))
    runs: list[list[Place]] = [[]]
    for point in points:
        if point.value is None or point.label not in places:
            runs.append([])
        else:
            runs[-1].append((places[point.label], scale.at(point.value)))
    return [tuple(run) for run in runs if run]


def _newest(chart: _Chart, panel: Panel, place: Place, plot: Box) -> Iterator[Mark]:
    """The newest point and its value; hollow where caution is due and others are without."""
    look, newest = chart.look, next(point for point in reversed(panel.points) if point.value is not None)
    points = tuple(point for each in chart.picture.panels for point in each.points)
    hollow = status.caution(newest) and not status.all_alike(points)
    colour, shape = (look.reference, Shape.DIAMOND) if panel.side else (look.subject, Shape.CIRCLE)
    size = look.dot * (OUTSTANDING if panel.side else 1.0)
    yield Dots((place,), colour, look.paper if hollow else colour, size, shape)
    beside = (place[0] + SHADE + 0.08, place[1])
    value = (Text(beside, newest.text, look.size, look.ink, bold=True),)
    yield from kept_in(Box(0, plot.bottom, WIDTH, plot.top + AIR), value)


def _names(chart: _Chart, panel: Panel, plot: Box) -> Iterator[Text]:
    """The lines over a panel, the last of them just over it."""
    look, lines = chart.look, _name(panel, plot.right - plot.left, chart.look)
    for index, line in enumerate(lines):
        height = plot.top + AIR + NAME_ROW * (len(lines) - index - 0.4)
        is_name = not panel.side or index < len(lines) - 1
        yield Text((plot.left, height), line, look.size, look.ink, bold=is_name)


def _time(chart: _Chart, plot: Box) -> Iterator[Text]:
    """The first and the last period under the lowest panel of each column."""
    points, places = chart.picture.points, _across(chart, plot)
    if not points:
        return
    parts, years = two_rows([point.label for point in points])
    names = [f"{part} {year}" for part, year in zip(parts, years, strict=True)] if years else list(parts)
    height, small = plot.bottom - 0.3, chart.look.small
    last = Text((plot.right, height), names[-1], small, chart.look.quiet, align=Align.RIGHT)
    yield last
    first = Text((plot.left, height), names[0], small, chart.look.quiet)
    if len(places) > 1 and not first.box.grown(0.08).overlaps(last.box):
        yield first


# ------------------------------------------------------------------------------ for all panels


def _key(chart: _Chart) -> Iterator[Mark]:
    """What the grey line and the shade are, over the panels."""
    look, height = chart.look, chart.height - KEY_ROW / 2
    left = EDGE + chart.left
    if chart.picture.aim:
        yield Line(((left, height), (left + SAMPLE, height)), look.rest, THIN)
        name = Text((left + SAMPLE + 0.12, height), chart.picture.aim, look.size, look.ink)
        yield name
        left = name.box.right + 0.6
    if any(panel.limits for panel in chart.picture.panels):
        yield Bar(Box(left, height - 0.14, left + 2 * SHADE, height + 0.14), look.band, look.grid)
        yield Text((left + 2 * SHADE + 0.12, height), "range expected by chance", look.size, look.ink)


def _foot(chart: _Chart) -> Iterator[Text]:
    for index, line in enumerate(reversed(chart.foot)):
        place = (EDGE, EDGE + FOOT_ROW * (index + 0.4))
        yield Text(place, line, chart.look.small, chart.look.quiet)
