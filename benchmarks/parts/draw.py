"""Part 3: draw the same charts with plain matplotlib (Figure and Agg): same points, same size.

Drawn as a practised hand would: axes placed by number (no layout engine), few ticks, light gridlines, the
last value and the target named beside the plot, bars with their values. PNGs have 200 dots an inch and are
packed lightly, as the program packs its own. The SVG is a second print of the same figure.

    python -m benchmarks.parts.draw FOLDER
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: F401  else imported in the time
from matplotlib.figure import Figure

DPI = 200
SUBJECT, TARGET, REST, INK, QUIET, GRID = "#12436D", "#F46A25", "#7F94AA", "#1A1A1A", "#3D3D3D", "#D9D9D9"
LABELS = 4

Chart = dict[str, Any]


def figure(chart: Chart) -> Figure:
    """One chart, ready to be printed."""
    made = Figure(figsize=chart["inches"], dpi=DPI)
    FigureCanvasAgg(made)
    {"trend": trend, "sparkline": sparkline}.get(chart["kind"], bars)(made, chart)
    return made


def trend(made: Figure, chart: Chart) -> None:
    """A line with its last value named, the target dashed across, the unit over it."""
    axes = made.add_axes((0.08, 0.12, 0.78, 0.76))
    values = chart["values"]
    axes.plot(values, color=SUBJECT, linewidth=2, marker="o", markersize=4, clip_on=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    steps = range(0, len(values), max(1, len(values) // LABELS))
    axes.set_xticks(steps, [chart["labels"][n] for n in steps], fontsize=9, color=QUIET)
    axes.tick_params(axis="y", labelsize=9, length=0)
    last = _last(values)
    _target_across(axes, chart, values[last])
    axes.annotate(
        chart["texts"][last], (last, values[last]), (6, 0), textcoords="offset points", va="center",
        fontsize=11, weight="bold", color=INK, annotation_clip=False,
    )  # fmt: skip
    made.text(0.01, 0.94, chart["axis"], fontsize=9, color=QUIET)


def _last(values: list[float | None]) -> int:
    return max(n for n, value in enumerate(values) if value is not None)


def _target_across(axes: Axes, chart: Chart, latest: float) -> None:
    """The dashed line, its name beside the plot on the far side of the latest value."""
    if reference := chart["reference"]:
        value, words = reference["value"], f"{reference['label']}: {reference['text']}"
        axes.axhline(value, color=TARGET, linewidth=1.5, dashes=(5, 3))
        axes.annotate(
            words, (1, value), (4, 12 if value > latest else -12), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=9.5, color=INK, annotation_clip=False,
        )  # fmt: skip


def bars(made: Figure, chart: Chart) -> None:
    """Bars across with their values, the one that stands out in its own colour, the reference dashed."""
    axes = made.add_axes((0.25, 0.04, 0.65, 0.82))
    places = range(len(chart["values"]))
    colours = [SUBJECT if n in chart["emphasis"] or not chart["emphasis"] else REST for n in places]
    drawn = axes.barh(places, chart["values"], 0.66, color=colours)
    axes.bar_label(drawn, chart["texts"], padding=4, fontsize=9.5, color=INK)
    axes.invert_yaxis()
    axes.set_yticks(places, chart["labels"], fontsize=9.5, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    if reference := chart["reference"]:
        axes.axvline(reference["value"], color=TARGET, linewidth=1.5, dashes=(4, 2.5))
        words = f"{reference['label']}: {reference['text']}"
        axes.text(
            reference["value"], 1.02, words, transform=axes.get_xaxis_transform(), ha="center", fontsize=9.5
        )


def sparkline(made: Figure, chart: Chart) -> None:
    """A line without words, its last value dotted, the target dashed."""
    axes = made.add_axes((0.03, 0.1, 0.94, 0.8))
    axes.set_axis_off()
    values = chart["values"]
    line = {"color": SUBJECT, "linewidth": 1.4, "marker": "o", "markersize": 4}
    axes.plot(values, **line, markevery=[_last(values)], clip_on=False)
    if chart["reference"]:
        axes.axhline(chart["reference"]["value"], color=TARGET, linewidth=1, dashes=(3, 2))


# ------------------------------------------------------------------------------- timing


def timed(charts: list[Chart], name: str) -> dict[str, float]:
    """Milliseconds to draw charts as PNG, and to print them as SVG too."""
    png = svg = 0.0
    for chart in charts:
        start = perf_counter()
        made = figure(chart)
        made.savefig(io.BytesIO(), format="png", pil_kwargs={"compress_level": 1})
        between = perf_counter()
        made.savefig(io.BytesIO(), format="svg")
        png, svg = png + between - start, svg + perf_counter() - between
    return {f"{name} png": 1000 * png, f"{name} svg": 1000 * svg}


def main(home: Path) -> None:
    """Draw the charts, then the sparklines, and print how long it took."""
    plan = json.loads((home / "plan.json").read_text(encoding="utf-8"))
    charts = [chart for each in plan["paragraphs"] for chart in each["charts"]] + plan["appendix"]
    sparklines = [row["trend"] for row in plan["rows"] if row["trend"]]
    counts = {"charts": len(charts), "sparklines": len(sparklines)}
    print(json.dumps(timed(charts, "charts") | timed(sparklines, "sparklines") | counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
