"""The documentation says what the program does: its lists are the program's, its quotations are run here."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from conftest import INDICATORS, PRIORITIES, REPORT, ROOT, Project, cells, save
from docx import Document
from openpyxl import load_workbook

from report_builder import cli, definition, model, narrative, periods, pipeline, returns
from report_builder.definition import checks, headings
from report_builder.definition.fields import _CHOICES
from report_builder.definition.notes import read_range
from report_builder.document.places import Report, Runs
from report_builder.model import Rules
from report_builder.narrative import vocabulary
from report_builder.narrative.scope import Scope
from report_builder.problems import Faults
from report_builder.returns.labels import HEADINGS as COLUMNS
from report_builder.returns.layouts import ONE_TABLE, layouts
from report_builder.returns.values import read_value
from report_builder.workbooks import TEXT, WORKBOOKS

DOCS = ROOT / "docs"
PAGES = ("tutorial", "definition", "words", "template")
SHEETS: dict[str, tuple[type[model.Row], dict[str, tuple[str, ...]]]] = {
    "report": (model.Settings, headings.SETTINGS),
    "priorities": (model.Priority, headings.PRIORITIES),
    "indicators": (model.Indicator, headings.INDICATORS),
    "areas": (model.Area, headings.AREAS),
    "sources": (model.Source, headings.SOURCES),
    "notes": (model.Note, headings.NOTES),
}
HEADINGS = [(sheet, field) for sheet, (_, known) in SHEETS.items() for field in known]


AREAS = "| name | kind |\n| Ashby | subject |\n| Northam | district |\n| Southam | district |"
ABOUT_FIGURES = {"indicator-without-figures", "subject-without-figures", "no-data-for-period", "stale-return"}


# ---------------------------------------------------------------------------- reading the docs


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """A section of a page, up to the next heading of its own level or a higher one."""
    match = re.search(
        rf"^(#+) {re.escape(heading)}\n(.*?)(?=^(?!\1#)#+ |\Z)", page(name), re.MULTILINE | re.DOTALL
    )
    assert match, f"{name}.md has no section “{heading}”"
    return match[2]


def rows(text: str) -> list[list[str]]:
    """The rows of the Markdown tables of a text."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]


def quoted(text: str) -> list[str]:
    """What stands between backticks, within a line."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def marked(name: str, kind: str) -> dict[str, str]:
    """The blocks and tables behind a comment such as `<!-- says: build -->`, by its second word."""
    found = re.finditer(
        rf"<!-- {kind}: (.+?) -->\n(?:```\n(.*?)```|((?:\|[^\n]*\n)+))", page(name), re.DOTALL
    )
    return {match[1]: match[2] or match[3] for match in found}


def agrees(shown: str, said: str) -> bool:
    """Whether a quotation is what was said: '…' stands for anything, and Windows' paths for ours."""
    pattern = r"\s+".join(re.escape(word) for word in shown.replace("\\", "/").split())
    said = " ".join(said.split())
    return re.fullmatch(pattern.replace(r"\s+…", "(?:.*)").replace("…", ".*"), said, re.DOTALL) is not None


def described(sheet: str) -> dict[str, list[str]]:
    """The rows of a sheet's tables by the first name in them."""
    found = rows(section("definition", f"Sheet `{sheet}`"))
    return {names[0]: row for row in found if len(row) == 4 and (names := quoted(row[0]))}


# ------------------------------------------------------------------------- the definition workbook


def heading_of(sheet: str, field: str) -> list[str]:
    known = described(sheet)
    names = (headings.plain(field), *SHEETS[sheet][1][field])
    return next((known[each] for each in names if each in known), ["", "", "", ""])


@pytest.mark.parametrize(("sheet", "field"), HEADINGS)
def test_a_heading_is_described_with_all_its_names(sheet: str, field: str) -> None:
    assert set(quoted(heading_of(sheet, field)[0])) == {headings.plain(field), *SHEETS[sheet][1][field]}


def test_no_heading_is_described_that_is_none() -> None:
    for sheet, (_, known) in SHEETS.items():
        assert len(described(sheet)) == len(known)


def choices(annotation: Any) -> tuple[str, ...]:
    kinds = (annotation, *get_args(annotation))
    found = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)]
    return tuple(each.value for kind in found for each in kind) or tuple(
        str(each) for each in get_args(annotation) if isinstance(each, str)
    )


CHOICES = [
    (sheet, field, choices(row.model_fields[field].annotation))
    for sheet, (row, known) in SHEETS.items()
    for field in known
    if field in row.model_fields and choices(row.model_fields[field].annotation)
]


@pytest.mark.parametrize(("sheet", "field", "allowed"), CHOICES)
def test_every_choice_of_a_heading_is_listed(sheet: str, field: str, allowed: tuple[str, ...]) -> None:
    listed = quoted(heading_of(sheet, field)[2])
    assert [each for each in allowed if each not in listed] == []


@pytest.mark.parametrize(("sheet", "field", "allowed"), CHOICES)
def test_the_choice_of_an_empty_cell_is_named(sheet: str, field: str, allowed: tuple[str, ...]) -> None:
    default = SHEETS[sheet][0].model_fields[field].default
    if str(default) in allowed:
        assert quoted(heading_of(sheet, field)[3])[0] == str(default)


@pytest.mark.parametrize(("sheet", "field"), HEADINGS)
def test_a_heading_that_must_be_filled_is_called_a_fault(sheet: str, field: str) -> None:
    known = SHEETS[sheet][0].model_fields
    if field in known:
        assert heading_of(sheet, field)[3].endswith("a fault") is (known[field].is_required())


def test_every_other_word_for_a_choice_is_listed() -> None:
    listed = quoted(section("definition", "How it is read"))
    assert [each for each in _CHOICES if each not in listed] == []


def test_no_other_word_is_listed_that_is_not_taken() -> None:
    [line] = [line for line in page("definition").splitlines() if line.startswith("These words are taken")]
    assert [each for each in quoted(line) if each not in _CHOICES and each != "annual"] == []


def test_the_groups_of_areas_the_layouts_and_the_files_are_listed() -> None:
    assert set(checks.AREA_GROUPS) <= set(quoted(heading_of("notes", "area")[2]))
    assert set(layouts()) == {row[0].strip("`") for row in rows(section("definition", "Layouts"))[2:]}
    assert {*layouts(), *ONE_TABLE} == set(quoted(" ".join(heading_of("sources", "layout")[2:])))
    assert set(quoted(section("definition", "What is understood in a return"))) >= {*WORKBOOKS, TEXT}


@pytest.mark.parametrize("name", marked("definition", "return"))
def test_a_table_that_is_shown_is_read_as_it_is_said(project: Project, name: str) -> None:
    assert "In each of these, 43 is the burglaries of Northam in Q2 2016/17." in page("definition")
    project.define(areas=AREAS).returns(marked("definition", "return")[name])
    told = [each for each in pipeline.check(project.home) if each.code not in ABOUT_FIGURES]
    read, _ = definition.read(project.inputs)
    assert read
    frame, _ = returns.read(project.inputs, read)
    found = [
        (row["indicator"], row["area"], str(row["period"]))
        for row in frame.to_dict("records")
        if row["value"] == 43
    ]
    assert found == [("burglary", "Northam", "Q2 2016/17")]
    assert told == []


def test_every_way_to_turn_a_table_is_shown_with_its_figure() -> None:
    shown = marked("definition", "return")
    assert len(shown) > 8
    assert {name for name, table in shown.items() if table.count(" 43 ") != 1} == set()


def test_the_headings_that_are_known_are_listed() -> None:
    table = {
        row[0]: {each.casefold() for each in quoted(row[1])}
        for row in rows(section("definition", "Headings that are known"))[2:]
    }
    assert table == {role.value: set(known) for role, known in COLUMNS.items()}


def test_the_spellings_of_a_notes_period_are_read() -> None:
    assert all(read_range(each) for each in quoted(heading_of("notes", "period")[2]))


LENGTHS = {
    "quarter": (3, "discrete"), "month": (1, "discrete"), "half-year": (6, "discrete"), "financial year": (12, "discrete"),
    "calendar year": (12, "discrete"), "rolling 12 months": (12, "rolling"), "year to date": (5, "to date"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LENGTHS)
def test_the_spellings_of_periods_are_read(kind: str) -> None:
    row = next(row for row in rows(section("definition", "Periods")) if row[0] == kind)
    found = {each: periods.parse(each) for each in quoted(row[1])}
    assert found
    assert {each: (p.months, p.span.value) if p else None for each, p in found.items()} == dict.fromkeys(
        found, LENGTHS[kind]
    )


def test_what_is_no_period_is_none() -> None:
    [line] = [line for line in section("definition", "Periods").splitlines() if "say too little" in line]
    found = [each for each in quoted(line) if each != "long"]
    assert found
    assert [each for each in found if periods.parse(each)] == []


def test_the_marks_are_read_as_they_are_described() -> None:
    table = {row[1]: quoted(row[0]) for row in rows(section("definition", "Figures and marks"))}
    assert [read_value(each).number for each in table["the number"]] == [1234, 1200, 1234]
    assert [read_value(each).number for each in table["minus 12"]] == [-12, -12]
    assert [read_value(each).number for each in table["the number, without its footnote"]] == [117]
    assert [read_value(each).mark for each in table["the number: provisional, revised, estimated"]] == [
        "p",
        "r",
        "e",
    ]
    fraction = next(found for means, found in table.items() if means.startswith("the numerator"))
    assert [(read_value(each).number, read_value(each).whole) for each in fraction] == [(27, 96)] * 2
    refused = next(found for means, found in table.items() if means.startswith("nothing"))
    assert [each for each in refused if read_value(each).understood] == []
    for means, found in table.items():
        if means.startswith("no figure"):
            assert [
                each for each in found if read_value(each).number is not None or not read_value(each).mark
            ] == []


def test_a_number_that_is_marked_as_withheld_is_not_read(project: Project) -> None:
    table = {row[1]: quoted(row[0]) for row in rows(section("definition", "Figures and marks"))}
    [withheld] = [found for means, found in table.items() if means.startswith("left out")]
    for each in withheld:
        figures(project, each)
        defined, _ = definition.read(project.inputs)
        assert defined is not None
        frame, faults = returns.read(project.inputs, defined)
        assert frame.query("cell == 'C2'").value.isna().all()
        assert "figure-withheld" in {fault.code for fault in faults}


def test_the_columns_of_populations_are_read(project: Project) -> None:
    [line] = [
        line
        for line in section("definition", "Sheet `areas`").splitlines()
        if line.startswith("**Populations")
    ]
    found = [each for each in quoted(line) if "2015" in each]
    for heading in found:
        project.define(areas=f"| name | kind | {heading} |\n| Ashby | subject | 1000 |")
        read, faults = definition.read(project.inputs)
        assert read, faults
        assert [each.year for each in read.populations] == [2015]
    assert len(found) == 5


def test_the_notes_of_the_example_do_what_is_said(project: Project) -> None:
    areas = "| name | kind |\n| Ashby | subject |\n| Northam | district |"
    told = pipeline.tell(project.define(areas=areas, notes=marked("definition", "sheet")["notes"]).home)
    text = "\n".join(each.text for each in told.narrative.paragraphs())
    assert "123 burglaries (provisional) in Q2 2016/17" in text
    assert "Officers (Police) advise that two people were charged in May." in text
    assert "Figures were taken on 4 November 2016." in text


def test_a_priority_without_anything_is_not_printed(project: Project) -> None:
    project.define(priorities=f"{PRIORITIES.rstrip()}\n| empty | Empty heading |")
    assert [each.heading for each in pipeline.tell(project.home).narrative.priorities] == ["Less crime"]


def test_only_a_line_begins_a_new_paragraph(project: Project) -> None:
    assert "`introduction`, `recommendations` and `contact` only a line begins a new one" in page(
        "definition"
    )
    report = f"{REPORT.rstrip()}\n| introduction | One; two |\n| introduction | three |"
    read, _ = definition.read(project.define(report=report).inputs)
    assert read
    assert read.settings.introduction == ("One; two", "three")


def commentary(project: Project) -> str:
    return "\n".join(each.text for each in pipeline.tell(project.home).narrative.paragraphs())


def said_in(heading: str, opening: str) -> str:
    """The one sentence that a section quotes with this opening."""
    [said] = re.findall(rf"“({re.escape(opening)}[^”]*)”", section("definition", heading))
    return str(said).replace("*", "")


def test_a_small_number_is_hidden_as_it_is_said(project: Project) -> None:
    indicators = "| id | priority | name | suppress below |\n| burglary | crime | burglaries | 5 |\n| robbery | crime | robberies | 5 |"
    project.define(indicators=indicators).returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 9 | 3 |\n| Robberies | 5 | 0 |"
    )
    text = commentary(project)
    assert text.count(said_in("Small numbers", "There were")) == 1
    assert "There were no robberies in Q2 2016/17" in text


def test_a_percentage_of_a_few_cases_is_hidden_by_their_number(project: Project) -> None:
    indicators = "| id | priority | name | kind | numerator | denominator | suppress below |\n| rate | crime | repeat rate | percentage | repeats | referrals | 5 |"
    project.define(indicators=indicators).returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Repeats | 30 | 3 |\n| Referrals | 60 | 60 |"
    )
    assert said_in("Small numbers", "The Q2 2016/17 figure is a small") in commentary(project)


CASES = "| id | priority | name | kind | numerator | denominator | unit | statement |\n| rate | crime | repeat rate | percentage | repeats | all | {} | {} |"


@pytest.mark.parametrize(
    ("opening", "unit", "statement", "repeats", "denominators"),
    [
        ("In Q2 2016/17, 4 of", "referrals", "were repeats", "2 | 4", "5 | 6"),
        ("In Q2 2016/17, 28%", "referrals", "were repeats", "160 | 143", "500 | 510"),
        ("The repeat rate was 4", "", "", "2 | 4", "5 | 6"),
    ],
)
def test_a_percentage_of_cases_is_told_as_it_is_quoted(
    project: Project, opening: str, unit: str, statement: str, repeats: str, denominators: str
) -> None:
    project.define(indicators=CASES.format(unit, statement)).returns(
        f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Repeats | {repeats} |\n| All | {denominators} |"
    )
    said = said_in("Percentages of cases", opening).removesuffix("…").strip()
    assert said in commentary(project)


TARGET = "| id | priority | name | kind | low | high | better | target kind |\n| rate | crime | rate | percentage | 28 | 40 | {} | {} |"


@pytest.mark.parametrize(
    ("opening", "better", "kind"),
    [("The rate is", "range", ""), ("This met", "", "range"), ("This met", "range", "range")],
)
def test_a_range_is_told_as_it_is_quoted(project: Project, opening: str, better: str, kind: str) -> None:
    project.define(indicators=TARGET.format(better, kind)).returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Rate | 25% | 30% |"
    )
    text = commentary(project)
    assert said_in("Which way is good", opening) in text
    assert text.count("range of 28% to 40%") == 1


def test_a_target_for_the_year_waits_as_it_is_said(project: Project) -> None:
    indicators = (
        "| id | priority | name | basis | target |\n| burglary | crime | burglaries | cumulative | 200 |"
    )
    project.define(indicators=indicators)
    [group] = pipeline.tell(project.home).narrative.dashboard
    assert said_in("Which way is good", "Year") == group.rows[0].cells["target"].text
    paragraph = next(p for p in pipeline.tell(project.home).narrative.paragraphs() if p.id == "burglary")
    assert "target" not in paragraph.text


def test_later_and_skipped_periods_are_told_as_it_is_said(project: Project) -> None:
    project.returns(
        "| Measure | Q4 2015/16 | Q2 2016/17 | Q3 2016/17 |\n| Burglaries | 142 | 123 | 999 |\n| Robberies | 59 | 55 | 999 |"
    )
    text = commentary(project)
    assert said_in("Periods", "The figure") in text
    assert "999" not in text


@pytest.mark.parametrize(("days", "end"), [("45", "overdue"), ("", "writing.")])
def test_an_overdue_figure_is_told_as_it_is_quoted(project: Project, days: str, end: str) -> None:
    project.define(
        indicators=f"| id | priority | name | expected by |\n| burglary | crime | burglaries | {days} |"
    )
    project.returns(
        "| Measure | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 142 | 117 | not available |"
    )
    row = " ".join(heading_of("indicators", "expected_by"))
    [said] = [each for each in re.findall(r"“([^”]*)”", row) if end in each]
    assert said in commentary(project)


def test_a_heading_may_have_a_mark_as_it_is_shown(project: Project) -> None:
    [line] = [each for each in section("definition", "Periods").splitlines() if "stands across" in each]
    said = {}
    for heading in (each for each in quoted(line) if each != "Total"):
        project.returns(
            f"| Measure | Q1 2016/17 | {heading} |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"
        )
        text = commentary(project)
        assert "123 burglaries" in text
        said[heading] = "123 burglaries (provisional)" in text
    assert list(said.values()) == [False, False, True]


def test_districts_are_compared_only_where_all_have_a_figure(project: Project) -> None:
    for last, drawn in (("10", ["burglary-districts"]), ("c", [])):
        told = pipeline.tell(districts(project, last).home)
        assert [picture.id for picture in told.narrative.comparisons] == drawn
        assert ("district.lowest" in told.facts.indicators[0]) == bool(drawn)


def test_a_status_holds_for_quarters_that_are_added_from_months(project: Project) -> None:
    months = "| Measure | Apr 2016 | May 2016 | Jun 2016 | Jul 2016 | Aug 2016 | Sep 2016 |\n"
    project.returns(
        f"{months}| Burglaries | 30 | 30 | 30 | 40 | 40 | 43 |\n| Robberies | 9 | 9 | 9 | 9 | 9 | 9 |"
    )
    project.define(
        notes=marked("definition", "sheet")["notes"].replace(
            "| burglary | districts | | illustrative | | |\n", ""
        )
    )
    assert "123 burglaries (provisional) in Q2 2016/17" in commentary(project)


def test_advice_on_a_priority_and_general_notes_hold_in_their_period(project: Project) -> None:
    project.define(
        notes="| priority | period | note |\n| crime | Q2 2016/17 | The teams met. |\n| crime | Q1 2016/17 | Old. |\n| | | The figures are new. |\n| | Q1 2016/17 | Stale. |"
    )
    said = [each.text for each in pipeline.tell(project.home).narrative.paragraphs()]
    assert "Officers advise that the teams met." in said
    assert "The figures are new." in said
    assert not any("Old" in each or "Stale" in each for each in said)


# ------------------------------------------------------------------------------------ the words


def names_in(heading: str, column: int = 0) -> set[str]:
    return {name for row in rows(section("words", heading)) for name in quoted(row[column])}


def test_every_slot_is_described() -> None:
    assert names_in("Slots") == set(vocabulary.SLOTS)


def test_every_field_is_described() -> None:
    text, _, _ = section("words", "Fields").partition("\n### ")
    found = {name for row in rows(text) for name in quoted(row[0])}
    thresholds = {each.name for each in fields(Rules)}
    assert found == {*vocabulary.INDICATOR_ROLES, *vocabulary.REPORT_ROLES} - thresholds


def test_every_attribute_and_spec_is_described() -> None:
    assert names_in("What else can be said of a field") == set(vocabulary.ATTRIBUTES)
    assert names_in("How a field is written") == set(vocabulary.SPECS)


@pytest.mark.parametrize("tag", vocabulary.TAGS)
def test_every_tag_is_described_with_its_values(tag: str) -> None:
    found = {
        each for row in rows(section("words", "Tags")) if quoted(row[0]) == [tag] for each in quoted(row[1])
    }
    assert found == {each for each in vocabulary.TAGS[tag] if each}


def test_the_attributes_say_what_is_shown() -> None:
    period = periods.parse("Q2 2016/17")
    illustrative = {"status": "illustrative"}
    fact = model.Fact("x", "read", 1234, model.Unit.COUNT, area="Ashby", period=period, tags=illustrative)
    scope = Scope({"latest": fact}, {})
    table = {
        quoted(row[0])[0]: row[1] for row in rows(section("words", "What else can be said of a field"))[2:]
    }
    for name, shown in table.items():
        if name != "adviser":
            said = scope.field(f"latest.{name}", "")
            assert said
            assert re.findall(r"“(.+?)”", shown) == [said.text]


def test_the_thresholds_are_the_shipped_ones() -> None:
    table = {quoted(row[0])[0]: float(row[1]) for row in rows(section("words", "Thresholds"))[2:]}
    shipped = tomllib.loads((ROOT / "templates/committee/rules.toml").read_text())
    assert table == shipped == {each.name: getattr(model.Rules(), each.name) for each in fields(model.Rules)}


def test_the_phrases_shown_are_read_without_a_fault(tmp_path: Path) -> None:
    shown, example = re.findall(r"```toml\n(.*?)```", page("words"), re.DOTALL)
    path = tmp_path / "phrases.toml"
    path.write_text(shown)
    assert narrative.load([path])[1] == ()
    assert example in (ROOT / "templates/committee/phrases.toml").read_text()


# --------------------------------------------------------------------------------- the template


def lists_of(kind: Any) -> Iterable[tuple[str, str]]:
    """Every place of a kind, and of what it holds: the name, and that of the list it stands in."""
    for name, hint in get_type_hints(kind).items():
        yield name, ""
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(inner) and inner is not Runs:
            yield from ((each, name) for each in get_type_hints(inner))
            yield from lists_of(inner)


def test_every_place_is_described() -> None:
    simple = {
        re.sub(r"[^\w.]", "", each) for row in rows(section("template", "Places")) for each in quoted(row[0])
    }
    table = {quoted(row[0])[0]: quoted(" ".join(row)) for row in rows(section("template", "Loops"))[2:]}
    for name, within in lists_of(Report):
        if within in table:
            assert name in table[within]
        elif within:
            assert f"{within}.{name}" in simple
        else:
            heads = {part for each in simple for part in each.split(".")}
            assert name in {*heads, *table, *(each for row in table.values() for each in row)}


def test_the_styles_that_matter_are_those_of_the_shipped_template() -> None:
    names = {style.name for style in Document(str(ROOT / "templates/committee/report.docx")).styles}
    table = [row[0].split(", ") for row in rows(section("template", "Styles that matter"))[2:]]
    assert {each for row in table for each in row} <= names


# -------------------------------------------------------------------------- faults, as they are quoted


def house(project: Project, *, phrases: str = "", rules: str = "") -> Path:
    folder = project.setting("house", "wolds").home / "templates" / "wolds"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "templates/committee/report.docx", folder)
    for name, text in (("phrases.toml", phrases), ("rules.toml", rules)):
        if text:
            (folder / name).write_text(text)
    return folder


def template(project: Project, text: str) -> None:
    path = house(project) / "report.docx"
    document = Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))


def unnumbered(project: Project) -> None:
    path = house(project) / "report.docx"
    document = Document(str(path))
    for paragraph in document.paragraphs:
        if "{{ paragraph.text }}" in paragraph.text:
            paragraph.style = "Normal"
    document.save(str(path))


def unheaded(project: Project) -> None:
    path = house(project) / "report.docx"
    document = Document(str(path))
    for paragraph in document.paragraphs:
        if "{{ group.heading }}" in paragraph.text:
            paragraph.runs[0].text = "Indicators"
    document.save(str(path))


def districts(project: Project, last: str) -> Project:
    """Two districts with a year of figures and populations; `last` is the newest figure of one."""
    places = "| name | kind | population 2015 |\n| Ashby | subject | 3000 |\n| Northam | district | 1000 |\n| Southam | district | 2000 |"
    indicators = "| id | priority | name | charts |\n| burglary | crime | burglaries | trend; districts |"
    project.define(areas=places, indicators=indicators)
    (project.inputs / "police.xlsx").unlink(missing_ok=True)
    return project.returns(
        f"| Burglaries | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Ashby | 20 | 20 | 20 | 20 |\n| Northam | 10 | 10 | 10 | 10 |\n| Southam | 10 | 10 | 10 | {last} |",
        sheet="Burglaries",
    )


def percentages(project: Project, earlier: str, later: str) -> Project:
    project.define(indicators="| id | priority | name | kind |\n| rate | crime | repeat rate | percentage |")
    return project.returns(
        f"| Measure | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Repeat rate | {earlier} | {later} | 27% |"
    )


def style(project: Project) -> None:
    (house(project) / "charts.mplstyle").write_text("lines.linewidth: thick\n")


def figures(project: Project, value: float | str) -> Project:
    """A return whose cell C2 has a value of its own."""
    return project.returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 142 | {value} |")


def hidden(project: Project) -> None:
    book = load_workbook(project.inputs / "police.xlsx")
    book.worksheets[0].row_dimensions[5].hidden = True
    book.save(project.inputs / "police.xlsx")


def extract(project: Project) -> None:
    """The rows and the source that the page shows, up to 12 September."""
    days = [f"{day:02d}/{month:02d}/2016" for month in (7, 8) for day in range(1, 31, 2)]
    rows = "".join(f"BURGLARY,Northam,{day}\n" for day in [*days, "12/09/2016"])
    (project.inputs / "crimes.csv").write_text(f"Group,Borough,Date\n{rows}")
    shown = section("definition", "Rows that are counted")
    source = "\n".join(line for line in shown.splitlines() if line[:1] == "|")
    project.define(areas=AREAS, sources=source)


def phrase(say: str = "x", slot: str = "change", when: str = "") -> str:
    return f'[[phrase]]\nslot = "{slot}"\n{when}\nsay = "{say}"\n'


AIMED = "| id | priority | name | better | target |\n| burglary | crime | burglaries | lower | 100 |"
BROKEN: dict[tuple[str, str], Callable[[Project], object]] = {
    ("definition", "heading"): lambda p: p.define(indicators=INDICATORS.replace("| better    |", "| beter     |")),
    ("definition", "choice"): lambda p: p.define(indicators=INDICATORS.replace("| count |", "| cuont |", 1)),
    ("definition", "name"): lambda p: p.define(indicators=INDICATORS.replace("| crime ", "| Crime ", 1)),
    ("definition", "offered"): lambda p: p.define(indicators=AIMED).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 60 | 130 |"),
    ("definition", "not due"): lambda p: p.setting("accepted", "consider robbery"),
    ("definition", "near miss"): lambda p: p.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglarys | 1 | 2 |\n| Robberies | 1 | 2 |"),
    ("definition", "shared name"): lambda p: p.define(indicators=INDICATORS.replace("robberies ", "Burglaries ")),
    ("definition", "districts"): lambda p: districts(p, "c"),
    ("definition", "negative"): lambda p: figures(p, -3),
    ("definition", "decimals"): lambda p: figures(p, 12.5),
    ("definition", "share"): lambda p: percentages(p, "27%", "0.28"),
    ("definition", "over"): lambda p: percentages(p, "27%", "104%"),
    ("definition", "area unclear"): lambda p: p.define(areas=AREAS).returns("| Figures for Northam and Southam | |\n| Measure | Q2 2016/17 |\n| Burglaries | 43 |", file="second.xlsx"),
    ("definition", "hidden"): hidden,
    ("definition", "aside"): lambda p: p.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Target | | |\n| Burglaries | 117 | 123 |"),
    ("definition", "part"): lambda p: p.returns("| Measure | Sex | Q2 2016/17 |\n| Burglaries | Male | 4 |\n| Burglaries | Female | 6 |\n| Burglaries | All | 10 |"),
    ("definition", "extract"): extract,
    ("definition", "no year"): lambda p: p.returns("| Measure | Q1 | Q2 |\n| Burglaries | 117 | 123 |"),
    ("definition", "assumed"): lambda p: p.returns("| Measure | 2015 | | | |\n| | Q1 | Q2 | Q3 | Q4 |\n| Burglaries | 117 | 123 | 119 | 121 |"),
    ("definition", "two values"): lambda p: p.returns("| Measure | Q1 2016/17 |\n| Burglaries | 118 |", file="second.xlsx"),
    ("definition", "districts add up"): lambda p: p.define(areas=AREAS).returns("| District | Q2 2016/17 |\n| Ashby | 130 |\n| Northam | 43 |\n| Southam | 60 |", sheet="Burglary"),
    ("definition", "ten times"): lambda p: p.returns("| Measure | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 131 | 142 | 1170 | 123 |"),
    ("words", "style"): style,
    ("words", "slot"): lambda p: house(p, phrases=phrase(slot="chnge")),
    ("words", "field"): lambda p: house(p, phrases=phrase("{latst}")),
    ("words", "tag"): lambda p: house(p, phrases=phrase(when='when = { change.way = "upp" }')),
    ("words", "figure"): lambda p: house(p, phrases=phrase("it rose twice")),
    ("words", "threshold"): lambda p: house(p, rules="percent_from_bse = 30"),
    ("template", "place"): lambda p: template(p, "{{ bord }}"),
    ("template", "list"): lambda p: template(p, "{{ priorities }}"),
    ("template", "loop"): lambda p: template(p, "{%p for each in priorities %}"),
    ("template", "half"): lambda p: template(p, "{{ board }"),
    ("template", "left out"): unnumbered,
    ("template", "missing"): unheaded,
}  # fmt: skip


def faults_of(project: Project) -> list[str]:
    """What `check` says, or `build` where that finds no fault."""
    found = pipeline.check(project.home)
    try:
        if not any(each.fatal for each in found):
            pipeline.build(project.home)
    except Faults as faults:
        found += faults.problems
    return [str(each) for each in found]


def test_every_quoted_fault_is_met_here() -> None:
    assert set(BROKEN) == {(name, each) for name in PAGES for each in marked(name, "fault")}


@pytest.mark.parametrize(("name", "fault"), BROKEN)
def test_a_quoted_fault_is_said_so(project: Project, name: str, fault: str) -> None:
    BROKEN[name, fault](project)
    shown, said = marked(name, "fault")[fault], faults_of(project)
    assert any(agrees(shown, each) for each in said), (shown, said)


# --------------------------------------------------------------------------------- the tutorial


class Person:
    """Someone at a keyboard, in the folder of a project."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._patch, self._capsys = folder, monkeypatch, capsys
        monkeypatch.chdir(folder)

    def types(self, *words: str) -> str:
        """What the program prints; its command line is the one that the tutorial shows."""
        assert " ".join((".venv\\Scripts\\report-builder", *words)) in page("tutorial") or "preview" in words
        self._patch.setattr(sys, "argv", ["report-builder", *words])
        try:
            cli.main()
        except SystemExit as ended:
            assert ended.code in (0, 1, None)  # noqa: PT017  the command line always ends so
        said = self._capsys.readouterr()
        return said.out + said.err

    def enters(self, value: object) -> None:
        """Type into the cell K13 that the tutorial speaks of."""
        path = self.folder / "inputs" / "Recorded crime by district - Q2 2016-17.xlsx"
        assert f"`{path.name}`, sheet `Sexual offences`. The cell K13" in page("tutorial")
        book = load_workbook(path)
        book["Sexual offences"]["K13"] = value
        book.save(path)


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Person:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    return Person(tmp_path, monkeypatch, capsys)


def paragraph(said: str, number: int) -> str:
    return next(line for line in said.splitlines() if line.startswith(f"{number}. "))


def test_the_steps_of_the_tutorial_show_what_it_quotes(person: Person) -> None:
    says = marked("tutorial", "says")
    assert agrees(says["build"], person.types("build"))
    assert agrees(says["preview"], paragraph(person.types("preview"), 9))
    assert agrees(says["trace"], person.types("trace", "9"))
    report = next((person.folder / "build").glob("*.docx"))
    lock = report.with_name(f"~${report.name[2:]}")
    lock.touch()
    assert agrees(says["open in Word"], person.types("build"))
    lock.unlink()
    person.enters(132)
    person.types("build")
    assert agrees(says["changed"], paragraph(person.types("preview"), 9))
    written = report.read_bytes()
    person.enters("about 130")
    assert agrees(says["broken"], person.types("build"))
    assert report.read_bytes() == written
    for mark in ("not available", None, "..", "n/a"):
        person.enters(mark)
        assert agrees(says["not available"], paragraph(person.types("preview"), 9))
    person.enters(123)
    assert agrees(says["checked"], person.types("check"))


def fill(path: Path, sheets: Mapping[str, str]) -> None:
    """Keep the headings of the example's definition and type the tables of the tutorial below them."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.delete_rows(2, sheet.max_row)
        columns = {cell.value: cell.column for cell in sheet[1]}
        typed, *body = cells(sheets[sheet.title]) if sheet.title in sheets else [[]]
        for number, row in enumerate(body, 2):
            for name, value in zip(typed, row, strict=True):
                sheet.cell(number, columns[name], value)
    book.save(path)


def test_the_board_of_the_tutorial_is_built_as_it_shows(person: Person) -> None:
    says, inputs = marked("tutorial", "says"), person.folder / "my-board" / "inputs"
    inputs.mkdir(parents=True)
    shutil.copy(ROOT / "inputs" / "report.xlsx", inputs)
    fill(inputs / "report.xlsx", marked("tutorial", "sheet"))
    for name, table in marked("tutorial", "return").items():
        save(inputs / name, {"Sheet1": table})
    assert agrees(says["own build"], person.types("build", "my-board"))
    assert agrees(says["own preview"], person.types("preview", "my-board"))


def test_every_quotation_of_the_tutorial_is_compared() -> None:
    compared = {
        "build",
        "preview",
        "open in Word",
        "changed",
        "broken",
        "not available",
        "checked",
        "trace",
        "own build",
        "own preview",
    }
    assert set(marked("tutorial", "says")) == compared


# ------------------------------------------------------------------------------------ all pages


@pytest.mark.parametrize("name", PAGES)
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page(name)):
        if not link.startswith("https://"):
            file, _, anchor = link.partition("#")
            target = DOCS / file if file else DOCS / f"{name}.md"
            assert target.exists(), link
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", each).strip().casefold().replace(" ", "-") for each in titles}
            assert not anchor or anchor in anchors, link
