"""A project is begun: from nothing, from returns, and the form that agencies fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import LONDON, ROOT, Project, save
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_cli import run

from report_builder import beginning, definition, drafting, pipeline, returns
from report_builder.definition import headings
from report_builder.drafting.blank import MARKS
from report_builder.drafting.help import HELP
from report_builder.model import BLANK_RETURN, AreaKind, Definition, Kind
from report_builder.problems import Faults, Problem, fatal
from report_builder.returns.values import read_value

OURS = tuple(sorted(path for path in (ROOT / "inputs").glob("*.xlsx") if path.name != "report.xlsx"))
FIRST = 7
"""The first row of the blank return below its headings."""


def begun(home: Path, *tables: tuple[str, str, str]) -> tuple[beginning.Begun, Definition]:
    """A project drafted from sheets, each a file, a tab and a table; and the definition that was drafted."""
    files: dict[str, dict[str, str]] = {}
    for file, sheet, table in tables:
        files.setdefault(file, {})[sheet] = table
    paths = [save(home.parent / "sent" / name, sheets) for name, sheets in files.items()]
    made = beginning.new(home, paths)
    defined, faults = definition.read(home / "inputs")
    assert defined
    assert not fatal(faults)
    return made, defined


def areas(defined: Definition, kind: AreaKind) -> list[str]:
    return [area.name for area in defined.areas if area.kind is kind]


def labels(made: beginning.Begun) -> list[str]:
    return [each.label for each in made.survey.candidates] if made.survey else []


def cells_of(path: Path) -> Iterator[tuple[str, str, object]]:
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate, cell.value) for cell in row if cell.value is not None)


# ------------------------------------------------------------------------------------- the starter


def test_a_starter_is_made_and_builds_at_once_without_anything_to_look_at(tmp_path: Path) -> None:
    done = run("new", str(tmp_path / "my board"))
    assert done.returncode == 0, done.stderr
    assert f'report-builder build "{tmp_path / "my board"}"' in done.stdout
    built = run("build", str(tmp_path / "my board"))
    assert built.returncode == 0, built.stderr
    assert "Look" not in built.stdout
    assert pipeline.check(tmp_path / "my board") == ()


def test_a_starter_says_in_every_value_that_it_is_made_up(tmp_path: Path) -> None:
    beginning.new(tmp_path / "p")
    text = " ".join(paragraph.text for paragraph in pipeline.tell(tmp_path / "p").narrative.paragraphs())
    assert "made-up incidents" in text
    assert "made up" in text
    names = [value for sheet, _, value in cells_of(tmp_path / "p/inputs/report.xlsx") if sheet == "to check"]
    assert any("type your own over it" in str(value) for value in names)


def test_every_heading_that_changes_the_report_stands_there_with_help_and_drop_downs(tmp_path: Path) -> None:
    beginning.new(tmp_path / "p")
    book = load_workbook(tmp_path / "p/inputs/report.xlsx")
    for name, fields in headings.SHEETS.items():
        wanted = {headings.plain(each) for each in fields}
        assert {cell.value for cell in book[name][1]} == wanted
        assert {headings.plain(each) for each in HELP[name]} == wanted
    settings = {book["report"].cell(row, 1).value for row in range(2, book["report"].max_row + 1)}
    assert settings == {headings.plain(each) for each in headings.SETTINGS}
    listed = [rule.formula1 for rule in book["indicators"].data_validations.dataValidation]
    assert f'"{",".join(Kind)}"' in listed
    assert "priorities!$A$2:$A$300" in listed


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    beginning.new(tmp_path / "p")
    before = {path: path.read_bytes() for path in (tmp_path / "p").rglob("*") if path.is_file()}
    done = run("new", str(tmp_path / "p"))
    assert done.returncode == 1
    assert "There is a report project in this folder already" in done.stderr
    assert before == {path: path.read_bytes() for path in (tmp_path / "p").rglob("*") if path.is_file()}


def test_nothing_half_made_is_left_where_the_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Faults):
        beginning.new(tmp_path / "a" / "b")
    assert [*tmp_path.iterdir()] == []


def test_the_same_command_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        beginning.new(tmp_path / name, OURS)
    for path in (tmp_path / "a").rglob("*.xlsx"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


# --------------------------------------------------------------------------------- from our returns


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("drafted") / "board"
    done = run("new", str(home), *map(str, OURS))
    assert done.returncode == 0, done.stderr
    assert "Found 15 indicators, 12 areas, 2012/13 to September 2016 in 8 files." in done.stdout
    assert "sheet “to check”" in done.stdout
    return home


def test_the_returns_are_copied_as_they_are(drafted: Path) -> None:
    for path in OURS:
        assert (drafted / "inputs" / path.name).read_bytes() == path.read_bytes()


def test_a_draft_builds_and_checks_without_a_fault(drafted: Path) -> None:
    done = run("build", str(drafted))
    assert done.returncode == 0, done.stderr
    assert not fatal(pipeline.check(drafted))


def test_every_drafted_figure_is_that_of_its_cell(drafted: Path) -> None:
    told = pipeline.tell(drafted)
    frame, _ = returns.read(drafted / "inputs", told.definition)
    kinds = {each.id: each for each in told.definition.indicators}
    books = {path.name: load_workbook(path, data_only=True) for path in OURS}
    seen = set()
    for row in frame.itertuples():
        if row.value is None:
            continue
        cell = books[row.workbook][row.sheet][row.cell]
        scale = 100 if kinds[row.indicator].is_percentage and "%" in cell.number_format else 1
        assert row.value == pytest.approx(cell.value * scale), cell
        seen.add(row.indicator)
    assert seen == set(kinds)


def test_a_draft_finds_the_subject_its_districts_and_the_other_areas(drafted: Path) -> None:
    defined, _ = definition.read(drafted / "inputs")
    assert defined
    assert defined.subject.name == "Leicestershire"
    assert defined.subject.aliases == ("Leicestershire County",)
    assert len(defined.districts()) == 7
    assert len(defined.comparators(drafting.assuming.COMPARED)) == 4
    assert str(defined.settings.period) == "Q2 2016/17"


def test_a_draft_tells_kinds_and_bases(drafted: Path) -> None:
    defined, _ = definition.read(drafted / "inputs")
    assert defined
    found = {
        each.label: (each.kind.value, each.frequency.value, each.basis.value) for each in defined.indicators
    }
    assert found["Repeat rate"] == ("percentage", "quarter", "discrete")
    assert found["Hate incidents reported"] == ("count", "month", "discrete")
    assert found["Rape rate"] == ("rate", "quarter", "rolling 12 months")
    assert found["Referrals to domestic abuse support services"] == ("count", "year", "discrete")
    assert found["Offences per young offender"] == ("ratio", "quarter", "rolling 12 months")


def test_what_was_assumed_is_yellow_has_a_note_and_is_listed(drafted: Path) -> None:
    book = load_workbook(drafted / "inputs/report.xlsx")
    listed = " ".join(str(cell.value) for row in book["to check"].iter_rows() for cell in row)
    marked = [
        cell
        for name in ("report", *headings.SHEETS)
        for row in book[name].iter_rows()
        for cell in row
        if cell.comment
    ]
    assert len(marked) > 50
    for cell in marked:
        assert cell.comment.text.startswith("assumed: ")
        assert cell.fill.fgColor.rgb == "00FFF2A8"
        assert cell.comment.text.removeprefix("assumed: ") in listed
    assert "“of which online” is a part of the row above it." in listed
    assert "HateIncidents_monthly.xlsx, Monthly return, A7" in listed


def test_a_draft_of_london_adds_rows_by_a_filter_and_says_so(tmp_path: Path) -> None:
    if not LONDON.is_dir():
        pytest.skip("the London data is not in ../shared/data/london")
    made = beginning.new(tmp_path / "p", sorted(LONDON.glob("*.csv")))
    defined, _ = definition.read(tmp_path / "p/inputs")
    assert defined
    burglary = next(each for each in defined.indicators if each.short_name == "BURGLARY")
    source = next(each for each in defined.sources if each.indicator == burglary.id)
    assert source.row_filter == (("MajorText", "BURGLARY"),)
    frame, _ = returns.read(tmp_path / "p/inputs", defined)
    rows = frame[(frame.indicator == burglary.id) & (frame.area == "Barking and Dagenham")]
    lines = (LONDON / "mps_borough_recent.csv").read_text(encoding="utf-8-sig").splitlines()
    own = [
        line.split(",") for line in lines if line.startswith("BURGLARY,") and ",Barking and Dagenham," in line
    ]
    assert len(own) > 1
    assert rows.value.iloc[0] == sum(int(cells[3]) for cells in own)
    assert len(defined.areas) == len(made.survey.areas if made.survey else ()) == 33
    assert not fatal(pipeline.check(tmp_path / "p"))


# ----------------------------------------------------------------------- areas told from indicators

DOWN = "| {} | Q1 2016/17 | Q2 2016/17 |\n| {} | 10 | 11 |\n| {} | 20 | 22 |"
TOTAL = "\n| {} | 30 | 33 |"


def test_a_heading_says_that_its_column_holds_areas(tmp_path: Path) -> None:
    made, defined = begun(
        tmp_path / "p", ("a.xlsx", "Burglary", DOWN.format("District", "Northam", "Bideford"))
    )
    assert labels(made) == ["Burglary"]
    assert {area.name for area in defined.areas} == {"Northam", "Bideford"}


def test_a_row_that_is_the_sum_of_the_others_is_the_subject(tmp_path: Path) -> None:
    table = (
        "| | Q1 2016/17 | Q2 2016/17 |\n| Northam | 10 | 11 |\n| Bideford | 20 | 22 |\n| Torridge | 30 | 33 |"
    )
    _, defined = begun(tmp_path / "p", ("a.xlsx", "Burglary", table))
    assert defined.subject.name == "Torridge"
    assert areas(defined, AreaKind.DISTRICT) == ["Northam", "Bideford"]


def test_a_row_of_totals_stands_for_the_subject_that_a_title_names(tmp_path: Path) -> None:
    table = (
        "| Torridge District Council |\n| |\n"
        + DOWN.format("Ward", "Northam", "Bideford")
        + TOTAL.format("Total")
    )
    _, defined = begun(tmp_path / "p", ("a.xlsx", "Burglary", table))
    assert defined.subject.name == "Torridge"
    assert defined.subject.aliases == ("Total",)
    series = pipeline.tell(tmp_path / "p").facts
    assert series["burglary / Torridge / Q2 2016/17 / value"].value == 33


def test_words_are_indicators_and_names_beside_them_areas(tmp_path: Path) -> None:
    table = """
        |            | Northam          |               | Bideford         |               |
        | Month      | Deliberate fires | Crew injuries | Deliberate fires | Crew injuries |
        | July 2016  | 5                | 1             | 6                | 2             |
        | August 2016| 7                | 3             | 8                | 4             |
    """
    made, defined = begun(tmp_path / "p", ("a.xlsx", "Sheet1", table))
    assert labels(made) == ["Deliberate fires", "Crew injuries"]
    assert {area.name for area in defined.areas} == {"Northam", "Bideford"}
    assert str(defined.settings.period) == "August 2016"


def test_sheets_with_the_same_indicators_are_an_area_each(tmp_path: Path) -> None:
    table = DOWN.format("Measure", "Fly-tipping", "Noise complaints")
    made, defined = begun(tmp_path / "p", ("a.xlsx", "Northam", table), ("a.xlsx", "Bideford", table))
    assert labels(made) == ["Fly-tipping", "Noise complaints"]
    assert {area.name for area in defined.areas} == {"Northam", "Bideford"}


def test_the_same_names_under_several_titles_are_areas(tmp_path: Path) -> None:
    table = DOWN.format("", "Northam", "Bideford")
    made, _ = begun(tmp_path / "p", ("a.xlsx", "Burglary", table), ("a.xlsx", "Robbery", table))
    assert labels(made) == ["Burglary", "Robbery"]


def test_what_nothing_tells_is_taken_for_indicators_and_said(tmp_path: Path) -> None:
    made, _ = begun(tmp_path / "p", ("a.xlsx", "Sheet1", DOWN.format("", "Northam", "Bideford")))
    assert labels(made) == ["Northam", "Bideford"]
    said = [
        str(value) for sheet, _, value in cells_of(tmp_path / "p/inputs/report.xlsx") if sheet == "to check"
    ]
    assert "nothing says whether these are indicators or areas" in said


def test_a_subject_that_nothing_names_is_asked_for(tmp_path: Path) -> None:
    _, defined = begun(
        tmp_path / "p", ("a.xlsx", "Sheet1", DOWN.format("Measure", "Fly-tipping", "Noise calls"))
    )
    assert defined.subject.name == "Our area"
    book = load_workbook(tmp_path / "p/inputs/report.xlsx")
    assert book["report"]["B6"].comment.text == "assumed: no return names it"


@pytest.mark.parametrize(
    ("label", "first", "second", "kind", "decimals"),
    [
        ("Satisfied", "61%", "62%", Kind.PERCENTAGE, None),
        ("Satisfied (%)", "61.5", "62.5", Kind.PERCENTAGE, 1),
        ("Offences per offender", "1.25", "1.5", Kind.RATIO, 2),
        ("Average days to charge", "12.5", "13.5", Kind.MEAN, 1),
        ("Reoffending rate", "1.25", "1.5", Kind.RATE, 2),
        ("Burglaries", "12", "13", Kind.COUNT, None),
    ],
)
def test_a_kind_is_told_by_format_words_and_decimals(
    tmp_path: Path, label: str, first: str, second: str, kind: Kind, decimals: int | None
) -> None:
    table = f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| {label} | {first} | {second} |"
    _, defined = begun(tmp_path / "p", ("a.xlsx", "Sheet1", table))
    assert [(each.kind, each.decimals) for each in defined.indicators] == [(kind, decimals)]


def test_the_period_is_the_newest_that_most_indicators_reach(tmp_path: Path) -> None:
    table = """
        | Measure  | Q1 2016/17 | Q2 2016/17 | Q3 2016/17 |
        | Burglary | 1          | 2          | 3          |
        | Robbery  | 1          | 2          |            |
        | Arson    | 1          | 2          |            |
    """
    _, defined = begun(tmp_path / "p", ("a.xlsx", "Sheet1", table))
    assert str(defined.settings.period) == "Q2 2016/17"


# ------------------------------------------------------------------------------------ what goes wrong

GOOD = DOWN.format("Measure", "Fly-tipping", "Noise complaints")


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = save(tmp_path / "good.xlsx", {"Sheet1": GOOD})
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"\0\1 nonsense")
    done = run("new", str(tmp_path / "p"), str(good), str(bad))
    assert done.returncode == 1
    assert "Fault: bad.xlsx: The workbook cannot be read" in done.stdout
    assert "Not copied: bad.xlsx" in done.stdout
    assert sorted(path.name for path in (tmp_path / "p/inputs").iterdir()) == ["good.xlsx", "report.xlsx"]
    assert run("build", str(tmp_path / "p")).returncode == 0


def test_files_without_figures_still_make_the_starter(tmp_path: Path) -> None:
    path = save(tmp_path / "letter.xlsx", {"Sheet1": "| Dear colleague |\n| nothing this time |"})
    done = run("new", str(tmp_path / "p"), str(path))
    assert done.returncode == 0
    assert "No figures with a name and a period were found in these files." in done.stdout
    assert "made-up example" in done.stdout
    assert run("build", str(tmp_path / "p")).returncode == 0


def test_a_series_with_a_cell_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"Sheet1": GOOD.replace("| 22 |", "| system down |")})
    done = run("new", str(tmp_path / "p"), str(path))
    assert done.returncode == 0
    left_out = "Left out: a.xlsx, Sheet1, C3: “Noise complaints” was left out: “system down” stands where"
    assert left_out in done.stdout
    assert run("build", str(tmp_path / "p")).returncode == 0


def test_figures_that_clash_are_left_out_with_both_cells_named(tmp_path: Path) -> None:
    other = GOOD.replace("| 11 |", "| 99 |").replace("Noise complaints", "Arson")
    made, _ = begun(tmp_path / "p", ("a.xlsx", "Return", GOOD), ("b.xlsx", "Return", other))
    assert labels(made) == ["Noise complaints", "Arson"]
    where, why = made.left_out[0]
    assert (where, "11 in a.xlsx, Return, C2" in why) == ("b.xlsx, Return, C2", True)


def test_half_years_are_left_out_and_said(tmp_path: Path) -> None:
    table = "| Measure | Apr-Sep 2016 | Oct 2016-Mar 2017 |\n| Rescues | 5 | 6 |"
    made, _ = begun(tmp_path / "p", ("a.xlsx", "Sheet1", table))
    assert made.survey is None
    assert made.left_out == (
        (
            "a.xlsx, Sheet1, A2",
            "“Rescues” is given for October 2016 to March 2017: no report can be made of such periods.",
        ),
    )


@pytest.mark.parametrize("label", ["=1+1", "+44 calls", "-9 calls", "@calls", '=HYPERLINK("http://x";"y")'])
def test_no_text_of_a_return_becomes_a_formula(tmp_path: Path, label: str) -> None:
    table = f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| {label} | 10 | 11 |\n| Noise calls | 1 | 2 |"
    path = save(tmp_path / "=a.xlsx", {"Sheet1": table})
    beginning.new(tmp_path / "p", [path])
    for name in ("inputs/report.xlsx", "blank return.xlsx"):
        for sheet in load_workbook(tmp_path / "p" / name).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert [cell for cell in cells if cell.data_type == "f"] == []
            assert [
                c for c in cells if str(c.value)[:1] in "=+-@" and not c.quotePrefix and c.data_type == "s"
            ] == []
    assert not fatal(pipeline.check(tmp_path / "p"))


# ----------------------------------------------------------------------------------- the blank return


@pytest.fixture
def form(project: Project) -> Callable[[dict[str, object]], Path]:
    """Fill in the blank return of a project and put it into its inputs, in place of all other returns."""
    project.define(
        areas="| name | kind |\n| Ashby | subject |\n| Northam | district |\n| Bideford | district |",
        indicators="""
            | id       | priority | name        | short name  | kind       | better | charts           |
            | burglary | crime    | burglaries  | Burglary    | count      | lower  |                  |
            | feel     | crime    | people safe | Feel safe   | percentage | higher | trend; districts |
        """,
    )

    def fill(values: dict[str, object]) -> Path:
        path = beginning.blank(project.home)
        book = load_workbook(path)
        for place, value in values.items():
            book["Return"][place] = value
            if isinstance(value, float):
                book["Return"][place].number_format = "0%"
        for each in project.inputs.iterdir():
            if each.name != "report.xlsx":
                each.unlink()
        book.save(project.inputs / "Northam agency.xlsx")
        path.unlink()
        return project.home

    return fill


def test_a_form_has_a_row_for_every_figure_that_the_report_wants(
    project: Project, form: Callable[[dict[str, object]], Path]
) -> None:
    sheet = load_workbook(form({}) / "inputs/Northam agency.xlsx")["Return"]
    rows = [tuple(cell.value for cell in sheet[row][:4]) for row in range(FIRST, FIRST + 5)]
    assert tuple(cell.value for cell in sheet[FIRST - 1]) == BLANK_RETURN
    assert rows == [
        ("Burglary", "Ashby", "Q2 2016/17", None),
        ("Feel safe", "Ashby", "Q2 2016/17", None),
        ("Feel safe", "Northam", "Q2 2016/17", None),
        ("Feel safe", "Bideford", "Q2 2016/17", None),
        (None, None, None, None),
    ]
    assert project.inputs.is_dir()


def test_a_form_that_is_filled_in_is_read_without_a_mapping(
    form: Callable[[dict[str, object]], Path],
) -> None:
    home = form({
        "D7": 123, "E7": "Provisional", "F7": "two sites are missing",
        "D8": 0.66, "D9": "27%", "D10": "not available",
        "A11": "Burglary", "B11": "Ashby", "C11": "Q1 2016/17", "D11": 117,
    })  # fmt: skip
    told = pipeline.tell(home)
    frame, found = returns.read(home / "inputs", told.definition)
    values = {(r.indicator, r.area, str(r.period)): (r.value, r.mark, r.cell) for r in frame.itertuples()}
    assert values == {
        ("burglary", "Ashby", "Q2 2016/17"): (123, "p", "D7"),
        ("burglary", "Ashby", "Q1 2016/17"): (117, "", "D11"),
        ("feel", "Ashby", "Q2 2016/17"): (66, "", "D8"),
        ("feel", "Northam", "Q2 2016/17"): (27, "", "D9"),
        ("feel", "Bideford", "Q2 2016/17"): (None, "x", "D10"),
    }
    assert [each.code for each in found] == ["return-note"]
    assert "There were 123 burglaries (provisional) in Q2 2016/17" in " ".join(
        paragraph.text for paragraph in told.narrative.paragraphs()
    )
    assert run("build", str(home)).returncode == 0


@pytest.mark.parametrize("value", [0, 2016, 201604, 1_234_567])
def test_a_value_of_the_form_is_never_taken_for_a_year(
    form: Callable[[dict[str, object]], Path], value: int
) -> None:
    told = pipeline.tell(form({"D7": value}))
    assert told.facts["burglary / Ashby / Q2 2016/17 / value"].value == value


def test_a_form_that_names_what_is_not_in_the_report_says_so(
    form: Callable[[dict[str, object]], Path],
) -> None:
    home = form(
        {"D7": 5, "D8": "61%", "A8": "Feel saef", "D9": "62%", "B9": "Nortam", "D10": 1, "C10": "soon"}
    )
    assert [(each.code, each.where) for each in pipeline.check(home) if each.fatal] == [
        ("period-unclear", "Northam agency.xlsx, Return, C10"),
        ("indicator-unknown", "Northam agency.xlsx, Return, A8"),
        ("area-unknown", "Northam agency.xlsx, Return, B9"),
    ]


def test_a_form_left_empty_or_filled_in_part_is_no_fault(
    project: Project, form: Callable[[dict[str, object]], Path]
) -> None:
    form({})
    project.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglary | 3 | 4 |")
    found = [each for each in pipeline.check(project.home) if "Northam agency" in each.where]
    assert [each.code for each in found] == ["form-empty"]
    assert not fatal(found)
    form({"D8": "61%"})
    assert not fatal(pipeline.check(project.home))


def test_a_form_offers_lists_checks_values_and_merges_nothing(
    form: Callable[[dict[str, object]], Path],
) -> None:
    book = load_workbook(form({}) / "inputs/Northam agency.xlsx")
    sheet, lists = book["Return"], book["lists"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert {place: rule.type for place, rule in rules.items()} == {
        "A7": "list", "B7": "list", "C7": "list", "D7": "custom", "E7": "list"
    }  # fmt: skip
    assert listed(lists, rules["B7"].formula1) == ["Ashby", "Northam", "Bideford"]
    assert listed(lists, rules["C7"].formula1)[:2] == ["Q2 2016/17", "Q1 2016/17"]
    assert "D7>=0" in rules["D7"].formula1
    assert (lists.sheet_state, sheet.merged_cells.ranges, sheet.freeze_panes) == ("hidden", set(), "A7")
    assert not sheet.protection.sheet


def listed(sheet: Worksheet, formula: str) -> list[object]:
    return [cell.value for (cell,) in sheet[formula.split("!")[1]]]


def test_every_mark_that_the_form_takes_is_read_as_one() -> None:
    assert [mark for mark in MARKS if not read_value(mark).mark] == []


def test_the_blank_return_is_written_again_for_a_changed_definition(project: Project) -> None:
    assert run("blank", str(project.home)).stdout.strip() == f"Wrote {project.home / 'blank return.xlsx'}"
    first = (project.home / "blank return.xlsx").read_bytes()
    project.setting("period", "Q3 2016/17")
    beginning.blank(project.home)
    assert (project.home / "blank return.xlsx").read_bytes() != first
    values = [value for _, _, value in cells_of(project.home / "blank return.xlsx")]
    assert "Q3 2016/17" in values


def test_a_blank_return_that_was_filled_in_where_it_lies_is_not_replaced(project: Project) -> None:
    path = beginning.blank(project.home)
    book = load_workbook(path)
    book["Return"]["D7"] = 5
    book.save(path)
    before = path.read_bytes()
    assert [each.code for each in refused(lambda: beginning.blank(project.home))] == ["blank-filled"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "value", "code", "says"),
    [
        ("E7", "guessed", "status-unknown", "It may be: final, provisional, revised, estimated."),
        ("C7", None, "row-incomplete", "does not say its period"),
    ],
)
def test_a_row_of_the_form_that_is_not_whole_is_a_fault_at_its_cell(
    form: Callable[[dict[str, object]], Path], place: str, value: object, code: str, says: str
) -> None:
    found = [each for each in pipeline.check(form({"D7": 5, place: value})) if each.fatal]
    assert code in [each.code for each in found]
    assert says in " ".join(map(str, found))


# ------------------------------------------------------------------------------------------ misuse


def refused(action: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(Faults) as raised:
        action()
    return raised.value.problems


def test_files_that_are_not_there_or_have_one_name_are_told_at_once(tmp_path: Path) -> None:
    one, other = (save(tmp_path / each / "police.xlsx", {"Sheet1": GOOD}) for each in "ab")
    definition_file = save(tmp_path / "report.xlsx", {"Sheet1": GOOD})
    files = [one, other, tmp_path / "missing.xlsx", definition_file]
    found = refused(lambda: beginning.new(tmp_path / "p", files))
    assert [each.code for each in found] == ["file-missing", "file-is-definition", "file-name-twice"]
    assert not (tmp_path / "p").exists()


def test_a_folder_stands_for_the_spreadsheets_in_it(tmp_path: Path) -> None:
    save(tmp_path / "sent" / "a.xlsx", {"Sheet1": GOOD})
    (tmp_path / "sent" / "letter.docx").write_bytes(b"PK")
    made = beginning.new(tmp_path / "p", [tmp_path / "sent"])
    assert labels(made) == ["Fly-tipping", "Noise complaints"]
    assert sorted(each.name for each in (tmp_path / "p/inputs").iterdir()) == ["a.xlsx", "report.xlsx"]


# ------------------------------------------------------------------------------------ the tutorial


def test_the_tutorial_shows_what_the_command_says(tmp_path: Path) -> None:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    tables = dict(re.findall(r"<!-- return: (.+?) -->\n((?:\|[^\n]*\n)+)", page))
    shown = re.search(r"<!-- new: own report -->\n```\n(.*?)```", page, re.DOTALL)
    assert shown
    for name, table in tables.items():
        save(tmp_path / "sent" / name, {"Sheet1": table})
    done = run("new", "my-report", "sent", cwd=tmp_path)
    assert done.stdout.split() == shown[1].replace("\\", "/").split()
    assert run("build", "my-report", cwd=tmp_path).returncode == 0
