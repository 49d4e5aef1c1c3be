"""A line-level extract of 100,000 rows and 12 columns, read and counted, against pandas with calamine alone.

Processor time, so that what else the machine does counts little; the median of rounds in turn.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

sys.path.insert(0, str(Path(__file__).parent.parent))
from report_builder import definition, returns

ROWS, ROUNDS, AIM = 100_000, 5, 2.0
HEADINGS = (
    "Crime number", "Date recorded", "District", "Offence Group", "Offence Subgroup", "Sex", "Age", "Hour",
    "Hate", "Postcode", "Loss", "Outcome",
)  # fmt: skip
SHEETS = {
    "report": (
        ("board", "Ashby Safety Board"), ("title", "Performance"), ("meeting date", "8 December 2016"),
        ("period", "Q2 2016/17"), ("subject area", "Ashby"), ("report author", "Community Safety Officer"),
    ),
    "priorities": (("id", "heading"), ("crime", "Less crime")),
    "indicators": (("id", "priority", "name"), ("burglary", "crime", "burglaries")),
    "areas": (("name", "kind"), ("Ashby", "subject"), ("Northam", "district"), ("Southam", "district")),
    "sources": (
        ("indicator", "workbook", "layout", "row filter", "area column", "period column"),
        ("burglary", "extract.xlsx", "line level", "Offence Group = Burglary", "District", "Date recorded"),
    ),
}  # fmt: skip


def write(folder: Path) -> Path:
    """The extract and the definition that asks for it."""
    dice = random.Random(3)  # noqa: S311  made-up rows
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Extract")
    sheet.append(HEADINGS)
    for number in range(ROWS):
        day = datetime(2015, 4, 1) + timedelta(days=dice.randrange(548))
        names = [
            dice.choice(each)
            for each in (("Northam", "Southam"), ("Burglary", "Theft"), ("Home", "Shop"), "MF")
        ]
        rest = (dice.randrange(16, 90), dice.randrange(24), dice.choice("YN"), f"LE{dice.randrange(20)} 1AB")
        sheet.append([f"CR{number:07d}", day, *names, *rest, round(dice.random() * 1000, 2), "Open"])
    book.save(folder / "extract.xlsx")
    report = Workbook()
    for name, rows in SHEETS.items():
        page = report.create_sheet(name)
        for row in rows:
            page.append(row)
    report.remove(report.worksheets[0])
    report.save(folder / "report.xlsx")
    return folder


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name))
        defined, _ = definition.read(folder)
        if defined is None:
            sys.exit("The definition of the benchmark is not understood.")
        path = folder / "extract.xlsx"
        alone, whole = [], []
        for _ in range(ROUNDS):
            alone.append(seconds(lambda: pd.read_excel(path, engine="calamine", header=None, dtype=object)))
            whole.append(seconds(lambda: returns.read(folder, defined)))
    ratios = [ours / theirs for ours, theirs in zip(whole, alone, strict=True)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    size = f"{ROWS:,} rows by {len(HEADINGS)} columns"
    print(f"\nAn extract of {size}; seconds of processor time, {ROUNDS} rounds\n")
    for name, value in (
        ("pandas with calamine alone", f"{statistics.median(alone):.2f}"),
        ("read and counted", f"{statistics.median(whole):.2f}"),
        (f"ratio (aim: {AIM:g} or less)", f"{statistics.median(ratios):.2f}   {spread}"),
        ("peak memory of both, MB", f"{peak}"),
    ):
        print(f"{name:32} {value}")


if __name__ == "__main__":
    main()
