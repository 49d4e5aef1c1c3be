"""Every fact recomputes from its cells: by arithmetic of this file's own, from the workbooks themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, Project
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from report_builder import pipeline
from report_builder.facts.measures.verdict import VERDICTS
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


def _share(fact: Fact) -> float:
    """The later period's part of the days; quarters and years are equally long."""
    periods = [part.period for part in fact.parts[:2]]
    days = [period.days if period and period.months == 1 else 1 for period in periods]
    return days[0] / sum(days)


def _exact(fact: Fact, parts: Parts) -> float:
    later, earlier = (int(_number(each)) for each in parts[:2])
    if len(fact.parts) > 5 and fact.parts[2].unit is Unit.COUNT and "numerator" in fact.parts[2].id:
        later, earlier = (int(_number(each)) for each in parts[2:4])
        people = [_number(each) for each in parts[4:6]]
        return float(stats.binomtest(later, later + earlier, people[0] / sum(people)).pvalue)
    return float(stats.binomtest(later, later + earlier, _share(fact)).pvalue) if later + earlier else 1.0


def _quasi(fact: Fact, parts: Parts) -> float:
    later, earlier, spread = (_number(each) for each in parts[:3])
    share, total = _share(fact), later + earlier
    z = (later - share * total) / (spread * total * share * (1 - share)) ** 0.5
    return float(2 * stats.t.sf(abs(z), float(fact.parts[2].tags["freedom"])))


def _assumed(parts: Parts) -> float:
    later, earlier, later_size, earlier_size = (_number(each) for each in parts[2:6])
    share, total = later_size / (later_size + earlier_size), later + earlier
    return float(2 * stats.norm.sf(abs(later - share * total) / (2 * total * share * (1 - share)) ** 0.5))


def _proportions(fact: Fact, parts: Parts) -> tuple[list[float], list[float]]:
    effect = next((float(str(part.value)) for part in fact.parts if part.id.endswith("design effect")), None)
    effect = effect or float(fact.tags.get("effect", 1))
    return [_number(each) / 100 for each in parts[:2]], [_number(each) / effect for each in parts[2:4]]


def _score_test(fact: Fact, parts: Parts) -> float:
    shares, sizes = _proportions(fact, parts)
    hits = [share * size for share, size in zip(shares, sizes, strict=True)]
    return float(proportions_ztest(hits, sizes)[1])


def _fisher(fact: Fact, parts: Parts) -> float:
    shares, sizes = _proportions(fact, parts)
    rows = [(round(share * size), round(size)) for share, size in zip(shares, sizes, strict=True)]
    return float(stats.fisher_exact([[hit, size - hit] for hit, size in rows]).pvalue)


def _newcombe(fact: Fact, parts: Parts) -> float:
    shares, sizes = _proportions(fact, parts)
    hits = [share * size for share, size in zip(shares, sizes, strict=True)]
    ends = confint_proportions_2indep(hits[0], sizes[0], hits[1], sizes[1], method="newcomb", compare="diff")
    return 100 * float(ends[fact.tags["end"] == "high"])


def _wilson(fact: Fact, parts: Parts) -> float:
    size = _number(parts[1]) / float(fact.tags["effect"])
    alpha = 1 - float(fact.tags["level"]) / 100
    ends = proportion_confint(_number(parts[0]) / 100 * size, size, alpha, "wilson")
    return 100 * float(ends[fact.tags["end"] == "high"])


def _dispersion(fact: Fact, parts: Parts) -> float:
    held = {part.period: _number(value) for part, value in zip(fact.parts, parts, strict=True)}
    step = int(fact.tags["apart"]) * next(period.months for period in held if period)
    pairs = np.array([(held[p.moved(-step)], held[p]) for p in held if p and p.moved(-step) in held])
    size, apart = len(pairs), int(fact.tags["apart"])
    covariance = 2 * np.eye(size) - np.eye(size, k=apart) - np.eye(size, k=-apart)
    scale = np.trace((np.eye(size) - 1 / size) @ covariance) / (2 * size)
    steps = pairs[:, 1] - pairs[:, 0]
    return float(((steps - steps.mean()) ** 2).sum() / pairs.sum() / scale)


def _limit(fact: Fact, parts: Parts) -> float:
    values = [_number(each) for each in (*parts[1:], parts[0])]
    moving = sum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
    centre = sum(values) / len(values)
    side = {"low": -1, "centre": 0, "high": 1}[fact.tags["limit"]]
    return max(0.0, centre + side * 2.66 * moving)


def _slope(fact: Fact, parts: Parts) -> float:
    points = [
        (part.period.last / 12, _number(value))
        for part, value in zip(fact.parts[:-1], parts[:-1], strict=True)
        if part.period
    ]
    seasons: dict[float, list[tuple[float, float]]] = {}
    for at, value in points:
        seasons.setdefault(round(at * 12) % 12 if fact.tags["season"] == "yes" else 0, []).append((at, value))
    slopes = [
        (b[1] - a[1]) / (b[0] - a[0]) for each in seasons.values() for a, b in combinations(sorted(each), 2)
    ]
    return float(np.median(slopes))


def _outside(value: float, low: float, high: float) -> float:
    return min(0.0, value - low) + max(0.0, value - high)


def _funnel(fact: Fact, _: Parts) -> float | str | None:
    if fact.unit is Unit.TEXT:
        return fact.value
    own, others = fact.parts[0], [part for part in fact.parts[1:] if part.method == "rate"]
    sums = [sum(_number(other.parts[i].value) for other in others) for i in (0, 1)]
    count = _number(own.parts[0].value)
    expected = sums[0] / sums[1] * _number(own.parts[1].value)
    spread = float(fact.tags["dispersion"])
    if spread > 1:
        return float(2 * stats.norm.sf(abs(2 * (count**0.5 - expected**0.5)) / spread**0.5))
    return min(1.0, 2 * float(min(stats.poisson.cdf(count, expected), stats.poisson.sf(count - 1, expected))))


def _limit_of_chance(fact: Fact, outwards: int) -> float:
    """The last count that the funnel test of a district would not find clearly outside, as a rate."""
    own, test = fact.parts
    others = [part for part in test.parts[1:] if part.method == "rate"]
    cases, people = (sum(_number(other.parts[i].value) for other in others) for i in (0, 1))
    expected = cases / people * _number(own.parts[1].value)
    scale = float(own.id.rpartition(" ")[2]) / _number(own.parts[1].value)
    tail = next(float(str(p.value)) for p in test.parts if p.id.endswith("clear_below_percent")) / 100
    spread = float(test.tags["dispersion"])
    if spread > 1:
        root = expected**0.5 + outwards * float(stats.norm.isf(tail / 2)) * spread**0.5 / 2
        return float(max(0.0, root) ** 2 * scale)
    counts = np.arange(0, int(expected * 3 + 50))
    tails = 2 * np.minimum(stats.poisson.cdf(counts, expected), stats.poisson.sf(counts - 1, expected))
    inside = counts[np.minimum(tails, 1) >= tail]
    ends: tuple[float, float] = (float(inside[0]), float(inside[-1]))
    return (ends[0] if outwards < 0 else ends[1]) * scale


def _rank(fact: Fact, values: list[float]) -> float:
    shown = [rounded(value, fact.parts[0].decimals) for value in values]
    better = [value < shown[0] if fact.tags["side"] == "lowest" else value > shown[0] for value in shown]
    return 1 + sum(better)


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
    "a year after the break": lambda f, _: f.value,
    "verdict": lambda f, _: f.value,
    "control chart": lambda f, _: f.value,
    "stable": lambda f, _: f.value,
    "not tested": lambda *_: None,
    "exact conditional test": _exact,
    "conditional test with dispersion": _quasi,
    "conditional test with assumed dispersion": lambda _, p: _assumed(p),
    "score test": _score_test,
    "Fisher's exact test": _fisher,
    "Newcombe interval": _newcombe,
    "Wilson interval": _wilson,
    "confidence": lambda f, _: f.value,
    "dispersion": _dispersion,
    "control limit": _limit,
    "mean": lambda _, p: sum(map(_number, p)) / len(p),
    "trend": _slope,
    "streak": lambda _, p: len(p) - 2,
    "extreme": lambda _, p: p[0],
    "levelling": lambda _, p: p[0],
    "number of figures": lambda _, p: len(p),
    "score": lambda f, _: (
        f.value if f.id.endswith("gain") else sum(map(int, re.findall(r"(\d+)(?:;|$)", f.tags["why"])))
    ),
    "gap to a reduction": lambda _, p: (
        _number(p[0]) - _number(p[1]) * (1 - (_number(p[2]) if len(p) > 2 else 0) / 100)
    ),
    "lower limit": lambda f, _: _limit_of_chance(f, -1),
    "upper limit": lambda f, _: _limit_of_chance(f, 1),
    "target for twelve months": lambda f, p: _number(p[0]) * {"12": 12, "4": 4}[f.tags["periods"]],
    "distance from a range": lambda _, p: _outside(*map(_number, p)),
    "funnel": _funnel,
    "count of indicators": lambda f, p: len(p) if p or not f.value else f.value,
}


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
    ("better", "earlier", "latest", "verdict"),
    [
        ("lower", 100, 50, "improved"), ("lower", 50, 100, "worsened"), ("higher", 50, 100, "improved"),
        ("higher", 100, 50, "worsened"), ("neither", 50, 100, "changed"), ("reporting", 100, 50, "changed"),
        ("lower", 8, 8, "no clear change"), ("higher", 50, 55, "no clear change"), ("lower", 0, 3, "no clear change"),
        ("lower", 40000, 40800, "no clear change"),
    ],
)  # fmt: skip
def test_the_verdict_is_a_change_that_matters_and_is_more_than_chance(
    project: Project, better: str, earlier: int, latest: int, verdict: str
) -> None:
    project.define(
        indicators=f"""
        | id       | priority | name       | kind  | better   |
        | burglary | crime    | burglaries | count | {better} |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | {earlier} | {latest} |")
    told = pipeline.tell(project.home)
    assert told.facts.indicators[0].verdict == verdict
    counts = {name: told.facts.report[name.replace(" ", "_")].value for name in VERDICTS}
    assert counts == {name: int(name == verdict) for name in VERDICTS}


@pytest.mark.parametrize(
    ("low", "latest", "verdict"),
    [(28, 30, "improved"), (35, 30, "no clear change"), (20, 25, "no clear change"), (20, 50, "worsened")],
)
def test_a_range_is_entered_left_or_neither(project: Project, low: int, latest: int, verdict: str) -> None:
    project.define(
        indicators=f"""
        | id       | priority | name       | kind  | better | range low | range high |
        | burglary | crime    | burglaries | count | range  | {low}     | 40         |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 24 | {latest} |")
    assert pipeline.tell(project.home).facts.indicators[0].verdict == verdict


EIGHT = [f"Q{q} {y}" for y in ("2014/15", "2015/16") for q in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("better", "figures", "verdict", "printed"),
    [
        ("lower", [150] * 4 + [100] * 4, "improved", "down 200 (33%)|improved"),
        ("higher", [150] * 4 + [100] * 4, "worsened", "down 200 (33%)|worsened"),
        ("neither", [100] * 4 + [150] * 4, "changed", "up 200 (50%)|changed"),
        ("lower", [100] * 4 + [101] * 4, "no clear change", "up 4 (1%)|"),
    ],
)
def test_the_twelve_months_have_a_verdict_of_their_own(
    project: Project, better: str, figures: list[int], verdict: str, printed: str
) -> None:
    """A row shows it only where they moved."""
    project.setting("period", "Q4 2015/16").define(
        indicators=f"""
        | id       | priority | name       | kind  | better   |
        | burglary | crime    | burglaries | count | {better} |
        """
    ).returns(f"| Measure | {' | '.join(EIGHT)} |\n| Burglaries | {' | '.join(map(str, figures))} |")
    told = pipeline.tell(project.home)
    assert told.facts.indicators[0]["rolling_before.verdict"].value == verdict
    cells = told.narrative.dashboard[0].rows[0].cells
    row = "|".join(cells[each].text if each in cells else "" for each in ("year_change", "year_verdict"))
    assert row.lower() == printed


STEADY = [100, 104, 98, 101, 103, 97, 102, 99, 101]


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [(STEADY, "stable"), (STEADY[2:], "no clear change"), ([*STEADY[:-1], 140], "worsened")],
)
def test_stable_needs_eight_figures_without_a_signal(
    project: Project, figures: list[int], verdict: str
) -> None:
    """Seven are too few, and a figure far from the others is no stability."""
    labels = [f"Q{q} {y}" for y in ("2014/15", "2015/16", "2016/17") for q in (1, 2, 3, 4)][1:10][
        -len(figures) :
    ]
    project.returns(
        "| Measure | " + " | ".join(labels) + " |\n| Burglaries | " + " | ".join(map(str, figures)) + " |\n"
        "| Robberies | " + " | ".join(["1"] * len(figures)) + " |"
    )
    found = pipeline.tell(project.home).facts.indicators[0]
    assert found.verdict == verdict
    assert ("stable" in found) == (verdict == "stable")


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
