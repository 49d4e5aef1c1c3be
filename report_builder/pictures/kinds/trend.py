"""The trend: a series over time, its last value named, its target a dashed line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_builder.model import Picture
from report_builder.pictures import status
from report_builder.pictures.extent import Extent, extent, values_of
from report_builder.pictures.kinds import kind
from report_builder.pictures.labels import Label, apart, first_clear, kept_in, stacked
from report_builder.pictures.lettering import width, wrapped
from report_builder.pictures.look import Look
from report_builder.pictures.marks import (
    Align,
    Bar,
    Box,
    Dots,
    Drawing,
    Line,
    Mark,
    Place,
    Shape,
    Text,
    strokes,
)
from report_builder.pictures.scale import Scale, affixes, scaled
from report_builder.pictures.timeaxis import ROW, rows, time_axis
from report_builder.pictures.timeline import spread

WIDTH, HEIGHT = 16.0, 5.8
EDGE = 0.12
"""White at the border of the paper."""
HEADROOM = 0.42
"""White between the plot and the border: room for a value over a point."""
FOOTROOM = 0.14
BESIDE = 0.24
"""From a point, or the end of a line, to the words beside it."""
ABOVE = 0.38
"""From a point to the middle of the words over or under it."""
INSET = 0.25
"""From the left edge of the plot to the first point."""
REFERENCE_ROOM = 3.6
"""The widest that the name of the reference line may be before it is put on two lines."""
CROWDED, SMALLER, LARGER = 0.45, 0.7, 1.6
"""Points nearer to each other than this get smaller dots; the one that stands out a larger one."""
REFERENCE_STROKE, BREAK_STROKE = 1.8, 1.0
DASHES, DOTTED = (5.0, 3.0), (1.0, 2.0)
ROLLING = "12 months to "
EACH_POINT = "Each point: the 12 months to the month shown"
NO_VALUES = "No values for these periods"


@kind("trend")
def trend(picture: Picture, look: Look) -> Drawing:
    """A line on 16 x 5.8 cm with gaps where values are missing and hollow dots where caution is due."""
    chart = _planned(picture, look)
    time = time_axis(_labels(picture), chart.across, chart.plot.bottom, look, (EDGE, WIDTH - EDGE))
    line = (*_breaks(chart), *_reference_lines(chart), *_series(chart))
    words = (*_nothing_known(chart), *_foot(chart), *_values(chart, line))
    marks = (*_band(chart), *_gridlines(chart), *time, *line, *words)
    axis = (chart.scale.low, chart.scale.high, chart.scale.step)
    return Drawing(WIDTH, HEIGHT, marks, axis)


@dataclass(frozen=True, slots=True)
class _Chart:
    """What is drawn and where. `across` has the place of each point, known or not."""

    picture: Picture
    look: Look
    plot: Box
    scale: Scale
    ticks: tuple[str, ...]
    across: tuple[float, ...]
    foot: tuple[str, ...]
    reference: Label

    @property
    def known(self) -> tuple[int, ...]:
        """The points that have a value."""
        return tuple(i for i, point in enumerate(self.picture.points) if point.value is not None)

    @property
    def emphasised(self) -> tuple[int, ...]:
        """The point that the picture names, otherwise the last one with a value."""
        named = [i for i in self.known if self.picture.points[i].fact == self.picture.emphasis]
        return tuple(named[:1] or self.known[-1:])

    @property
    def compared(self) -> tuple[int, ...]:
        """The point that the last one is compared with, where the picture names it."""
        wanted = self.picture.compared
        return tuple(i for i in self.known if wanted and self.picture.points[i].fact == wanted)[:1]

    def place(self, index: int) -> Place:
        """Where a point that has a value stands."""
        value = self.picture.points[index].value
        return self.across[index], self.scale.at(self.scale.low if value is None else value)


# ------------------------------------------------------------------------------ planning


def _planned(picture: Picture, look: Look) -> _Chart:
    shown = extent(picture)
    foot = _foot_lines(picture, shown, look, "")
    bottom = EDGE + FOOTROOM + ROW * (rows(_labels(picture)) + len(foot))
    scale = scaled(shown.low, shown.high, bottom, HEIGHT - HEADROOM, whole=shown.whole)
    ticks = scale.written(*affixes([point.text for point in picture.points if point.value is not None]))
    left = max(width(tick, look.small) for tick in ticks) + 0.25
    lines = _name_of_reference(picture, look, scale)
    plot = Box(left, bottom, WIDTH - _right_margin(picture, look, lines), HEIGHT - HEADROOM)
    across = _across(picture, plot)
    foot = _foot_lines(picture, shown, look, ticks[0])
    reference = _reference_label(picture, look, plot, scale, lines)
    return _Chart(picture, look, plot, scale, ticks, across, foot, reference)


def _labels(picture: Picture) -> list[str]:
    return [point.label for point in picture.points]


def _foot_lines(picture: Picture, shown: Extent, look: Look, start: str) -> tuple[str, ...]:
    """What must be known to read the points: what each covers, what is hollow, broken or cut off."""
    rolling = bool(picture.points) and all(label.startswith(ROLLING) for label in _labels(picture))
    said = [EACH_POINT] if rolling else []
    said += [key] if (key := status.key_of_points(picture.points)) else []
    said += [f"The scale starts at {start}, not at zero"] if shown.cut else []
    return wrapped(". ".join(said), WIDTH - 1, look.small)


def _right_margin(picture: Picture, look: Look, reference: Sequence[str]) -> float:
    """Room beside the plot for the last value and for the name of the reference line."""
    values = [point.text for point in picture.points if point.value is not None]
    last = width(values[-1], look.large, bold=True) if values else 0.0
    return max([0.35, last, *(width(line, look.size) for line in reference)]) + BESIDE + EDGE


def _across(picture: Picture, plot: Box) -> tuple[float, ...]:
    first, last = plot.left + INSET, plot.right - INSET * 0.6
    return tuple(first + share * (last - first) for share in spread(_labels(picture)))


def _name_of_reference(picture: Picture, look: Look, scale: Scale) -> tuple[str, ...]:
    """The name of the reference, on as many lines as it needs beside the plot."""
    values = values_of(picture.references)
    if not values:
        return ()
    over = ("(above this scale)",) if min(values) > scale.high else ()
    under = ("(below this scale)",) if max(values) < scale.low else ()
    return (*wrapped(picture.aim, REFERENCE_ROOM, look.size), *over, *under)


def _reference_label(picture: Picture, look: Look, plot: Box, scale: Scale, lines: tuple[str, ...]) -> Label:
    """The name of the reference at the end of its line, or at the edge of the plot nearest to it."""
    if not lines:
        return ()
    values = values_of(picture.references)
    within = min(max(sum(values) / len(values), scale.low), scale.high)
    start = Text((plot.right + 0.1, scale.at(within)), "", look.size, look.ink)
    return kept_in(_margin(plot), stacked(lines, start))


def _margin(plot: Box) -> Box:
    """Where labels may stand beside the plot: over the names of the periods, up to the border."""
    return Box(0, plot.bottom + 0.05, WIDTH, HEIGHT - 0.05)


# ----------------------------------------------------------------------------- the ground


def _gridlines(chart: _Chart) -> Iterator[Mark]:
    """Light rules at the ticks, the one of zero darker; a bare axis where nothing is known."""
    look, left = chart.look, chart.plot.left - 0.15
    if not chart.known and not chart.reference:
        yield _rule(chart, chart.plot.bottom, look.axis, look.axis_line)
        return
    for value, words in zip(chart.scale.ticks, chart.ticks, strict=True):
        height = chart.scale.at(value)
        pen = (look.axis, look.axis_line) if value == 0 else (look.grid, look.hairline)
        yield _rule(chart, height, *pen)
        yield Text((left, height), words, look.small, look.quiet, align=Align.RIGHT)


def _rule(chart: _Chart, height: float, colour: str, stroke: float, dashes: tuple[float, ...] = ()) -> Line:
    return Line(((chart.plot.left, height), (chart.plot.right, height)), colour, stroke, dashes)


# ------------------------------------------------------------------------------- the line


def _breaks(chart: _Chart) -> Iterator[Mark]:
    """A dotted upright just before each point at which the series starts anew."""
    for index, point in enumerate(chart.picture.points):
        if index and status.starts_anew(point):
            x = (chart.across[index - 1] + chart.across[index]) / 2
            ends = ((x, chart.plot.bottom), (x, chart.plot.top))
            yield Line(ends, chart.look.quiet, BREAK_STROKE, DOTTED)


def _reference_lines(chart: _Chart) -> Iterator[Mark]:
    """A dashed line for a target, and for each end of a range."""
    for value in values_of(chart.picture.references):
        if chart.scale.low <= value <= chart.scale.high:
            yield _rule(chart, chart.scale.at(value), chart.look.reference, REFERENCE_STROKE, DASHES)


def _band(chart: _Chart) -> Iterator[Mark]:
    """The shade between the two ends of a range."""
    values = values_of(chart.picture.references)
    if len(values) < len(("low", "high")):
        return
    low, high = (chart.scale.at(min(max(each, chart.scale.low), chart.scale.high)) for each in sorted(values))
    if low < high:
        yield Bar(Box(chart.plot.left, low, chart.plot.right, high), chart.look.band, chart.look.band)


def _series(chart: _Chart) -> Iterator[Mark]:
    """The line; its dots, one group a status; over them the larger one of the point that stands out."""
    points, known, look = chart.picture.points, chart.known, chart.look
    yield from (Line(run, look.subject, look.line) for run in _runs(chart) if len(run) > 1)
    for caution in dict.fromkeys(status.caution(points[index]) for index in known):
        group = tuple(index for index in known if status.caution(points[index]) == caution)
        yield _dots(chart, group, _dot_size(chart))
    yield from (_dots(chart, (index,), look.dot * LARGER) for index in chart.emphasised)


def _runs(chart: _Chart) -> list[tuple[Place, ...]]:
    """The unbroken stretches: a missing value ends one, a series break starts another."""
    runs: list[list[Place]] = [[]]
    for index, point in enumerate(chart.picture.points):
        if point.value is None or status.starts_anew(point):
            runs.append([])
        if point.value is not None:
            runs[-1].append(chart.place(index))
    return [tuple(run) for run in runs if run]


def _dots(chart: _Chart, group: Sequence[int], size: float) -> Dots:
    """The dots of points that share a status."""
    look, points = chart.look, chart.picture.points
    caution = status.caution(points[group[0]])
    shape = status.shapes(points)[caution] if caution else Shape.CIRCLE
    places = tuple(chart.place(index) for index in group)
    return Dots(places, look.subject, look.paper if caution else look.subject, size, shape)


def _dot_size(chart: _Chart) -> float:
    nearest = min((b - a for a, b in pairwise(chart.across)), default=CROWDED)
    return chart.look.dot * (SMALLER if nearest < CROWDED else 1.0)


# ------------------------------------------------------------------------------ the words


def _nothing_known(chart: _Chart) -> Iterator[Text]:
    if not chart.known:
        middle = ((chart.plot.left + chart.plot.right) / 2, (chart.plot.bottom + chart.plot.top) / 2)
        yield Text(middle, NO_VALUES, chart.look.size, chart.look.quiet, align=Align.CENTRE, plate=True)


def _foot(chart: _Chart) -> Iterator[Text]:
    for index, line in enumerate(reversed(chart.foot)):
        place = (chart.plot.left, EDGE + ROW * (index + 0.5))
        yield Text(place, line, chart.look.small, chart.look.quiet)


def _values(chart: _Chart, drawn: Sequence[Mark]) -> Iterator[Text]:
    """The last value, the reference, then where there is room the value compared with, or the first."""
    last, reference = apart(_last_value(chart), chart.reference, _margin(chart.plot))
    yield from (*last, *reference)
    taken = [text.box for text in (*last, *reference)]
    for index in dict.fromkeys((*(chart.compared or chart.known[:1]), *chart.emphasised)):
        if index != chart.known[-1] and (text := _value_with_room(chart, index, taken, drawn)):
            taken.append(text.box)
            yield text


def _last_value(chart: _Chart) -> Label:
    """The latest value, right of its point: there is nothing later that it could cover."""
    words = chart.picture.points[chart.known[-1]].text if chart.known else ""
    if not words:
        return ()
    x, y = chart.place(chart.known[-1])
    inside = x + BESIDE < chart.plot.right
    return (Text((x + BESIDE, y), words, chart.look.large, chart.look.ink, bold=True, plate=inside),)


def _value_with_room(chart: _Chart, index: int, taken: Sequence[Box], drawn: Sequence[Mark]) -> Text | None:
    """The value of a point over or under it, where it covers nothing."""
    point, (x, y), look, plot = chart.picture.points[index], chart.place(index), chart.look, chart.plot
    if not point.text:
        return None
    text = Text((x, y), point.text, look.size, look.ink, align=Align.CENTRE, plate=True)
    inwards = max(0.0, plot.left + 0.05 - text.box.left)
    candidates = (text.moved_to((x + inwards, y + up)) for up in (ABOVE, -ABOVE))
    dots = [_around(chart.place(other)) for other in chart.known if other != index]
    room = Box(plot.left, plot.bottom + 0.05, WIDTH - EDGE, plot.top + HEADROOM)
    return first_clear(candidates, [*taken, *dots], list(strokes(drawn)), room)


def _around(place: Place) -> Box:
    return Box(*place, *place).grown(0.09)
