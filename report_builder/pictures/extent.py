"""How much of the scale a trend shows: from zero, except for percentages that are all high."""

from __future__ import annotations

from dataclasses import dataclass

from report_builder.model import Picture

HIGH_PERCENTAGES = 50.0
"""Percentages that all lie above this are drawn on a cut scale, and the caption says so."""
LEAST_SHARE = 1 / 3
"""A reference that would squeeze the values below this share of the height is told, not drawn."""
LEAST_POINTS = 4.0
"""The smallest range of a cut scale: a smaller one would make noise look like news."""
AIR = 0.15
"""The part of a cut scale's range that is left free below the least value."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest value to show, whether fractions are, and whether zero is not."""

    low: float
    high: float
    whole: bool
    cut: bool = False


def extent(picture: Picture) -> Extent:
    """What the scale of a trend must reach: its values, zero, and a reference that is near enough."""
    values = values_of(picture)
    reference = picture.reference.value if picture.reference else None
    shown = values if reference is None else [*values, reference]
    if shown and min(shown) > HIGH_PERCENTAGES and _percentages(picture):
        return _cut(min(shown), max(shown), _whole(values))
    low, high = min([0.0, *values]), max([0.0, *values])
    if reference is not None and _fits(reference, low, high):
        low, high = min(low, reference), max(high, reference)
    return Extent(low, high, _whole(values))


def values_of(picture: Picture) -> list[float]:
    """The values that are known."""
    return [point.value for point in picture.points if point.value is not None]


def _cut(low: float, high: float, whole: bool) -> Extent:
    return Extent(min(low - AIR * (high - low), high - LEAST_POINTS), high, whole, cut=True)


def _whole(values: list[float]) -> bool:
    """Counts have no ticks between whole numbers; nor has a chart without values."""
    return all(value == int(value) for value in values)


def _percentages(picture: Picture) -> bool:
    texts = [point.text for point in picture.points if point.value is not None]
    return bool(texts) and all(text.endswith(("%", "per cent")) for text in texts)


def _fits(reference: float, low: float, high: float) -> bool:
    spread = max(high, reference) - min(low, reference)
    return high == low or high - low >= LEAST_SHARE * spread
