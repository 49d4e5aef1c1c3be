"""Contrast of two colours, as WCAG 2.2 works it out (success criterion 1.4.3)."""

from __future__ import annotations

LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0
"""From these sizes in points the lesser contrast is enough."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of six hexadecimal digits, from 1 to 21. Raises ValueError for others."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def is_readable(colour: str, behind: str, size: float, *, bold: bool) -> bool:
    """Whether words of a size in points can be read; colours that are no six digits are not judged."""
    is_large = size >= LARGE or (bold and size >= LARGE_BOLD)
    try:
        return contrast(colour, behind) >= (LEAST_LARGE if is_large else LEAST)
    except ValueError:
        return True
