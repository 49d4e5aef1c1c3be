"""How much of a scale a line shows: from zero, except where that would leave most of the height empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_builder.model import Picture, Point

EMPTY_BELOW = 0.75
"""A scale is cut where the least value is above this share of the greatest; the picture says so."""
PANELS_EMPTY_BELOW = 0.5
"""The same for small charts, whose height is dear."""
LEAST_SHARE = 1 / 3
"""A reference that would squeeze the values below this share of the height is told, not drawn."""
LEAST_RANGE, LEAST_POINTS = 0.2, 10.0
"""The smallest range of a cut scale, as a share of the greatest value, and in percentage points.

A smaller one would make noise look like news.
"""
AIR = 0.15
"""The part of a cut scale's range that is left free below the least value and above the greatest."""
WHOLE_OF_A_PERCENTAGE = 100.0


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest value to show, whether fractions are, and whether zero is not."""

    low: float
    high: float
    whole: bool
    cut: bool = False


def extent(picture: Picture) -> Extent:
    """What the scale of a line must reach: its values, zero unless it is cut, references that are near."""
    points = (*picture.points, *(point for panel in picture.panels for point in panel.points))
    values = values_of(points)
    limits = values_of(point for panel in picture.panels for point in panel.limits)
    low, high = min([*values, *limits], default=0.0), max([*values, *limits], default=0.0)
    for each in values_of(picture.references):
        if _fits(each, low, high):
            low, high = min(low, each), max(high, each)
    empty = PANELS_EMPTY_BELOW if picture.panels else EMPTY_BELOW
    if low <= empty * high or not values:
        return Extent(min(0.0, low), max(0.0, high), _whole(values))
    return _cut(low, high, _whole(values), is_percentage=_percentages(points))


def values_of(points: Iterable[Point]) -> list[float]:
    """The values that are known."""
    return [point.value for point in points if point.value is not None]


def _cut(low: float, high: float, whole: bool, *, is_percentage: bool) -> Extent:
    """The values with air around them, on a range that is wide enough."""
    least = LEAST_POINTS if is_percentage else LEAST_RANGE * high
    around = max(AIR * (high - low), (least - (high - low)) / 2)
    top = (
        min(high + around, WHOLE_OF_A_PERCENTAGE)
        if is_percentage and high <= WHOLE_OF_A_PERCENTAGE
        else high + around
    )
    return Extent(max(0.0, min(low - around, top - least)), top, whole, cut=True)


def _whole(values: list[float]) -> bool:
    """Counts have no ticks between whole numbers; nor has a chart without values."""
    return all(value == int(value) for value in values)


def _percentages(points: Sequence[Point]) -> bool:
    texts = [point.text for point in points if point.value is not None]
    return bool(texts) and all(text.endswith(("%", "per cent")) for text in texts)


def _fits(reference: float, low: float, high: float) -> bool:
    """Whether the values keep their share of the height, on the scale that they would have with it."""
    if high == low:
        return True
    spread = max(high, reference) - min(low, reference)
    is_cut = min(low, reference) > EMPTY_BELOW * max(high, reference)
    shown = spread if is_cut else max(high, reference, 0.0) - min(low, reference, 0.0)
    held = high - low if is_cut else max(high, 0.0) - min(low, 0.0)
    return held >= LEAST_SHARE * shown
