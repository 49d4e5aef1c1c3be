"""The look of the pictures, read from the house's `charts.mplstyle`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, stroke widths and sizes in points, and the fineness of the PNG in dots an inch.

    The first four colours of the style's cycle are the subject, the reference line, the rest and bands.
    """

    subject: str = "#12436D"
    reference: str = "#F46A25"
    rest: str = "#7F94AA"
    ink: str = "#1A1A1A"
    quiet: str = "#3D3D3D"
    grid: str = "#D9D9D9"
    band: str = "#E4EBF2"
    axis: str = "#7A7A7A"
    paper: str = "#FFFFFF"
    line: float = 2.0
    hairline: float = 0.6
    axis_line: float = 0.9
    dot: float = 4.6
    small: float = 9.5
    size: float = 10.0
    large: float = 12.0
    dpi: int = 200


def read(style: Path) -> Look:
    """The look a style file asks for; what it does not say stays as `Look` has it.

    Raises OSError where there is no such file and ValueError where a line of it cannot be read.
    """
    from matplotlib import rc_params_from_file

    asked: Mapping[Any, Any] = rc_params_from_file(style, fail_on_error=True, use_default_template=False)
    return Look(**(_colours(asked) | _sizes(asked)))


_COLOURS = {
    "text.color": "ink",
    "axes.labelcolor": "quiet",
    "grid.color": "grid",
    "axes.edgecolor": "axis",
    "figure.facecolor": "paper",
}
_SIZES = {
    "lines.linewidth": "line",
    "grid.linewidth": "hairline",
    "axes.linewidth": "axis_line",
    "lines.markersize": "dot",
    "xtick.labelsize": "small",
    "font.size": "size",
    "axes.titlesize": "large",
    "savefig.dpi": "dpi",
}


def _colours(asked: Mapping[Any, Any]) -> dict[str, Any]:
    from matplotlib.colors import to_hex

    named = {field: asked[key] for key, field in _COLOURS.items() if key in asked}
    cycle = asked["axes.prop_cycle"].by_key().get("color", []) if "axes.prop_cycle" in asked else []
    named |= dict(zip(("subject", "reference", "rest", "band"), cycle, strict=False))
    return {field: to_hex(colour).upper() for field, colour in named.items()}


def _sizes(asked: Mapping[Any, Any]) -> dict[str, Any]:
    sizes = {field: float(asked[key]) for key, field in _SIZES.items() if key in asked}
    return sizes | ({"dpi": round(sizes["dpi"])} if "dpi" in sizes else {})
