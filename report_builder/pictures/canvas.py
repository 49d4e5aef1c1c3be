"""The canvas: paints a drawing as PNG and as SVG with matplotlib's two renderers.

The renderers are called directly. A figure with axes would cost three times as much, and
lay out a second time what the drawing has placed already.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform
from numpy.typing import NDArray

from report_builder.model import Drawn, Picture
from report_builder.pictures import lettering
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Bar, Box, Dots, Drawing, Line, Mark, Place, Shape, Text

CM_PER_INCH = 2.54
SVG_DPI = 72
PLATE_MARGIN = 0.06
OUTLINE = 1.3
"""The width of the outline of dots and bars, in points."""

# Whatever a user's own matplotlib settings say, these decide the bytes.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "report-builder",
    "svg.id": None,
    "text.hinting": "no_hinting",
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "path.snap": True,
}
_NOTHING_ABOUT_THE_MACHINE = {"Date": None, "Creator": None, "Format": None, "Type": None}


@contextmanager
def steady() -> Iterator[None]:
    """The settings under which bytes come out the same; what was set before comes back."""
    with rc_context(_SETTINGS):
        yield


def drawn(picture: Picture, drawing: Drawing, look: Look) -> Drawn:
    """A picture's drawing in both file formats."""
    return Drawn(
        picture=picture,
        png=png(drawing, look.paper, look.dpi),
        svg=svg(drawing, look.paper, picture.title.text),
        width=drawing.width,
        height=drawing.height,
        axis=drawing.axis,
        colours=(look.subject, look.reference, look.rest),
    )


def png(drawing: Drawing, paper: str, dpi: int) -> bytes:
    """The drawing in pixels, `dpi` to the inch."""
    columns, rows = (round(side / CM_PER_INCH * dpi) for side in (drawing.width, drawing.height))
    renderer: Any = RendererAgg(columns, rows, dpi)  # type: ignore[no-untyped-call]  # matplotlib's gap
    _paint_all(Brush(renderer, dpi / CM_PER_INCH, paper), drawing)
    return _png_file(np.asarray(renderer.buffer_rgba())[:, :, :3], dpi)


def svg(drawing: Drawing, paper: str, title: str) -> bytes:
    """The drawing in outlines, letters too, so that no reader needs the font."""
    across, up = (side / CM_PER_INCH * SVG_DPI for side in (drawing.width, drawing.height))
    out = io.StringIO()
    metadata = {**_NOTHING_ABOUT_THE_MACHINE, "Title": title}
    renderer: Any = RendererSVG(across, up, out, metadata=metadata)  # type: ignore[no-untyped-call]
    _paint_all(Brush(renderer, SVG_DPI / CM_PER_INCH, paper), drawing)
    renderer.finalize()
    return out.getvalue().encode()


def _png_file(pixels: NDArray[np.uint8], dpi: int) -> bytes:
    """A PNG of rows x columns x 3 colours. Packed lightly: Pillow takes three times as long."""
    rows, columns, _ = pixels.shape
    lines = np.zeros((rows, 1 + 3 * columns), np.uint8)
    for colour in range(3):  # five times as fast as all three at once
        lines[:, 1 + colour :: 3] = pixels[:, :, colour]
    per_metre = round(dpi / CM_PER_INCH * 100)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(lines.tobytes(), 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# ------------------------------------------------------------------------------- painting


@dataclass(frozen=True, slots=True)
class Brush:
    """A renderer, how many of its units make a centimetre, and the colour of the paper."""

    renderer: RendererBase
    per_cm: float
    paper: str

    def points(self, length: float) -> float:
        """A length in points, in the renderer's units."""
        return length * lettering.CM_PER_POINT * self.per_cm

    def stroke(self, colour: str, width: float) -> GraphicsContextBase:
        """A pen of a width in points."""
        pen = self.renderer.new_gc()
        pen.set_foreground(colour)
        pen.set_linewidth(width)
        return pen

    def path(self, places: tuple[Place, ...], closed: bool = False) -> Path:
        """A path through places given in centimetres."""
        return Path(np.asarray(places) * self.per_cm, closed=closed)


def _paint_all(brush: Brush, drawing: Drawing) -> None:
    sheet = Box(0, 0, drawing.width, drawing.height)
    _fill(brush, sheet, brush.paper)
    for mark in drawing.marks:
        _paint(mark, brush)


@singledispatch
def _paint(mark: Mark, brush: Brush) -> None:
    raise TypeError(f"{brush.renderer!r} has no way to paint {mark!r}")


@_paint.register
def _(mark: Line, brush: Brush) -> None:
    pen = brush.stroke(mark.colour, mark.width)
    pen.set_joinstyle("round")
    pen.set_capstyle("butt")
    if mark.dashes:
        pen.set_dashes(0, mark.dashes)
    # Straight rules are set on whole pixels, which keeps hairlines crisp and alike.
    pen.set_snap(len(mark.through) == 2 and _is_upright(*mark.through))
    brush.renderer.draw_path(pen, brush.path(mark.through), IdentityTransform())


def _is_upright(start: Place, end: Place) -> bool:
    return start[0] == end[0] or start[1] == end[1]


@_paint.register
def _(mark: Dots, brush: Brush) -> None:
    pen = brush.stroke(mark.edge, OUTLINE)
    grown = Affine2D().scale(brush.points(mark.size))
    brush.renderer.draw_markers(
        pen, _outlines()[mark.shape], grown, brush.path(mark.at), IdentityTransform(), to_rgb(mark.fill)
    )


@cache
def _outlines() -> dict[Shape, Path]:
    """Shapes one unit wide, of about equal weight to the eye."""
    square = Path.unit_rectangle()
    return {
        Shape.CIRCLE: Affine2D().scale(0.5).transform_path(Path.unit_circle()),
        Shape.SQUARE: Affine2D().translate(-0.5, -0.5).scale(0.92).transform_path(square),
        Shape.DIAMOND: Affine2D().translate(-0.5, -0.5).rotate_deg(45).scale(0.88).transform_path(square),
        Shape.TRIANGLE: Path([(-0.58, -0.45), (0.58, -0.45), (0, 0.6), (-0.58, -0.45)], closed=True),
    }


@_paint.register
def _(mark: Bar, brush: Brush) -> None:
    pen = brush.stroke(mark.edge, OUTLINE)
    pen.set_snap(True)
    brush.renderer.draw_path(
        pen, brush.path(_corners(mark.box), closed=True), IdentityTransform(), to_rgb(mark.fill)
    )


@_paint.register
def _(mark: Text, brush: Brush) -> None:
    if mark.plate:
        _fill(brush, mark.box.grown(PLATE_MARGIN), brush.paper)
    x, y = (place * brush.per_cm for place in mark.start)
    _, height = brush.renderer.get_canvas_width_height()
    down = height - y if brush.renderer.flipy() else y
    pen = brush.stroke(mark.colour, 1.0)
    brush.renderer.draw_text(pen, x, down, mark.words, _letters(mark.size, mark.bold), 0)


def _fill(brush: Brush, box: Box, colour: str) -> None:
    pen = brush.stroke(colour, 0)
    brush.renderer.draw_path(pen, brush.path(_corners(box), closed=True), IdentityTransform(), to_rgb(colour))


def _corners(box: Box) -> tuple[Place, ...]:
    across, up = (box.left, box.right), (box.bottom, box.top)
    return (across[0], up[0]), (across[1], up[0]), (across[1], up[1]), (across[0], up[1]), (across[0], up[0])


@cache
def _letters(size: float, bold: bool) -> FontProperties:
    return FontProperties(fname=str(lettering.font_file(bold)), size=size)
