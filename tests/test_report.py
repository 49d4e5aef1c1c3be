"""The whole job, as the coordinator runs it, on both examples."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, Project, without_charts
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_facts import check as recompute

from report_builder import pipeline
from report_builder.document import numbered_paragraphs
from report_builder.model import PARAGRAPH_REFERENCE as REFERENCE
from report_builder.model import Narrative, Sentence, Unit
from report_builder.periods import parse
from report_builder.wording import value_of


@pytest.fixture(scope="module")
def leicestershire() -> pipeline.Told:
    return pipeline.tell(ROOT)


def text_of(told: Narrative) -> str:
    return "\n".join(paragraph.text for paragraph in told.paragraphs())


def sentences_of(told: Narrative) -> list[Sentence]:
    """Every sentence of the report: commentary, dashboard, and the words of pictures."""
    commentary = [sentence for paragraph in told.paragraphs() for sentence in paragraph.sentences]
    cells = [sentence for group in told.dashboard for row in group.rows for sentence in row.cells.values()]
    words = [each for picture in told.pictures() for each in (picture.title, picture.subtitle, picture.alt)]
    return commentary + cells + words


def check_words(told: pipeline.Told) -> None:
    """Every digit lies in a span, every span names a fact, and spans stay inside their sentence."""
    for sentence in sentences_of(told.narrative):
        covered = {i for span in sentence.spans for i in range(span.start, span.end)}
        bare = [match.start() for match in re.finditer(r"\d", sentence.text) if match.start() not in covered]
        assert not bare, sentence.text
        for span in sentence.spans:
            assert 0 <= span.start <= span.end <= len(sentence.text)
            assert span.fact.startswith(REFERENCE) or span.fact in told.facts.by_id, span.fact
        assert all(fact in told.facts.by_id for fact in sentence.because)


FIGURES = (Unit.COUNT, Unit.NUMBER, Unit.PERCENT, Unit.TIMES)
PUBLISHED = (
    "142 in Q4 2015/16", "117", "123", "a 5% increase on the previous quarter", "59 in Q4 2015/16", "(59)", "55 were rapes",
    "41%", "40%", "163 offenders", "Q2 2016/17 data was not available at the time of writing",
    "26 first time entrants", "(28)", "In the 12 months to September 2016 there were 124",
    "190, 68 fewer than in 2014/15 (258)", "0.82 offences per young offender", "(1.00)", "27%", "28%", "30%",
    "around 1,400", "5.5%", "92.7%", "89.9%", "2nd lowest of the 5 areas",
)  # fmt: skip


@pytest.mark.parametrize("figure", PUBLISHED)
def test_every_published_figure_stands_in_the_report(leicestershire: pipeline.Told, figure: str) -> None:
    assert figure in text_of(leicestershire.narrative)


def test_the_figures_that_contradicted_each_other_are_not_printed(leicestershire: pipeline.Told) -> None:
    text = text_of(leicestershire.narrative)
    assert "37% reduction" not in text
    assert "a 26% reduction on the previous year" in text


def test_what_is_illustrative_is_said_to_be_where_it_is_used(leicestershire: pipeline.Told) -> None:
    facts = leicestershire.facts
    for paragraph in leicestershire.narrative.paragraphs():
        for sentence in paragraph.sentences:
            used = [
                fact
                for span in sentence.spans
                if not span.fact.startswith(REFERENCE)
                and (fact := facts[span.fact]).known
                and value_of(fact) in sentence.text[span.start : span.end]
            ]
            figures = [
                fact
                for fact in used
                if fact.unit in FIGURES
                and fact.method != "number of areas"
                and fact.tags.get("status") == "illustrative"
            ]
            assert not figures or "illustrative" in sentence.text, sentence.text


def test_officers_advice_is_attributed(leicestershire: pipeline.Told) -> None:
    text = text_of(leicestershire.narrative)
    assert "Officers (hate crime team) advise that reports rose in June and July 2016" in text
    assert (
        "comparable with earlier ones so no comparison has been made: the service provider changed." in text
    )


def test_every_digit_is_a_fact(leicestershire: pipeline.Told) -> None:
    check_words(leicestershire)


def test_every_digit_is_a_fact_in_london(london: Path) -> None:
    told = pipeline.tell(london)
    check_words(told)
    assert "of the 32 areas in Greater London" in text_of(told.narrative)


def test_the_counts_of_the_summary_add_up(leicestershire: pipeline.Told) -> None:
    report = {name: fact.value for name, fact in leicestershire.facts.report.items()}
    verdicts = ("improved", "worsened", "no_clear_change", "stable", "changed")
    assert sum(int(report[name] or 0) for name in verdicts) == report["assessed"]
    assert int(report["assessed"] or 0) + int(report["not_assessed"] or 0) == report["indicators"] == 14


def test_references_name_the_paragraph_that_tells_of_the_indicator(leicestershire: pipeline.Told) -> None:
    numbers = {paragraph.id: str(paragraph.number) for paragraph in leicestershire.narrative.paragraphs()}
    found = [
        (sentence.text[span.start : span.end], numbers[span.fact.removeprefix(REFERENCE)])
        for paragraph in leicestershire.narrative.summary.paragraphs
        for sentence in paragraph.sentences
        for span in sentence.spans
        if span.fact.startswith(REFERENCE)
    ]
    assert len(found) >= 5
    assert all(printed == number for printed, number in found)


def test_the_word_file_reads_back_as_the_narrative(project: Project) -> None:
    built = pipeline.build(project.home)
    told = [(paragraph.number, paragraph.text) for paragraph in built.narrative.paragraphs()]
    read = [(number, without_charts(text)) for number, text in numbered_paragraphs(built.document)]
    assert read == told
    assert [number for number, _ in told] == [str(n) for n in range(1, len(told) + 1)]


def test_the_same_inputs_give_the_same_bytes(project: Project, tmp_path: Path) -> None:
    first = pipeline.build(project.home)
    content = {path.name: path.read_bytes() for path in first.written}
    second = pipeline.build(project.home, out=tmp_path / "elsewhere")
    assert {path.name for path in second.written} == set(content)
    for path in (each for each in second.written if each.name in content):
        assert path.read_bytes() == content[path.name], path.name


def test_table_sentence_and_picture_show_the_same_figure(leicestershire: pipeline.Told) -> None:
    rows = {row.indicator: row for group in leicestershire.narrative.dashboard for row in group.rows}
    for facts in leicestershire.facts.indicators:
        latest = facts["latest"]
        said = value_of(latest)
        assert said in rows[facts.indicator.id].cells["latest"].text
        assert any(
            sentence.text[span.start : span.end] == said
            for paragraph in leicestershire.narrative.paragraphs()
            for sentence in paragraph.sentences
            for span in sentence.spans
            if span.fact == latest.id
        )
        drawn = {
            p.text for pic in leicestershire.narrative.pictures() for p in pic.points if p.fact == latest.id
        }
        assert drawn <= {said}


def test_the_evidence_traces_every_paragraph_to_cells(project: Project) -> None:
    built = pipeline.build(project.home)
    evidence = json.loads(built.document.with_suffix(".evidence.json").read_text())
    paragraph = next(each for each in evidence["paragraphs"] if each["id"] == "burglary")
    words = {(row["words"], row["cells"][0]["ref"]) for row in paragraph["evidence"] if row["cells"]}
    assert {("123", "D4"), ("117", "C4"), ("6", "D4"), ("a 5%", "D4")} <= words
    sheet = load_workbook(io.BytesIO(built.document.with_suffix(".evidence.xlsx").read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["Paragraph", "Sentence", "Words"]
    assert sheet.max_row > 20


def test_the_evidence_workbook_holds_no_formula_from_an_input(project: Project) -> None:
    project.setting("introduction", "'=HYPERLINK(1)")
    built = pipeline.build(project.home)
    book = load_workbook(built.document.with_suffix(".evidence.xlsx"))
    held = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert held
    assert {cell.data_type for cell in held} == {"s"}


def test_another_period_can_be_asked_for(project: Project) -> None:
    told = pipeline.tell(project.home, parse("Q1 2016/17"))
    assert "There were 117 burglaries in Q1 2016/17, 25 fewer than in Q4 2015/16 (142)" in text_of(
        told.narrative
    )


def test_text_from_the_inputs_comes_out_as_it_was_typed(project: Project) -> None:
    awkward = "R&D <28 days> {{ title }} {%p if %} “quoted”"
    project.setting("introduction", awkward)
    built = pipeline.build(project.home)
    assert ("1", awkward) in numbered_paragraphs(built.document)


def test_charts_of_an_earlier_build_are_cleared_away(project: Project) -> None:
    pipeline.build(project.home)
    (project.home / "charts" / "old-trend.png").write_bytes(b"x")
    pipeline.build(project.home)
    names = {path.name for path in (project.home / "charts").iterdir()}
    assert names == {f"{n}-trend.{e}" for n in ("burglary", "robbery") for e in ("png", "svg")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.lists(
        st.lists(
            st.one_of(st.integers(0, 5000), st.sampled_from(["..", "[c]", "TBC"])), min_size=9, max_size=9
        ),
        min_size=4,
        max_size=4,
    ),
    lead=st.sampled_from(["previous", "same period last year", "auto"]),
)
def test_any_figures_are_told_with_every_digit_a_fact(
    project: Project, figures: list[list[object]], lead: str
) -> None:
    project.define(
        indicators="""
        | id | priority | name      | kind       | better     | decimals | target | statement | per  | comparator set | range low | range high |
        | a  | crime    | burglaries| count      | lower      |          | 100    |           | 1000 | the region     | | |
        | b  | crime    | rate      | percentage | higher     | 1        | 50     |           |      |                | | |
        | c  | crime    | safety    | survey     | range      |          |        | felt safe |      | the region     | 20 | 60 |
        | d  | crime    | incidents | count      | reporting  |          |        |           |      |                | | |
        """,
        areas="""
        | name    | kind       | comparator set | population 2015 |
        | Ashby   | subject    |                | 90000           |
        | Northam | district   |                | 40000           |
        | Southam | district   |                | 50000           |
        | Melbury | comparator | the region     | 80000           |
        """,
    ).setting("lead", lead)
    head = (
        "| Measure | "
        + " | ".join(f"Q{q} {y}" for y in ("2014/15", "2015/16") for q in (1, 2, 3, 4))
        + " | Q1 2016/17 |"
    )
    names = ("a", "b", "c", "d")
    rows = [
        f"| {name} | " + " | ".join(map(str, row)) + " |" for name, row in zip(names, figures, strict=True)
    ]
    project.returns("\n".join([head, *rows])).setting("period", "Q1 2016/17")
    faults = pipeline.check(project.home)
    if any(each.fatal for each in faults):
        assert {each.code for each in faults if each.fatal} <= {"no-data-for-period", "percentage-unclear"}
        return
    told = pipeline.tell(project.home)
    check_words(told)
    recompute(project.home)
    assert all(sentence.text.count("  ") == 0 for sentence in sentences_of(told.narrative))


@pytest.mark.parametrize(
    ("latest", "style"), [(90, "Target Met"), (105, "Target Near"), (120, "Target Missed")]
)
def test_a_target_stands_in_the_style_of_its_status(project: Project, latest: int, style: str) -> None:
    project.define(
        indicators="""
        | id       | priority | name       | kind  | better | target | tolerance |
        | burglary | crime    | burglaries | count | lower  | 100    | 10        |
        """
    ).returns(f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 80 | {latest} |")
    document = Document(str(pipeline.build(project.home).document))
    styles = [
        run.style.name
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.style is not None and (run.style.name or "").startswith("Target")
    ]
    assert styles == [style]


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9%]+", text.casefold())


ALLOWED = (
    "data was not available at the time of writing",
    "an 18% reduction on the previous quarter",
    "2015 16 are estimated at around 1 400 based",
    "felt that the police and local authorities were addressing local crime and disorder",
)
"""Turns of phrase that the house is asked to use, and the question of the survey."""


def test_no_sentence_of_the_published_report_is_copied() -> None:
    reference = SHARED / "reference" / "safer-communities-2016-17-q2.txt"
    if not reference.exists():
        pytest.skip("the published report is not in ../shared/reference")
    published = words_of(reference.read_text(encoding="utf-8", errors="replace"))
    runs = {tuple(published[i : i + 7]) for i in range(len(published) - 6)}
    told = pipeline.tell(ROOT).narrative
    allowed = [words_of(phrase) for phrase in ALLOWED]
    copied = []
    for sentence in sentences_of(told):
        said = words_of(sentence.text)
        for i in range(len(said) - 6):
            run = said[i : i + 7]
            if tuple(run) in runs and not any(" ".join(run) in " ".join(phrase) for phrase in allowed):
                copied.append(" ".join(run))
    assert copied == []
