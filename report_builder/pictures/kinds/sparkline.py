"""The sparkline of a dashboard row: the shape of a trend and its target, without words."""

from __future__ import annotations

from itertools import accumulate, groupby

from report_builder.model import Picture
from report_builder.pictures.kinds import kind
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Dots, Drawing, Line, Mark, Place
from report_builder.pictures.scale import Scale
from report_builder.pictures.status import starts_anew
from report_builder.pictures.timeline import spread

WIDTH, HEIGHT = 2.5, 0.9
MARGIN = 0.14
STROKE = 1.4
DOT = 4.4
TARGET_STROKE = 1.0
DASHES = (3.0, 2.0)
LEAST_RANGE = 0.2
"""The least that the height stands for, as a part of the greatest value: a small change looks small."""
FAR_OFF = 2.0
"""A target further from the values than this many times their range is left out: it would flatten them."""


@kind("sparkline")
def sparkline(picture: Picture, look: Look) -> Drawing:
    """The line of a rolling trend on 2.5 x 0.9 cm: gaps left, the last value dotted, the target dashed."""
    values = [point.value for point in picture.points]
    known = [value for value in values if value is not None]
    if not known:
        return Drawing(WIDTH, HEIGHT, ())
    target = _target_near(picture, known)
    scale = _scale([*known, *target])
    places = [_across(share) for share in spread([point.label for point in picture.points])]
    broken = [starts_anew(point) for point in picture.points]
    runs = _runs(places, values, broken, scale)
    rules: list[Mark] = [
        Line(((MARGIN, scale.at(y)), (WIDTH - MARGIN, scale.at(y))), look.reference, TARGET_STROKE, DASHES)
        for y in target
    ]
    lines: list[Mark] = [Line(run, look.subject, STROKE) for run in runs if len(run) > 1]
    alone = tuple(run[0] for run in runs[:-1] if len(run) == 1)
    lone: list[Mark] = [Dots(alone, look.subject, look.subject, DOT / 2)] if alone else []
    last = Dots((runs[-1][-1],), look.subject, look.subject, DOT)
    return Drawing(WIDTH, HEIGHT, (*rules, *lines, *lone, last))


def _target_near(picture: Picture, known: list[float]) -> list[float]:
    """The references that are near enough to be drawn without flattening the line."""
    low, high = min(known), max(known)
    reach = FAR_OFF * ((high - low) or max(abs(high), 1.0))
    found = (each.value for each in picture.references if each.value is not None)
    return [each for each in found if low - reach <= each <= high + reach]


def _scale(shown: list[float]) -> Scale:
    low, high = min(shown), max(shown)
    wanted = LEAST_RANGE * max(abs(low), abs(high)) or 2.0
    if high - low < wanted:
        low, high = (low + high - wanted) / 2, (low + high + wanted) / 2
    return Scale(low, high, high - low, MARGIN, HEIGHT - MARGIN)


def _across(share: float) -> float:
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def _runs(
    places: list[float], values: list[float | None], broken: list[bool], scale: Scale
) -> list[tuple[Place, ...]]:
    """The unbroken stretches of the line: it parts at gaps and where the series breaks."""
    regimes = accumulate(broken)
    marks = zip(places, values, regimes, strict=True)
    stretches = groupby(marks, key=lambda mark: (mark[1] is not None, mark[2]))
    return [
        tuple((x, scale.at(value)) for x, value, _ in stretch if value is not None)
        for (known, _), stretch in stretches
        if known
    ]
