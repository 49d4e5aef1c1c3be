"""Workbooks written as Markdown tables, and report projects made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
LONDON = SHARED / "data" / "london"


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
