"""What stands in a return is what is read, each value with its cell: the layouts, values, marks and names by example."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import Project, save
from openpyxl import Workbook, load_workbook

from report_builder import definition, returns
from report_builder.periods import Period
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


def seen(project: Project) -> set[str]:
    """What is read, a figure a line: 'burglary Northam Q2 2016/17 43 C4', the mark in place of a number."""
    frame, _ = read(project)
    return {
        f"{row['indicator']} {row['area']} {row['period']} "
        f"{row['mark'] if row['value'] is None else format(row['value'], 'g') + row['mark']} {row['cell']}"
        for row in frame.to_dict("records")
    }


def told(project: Project) -> list[str]:
    """The codes of what is said, but for figures that are old or do not add up."""
    about_figures = {"stale-return", "districts-differ", "unchanged-figure"}
    return [fault.code for fault in read(project)[1] if fault.code not in about_figures]


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.strip().splitlines()}


TURNED: dict[str, tuple[Mapping[str, str], str]] = {
    "indicators down and periods across": (
        {"Sheet1": "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"},
        """
        burglary Ashby Q1 2016/17 117 B2
        burglary Ashby Q2 2016/17 123 C2
        robbery Ashby Q1 2016/17 59 B3
        robbery Ashby Q2 2016/17 55 C3
        """,
    ),
    "areas down, the indicator on the tab": (
        {"Burglary": "| District | Q1 2016/17 | Q2 2016/17 |\n| Northam | 40 | 43 |\n| Southam | 50 | 60 |"},
        """
        burglary Northam Q1 2016/17 40 B2
        burglary Northam Q2 2016/17 43 C2
        burglary Southam Q1 2016/17 50 B3
        burglary Southam Q2 2016/17 60 C3
        """,
    ),
    "areas down, the indicator in the title": (
        {"Sheet1": "| Table 3: Number of robberies by district, 2016/17 | | |\n| | | |\n| District | Q1 | Q2 |\n| Northam | 4 | 3 |"},
        "robbery Northam Q1 2016/17 4 B4\nrobbery Northam Q2 2016/17 3 C4",
    ),
    "months down and areas across": (
        {"Burglary": "| Month | Northam | Southam |\n| Aug 2016 | 14 | 20 |\n| Sep 2016 | 15 | 21 |"},
        """
        burglary Northam August 2016 14 B2
        burglary Southam August 2016 20 C2
        burglary Northam September 2016 15 B3
        burglary Southam September 2016 21 C3
        """,
    ),
    "a row a value": (
        {"Sheet1": "| Indicator | Area | Quarter | Value |\n| Burglary | Northam | Q2 2016/17 | 43 |\n| Robbery | Ashby | Q2 2016/17 | 55 |"},
        "burglary Northam Q2 2016/17 43 D2\nrobbery Ashby Q2 2016/17 55 D3",
    ),
    "a row a value, the year in a column of its own": (
        {"Burglary": "| Financial year | Quarter | Area | Count |\n| 2016/17 | 1 | Northam | 40 |\n| 2016/17 | 2 | Northam | 43 |"},
        "burglary Northam Q1 2016/17 40 D2\nburglary Northam Q2 2016/17 43 D3",
    ),
    "the year over its quarters": (
        {"Sheet1": "| Measure | 2015/16 | | 2016/17 | |\n| | Q3 | Q4 | Q1 | Q2 |\n| Burglaries | 1 | 2 | 3 | 4 |"},
        """
        burglary Ashby Q3 2015/16 1 B3
        burglary Ashby Q4 2015/16 2 C3
        burglary Ashby Q1 2016/17 3 D3
        burglary Ashby Q2 2016/17 4 E3
        """,
    ),
    "the area over its measures": (
        {"Sheet1": "| | Northam | | Southam | |\n| Quarter | Burglaries | Robberies | Burglaries | Robberies |\n| Q2 2016/17 | 43 | 3 | 60 | 5 |"},
        """
        burglary Northam Q2 2016/17 43 B3
        robbery Northam Q2 2016/17 3 C3
        burglary Southam Q2 2016/17 60 D3
        robbery Southam Q2 2016/17 5 E3
        """,
    ),
    "the area over the year over its quarters": (
        {"Burglary": "| | Northam | | Southam | |\n| | 2016/17 | | 2016/17 | |\n| Measure | Q1 | Q2 | Q1 | Q2 |\n| Burglaries | 1 | 2 | 3 | 4 |"},
        """
        burglary Northam Q1 2016/17 1 B4
        burglary Northam Q2 2016/17 2 C4
        burglary Southam Q1 2016/17 3 D4
        burglary Southam Q2 2016/17 4 E4
        """,
    ),
    "years across and their months down": (
        {"Burglary": "| Month | 2015/16 | 2016/17 |\n| April | 1 | 2 |\n| May | 3 | 4 |"},
        """
        burglary Ashby April 2015 1 B2
        burglary Ashby April 2016 2 C2
        burglary Ashby May 2015 3 B3
        burglary Ashby May 2016 4 C3
        """,
    ),
    "the year given once": (
        {"Sheet1": "| Measure | Q3 2015/16 | Q4 | Q1 2016/17 | Q2 |\n| Burglaries | 1 | 2 | 3 | 4 |"},
        """
        burglary Ashby Q3 2015/16 1 B2
        burglary Ashby Q4 2015/16 2 C2
        burglary Ashby Q1 2016/17 3 D2
        burglary Ashby Q2 2016/17 4 E2
        """,
    ),
    "two tables one below the other": (
        {
            "Sheet1": "| Burglaries | |\n| District | Q2 2016/17 |\n| Northam | 43 |\n| | |\n| Robberies | |\n| District | Q2 2016/17 |\n| Northam | 3 |"
        },
        "burglary Northam Q2 2016/17 43 B3\nrobbery Northam Q2 2016/17 3 B7",
    ),
    "two tables side by side": (
        {
            "Sheet1": "| Burglaries | | | Robberies | |\n| District | Q2 2016/17 | | District | Q2 2016/17 |\n| Northam | 43 | | Northam | 3 |"
        },
        "burglary Northam Q2 2016/17 43 B3\nrobbery Northam Q2 2016/17 3 E3",
    ),
    "a sheet a period": (
        {
            "Q1 2016-17": "| District | Burglaries |\n| Northam | 40 |",
            "Q2 2016-17": "| District | Burglaries |\n| Northam | 43 |",
        },
        "burglary Northam Q1 2016/17 40 B2\nburglary Northam Q2 2016/17 43 B2",
    ),
    "a sheet an area": (
        {
            "Northam": "| Measure | Q2 2016/17 |\n| Burglaries | 43 |",
            "Southam": "| Measure | Q2 2016/17 |\n| Burglaries | 60 |",
        },
        "burglary Northam Q2 2016/17 43 B2\nburglary Southam Q2 2016/17 60 B2",
    ),
    "the area over its rows": (
        {
            "Sheet1": "| Measure | Q2 2016/17 |\n| Northam | |\n| Burglaries | 43 |\n| Robberies | 3 |\n| Southam | |\n| Burglaries | 60 |"
        },
        "burglary Northam Q2 2016/17 43 B3\nrobbery Northam Q2 2016/17 3 B4\nburglary Southam Q2 2016/17 60 B6",
    ),
    "the area typed once for its rows": (
        {
            "Sheet1": "| Area | Measure | Q2 2016/17 |\n| Northam | Burglaries | 43 |\n| | Robberies | 3 |\n| Southam | Burglaries | 60 |\n| | Robberies | 5 |"
        },
        """
        burglary Northam Q2 2016/17 43 C2
        robbery Northam Q2 2016/17 3 C3
        burglary Southam Q2 2016/17 60 C4
        robbery Southam Q2 2016/17 5 C5
        """,
    ),
    "what is said of the whole sheet beside it": (
        {"Sheet1": "| Area: | Northam |\n| Period: | Q2 2016/17 |\n| | |\n| Measure | Number |\n| Burglaries | 43 |"},
        "burglary Northam Q2 2016/17 43 B5",
    ),
    "names and periods in one heading": (
        {"Sheet1": "| Measure | Northam - Q2 2016/17 | Southam - Q2 2016/17 |\n| Burglaries | 43 | 60 |"},
        "burglary Northam Q2 2016/17 43 B2\nburglary Southam Q2 2016/17 60 C2",
    ),
    "titles and notes around it, blank rows and columns between": (
        {
            "Sheet1": """
            |  | Partnership return     |  |            |            |
            |  | OFFICIAL               |  |            |            |
            |  |                        |  |            |            |
            |  | Measure                |  | Q1 2016/17 | Q2 2016/17 |
            |  | Burglaries             |  | 117        | 123        |
            |  |                        |  |            |            |
            |  | Robberies              |  | 59         | 55         |
            |  |                        |  |            |            |
            |  | Source: police records |  |            |            |
            |  | 1. Without Northam town centre in May. | | |     |
            """
        },
        """
        burglary Ashby Q1 2016/17 117 D5
        burglary Ashby Q2 2016/17 123 E5
        robbery Ashby Q1 2016/17 59 D7
        robbery Ashby Q2 2016/17 55 E7
        """,
    ),
    "references, owners and remarks around the figures": (
        {
            "Sheet1": "| Ref | Measure | Owner | Target | Q1 2016/17 | Q2 2016/17 | RAG | Direction of travel |\n| 1.1 | Burglaries | Police | 400 | 117 | 123 | Green | up |"
        },
        "burglary Ashby Q1 2016/17 117 E2\nburglary Ashby Q2 2016/17 123 F2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TURNED)
def test_a_table_is_read_whichever_way_it_is_turned(project: Project, name: str) -> None:
    sheets, figures = TURNED[name]
    save(project.define(areas=AREAS).inputs / "police.xlsx", sheets)
    assert seen(project) == lines(figures)
    assert told(project) == []


def test_the_name_of_a_file_says_what_its_table_is_of(project: Project) -> None:
    project.define(areas=AREAS).returns("| District | Q2 2016/17 |\n| Northam | 3 |", file="Robbery.xlsx")
    assert "robbery Northam Q2 2016/17 3 B2" in seen(project)


def test_totals_are_told_and_not_read(project: Project) -> None:
    project.define(areas=AREAS).returns(
        """
        | Measure      | Q1 2016/17 | Q2 2016/17 | Total |
        | Northam      |            |            |       |
        | Burglaries   | 40         | 43         | 83    |
        | Sub-total    | 40         | 43         | 83    |
        | Southam      |            |            |       |
        | Burglaries   | 50         | 60         | 110   |
        | Sub-total    | 50         | 60         | 110   |
        | County total | 90         | 103        | 193   |
        """
    )
    assert seen(project) == lines(
        """
        burglary Northam Q1 2016/17 40 B3
        burglary Northam Q2 2016/17 43 C3
        burglary Southam Q1 2016/17 50 B6
        burglary Southam Q2 2016/17 60 C6
        """
    )
    [fault] = read(project)[1]
    assert fault.what == "3 names are not part of this report: “Sub-total”, “County total”, “Total”."


def test_merged_headings_hold_for_the_columns_below_them(project: Project) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Measure", "2015/16", None, "2016/17", None],
        [None, "Q3", "Q4", "Q1", "Q2"],
        ["Burglaries", 1, 2, 3, 4],
    ):
        sheet.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    book.save(project.inputs / "police.xlsx")
    assert seen(project) == lines(
        """
        burglary Ashby Q3 2015/16 1 B3
        burglary Ashby Q4 2015/16 2 C3
        burglary Ashby Q1 2016/17 3 D3
        burglary Ashby Q2 2016/17 4 E3
        """
    )


def test_what_is_hidden_is_read_and_said_to_be_hidden(project: Project) -> None:
    project.returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"
    )
    book = load_workbook(project.inputs / "police.xlsx")
    book.create_sheet("Cover")["A1"] = "Return"
    book["Sheet1"].sheet_state = "hidden"
    book["Sheet1"].row_dimensions[3].hidden = True
    book["Sheet1"].column_dimensions["B"].hidden = True
    book.save(project.inputs / "police.xlsx")
    assert "robbery Ashby Q1 2016/17 59 B3" in seen(project)
    assert [fault.what.split(" hidden")[0] for fault in read(project)[1]] == [
        "The sheet is",
        "Row 3 is",
        "Column B is",
    ]


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


@pytest.mark.parametrize("cell", ["about 40", "12-15", "1,23", "x1", "27 of 26", "27 of 96 (50%)", "(12"])
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


# -------------------------------------------------------------------------------- values

PERCENTAGE = """
| id   | priority | name        | kind       | numerator | denominator |
|------|----------|-------------|------------|-----------|-------------|
| rate | crime    | repeat rate | percentage | repeats   | cases       |
"""


def row_of(project: Project, *figures: str) -> Project:
    """A return of one row under one quarter after another."""
    quarters = ("Q3 2015/16", "Q4 2015/16", "Q1 2016/17", "Q2 2016/17")[-len(figures) :]
    name = "Repeat rate" if "rate" in project.sheets["indicators"] else "Burglaries"
    return project.returns(f"| Measure | {' | '.join(quarters)} |\n| {name} | {' | '.join(figures)} |")


def test_numbers_typed_as_text_are_numbers(project: Project) -> None:
    row_of(project, "'56", "1,234", "£1,200", "1 234")
    assert list(read(project)[0]["value"]) == [56, 1234, 1200, 1234]


def test_a_bracketed_number_is_negative_and_a_count_cannot_be(project: Project) -> None:
    row_of(project, "(12)", "5")
    assert [(fault.code, fault.where) for fault in read(project)[1]] == [
        ("negative-value", "police.xlsx, Sheet1, B2")
    ]


def test_a_percentage_is_read_in_each_of_its_three_ways(project: Project) -> None:
    row_of(project.define(indicators=PERCENTAGE), "27%", "28", "'29%", "30")
    assert [round(value, 6) for value in read(project)[0]["value"]] == [27, 28, 29, 30]


def test_a_share_without_a_format_is_no_percentage_yet(project: Project) -> None:
    row_of(project.define(indicators=PERCENTAGE), "0.27", "0.31")
    assert not seen(project)
    assert told(project) == ["percentage-unclear"]


def test_a_fraction_is_the_numerator_and_the_denominator_of_a_percentage(project: Project) -> None:
    row_of(project.define(indicators=PERCENTAGE), "27 of 96", "30 out of 100 (30%)")
    frame, faults = read(project)
    assert list(zip(frame["numerator"], frame["denominator"], frame["numerator_cell"], strict=True)) == [
        (27, 96, "B2"),
        (30, 100, "C2"),
    ]
    assert not faults


@pytest.mark.parametrize("typed", ["12-15", "10 to 15", "27 of 96", "system down", "about 40"])
def test_a_range_a_fraction_and_words_are_no_count(project: Project, typed: str) -> None:
    row_of(project, typed, "123")
    [fault] = read(project)[1]
    assert (fault.code, fault.where) == ("number-expected", "police.xlsx, Sheet1, B2")
    assert f"“{typed}”" in fault.what


def test_figures_of_each_kind_stand_under_their_own_heading(project: Project) -> None:
    indicators = f"{PERCENTAGE.rstrip()}\n| burglary | crime | burglaries | count | | |"
    project.define(indicators=indicators).returns(
        """
        | Measure     | Q1 2016/17 |     | Q2 2016/17 |     |
        |             | Number     | %   | Number     | %   |
        | Burglaries  | 117        |     | 123        |     |
        | Repeat rate |            | 28% |            | 30% |
        """
    )
    assert seen(project) == lines(
        """
        burglary Ashby Q1 2016/17 117 B3
        burglary Ashby Q2 2016/17 123 D3
        rate Ashby Q1 2016/17 28 C4
        rate Ashby Q2 2016/17 30 E4
        """
    )


# ------------------------------------------------------------------------------- periods

SAID: dict[str, str] = {
    "September 2016": "September 2016", "Sept-16": "September 2016", "30/09/2016": "September 2016", "201609": "September 2016",
    "Q2 2016/17": "Q2 2016/17", "Jul-Sep 2016": "Q2 2016/17", "Quarter ending 30 September 2016": "Q2 2016/17", "2016 Q3": "Q2 2016/17",
    "H1 2016/17": "April to September 2016", "2015/16": "2015/16", "year ending 31 March 2016": "2015/16", "CY2016": "2016",
    "12 months to Sept 2016": "12 months to September 2016", "Oct 15 - Sep 16": "12 months to September 2016",
    "2016/17 year to date (Aug)": "April to August 2016", "Wave 12 (September 2016)": "September 2016",
}  # fmt: skip


@pytest.mark.parametrize("typed", SAID)
def test_a_period_is_read_as_it_is_commonly_spelled(project: Project, typed: str) -> None:
    project.returns(f"| Measure | {typed} | Target |\n| Burglaries | 123 | 100 |")
    assert seen(project) == {f"burglary Ashby {SAID[typed]} 123 B2"}


@pytest.mark.parametrize("title", ["2016/17", "Burglaries by district, 2016/17", "Burglaries (2016/17)"])
def test_a_bare_quarter_is_of_the_year_in_the_title(project: Project, title: str) -> None:
    project.define(areas=AREAS).returns(
        f"| {title} | | |\n| | | |\n| District | Q1 | Q2 |\n| Northam | 40 | 43 |", sheet="Burglaries"
    )
    assert seen(project) == {"burglary Northam Q1 2016/17 40 B4", "burglary Northam Q2 2016/17 43 C4"}


def test_a_bare_quarter_without_a_year_is_refused(project: Project) -> None:
    row_of(project, "117")
    project.returns("| Measure | Q1 | Q2 |\n| Burglaries | 117 | 123 |")
    assert not seen(project)
    assert told(project)[:2] == ["period-unclear", "period-unclear"]


def test_months_three_apart_are_the_quarters_that_they_end_and_that_is_told(project: Project) -> None:
    project.returns("| Measure | Mar 2016 | Jun 2016 | Sep 2016 |\n| Burglaries | 142 | 117 | 123 |")
    assert "burglary Ashby Q2 2016/17 123 D2" in seen(project)
    assert told(project) == ["period-assumed"]


def test_a_tab_and_a_title_of_two_quarters_are_refused(project: Project) -> None:
    project.returns(
        "| Partnership return, Q2 2016/17 | |\n| | |\n| Measure | Number |\n| Burglaries | 123 |",
        sheet="Q1 2016-17",
    )
    assert not seen(project)
    assert "the title says Q2 2016/17" in read(project)[1][0].what


def test_what_a_single_year_stands_for_is_said_in_the_definition(project: Project) -> None:
    sources = "| indicator | workbook | years |\n| burglary | police.xlsx | {} |"
    project.returns("| Measure | 2015 | 2016 |\n| Burglaries | 520 | 498 |")
    years = {}
    for each in ("calendar", "starting", "ending"):
        years[each] = seen(project.define(sources=sources.format(each)))
    assert {each: sorted(line.split()[2] for line in found) for each, found in years.items()} == {
        "calendar": ["2015", "2016"],
        "starting": ["2015/16", "2016/17"],
        "ending": ["2014/15", "2015/16"],
    }


def test_the_definition_says_the_area_and_the_period_of_a_whole_sheet(project: Project) -> None:
    project.define(
        areas=AREAS,
        sources="| indicator | workbook | area column | period column |\n| burglary | police.xlsx | Northam | Q2 2016/17 |",
    ).returns("| Measure | Number |\n| Burglaries | 43 |")
    assert seen(project) == {"burglary Northam Q2 2016/17 43 B2"}


# --------------------------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("*", "c"), ("[c]", "c"), ("<5", "c"), ("..", "x"), ("-", "x"), ("n/a", "x"), ("NYA", "x"), ("TBC", "x"), ("[x]", "x"),
        ("not yet available", "x"), ("awaiting data", "x"), ("[z]", "z"), ("[low]", "low"), ("[u]", "u"),
    ],
)  # fmt: skip
def test_a_mark_stands_in_place_of_the_number(project: Project, typed: str, mark: str) -> None:
    row_of(project, "117", typed)
    assert seen(project) == {"burglary Ashby Q1 2016/17 117 B2", f"burglary Ashby Q2 2016/17 {mark} C2"}
    assert told(project) == []


@pytest.mark.parametrize("typed", ["123 (r)", "123 [r]", "123 [2]", "123*"])
def test_a_mark_behind_a_number_goes_with_it(project: Project, typed: str) -> None:
    row_of(project, typed)
    assert seen(project) == {f"burglary Ashby Q2 2016/17 123{'r' if 'r' in typed else ''} B2"}


def test_a_mark_on_a_heading_holds_for_the_figures_below(project: Project) -> None:
    project.returns(
        "| Measure | Q1 2016/17 [2] | Q2 2016/17 (p) |\n| Burglaries [1] | 117 | 123 |\n| Robberies* | 59 | 55 [e] |"
    )
    assert seen(project) == lines(
        """
        burglary Ashby Q1 2016/17 117 B2
        burglary Ashby Q2 2016/17 123p C2
        robbery Ashby Q1 2016/17 59 B3
        robbery Ashby Q2 2016/17 55e C3
        """
    )


# ------------------------------------------------------------------------------ matching

ALIASES = """
| id       | priority | name       | singular | short name     | aliases           |
|----------|----------|------------|----------|----------------|-------------------|
| burglary | crime    | burglaries | burglary | Break-ins      | Dwelling burglary |
"""


@pytest.mark.parametrize(
    "typed",
    [
        "burglary",
        "BURGLARIES",
        "Break-ins",
        "Dwelling  burglary",
        "Burglaries [2]",
        "1.2 Burglaries",
        "PI 7: Burglaries",
        "Number of burglaries",
    ],
)
def test_an_indicator_is_known_by_each_of_its_names(project: Project, typed: str) -> None:
    project.define(indicators=ALIASES).returns(
        f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| {typed} | 117 | 123 |"
    )
    assert seen(project) == {"burglary Ashby Q1 2016/17 117 B2", "burglary Ashby Q2 2016/17 123 C2"}
    assert told(project) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Burglarys",
        "Dwelling burglery",
        "All break-ins in Ashby",
    ],
)
def test_a_near_miss_is_proposed_and_not_taken(project: Project, typed: str) -> None:
    project.define(indicators=ALIASES).returns(
        f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| {typed} | 117 | 123 |"
    )
    assert not seen(project)
    [fault] = read(project)[1]
    assert fault.code == "indicator-unknown"
    assert "Did you mean “" in fault.hint


def test_an_area_whose_name_stands_in_a_longer_one_is_proposed(project: Project) -> None:
    project.define(areas=AREAS).returns(
        "| District | Q2 2016/17 |\n| Northam District Council | 43 |", sheet="Burglaries"
    )
    assert not seen(project)
    assert [(fault.code, fault.hint.split("”")[0]) for fault in read(project)[1]] == [
        ("area-unknown", "Did you mean “Northam")
    ]


def test_a_renamed_series_goes_on_where_the_old_name_is_an_alias(project: Project) -> None:
    project.define(indicators=ALIASES).returns(
        """
        | Measure           | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
        | Dwelling burglary | 142        | 117        |            |
        | Burglaries        |            |            | 123        |
        """
    )
    assert seen(project) == {
        "burglary Ashby Q4 2015/16 142 B2",
        "burglary Ashby Q1 2016/17 117 C2",
        "burglary Ashby Q2 2016/17 123 D3",
    }


def test_rows_below_an_area_that_is_not_known_are_not_those_of_the_one_before(project: Project) -> None:
    project.define(areas=AREAS).returns(
        "| Measure | Q2 2016/17 |\n| Northam | |\n| Burglaries | 43 |\n| Elsewhere | |\n| Burglaries | 5 |"
    )
    assert seen(project) == {"burglary Northam Q2 2016/17 43 B3"}
    assert told(project) == ["rows-not-used"]


def test_figures_under_another_sheets_kind_of_name_are_not_taken_for_the_subjects(project: Project) -> None:
    sheet = "| Measure | Q2 2016/17 |\n| Burglaries | 43 |"
    save(
        project.define(areas=AREAS).inputs / "police.xlsx",
        {"Northam": sheet, "Southam": sheet, "Elsewhere": sheet},
    )
    assert {line.split()[1] for line in seen(project)} == {"Northam", "Southam"}
    assert told(project) == ["rows-not-used"]


# --------------------------------------------------------------------------- reconciling


def doubts(project: Project, table: str, areas: str = AREAS) -> dict[str, str]:
    """What is said of a return, each by its code."""
    return {fault.code: str(fault) for fault in read(project.define(areas=areas).returns(table))[1]}


def test_the_same_value_twice_is_noted_and_two_values_are_a_fault(project: Project) -> None:
    sheet = "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | {} |"
    save(project.inputs / "police.xlsx", {"A": sheet.format(123), "B": sheet.format(124)})
    assert [(fault.code, fault.where) for fault in read(project)[1]] == [
        ("value-twice", "police.xlsx, B, B2"),
        ("duplicate-value", "police.xlsx, B, C2"),
    ]
    assert "and 123 in police.xlsx, A, C2" in read(project)[1][1].what
    assert seen(project) == {"burglary Ashby Q1 2016/17 117 B2"}


def test_districts_that_do_not_add_up_are_told(project: Project) -> None:
    table = "| Area | Measure | Q2 2016/17 |\n| Ashby | Burglaries | 104 |\n| Northam | Burglaries | 43 |\n| Southam | Burglaries | 60 |"
    assert (
        "the districts add up to 103, and the whole area is 104" in doubts(project, table)["districts-differ"]
    )
    assert doubts(project, table.replace("104", "103")) == {}


def test_a_quarter_that_is_not_the_sum_of_its_months_is_told(project: Project) -> None:
    table = "| Measure | Jul 2016 | Aug 2016 | Sep 2016 | Q2 2016/17 |\n| Burglaries | 40 | 40 | 43 | 132 |"
    assert "is 132, and its months add up to 123" in doubts(project, table)["parts-differ"]
    assert doubts(project, table.replace("132", "123")) == {}


def test_a_figure_ten_times_its_neighbours_is_told(project: Project) -> None:
    table = "| Measure | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 131 | 142 | 117 | 1231 |"
    assert "about ten times the figures beside it" in doubts(project, table)["tenfold"]
    assert doubts(project, table.replace("1231", "123")) == {}


def test_a_figure_that_is_that_of_the_quarter_before_to_the_last_digit_is_told(project: Project) -> None:
    table = "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 117 |"
    assert "is 117, just as in Q1 2016/17 (B2)" in doubts(project, table)["unchanged-figure"]
    assert doubts(project, table.replace("117 |\n", "118 |\n").replace("117 | 117", "7 | 7")) == {}


def test_a_return_that_ends_before_the_period_is_told(project: Project) -> None:
    assert (
        "the report is for Q2 2016/17"
        in doubts(project, "| Measure | Q1 2016/17 |\n| Burglaries | 117 |")["stale-return"]
    )


# ----------------------------------------------------------------------------- rows counted

COUNTED = """
| indicator | workbook    | layout     | row filter         | {} |
|-----------|-------------|------------|--------------------|----|
| burglary  | police.xlsx | line level | Offence = BURGLARY | {} |
"""
EXTRACT = """
| Offence  | Borough | Date       | Victims |
| BURGLARY | Northam | 2016-08-29 | 2       |
| BURGLARY | Northam | 2016-09-28 | 3       |
| BURGLARY | Northam | 2016-09-29 | 1       |
| BURGLARY | Southam | 2016-08-30 | 1       |
| THEFT    | Southam | 2016-09-30 | 1       |
"""


def test_the_rows_of_an_extract_are_counted_and_a_month_without_one_counts_none(project: Project) -> None:
    project.define(areas=AREAS, sources=COUNTED.format("years", "")).returns(EXTRACT)
    assert seen(project) == lines(
        """
        burglary Northam August 2016 1 C2
        burglary Northam September 2016 2 C3:C4
        burglary Southam August 2016 1 C5
        burglary Southam September 2016 0 C2:C6
        """
    )
    assert set(read(project)[0]["method"]) == {"counted"}


def test_with_a_value_column_the_values_of_the_rows_are_added(project: Project) -> None:
    project.define(areas=AREAS, sources=COUNTED.format("value column", "Victims")).returns(EXTRACT)
    assert {line.split()[-2] for line in seen(project) if "Northam" in line} == {"2", "4"}


@pytest.mark.parametrize(
    "table",
    [
        "| Quarter | Year | Burglaries |\n| Q1 | 2016 | 3 |\n| Q2 | 2016 | 4 |",
        "| Burglaries | | |\n| Year | Q1 | Q2 |\n| 2015 | 1 | 2 |\n| 2016 | 3 | 4 |",
        "| Burglaries | | |\n| Quarter | 2015 | 2016 |\n| Q1 | 1 | 2 |\n| Q2 | 3 | 4 |",
    ],
)
def test_quarters_that_are_taken_for_those_of_a_calendar_year_are_told(project: Project, table: str) -> None:
    project.returns(table)
    assert seen(project)
    assert "period-assumed" in told(project)


@pytest.mark.parametrize("value", ["2016-09-01", "system down"])
def test_a_column_that_holds_no_number_below_a_period_is_a_fault(project: Project, value: str) -> None:
    project.returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 40 | {value} |")
    assert "number-expected" in told(project)


def test_the_figure_of_a_district_that_did_not_change_is_told(project: Project) -> None:
    project.define(areas=AREAS).returns(
        "| Burglaries | Q1 2016/17 | Q2 2016/17 |\n| Northam | 102 | 102 |\n| Southam | 60 | 66 |"
    )
    [found] = [each for each in read(project)[1] if each.code == "unchanged-figure"]
    assert found.where == "police.xlsx, Sheet1, C2"
