"""Every fact recomputes from its cells: by arithmetic of this file's own, from the workbooks themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, Project
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from report_builder import pipeline
from report_builder.model import Cell, Fact, Facts, Unit
from report_builder.wording import rounded


class Cells:
    """The stored values of the cells of a project, read without the program."""

    def __init__(self, home: Path) -> None:
        self.inputs = home / "inputs"
        self.book = cache(self._book)

    def _book(self, name: str) -> object:
        path = self.inputs / name
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as lines:
                return list(csv.reader(lines))
        return load_workbook(path, data_only=True)

    def number(self, cell: Cell) -> float:
        """The number at a cell, or the sum of several."""
        return sum(self._one(cell.workbook, cell.sheet, ref) for ref in cell.ref.split("+"))

    def _one(self, workbook: str, sheet: str, ref: str) -> float:
        book = self.book(workbook)
        if isinstance(book, list):
            column, row = coordinate_from_string(ref)
            return float(book[row - 1][column_index_from_string(column) - 1])
        names = {name.casefold(): name for name in book.sheetnames}  # type: ignore[attr-defined]
        found = book[names[sheet.casefold()]][ref]  # type: ignore[index]
        value = found.value
        if isinstance(value, str):
            value = float(re.sub(r"[^\d.-]", "", value))
        return float(value) * (100 if "%" in (found.number_format or "") else 1)


def recomputed(fact: Fact, cells: Cells) -> float | str | None:
    """The value of a fact from its parts, and of a fact without parts from its cells."""
    parts = [recomputed(part, cells) for part in fact.parts]
    if fact.method == "typed" and fact.unit in (Unit.TEXT, Unit.PERIOD):
        return fact.value
    if fact.method == "typed":
        return (
            fact.value
            if fact.basis[0].workbook == "rules.toml" or not _typed(fact)
            else cells.number(fact.basis[0])
        )
    if fact.method in ("read", "not supplied") and not parts:
        return cells.number(fact.basis[0]) if fact.known else None
    return ARITHMETIC[fact.method](fact, parts)


def _typed(fact: Fact) -> bool:
    return fact.id.endswith(("/ target", "/ low", "/ high"))


def _number(value: float | str | None) -> float:
    assert isinstance(value, float | int)
    return float(value)


Parts = list[float | str | None]
ARITHMETIC: dict[str, Callable[[Fact, Parts], float | str | None]] = {
    "read": lambda _, p: p[0],
    "sum": lambda _, p: sum(map(_number, p)),
    "difference": lambda _, p: _number(p[0]) - _number(p[1]),
    "difference as printed": lambda f, p: rounded(
        rounded(_number(p[0]), f.decimals) - rounded(_number(p[1]), f.decimals), f.decimals
    ),
    "percentage change": lambda _, p: 100 * _number(p[0]) / _number(p[1]),
    "multiple": lambda _, p: _number(p[0]) / _number(p[1]),
    "gap": lambda _, p: _number(p[0]) - _number(p[1]),
    "rate": lambda f, p: _number(p[0]) * float(f.id.rpartition(" ")[2]) / _number(p[1]),
    "number of areas": lambda _, p: len(p),
    "rank": lambda f, p: _rank(f, [_number(x) for x in p]),
    "named": lambda f, _: f.value,
    "days after the period": lambda f, _: f.value,
    "direction": lambda f, _: f.value,
    "count of indicators": lambda f, p: len(p) if p or not f.value else f.value,
}


def _rank(fact: Fact, values: list[float]) -> float:
    shown = [rounded(value, fact.parts[0].decimals) for value in values]
    better = [value < shown[0] if fact.tags["side"] == "lowest" else value > shown[0] for value in shown]
    return 1 + sum(better)


def check(home: Path) -> Facts:
    told = pipeline.tell(home)
    cells = Cells(home)
    for fact in told.facts:
        again = recomputed(fact, cells)
        if isinstance(fact.value, int | float) and isinstance(again, int | float):
            assert again == pytest.approx(fact.value, abs=1e-9, rel=1e-12), fact.id
        else:
            assert again == fact.value, fact.id
        if fact.known and fact.unit is not Unit.TEXT and fact.id != "report / files":
            assert fact.basis, f"{fact.id} rests on no cell"
    return told.facts


def test_every_fact_of_the_leicestershire_report_recomputes_from_its_cells() -> None:
    assert len(check(ROOT).by_id) > 500


def test_every_fact_of_the_london_report_recomputes_from_its_cells(london: Path) -> None:
    assert len(check(london).by_id) > 5000


def test_a_quarter_with_a_month_missing_has_no_figure(project: Project) -> None:
    project.returns("| Measure | Jul 2016 | Aug 2016 |\n| Burglaries | 4 | 5 |\n| Robberies | 1 | 1 |")
    project.returns("| Measure | Q1 2016/17 |\n| Burglaries | 20 |\n| Robberies | 2 |", file="earlier.xlsx")
    project.setting("period", "Q1 2016/17")
    facts = check(project.home)
    assert not [
        fact for fact in facts if fact.period and str(fact.period) == "Q2 2016/17" and fact.method == "sum"
    ]


def test_a_small_number_is_hidden_everywhere(project: Project) -> None:
    project.define(
        indicators="""
        | id       | priority | name       | kind  | suppress below |
        | burglary | crime    | burglaries | count | 5              |
        | robbery  | crime    | robberies  | count |                |
        """
    ).returns(
        """
        | Measure    | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 3          | 12         |
        | Robberies  | 59         | 55         |
        """
    )
    told = pipeline.tell(project.home)
    assert not [fact for fact in told.facts if fact.indicator == "burglary" and fact.value == 3]
    assert "burglary / Ashby / Q2 2016/17 / difference from Q1 2016/17" not in told.facts.by_id


def test_no_change_is_worked_out_across_a_series_break(project: Project) -> None:
    project.define(
        notes="""
        | indicator | period     | status       | note                            |
        | burglary  | Q2 2016/17 | series break | the counting rules were changed |
        """
    )
    found = next(
        each for each in pipeline.tell(project.home).facts.indicators if each.indicator.id == "burglary"
    )
    assert "base.change" not in found
    assert found["break"].value == "the counting rules were changed"


@pytest.mark.parametrize(
    ("better", "kind", "target", "latest", "status"),
    [
        ("lower", "count", 120, 123, "missed"),
        ("lower", "count", 123, 123, "exactly"),
        ("higher", "count", 120, 123, "met"),
        ("lower", "percentage", 5, 5.04, "missed"),
        ("higher", "percentage", 95, 94.96, "missed"),
    ],
)
def test_a_target_is_judged_on_the_unrounded_value(
    project: Project, better: str, kind: str, target: float, latest: float, status: str
) -> None:
    project.define(
        indicators=f"""
        | id   | priority | name | kind   | better   | target   |
        | done | crime    | done | {kind} | {better} | {target} |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Done | 6 | {latest} |")
    found = pipeline.tell(project.home).facts.indicators[0]
    assert found["gap"].tags["target"] == status


def test_printed_percentages_and_their_difference_agree(project: Project) -> None:
    project.define(
        indicators="""
        | id   | priority | name            | kind       | decimals |
        | done | crime    | completion rate | percentage | 0        |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Completion rate | 27.4 | 29.6 |")
    text = " ".join(p.text for p in pipeline.tell(project.home).narrative.paragraphs())
    assert "was 29.6% in Q2 2016/17, 2.2 percentage points higher than in Q1 2016/17 (27.4%)" in text


@pytest.mark.parametrize(
    ("better", "earlier", "latest", "direction"),
    [
        ("lower", 10, 8, "better"), ("lower", 8, 10, "worse"), ("higher", 8, 10, "better"), ("higher", 10, 8, "worse"),
        ("neither", 8, 10, "changed"), ("reporting", 10, 8, "changed"), ("lower", 8, 8, "same"), ("higher", 8, 8, "same"),
    ],
)  # fmt: skip
def test_the_direction_is_the_way_of_the_change_set_against_what_is_better(
    project: Project, better: str, earlier: int, latest: int, direction: str
) -> None:
    project.define(
        indicators=f"""
        | id       | priority | name       | kind  | better   |
        | burglary | crime    | burglaries | count | {better} |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | {earlier} | {latest} |")
    told = pipeline.tell(project.home)
    assert told.facts.indicators[0]["direction"].value == direction
    counts = {name: told.facts.report[name].value for name in ("better", "worse", "same", "changed")}
    assert counts == {name: int(name == direction) for name in counts}


@pytest.mark.parametrize(
    ("low", "latest", "direction"), [(28, 30, "better"), (35, 30, "changed"), (20, 25, "changed")]
)
def test_a_range_is_entered_left_or_neither(project: Project, low: int, latest: int, direction: str) -> None:
    project.define(
        indicators=f"""
        | id       | priority | name       | kind  | better | range low | range high |
        | burglary | crime    | burglaries | count | range  | {low}     | 40         |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 24 | {latest} |")
    assert pipeline.tell(project.home).facts.indicators[0]["direction"].value == direction


def test_the_ends_of_the_districts_are_the_lowest_and_the_highest() -> None:
    for each in pipeline.tell(ROOT).facts.indicators:
        if districts := each.groups.get("districts"):
            rates = [float(str(fact.value)) for fact in districts]
            assert each["district.lowest"].value == min(rates)
            assert each["district.highest"].value == max(rates)


def test_what_is_overdue_is_dated_by_its_cell(project: Project) -> None:
    project.define(
        indicators="""
        | id       | priority | name       | kind  | expected by |
        | burglary | crime    | burglaries | count | 45          |
        | robbery  | crime    | robberies  | count |             |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 24 | TBC |\n| Robberies | 1 | 2 |")
    found = pipeline.tell(project.home).facts.indicators[0]
    assert found["expected"].value == "14 November 2016"
