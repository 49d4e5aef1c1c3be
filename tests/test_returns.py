"""What stands in a return is what is read, each value with its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import Project, save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder import definition, returns
from report_builder.periods import Period, say
from report_builder.problems import Problem
from report_builder.returns.values import read_value

AREAS = """
| name    | kind       | comparator set | aliases  |
|---------|------------|----------------|----------|
| Ashby   | subject    |                | Ashby UA |
| Northam | district   |                |          |
| Southam | district   |                |          |
| Melbury | comparator | the region     |          |
"""


def read(project: Project) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    defined, faults = definition.read(project.inputs)
    assert defined is not None, faults
    return returns.read(project.inputs, defined)


def values(frame: pd.DataFrame) -> dict[tuple[str, str, str], tuple[object, str]]:
    return {
        (row["indicator"], row["area"], str(row["period"])): (row["value"], row["cell"])
        for row in frame.to_dict("records")
    }


def test_indicators_down_periods_across(project: Project) -> None:
    frame, faults = read(project)
    assert not faults
    assert values(frame) == {
        ("burglary", "Ashby", "Q4 2015/16"): (142, "B4"),
        ("burglary", "Ashby", "Q1 2016/17"): (117, "C4"),
        ("burglary", "Ashby", "Q2 2016/17"): (123, "D4"),
        ("robbery", "Ashby", "Q4 2015/16"): (59, "B5"),
        ("robbery", "Ashby", "Q1 2016/17"): (59, "C5"),
        ("robbery", "Ashby", "Q2 2016/17"): (55, "D5"),
    }
    assert set(frame["workbook"]) == {"police.xlsx"}
    assert set(frame["sheet"]) == {"Sheet1"}


def test_areas_down_with_the_indicator_named_by_the_sheet(project: Project) -> None:
    project.define(areas=AREAS).returns(
        """
        |          |            |            |
        | District | Q1 2016/17 | Q2 2016/17 |
        | Northam  | 40         | 43         |
        | Southam  | 77         | 80         |
        | Ashby UA | 117        | 123        |
        | Source: police records |  |         |
        """,
        sheet="Burglary",
    )
    frame, faults = read(project)
    assert values(frame)["burglary", "Southam", "Q2 2016/17"] == (80, "C4")
    assert values(frame)["burglary", "Ashby", "Q2 2016/17"] == (123, "C5")
    assert len(frame) == 6
    assert not faults


def test_areas_down_with_the_indicator_named_above_the_table(project: Project) -> None:
    project.define(areas=AREAS).returns(
        """
        | Table 3: Robberies by district |            |            |
        | District                       | Q1 2016/17 | Q2 2016/17 |
        | Northam                        | 4          | 3          |
        """
    )
    frame, _ = read(project)
    assert values(frame)["robbery", "Northam", "Q2 2016/17"] == (3, "C3")


def test_long_with_periods_in_two_columns(project: Project) -> None:
    project.define(areas=AREAS).returns(
        """
        | Crime return, one row a value |             |         |         |       |
        | Financial year                | Quarter     | Measure | Area    | Count |
        | 2016/17                       | 1           | Robbery | Northam | 4     |
        | 2016/17                       | 2           | Robbery | Northam | 6     |
        | 2016/17                       | 2           | Robbery |         | 55    |
        """
    )
    frame, faults = read(project)
    assert values(frame) == {
        ("robbery", "Northam", "Q1 2016/17"): (4, "E3"),
        ("robbery", "Northam", "Q2 2016/17"): (6, "E4"),
        ("robbery", "Ashby", "Q2 2016/17"): (55, "E5"),
    }
    assert not faults


def test_rows_picked_by_a_filter_are_added_and_keep_their_cells(project: Project) -> None:
    project.define(
        areas=AREAS,
        sources="""
        | indicator | workbook  | layout     | row filter            | area column |
        |-----------|-----------|------------|-----------------------|-------------|
        | burglary  | crime.csv | areas down | Group = BURGLARY      | Borough     |
        """,
    )
    (project.inputs / "crime.csv").write_text(
        "Group,Type,Borough,201607,201608,201609\n"
        "BURGLARY,Home,Northam,5,6,7\nBURGLARY,Shop,Northam,1,1,2\nTHEFT,Bike,Northam,9,9,9\n"
    )
    frame, _ = read(project)
    assert values(frame)["burglary", "Northam", "September 2016"] == (9, "F2+F3")


def test_numerators_and_denominators_stand_beside_the_value(project: Project) -> None:
    project.define(
        indicators="""
        | id     | priority | name        | kind       | numerator | denominator |
        |--------|----------|-------------|------------|-----------|-------------|
        | repeat | crime    | repeat rate | percentage | repeats   | cases       |
        """
    ).returns(
        """
        | Measure     | Q1 2016/17 | Q2 2016/17 |
        | Cases       | 171        | 177        |
        | Repeats     | 48         | 53         |
        | Repeat rate | 28%        | 30%        |
        """
    )
    frame, _ = read(project)
    newest = frame[frame["period"] == Period.ending(2016, 9, 3)].iloc[0]
    assert (newest["value"], newest["numerator"], newest["denominator"]) == (30, 53, 177)
    assert (newest["cell"], newest["numerator_cell"], newest["denominator_cell"]) == ("C4", "C3", "C2")


@pytest.mark.parametrize(
    ("cell", "number", "mark"),
    [
        ("1,234", 1234, ""), ("(12)", -12, ""), ("27%", 27, ""), ("117 (r)", 117, "r"), ("117 [p]", 117, "p"),
        ("12 [2]", 12, ""), ("..", None, "x"), ("[c]", None, "c"), ("*", None, "c"), ("TBC", None, "x"),
        ("not yet available", None, "x"), ("Awaiting data", None, "x"), ("[z]", None, "z"), ("-", None, "x"),
        (0, 0, ""), (1.5, 1.5, ""), ("£1,200", 1200, ""),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_or_a_mark_and_a_mark_is_never_zero(
    cell: object, number: float | None, mark: str
) -> None:
    reading = read_value(cell)
    assert (reading.number, reading.mark) == (number, mark)


@pytest.mark.parametrize("cell", ["about 40", "12-15", "1,23", "x1", "27 of 96", "(12"])
def test_what_is_neither_is_not_guessed(cell: str) -> None:
    assert not read_value(cell).understood


def test_percentages_go_by_the_cells_own_format(project: Project) -> None:
    project.define(
        indicators="""
        | id   | priority | name | kind       |
        |------|----------|------|------------|
        | done | crime    | done | percentage |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Done | 27% | 0.5% |")
    frame, faults = read(project)
    assert [round(value, 6) for value in frame["value"]] == [27, 0.5]
    assert not faults


def test_a_literal_percent_sign_makes_no_percentage(project: Project) -> None:
    from openpyxl import load_workbook

    project.define(
        indicators="""
        | id   | priority | name | kind       |
        |------|----------|------|------------|
        | done | crime    | done | percentage |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Done | 27 | 30 |")
    book = load_workbook(project.inputs / "police.xlsx")
    book.worksheets[0]["C2"].number_format = '0"%"'
    book.save(project.inputs / "police.xlsx")
    assert list(read(project)[0]["value"]) == [27, 30]


def test_lock_files_and_other_files_are_passed_over(project: Project) -> None:
    for name in ("~$police.xlsx", ".~lock.police.xlsx#", "~WRL0001.tmp", "Thumbs.db", "._police.xlsx"):
        (project.inputs / name).write_bytes(b"not a workbook")
    assert not read(project)[1]


def test_a_row_that_only_looks_like_years_is_no_header(project: Project) -> None:
    project.returns(
        """
        | Measure    | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 2014       | 2021       | 1998       |
        | Robberies  | 1          | 2          | 3          |
        """
    )
    assert values(read(project)[0])["robbery", "Ashby", "Q2 2016/17"] == (3, "D3")
    assert values(read(project)[0])["burglary", "Ashby", "Q2 2016/17"] == (1998, "D2")


WITH_DECIMALS = """
| id       | priority | name       | aliases | kind  | decimals |
|----------|----------|------------|---------|-------|----------|
| burglary | crime    | burglaries |         | count | 3        |
| robbery  | crime    | robberies  | robbery | count | 3        |
"""
SPELLINGS: tuple[Callable[[Period], str], ...] = (
    say,
    lambda period: say(period).replace("/", "-"),
    lambda period: " ".join(reversed(say(period).split())),
)


@st.composite
def layouts(
    draw: st.DrawFn,
) -> tuple[str, list[list[object]], dict[tuple[str, str, str], tuple[float, int, int]]]:
    """A sheet in one of the three layouts, offset and titled at random, and what stands where."""
    layout = draw(st.sampled_from(["indicators", "areas", "long"]))
    names = {"burglary": "Burglaries", "robbery": "Robbery"}
    areas = ["Ashby", "Northam", "Southam", "Melbury"]
    last = draw(st.integers(0, 30))
    known = [Period.ending(2010, 6, 3).moved(3 * (last + n)) for n in range(draw(st.integers(2, 8)))]
    spell = draw(st.sampled_from(SPELLINGS))
    down, blank = draw(st.integers(0, 4)), list[object]([None] * draw(st.integers(0, 2)))
    number = st.one_of(st.integers(0, 10**6), st.floats(0, 10**4, allow_nan=False).map(lambda x: round(x, 3)))
    rows: list[list[object]] = [["Return of the agency", *blank]] if down else []
    rows += [[] for _ in range(max(down - 1, 0))]
    placed: dict[tuple[str, str, str], tuple[float, int, int]] = {}

    def put(row: list[object], key: tuple[str, str], period: Period) -> None:
        value = draw(number)
        placed[(*key, str(period))] = (float(value), len(rows), len(row))
        row.append(value)

    if layout == "long":
        rows.append([*blank, "Measure", "Area", "Period", "Value"])
        for key in [(i, a) for i in names for a in areas]:
            for period in known:
                row: list[object] = [*blank, names[key[0]], key[1], spell(period)]
                put(row, key, period)
                rows.append(row)
        return "Data", rows, placed
    rows.append([*blank, "Row", *(spell(period) for period in known)])
    keys = [("burglary", a) for a in areas] if layout == "areas" else [(i, "Ashby") for i in names]
    for key in keys:
        row = [*blank, key[1] if layout == "areas" else names[key[0]]]
        for period in known:
            put(row, key, period)
        rows.append(row)
    return "Burglary" if layout == "areas" else "Data", rows, placed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheet=layouts())
def test_any_layout_is_read_back_as_it_was_written(
    project: Project,
    sheet: tuple[str, list[list[object]], dict[tuple[str, str, str], tuple[float, int, int]]],
) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    name, rows, placed = sheet
    book = Workbook()
    book.worksheets[0].title = name
    for row in rows:
        book.worksheets[0].append(row)
    project.define(areas=AREAS, indicators=WITH_DECIMALS)
    book.save(project.inputs / "police.xlsx")
    frame, faults = read(project)
    wanted = {key: (value, f"{get_column_letter(c + 1)}{r + 1}") for key, (value, r, c) in placed.items()}
    assert values(frame) == wanted
    assert not faults


def test_a_row_of_another_area_is_not_taken_for_the_subjects(project: Project) -> None:
    project.define(areas=AREAS).returns(
        """
        | Measure    | Borough name | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | Northam      | 40         | 43         |
        | Burglaries | Elsewhere    | 4          | 5          |
        | Burglaries |              | 117        | 123        |
        """
    )
    frame, faults = read(project)
    found = values(frame)
    assert found["burglary", "Northam", "Q2 2016/17"] == (43, "D2")
    assert found["burglary", "Ashby", "Q2 2016/17"] == (123, "D4")
    assert len(found) == 4
    assert [fault.code for fault in faults] == ["rows-not-used"]


def test_real_dates_head_a_table_of_months(project: Project, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["Month", *(date(2016, month, 1) for month in (7, 8, 9))])
    book.worksheets[0].append(["Burglaries", 4, 5, 6])
    book.save(project.inputs / "police.xlsx")
    assert values(read(project)[0])["burglary", "Ashby", "September 2016"] == (6, "D2")
    assert save(tmp_path / "x.xlsx", {"a": "| 1 |"}).exists()


def test_a_row_filter_holds_in_a_long_table_and_says_when_nothing_fits(project: Project) -> None:
    sources = """
    | indicator | workbook    | layout | row filter     |
    |-----------|-------------|--------|----------------|
    | burglary  | police.xlsx | long   | Sex = {}       |
    """
    project.define(sources=sources.format("F")).returns(
        """
        | Period     | Measure    | Sex | Value |
        | Q2 2016/17 | Burglaries | F   | 5     |
        | Q2 2016/17 | Burglaries | M   | 7     |
        """
    )
    assert values(read(project)[0]) == {("burglary", "Ashby", "Q2 2016/17"): (5, "D2")}
    project.define(sources=sources.format("X"))
    assert [fault.code for fault in read(project)[1]] == ["source-no-rows"]


@pytest.mark.parametrize(("sex", "total"), [("F", 90), ("M", 5)])
def test_a_row_filter_holds_with_indicators_down(project: Project, sex: str, total: int) -> None:
    project.define(
        sources=f"""
        | indicator | workbook    | row filter |
        |-----------|-------------|------------|
        | burglary  | police.xlsx | Sex = {sex} |
        """
    ).returns(
        """
        | Measure    | Sex | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | F   | 80         | 90         |
        | Burglaries | M   | 4          | 5          |
        """
    )
    assert values(read(project)[0])["burglary", "Ashby", "Q2 2016/17"][0] == total
