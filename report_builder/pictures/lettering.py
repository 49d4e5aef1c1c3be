"""The letters of the pictures: the shipped font, and how much room words take.

The font travels with the package, so that a picture is the same on every machine.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FONTS = Path(__file__).parent / "fonts"
CM_PER_POINT = 2.54 / 72
CAP_HEIGHT = 0.716
DESCENT = 0.212
"""Parts of the type size that capitals rise above, and tails fall below, the line of writing."""
_MEASURED_AT = 100.0


def font_file(bold: bool) -> Path:
    """The file of Liberation Sans, regular or bold."""
    return FONTS / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"


@lru_cache(maxsize=4096)
def width(words: str, size: float, bold: bool = False) -> float:
    """How wide the words are on paper, in centimetres, at a type size in points."""
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 / _MEASURED_AT * size * CM_PER_POINT


@cache
def _font(bold: bool) -> FT2Font:
    # Imported here: listing the kinds of pictures must not wait for matplotlib.
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_file(bold)))
    font.set_size(_MEASURED_AT, 72)
    return font


def wrapped(words: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The words in lines no wider than `room` centimetres; a single long word is left whole."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
