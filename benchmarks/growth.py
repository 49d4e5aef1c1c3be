"""Time what each further indicator costs, about a report of 15 and up to one of 150: `make bench`.

Each report is of a county with 7 districts and ten quarters; of every five indicators two have a chart, so
that the largest report has 60. What an indicator costs in a report of 15 is taken between those of 5 and 25.
The Word file of the largest is held against Microsoft's validator, where that is installed, and against the
accessibility gate. Processor time of a process, Python's start included; the sizes take turns, and a round
is run before the first that counts.

    python benchmarks/growth.py [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = ROOT / "tests" / "tools" / "node_modules" / ".bin" / "ooxml-validator"
SIZES = (5, 25, 150)
AIM = 1.1
DISTRICTS = 7
QUARTERS = [f"Q{i % 4 + 1} {2014 + i // 4}/{15 + i // 4}" for i in range(10)]
CHARTS = ("trend", "none", "none", "districts", "none")
AREAS = ["Anyshire", *(f"District {chr(ord('A') + i)}" for i in range(DISTRICTS))]


def project(home: Path, size: int) -> Path:
    """A made-up project with so many indicators, always the same."""
    draw = random.Random(size)  # noqa: S311  figures, not secrets
    inputs = home / f"report of {size}" / "inputs"
    inputs.mkdir(parents=True)
    _save(inputs / "report.xlsx", _definition(size))
    _save(inputs / "returns.xlsx", {f"Sheet {n}": _return(n, draw) for n in range(size)})
    return inputs.parent


def _definition(size: int) -> dict[str, list[list[object]]]:
    settings = {
        "board": "County Board",
        "title": f"Performance of {size}",
        "meeting date": date(2016, 12, 8),
        "period": QUARTERS[-1],
        "subject area": AREAS[0],
        "report author": "Performance Officer",
    }
    places = [
        [name, "district" if n else "subject", 700_000 if not n else 100_000] for n, name in enumerate(AREAS)
    ]
    return {
        "report": [["setting", "value"], *([name, value] for name, value in settings.items())],
        "priorities": [["id", "heading"], *([f"p{n}", f"Priority {n + 1}"] for n in range(5))],
        "areas": [["name", "kind", "population 2014"], *places],
        "indicators": [
            ["id", "priority", "name", "better", "frequency", "target", "charts"],
            *(
                [
                    f"i{n}",
                    f"p{n * 5 // size}",
                    f"offences of kind {n + 1}",
                    "lower",
                    "quarter",
                    2000,
                    CHARTS[n % 5],
                ]
                for n in range(size)
            ),
        ],
    }


def _return(number: int, draw: random.Random) -> list[list[object]]:
    """A sheet of one indicator: areas down, quarters across."""
    rows = [[draw.randint(200, 300) for _ in QUARTERS] for _ in AREAS[1:]]
    whole = [sum(column) for column in zip(*rows, strict=True)]
    figures = [[AREAS[0], *whole], *([name, *row] for name, row in zip(AREAS[1:], rows, strict=True))]
    return [[f"Offences of kind {number + 1}"], ["Area", *QUARTERS], *figures]


def _save(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)


def seconds(home: Path) -> float:
    """The processor time of one build. Ends the benchmark where it fails or has something to say."""
    command = [sys.executable, "-m", "report_builder", "build", str(home)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said)
    return used.ru_utime + used.ru_stime


def validity(document: Path) -> str:
    """What the validator says of a document, in a word or two."""
    if not VALIDATOR.exists() or shutil.which("node") is None:
        return "not checked: the Open XML validator is not installed"
    found = []
    for version in ("Office2016", "Microsoft365"):
        command = [str(VALIDATOR), str(document), "--officeVersion", version]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found.append(f"{len(json.loads(done.stdout)['errors'])} errors for {version}")
    return ", ".join(found)


def findings(document: Path) -> int:
    """How many findings the accessibility gate has."""
    sys.path.insert(0, str(ROOT))
    from report_builder.document import gate

    return len(gate(document.read_bytes()))


def main() -> None:
    """Measure in a temporary folder and print."""
    options = argparse.ArgumentParser(description="Time what each further indicator costs.")
    options.add_argument("--rounds", type=int, default=5, help="how often everything is timed (5)")
    count = max(1, options.parse_args().rounds)
    with tempfile.TemporaryDirectory(prefix="report-builder-growth-") as folder:
        homes = [project(Path(folder), size) for size in SIZES]
        rounds = [[seconds(home) for home in homes] for _ in range(count + 1)][1:]
        (document,) = (homes[-1] / "build").glob("*.docx")
        charts = len(list((homes[-1] / "charts").glob("*-trend.svg")))
        charts += len(list((homes[-1] / "charts").glob("*-districts.svg")))
        valid, found = validity(document), findings(document)
    one, few, many = (median(each[n] for each in rounds) for n in range(len(SIZES)))
    early, late = (few - one) / (SIZES[1] - SIZES[0]), (many - few) / (SIZES[2] - SIZES[1])
    ratios = sorted(
        ((c - b) / (SIZES[2] - SIZES[1])) / ((b - a) / (SIZES[1] - SIZES[0])) for a, b, c in rounds
    )
    print(
        f"Reports of {', '.join(map(str, SIZES))} indicators; {DISTRICTS} districts; {charts} charts at last."
    )
    print(f"Processor time, seconds, median of {count}: {one:.2f}, {few:.2f}, {many:.2f}")
    print(
        f"A further indicator: {1000 * early:.0f} ms up to {SIZES[1]}, {1000 * late:.0f} ms up to {SIZES[2]}"
    )
    print(f"ratio (aim: {AIM} or less): {late / early:.2f}   (rounds: {ratios[0]:.2f} to {ratios[-1]:.2f})")
    print(f"The largest: {valid}; {found} findings of the accessibility gate")


if __name__ == "__main__":
    main()
