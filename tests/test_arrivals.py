"""What has arrived, what is missing, late or changed, and the letters that ask for it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, Project
from openpyxl import load_workbook
from test_cli import run

from report_builder import pipeline
from report_builder.model import Arrival
from report_builder.periods import parse

DAY = date(2016, 11, 20)
OWNED = """
| id       | priority | name       | frequency | owner  | expected by |
|----------|----------|------------|-----------|--------|-------------|
| burglary | crime    | burglaries | quarter   | Police | 45          |
| robbery  | crime    | robberies  | quarter   | Police | 60          |
"""
BOTH = """
| Measure    | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
| Burglaries | 142        | 117        | 123        |
| Robberies  | 59         | 59         | 55         |
"""
ONE_EACH = "| Measure | {} |\n| Burglaries | {} |"


def rows(project: Project, on: date = DAY) -> dict[tuple[str, str], Arrival]:
    return {(each.indicator, each.file): each for each in pipeline.look(project.home, on)[0].rows}


def row(project: Project, indicator: str = "burglary", file: str = "police.xlsx", on: date = DAY) -> Arrival:
    return rows(project, on)[indicator, file]


def indicator(project: Project, frequency: str, basis: str = "discrete") -> Project:
    return project.define(
        indicators=f"""
        | id       | priority | name       | frequency   | basis   | owner  | expected by |
        |----------|----------|------------|-------------|---------|--------|-------------|
        | burglary | crime    | burglaries | {frequency} | {basis} | Police | 30          |
        """
    )


def missing(found: Arrival) -> tuple[list[str], str, int | None]:
    return [str(each) for each in found.missing], found.arrived, found.late


def letter(project: Project, owner: str = "Police", on: date = DAY) -> str:
    return next(each.text for each in pipeline.look(project.home, on)[0].queries if each.owner == owner)


# -------------------------------------------------------------------------------- the table


def test_the_table_of_a_complete_inbox(project: Project) -> None:
    project.define(indicators=OWNED)
    said = run("returns", str(project.home), "--on", "2016-11-20").stdout.splitlines()
    assert [line.rstrip() for line in said] == [
        "indicator                  arrived reached     missing     expected    late           changed doubts",
        "Police: police.xlsx",
        "  burglaries               yes     Q2 2016/17              14 Nov 2016",
        "  robberies                yes     Q2 2016/17              29 Nov 2016",
        "",
        "Nobody has anything to answer.",
    ]


def test_the_table_says_what_is_late_and_what_is_still_to_come(project: Project) -> None:
    project.define(indicators=OWNED).returns(BOTH.replace("123", "TBC").replace("55 ", "   "))
    said = run("returns", str(project.home), "--on", "2016-11-20").stdout.splitlines()
    assert [line.rstrip() for line in said[2:4]] == [
        "  burglaries               no      Q1 2016/17  Q2 2016/17  14 Nov 2016 6 days late",
        "  robberies                no      Q1 2016/17  Q2 2016/17  29 Nov 2016 due in 9 days",
    ]


def test_no_line_of_the_table_is_wider_than_a_page(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    table = run("returns", str(tmp_path), "--on", "2016-11-20").stdout.split("\n\n")[0].splitlines()
    assert len([line for line in table if line.startswith("  ") and line[27:30] in ("yes", "no ")]) == 14
    assert max(map(len, table)) <= 100


@pytest.mark.parametrize(
    ("frequency", "basis", "label", "due"),
    [
        ("quarter", "discrete", "Q2 2016/17", "Q2 2016/17"),
        ("month", "discrete", "Sep-16", "September 2016"),
        ("year", "annual", "2015/16", "2015/16"),
        ("quarter", "rolling", "12 months to September 2016", "12 months to September 2016"),
        ("quarter", "cumulative", "April to September 2016", "April to September 2016"),
    ],
)
def test_an_indicator_has_arrived_when_its_own_period_has(
    project: Project, frequency: str, basis: str, label: str, due: str
) -> None:
    indicator(project, frequency, basis).returns(ONE_EACH.format(label, 5))
    assert missing(row(project)) == ([], "yes", None)
    project.returns(ONE_EACH.format(label, "n/a"))
    found = row(project)
    assert [str(each) for each in found.missing] == [due]
    assert found.arrived == "no"


@pytest.mark.parametrize(
    ("frequency", "basis", "label", "wanted"),
    [
        ("quarter", "discrete", "Q4 2015/16", ["Q1 2016/17", "Q2 2016/17"]),
        ("month", "discrete", "Jun-16", ["July 2016", "August 2016", "September 2016"]),
        ("year", "annual", "2013/14", ["2014/15", "2015/16"]),
        ("quarter", "rolling", "12 months to June 2016", ["12 months to September 2016"]),
    ],
)
def test_what_is_missing_are_the_periods_after_the_last_there_is(
    project: Project, frequency: str, basis: str, label: str, wanted: list[str]
) -> None:
    indicator(project, frequency, basis).returns(ONE_EACH.format(label, 5))
    assert [str(each) for each in row(project).missing] == wanted


def test_months_that_make_a_quarter_arrive_in_part(project: Project) -> None:
    indicator(project, "quarter").returns("| Measure | Jul-16 | Aug-16 |\n| Burglaries | 40 | 41 |")
    assert missing(row(project)) == (["September 2016"], "in part", 21)
    project.returns("| Measure | Jul-16 | Aug-16 | Sep-16 |\n| Burglaries | 40 | 41 | 42 |")
    assert missing(row(project)) == ([], "yes", None)


def test_areas_that_lag_behind_are_named(project: Project) -> None:
    indicator(project, "quarter").define(
        areas="| name | kind |\n| Ashby | subject |\n| Northam | district |\n| Southam | district |"
    )
    project.returns(
        "| Area | Q1 2016/17 | Q2 2016/17 |\n| Ashby | 9 | 8 |\n| Northam | 5 | n/a |\n| Southam | 4 | 4 |",
        sheet="Burglaries",
    )
    found = row(project)
    assert missing(found) == (["Q2 2016/17"], "in part", 21)
    assert found.lacking == ("Northam",)
    assert found.said == "not available (police.xlsx, Burglaries, C3)"
    assert "Q2 2016/17 for Northam" in letter(project)


def test_a_suppressed_figure_has_arrived(project: Project) -> None:
    indicator(project, "quarter").returns(BOTH.replace("123", "*"))
    assert missing(row(project)) == ([], "yes", None)


def test_an_earlier_file_is_not_late_where_a_newer_one_goes_on(project: Project) -> None:
    indicator(project, "quarter").returns(ONE_EACH.format("Q4 2015/16", 5), file="history.xlsx")
    project.returns(ONE_EACH.format("Q2 2016/17", 6))
    found = row(project, file="history.xlsx")
    assert (str(found.reached), *missing(found)) == ("Q4 2015/16", [], "yes", None)


@pytest.mark.parametrize(
    ("days", "on", "late"), [(14, "2016-11-14", "due today"), (13, "2016-11-14", "1 day late")]
)
def test_a_day_is_said_as_a_person_counts(project: Project, days: int, on: str, late: str) -> None:
    project.define(indicators=OWNED.replace("45", str(31 + days))).returns(BOTH.replace("123", "TBC"))
    assert late in run("returns", str(project.home), "--on", on).stdout
    assert late in run("returns", str(project.home), "--on", "14 November 2016").stdout


def test_without_a_day_nothing_is_late(project: Project) -> None:
    project.returns(BOTH.replace("123", "TBC"))
    found = row(project)
    assert (found.expected, found.late, found.arrived) == (None, None, "no")


def test_changes_and_doubts_are_counted_with_their_indicator(project: Project) -> None:
    project.define(indicators=OWNED)
    pipeline.publish(pipeline.proof(project.home, period=parse("Q1 2016/17")))
    book = load_workbook(project.inputs / "police.xlsx")
    book.worksheets[0]["C4"], book.worksheets[0]["B4"], book.worksheets[0]["D5"] = 118, 143, "lots"
    book.save(project.inputs / "police.xlsx")
    found = rows(project)
    assert (found["burglary", "police.xlsx"].changed, len(found["burglary", "police.xlsx"].doubts)) == (2, 0)
    assert (found["robbery", "police.xlsx"].changed, len(found["robbery", "police.xlsx"].doubts)) == (0, 1)


# ---------------------------------------------------------------------- when little has arrived


def test_with_only_the_definition_everything_is_missing(project: Project) -> None:
    project.define(indicators=OWNED)
    (project.inputs / "police.xlsx").unlink()
    done = run("returns", str(project.home), "--on", "2016-11-20")
    assert done.returncode == 0
    assert [line.rstrip() for line in done.stdout.splitlines()[1:6]] == [
        "Police: no file known",
        "  burglaries               no                  Q2 2016/17  14 Nov 2016 6 days late",
        "  robberies                no                  Q2 2016/17  29 Nov 2016 due in 9 days",
        "",
        "Fault: inputs: There is no return beside “report.xlsx”. Put the agencies' workbooks into “inputs”.",
    ]


def test_without_a_definition_nothing_can_be_asked(project: Project) -> None:
    (project.inputs / "report.xlsx").unlink()
    done = run("returns", str(project.home))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "“report.xlsx” is not there" in done.stderr


def test_faults_of_the_definition_and_the_house_leave_the_table(project: Project) -> None:
    project.setting("bord", "X").setting("house", "nowhere")
    done = run("returns", str(project.home))
    assert done.returncode == 0
    assert "  burglaries               yes" in done.stdout
    assert "Fault: report.xlsx, report, A8: “bord” is not a setting" in done.stdout


def test_a_file_that_cannot_be_read_is_known_by_what_was_published(project: Project) -> None:
    project.define(indicators=OWNED)
    pipeline.publish(pipeline.proof(project.home))
    (project.inputs / "police.xlsx").write_bytes((project.inputs / "police.xlsx").read_bytes()[:-400])
    found = row(project)
    assert (found.arrived, [each.code for each in found.doubts], found.changed) == (
        "no",
        ["file-truncated"],
        0,
    )
    assert "- police.xlsx: The file is cut short: its end is missing." in letter(project)


def test_a_source_without_a_file_and_a_file_without_figures_are_told(project: Project) -> None:
    project.define(
        indicators=OWNED,
        sources="| indicator | workbook |\n| burglary | police*.xlsx |\n| robbery | robbery*.xlsx |",
    ).returns("| Staff | Desk |\n| 1 | 2 |", file="rota.xlsx")
    project.returns("| Measure | Q2 2016/17 |\n| Burglaries | 5 |")
    said = run("returns", str(project.home), "--on", "2016-12-20").stdout
    assert "Police: robbery*.xlsx\n  robberies                no" in said
    assert "rota.xlsx: no figure of the report comes from this file." in said
    assert "No workbook in “inputs” is called “robbery*.xlsx”" in said


def test_a_source_without_a_file_is_no_row_where_the_figures_came_otherwise(project: Project) -> None:
    project.define(indicators=OWNED, sources="| indicator | workbook |\n| burglary | crime*.xlsx |")
    assert list(rows(project)) == [("burglary", "police.xlsx"), ("robbery", "police.xlsx")]


# --------------------------------------------------------------------------------- the letters


def test_the_letter_of_an_owner_asks_for_what_is_missing_odd_and_changed(project: Project) -> None:
    project.define(indicators=OWNED).setting("organisation", "Ashby Council")
    pipeline.publish(pipeline.proof(project.home, period=parse("Q1 2016/17")))
    project.returns(
        """
        | Measure    | Q2 2015/16 | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 140        | 141        | 142        | 119        | TBC        |
        | Robberies  | 58         | 590        | 59         | 59         | 55         |
        """
    )
    query = pipeline.look(project.home, DAY)[0].queries[0]
    assert query.subject == "Figures for Q2 2016/17: Ashby Safety Board"
    assert (
        query.text
        == """\
Dear colleague,

We are preparing “Performance 2016/17 Q2” for the Ashby Safety Board, which
meets on 8 December 2016. It reports on Q2 2016/17 (July to September 2016).
Could you please help us with the following?

We do not have these figures yet:
- burglaries: Q2 2016/17; expected by 14 November 2016; the newest we have
  is Q1 2016/17; the return marks it as not available (police.xlsx, Sheet1,
  F2)

Please check these, and send a corrected return where that is needed:
- police.xlsx, Sheet1, C3: “robberies”, Ashby, Q3 2015/16 is 590: about ten
  times the figures beside it (59).

These differ from what was published. Please confirm them, and tell us why:
- police.xlsx, Sheet1, E2: “burglaries”, Ashby, Q1 2016/17 was 117 in the
  report for Q1 2016/17 and is 119 now.

Please reply to this message if anything is unclear. Thank you for your
help.

Community Safety Officer
Ashby Council"""
    )


def test_every_owner_has_a_letter_and_no_owner_comes_last(project: Project) -> None:
    project.define(
        indicators="""
        | id       | priority | name       | owner       |
        | burglary | crime    | burglaries |             |
        | robbery  | crime    | robberies  | Police      |
        | arson    | crime    | arsons     | Fire Service |
        """
    ).returns(BOTH.replace("123", "").replace("55", ""))
    said = run("returns", str(project.home)).stdout
    assert [line for line in said.splitlines() if line.startswith("To: ")] == [
        "To: Police",
        "To: Fire Service",
        "To: no owner named",
    ]
    assert "No owner named: police.xlsx" in said


def test_nobody_is_asked_for_what_is_not_due_yet(project: Project) -> None:
    project.define(indicators=OWNED).returns(BOTH.replace("123", "TBC"))
    assert pipeline.look(project.home, date(2016, 11, 14))[0].queries == ()
    assert len(pipeline.look(project.home, date(2016, 11, 15))[0].queries) == 1


def test_a_letter_fits_an_e_mail_and_names_files_unbroken(project: Project) -> None:
    name = f"{'a-very-long-name-' * 4}.xlsx"
    project.define(indicators=OWNED).returns(BOTH.replace("123", "lots"), file=name)
    (project.inputs / "police.xlsx").unlink()
    text = letter(project)
    assert name in text
    assert max(map(len, text.splitlines())) <= 76


def test_a_letter_counts_what_would_be_too_much_to_list(project: Project) -> None:
    columns = [f"Q{n} {year}/{year % 100 + 1}" for year in range(2011, 2016) for n in (1, 2, 3, 4)]
    project.define(indicators=OWNED).returns(
        f"| Measure | {' | '.join(columns)} |\n| Burglaries | {' | '.join(['lots'] * 20)} |\n| Robberies | {' | '.join(['60'] * 20)} |"
    )
    assert "- and 8 more\n" in letter(project)


def test_a_narrow_window_gets_a_few_lines_for_each_row(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from report_builder import printing

    project.define(indicators=OWNED).returns(BOTH.replace("123", "TBC"))
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    printing.print_arrivals(pipeline.look(project.home, DAY)[0])
    said = capsys.readouterr().out
    assert "burglaries\n    arrived   no\n    reached   Q1 2016/17\n    missing   Q2 2016/17\n" in said
    assert "    late      6 days late\n" in said
    assert max(map(len, said.splitlines())) <= 60


def test_the_figures_of_districts_alone_are_not_said_to_be_missing(project: Project) -> None:
    areas = "| name | kind |\n| Ashby | subject |\n| Northam | district |\n| Southam | district |"
    project.define(areas=areas).returns(
        "| District | Q1 2016/17 | Q2 2016/17 |\n| Northam | 40 | 43 |\n| Southam | 50 | 60 |",
        sheet="Burglary",
        file="police.xlsx",
    )
    seen, _ = pipeline.look(project.home, DAY)
    row = next(each for each in seen.rows if each.indicator == "burglary" and not each.file)
    assert (row.lacking, row.arrived) == (("Ashby",), "no")
    assert "burglaries: Q2 2016/17 for Ashby" in seen.queries[0].text
    text = "\n".join(each.text for each in pipeline.tell(project.home).narrative.paragraphs())
    assert "No figures for burglaries in Ashby were available" in text


def test_a_letter_does_not_ask_for_what_was_sent_and_cannot_be_used_as_if_it_had_not_been(
    project: Project,
) -> None:
    project.returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | abc |\n| Robberies | 4 | 5 |"
    )
    seen, found = pipeline.look(project.home, DAY)
    [query] = seen.queries
    assert "burglaries: Q2 2016/17; the newest we have is Q1 2016/17; what was sent" in " ".join(
        query.text.split()
    )
    assert not {"no-data-for-period", "figure-missing"} & {each.code for each in found}
