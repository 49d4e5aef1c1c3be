"""Time the program against the sum of its parts, and print the ratio: `make bench`.

The whole is one process, `python -m report_builder build`, from its start to its end: a definition and
ten workbooks are read, twenty charts and the sparklines of the dashboard are drawn as PNG and as SVG, the
document is merged, read back and written, and so is the evidence.

A part does one step the plain way, alone in a process of its own, with the libraries as they come:

1. imports: the libraries, by the wall clock of the process, Python's own start included.
2. read: every cell of the eleven workbooks, with pandas and calamine.
3. draw: the same charts and sparklines from the same points at the same size, with matplotlib's Figure and
   Agg. The figures printed as SVG too are told apart, for the program writes both files of each.
4. merge: one docxtpl merge of as many paragraphs, pictures and dashboard rows.

Parts 2 to 4 are timed inside their process, after their imports: those, and Python's start, are counted
once, in part 1. What the whole does besides (finding tables, facts, sentences, layout of charts, checks,
evidence) is in no part. Every process starts anew with a warm disk cache; one round is run before the first
that counts. The whole and the parts take turns, so that a busy machine slows both.

    python benchmarks/run.py [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
AIM = 1.5
PNG_PARTS = {
    "imports": "importing the libraries",
    "read": "reading the cells: pandas, calamine",
    "charts png": "drawing {charts} charts as PNG: matplotlib",
    "sparklines png": "drawing {sparklines} sparklines as PNG",
    "merge": "one docxtpl merge",
}
SVG_PARTS = {"charts svg": "the charts as SVG too", "sparklines svg": "the sparklines as SVG too"}

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended: its wall time in milliseconds, its largest size in MB, what it printed."""

    wall: float
    memory: float
    said: str


def run(*words: str) -> Run:
    """Run Python with these words from the root of the project. Ends the benchmark where that fails."""
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said = process.stdout.read() if process.stdout else ""
        # wait4 tells the size of this one process; getrusage would tell that of the largest so far.
        _, status, used = os.wait4(process.pid, 0)
        wall = 1000 * (perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{said}\nFailed: python {' '.join(words)}")
    per_mb = 1024**2 if sys.platform == "darwin" else 1024
    return Run(wall, used.ru_maxrss / per_mb, said)


# ------------------------------------------------------------------------------- measuring


def prepared(home: Path) -> None:
    """The made-up project, built once, and what the parts are given of it."""
    run("-m", "benchmarks.project", str(home))
    build(home)
    run("-m", "benchmarks.prepare", str(home))


def build(home: Path) -> Run:
    """The whole: what a person types."""
    return run("-m", "report_builder", "build", str(home))


def one_round(home: Path) -> Figures:
    """The whole, then each part, all in processes of their own."""
    whole = build(home)
    figures = {"whole": whole.wall, "memory": whole.memory, "python": run("-c", "pass").wall}
    figures["imports"] = run("-m", "benchmarks.parts.imports").wall
    figures["own imports"] = run("-m", "benchmarks.parts.imports", "program").wall
    for part in ("read", "draw", "merge"):
        figures |= json.loads(run("-m", f"benchmarks.parts.{part}", str(home)).said)
    return figures


# -------------------------------------------------------------------------------- printing


def report(rounds: list[Figures]) -> str:
    """What was measured, the table, and the ratio."""
    counts = rounds[0]
    lines = [
        "A definition and 10 workbooks ({sheets} sheets, {cells:,} filled cells), {charts} charts,\n"
        "{sparklines} sparklines, {paragraphs} numbered paragraphs, {rows} dashboard rows.".format(**counts),
        f"Milliseconds; {len(rounds)} rounds, the whole and its parts in turn.\n",
        f"{'':50}{'median':>8}{'least':>8}",
        *(_row(name.format(**counts), rounds, _of(part)) for part, name in PNG_PARTS.items()),
        _row("sum of the parts", rounds, png_sum),
        _row("the whole process", rounds, _of("whole")),
        f"{'ratio (aim: ' + str(AIM) + ' or less)':50}{_ratio(rounds, png_sum)}\n",
        *(_row(name, rounds, _of(part)) for part, name in SVG_PARTS.items()),
        _row("sum of the parts, with the SVG files", rounds, svg_sum),
        f"{'ratio, like for like':50}{_ratio(rounds, svg_sum)}\n",
        _row("for comparison: starting Python (in the imports)", rounds, _of("python")),
        _row("for comparison: imports without Figure", rounds, _of("own imports")),
        f"{'peak memory of the whole, MB':50}{median(each['memory'] for each in rounds):8.0f}",
    ]
    return "\n".join(lines)


def png_sum(figures: Figures) -> float:
    """The parts as the project promises them: charts as PNG."""
    return sum(figures[part] for part in PNG_PARTS)


def svg_sum(figures: Figures) -> float:
    """The same with SVG files, which the program writes as well."""
    return png_sum(figures) + sum(figures[part] for part in SVG_PARTS)


def _of(part: str) -> Callable[[Figures], float]:
    return lambda figures: figures[part]


def _row(name: str, rounds: list[Figures], figure: Callable[[Figures], float]) -> str:
    found = [figure(each) for each in rounds]
    return f"{name:50}{median(found):8.0f}{min(found):8.0f}"


def _ratio(rounds: list[Figures], parts: Callable[[Figures], float]) -> str:
    """The whole by the sum of the parts: the median of the rounds, and between what they lie."""
    found = sorted(each["whole"] / parts(each) for each in rounds)
    return f"{median(found):8.2f}   (rounds: {found[0]:.2f} to {found[-1]:.2f})"


def main() -> None:
    """Measure in a temporary folder and print."""
    options = argparse.ArgumentParser(description="Time the whole program against the sum of its parts.")
    options.add_argument("--rounds", type=int, default=5, help="how often everything is timed (5)")
    count = max(1, options.parse_args().rounds)
    with tempfile.TemporaryDirectory(prefix="report-builder-bench-") as folder:
        home = Path(folder)
        prepared(home)
        rounds = [one_round(home) for _ in range(count + 1)][1:]
    print(report(rounds))


if __name__ == "__main__":
    main()
