"""The Word file: what it says, how it is built, and what is said of a template that does not hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import without_charts
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from report_builder.document import compose, lint, numbered_paragraphs
from report_builder.document.filling import CELLS
from report_builder.document.markup import printable
from report_builder.document.readback import differences
from report_builder.document.references import bookmarks
from report_builder.model import (
    DashboardGroup,
    DashboardRow,
    Drawn,
    Narrative,
    Paragraph,
    Picture,
    Section,
    Sentence,
    Settings,
)
from report_builder.periods import Period
from report_builder.problems import Faults

TEMPLATE = Path(__file__).parents[1] / "templates" / "committee" / "report.docx"
AWKWARD = "R&D rose <28 days> in {{ title }} {% if %} {# x #} {_{ “quoted” 'text' – £5m"
Alter = Callable[[str, str], Path]


# ------------------------------------------------------------------------- what is composed


def picture(key: str) -> Picture:
    title, subtitle, alt = (Sentence(f"{part} of {key}") for part in ("Title", "Subtitle", "Alt & <details>"))
    return Picture(key, "trend", title, subtitle, alt, points=())


def section(key: str, heading: str, first: int, *texts: str, pictures: tuple[Picture, ...] = ()) -> Section:
    paragraphs = (
        Paragraph(f"{key}.{number}", str(number), (Sentence(text),), pictures if number == first else ())
        for number, text in enumerate(texts, first)
    )
    return Section(key, heading, tuple(paragraphs))


def row(name: str, trend: Picture | None, **absent: None) -> DashboardRow:
    keys = (*CELLS, "aim", "paragraph")
    words = {key: Sentence(f"{key} of {name}") for key in keys if key not in absent}
    return DashboardRow(name, {**words, "letter": Sentence("R")}, trend, "missed", "worsened", "improved")


@pytest.fixture
def narrative() -> Narrative:
    paper = Settings(
        board="Safer & Stronger Board",
        title="Performance <Q2> 2016/17",
        meeting_date=date(2016, 12, 8),
        period=Period.ending(2016, 9, 3),
        subject="Leicestershire",
        organisation="County Council",
        author="Community Safety Coordinator",
        contact=("Telephone: 0116 000 0000",),
    )
    dashboard = (
        DashboardGroup("Crime", (row("burglary", picture("spark")), row("robbery", None, rank=None))),
        DashboardGroup("Re-offending", (row("re-offending", None),)),
    )
    return Narrative(
        settings=paper,
        introduction=section("intro", "Introduction", 1, "Why this paper is here."),
        summary=section("summary", "Summary", 2, "Most indicators improved.", AWKWARD),
        priorities=(
            section("crime", "Crime & disorder", 4, "Burglary fell.", pictures=(picture("burglary"),)),
            section("youth", "Young people", 5, "Fewer entered.", pictures=(picture("entrants"),)),
        ),
        recommendations=section("ask", "Recommendations", 6, "The Board is asked to note this."),
        dashboard=dashboard,
        comparisons=(picture("districts"), picture("peers")),
        method=section("method", "Method", 7, "Where figures come from.", "How changes are judged."),
    )


def png(width: int = 8, height: int = 4) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "#12436D").save(target, "PNG")
    return target.getvalue()


def draw(narrative: Narrative) -> dict[str, Drawn]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>'
    return {each.id: Drawn(each, png(), svg, 16.0, 8.0) for each in narrative.pictures()}


@pytest.fixture
def composed(narrative: Narrative) -> bytes:
    return compose(narrative, draw(narrative), TEMPLATE)


@pytest.fixture
def word(composed: bytes) -> WordDocument:
    return Document(io.BytesIO(composed))


@pytest.fixture
def altered(tmp_path: Path) -> Alter:
    """The shipped template with some of its text replaced, as a person might do in Word."""

    def alter(old: str, new: str) -> Path:
        target = tmp_path / "house" / "report.docx"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(rewritten(TEMPLATE.read_bytes(), {old: new}))
        return target

    return alter


def rewritten(document: bytes, changes: Mapping[str, str]) -> bytes:
    """A Word file with text of its body replaced; each must be there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                for old, new in changes.items():
                    assert old in content.decode()
                    content = content.replace(old.encode(), new.encode())
            copy.writestr(name, content)
    return target.getvalue()


def part(document: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def styled(word: WordDocument, style: str) -> list[str]:
    return [each.text for each in word.paragraphs if each.style is not None and each.style.name == style]


# ------------------------------------------------------------------------------------ words


def test_numbers_run_from_1_to_n_across_headings_and_into_the_appendix(
    composed: bytes, narrative: Narrative
) -> None:
    expected = [(each.number, each.text) for each in narrative.paragraphs()]
    assert [(number, without_charts(text)) for number, text in numbered_paragraphs(composed)] == expected
    assert [number for number, _ in expected] == list("12345678")


def test_text_that_looks_like_markup_or_like_a_place_is_printed_as_it_is(composed: bytes) -> None:
    assert numbered_paragraphs(composed)[2] == ("3", AWKWARD)


def test_characters_that_xml_forbids_are_left_out(narrative: Narrative) -> None:
    told = replace(narrative, introduction=section("intro", "", 1, "One\x0b line\nand\x00 no more."))
    document = compose(told, draw(told), TEMPLATE)
    assert numbered_paragraphs(document)[0] == ("1", "One line and no more.")


@given(words=st.text(min_size=1).filter(lambda text: printable(text).strip()))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_printed_as_it_is(narrative: Narrative, words: str) -> None:
    told = replace(narrative, introduction=section("intro", "", 1, words))
    assert numbered_paragraphs(compose(told, draw(told), TEMPLATE))[0] == ("1", printable(words))


def test_priorities_stand_under_their_headings(word: WordDocument) -> None:
    headings = styled(word, "Heading 1")
    assert headings.index("Crime & disorder") < headings.index("Young people")
    assert styled(word, "Appendix Heading") == [
        "Appendix 1: Performance dashboard",
        "Appendix 2: Method and data",
    ]


def test_the_title_block_leaves_out_what_is_not_there(narrative: Narrative) -> None:
    def details(agenda_item: str) -> list[str]:
        changed = narrative.settings.model_copy(update={"agenda_item": agenda_item})
        told = replace(narrative, settings=changed)
        return styled(Document(io.BytesIO(compose(told, draw(told), TEMPLATE))), "Report Detail")

    assert details("7")[0] == "Agenda item\t7"
    assert not any("Agenda item" in line for line in details(""))


def test_no_paragraph_of_the_text_is_empty(word: WordDocument) -> None:
    empty = [each for each in word.paragraphs if not each.text.strip() and not each._p.xpath(".//w:drawing")]
    assert empty == []


def test_headings_of_parts_that_are_empty_are_left_out(narrative: Narrative) -> None:
    told = replace(narrative, comparisons=(), recommendations=section("ask", "", 6))
    told = replace(told, method=section("method", "", 6, "Where figures come from."))
    word = Document(io.BytesIO(compose(told, draw(told), TEMPLATE)))
    assert "Recommendations" not in styled(word, "Heading 1")
    assert styled(word, "Comparison Heading") == []
    assert [each.orientation for each in word.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


# --------------------------------------------------------------------------------- pictures


def test_every_picture_has_its_alternative_text_and_a_number_of_its_own(
    word: WordDocument, narrative: Narrative
) -> None:
    drawings = word.element.body.xpath(".//wp:docPr")
    assert sorted(each.get("descr") for each in drawings) == sorted(
        each.alt.text for each in narrative.pictures()
    )
    assert len({each.get("id") for each in drawings}) == len(drawings) == 5
    assert len({each.get("name") for each in drawings}) == 5


def test_charts_are_numbered_in_order_and_the_numbers_are_written(word: WordDocument) -> None:
    titles = styled(word, "Chart Title") + styled(word, "Comparison Title")
    assert titles == [
        f"Chart {number}: Title of {key}"
        for number, key in enumerate(("burglary", "entrants", "districts", "peers"), 1)
    ]


def test_a_chart_stays_with_its_title(word: WordDocument) -> None:
    for name in ("Chart Title", "Chart Subtitle", "Comparison Subtitle", "Heading 1", "Heading 2"):
        style = word.styles[name]
        while style.paragraph_format.keep_with_next is None:
            style = style.base_style
        assert style.paragraph_format.keep_with_next, name


def test_a_picture_wider_than_its_place_is_made_smaller_in_proportion(word: WordDocument) -> None:
    *_, comparison = word.inline_shapes
    assert comparison.width < Cm(13)
    assert comparison.width / comparison.height == pytest.approx(2, rel=0.001)
    spark = word.tables[1].rows[1]._tr.xpath(".//wp:extent")[0]
    assert int(spark.get("cx")) <= Cm(4.1)


def test_the_picture_is_there_as_png_and_as_svg(composed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(composed)) as archive:
        media = [each for each in archive.infolist() if each.filename.startswith("word/media/")]
    assert len(media) == 10
    assert all(each.compress_type == zipfile.ZIP_STORED for each in media if each.filename.endswith("png"))


def test_a_picture_that_was_not_drawn_is_a_slip_of_the_program(narrative: Narrative) -> None:
    with pytest.raises(KeyError):
        compose(narrative, {}, TEMPLATE)


# -------------------------------------------------------------------------------- dashboard


def test_the_dashboard_repeats_its_heading_and_does_not_split_rows(word: WordDocument) -> None:
    assert len(word.tables) == 3
    for table in word.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(each._tr.xpath("./w:trPr/w:cantSplit") for each in table.rows)
        assert not table._tbl.xpath(".//w:gridSpan | .//w:vMerge")


def test_no_row_of_the_dashboard_stands_alone_on_a_page(word: WordDocument) -> None:
    first, last = word.tables[1].rows[1:]
    assert all(each.paragraph_format.keep_with_next for cell in first.cells for each in cell.paragraphs)
    assert not any(each.paragraph_format.keep_with_next for cell in last.cells for each in cell.paragraphs)


def test_the_dashboard_is_described_and_its_columns_are_set(word: WordDocument) -> None:
    table = word.tables[1]._tbl
    assert table.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Crime"]
    assert table.xpath("./w:tblPr/w:tblDescription/@w:val")[0].startswith("Crime. Each row is one indicator")
    grid = table.xpath("./w:tblGrid/w:gridCol/@w:w")
    assert [each.xpath("./w:tcPr/w:tcW/@w:w")[0] for each in table.xpath("./w:tr[1]/w:tc")] == grid
    assert table.xpath("./w:tblPr/w:tblLayout/@w:type") == ["fixed"]


def test_the_counts_of_the_verdicts_stand_first(narrative: Narrative) -> None:
    told = replace(narrative, tally={"improved": Sentence("3"), "target.missed": Sentence("1")})
    word = Document(io.BytesIO(compose(told, draw(told), TEMPLATE)))
    headings, counts = ([cell.text for cell in row.cells] for row in word.tables[0].rows)
    assert dict(zip(headings, counts, strict=True)) == {
        "Improved": "3",
        "No clear change": "–",
        "Worsened": "–",
        "Changed": "–",
        "Not assessed": "–",
        "G  Target met": "–",
        "A  Target near": "–",
        "R  Target missed": "1",
    }


def test_an_empty_cell_shows_a_dash_and_verdict_and_target_their_style(word: WordDocument) -> None:
    robbery = word.tables[1].rows[2].cells
    assert [cell.text for cell in robbery] == [
        "indicator of robbery\nbasis of robbery",
        "paragraph of robbery",
        "latest of robbery\nreached of robbery",
        "previous of robbery\nprevious_period of robbery",
        "year_ago of robbery\nyear_ago_period of robbery",
        "change of robbery\nverdict of robbery",
        "twelve_months of robbery\nyear_change of robbery\nyear_verdict of robbery",
        "–",
        "R target of robbery\naim of robbery",
        "–",
    ]

    def styles(column: int) -> list[tuple[str, str]]:
        runs = (run for each in robbery[column].paragraphs for run in each.runs if run.text)
        return [(run.text, run.style.name) for run in runs if run.style.name != "Default Paragraph Font"]

    assert styles(5) == [("verdict of robbery", "Verdict Worsened")]
    assert styles(6) == [("year_verdict of robbery", "Verdict Improved")]
    assert styles(8) == [("R", "Target Missed")]


def test_words_below_a_figure_leave_no_empty_line_where_there_are_none(narrative: Narrative) -> None:
    bare = row("burglary", None, previous=None, previous_period=None, aim=None)
    told = replace(narrative, dashboard=(DashboardGroup("Crime", (bare,)),))
    cells = Document(io.BytesIO(compose(told, draw(told), TEMPLATE))).tables[1].rows[1].cells
    assert [cells[3].text, cells[8].text] == ["–", "R target of burglary"]
    assert [len(cells[3].paragraphs), len(cells[8].paragraphs)] == [1, 1]


# ------------------------------------------------------------------------------------- file


def test_the_same_input_gives_the_same_bytes(composed: bytes, narrative: Narrative) -> None:
    assert compose(narrative, draw(narrative), TEMPLATE) == composed


def test_the_file_names_its_title_author_language_and_the_day_of_the_meeting(word: WordDocument) -> None:
    properties = word.core_properties
    assert properties.title == "Performance <Q2> 2016/17"
    assert properties.author == "Community Safety Coordinator"
    assert properties.language == "en-GB"
    assert properties.created == properties.modified == datetime(2016, 12, 8, tzinfo=UTC)


def test_the_language_is_british_english(composed: bytes) -> None:
    languages = part(composed, "word/styles.xml").iter(qn("w:lang"))
    assert {each.get(qn("w:val")) for each in languages} == {"en-GB"}


def test_pages_are_a4_and_the_first_appendix_is_landscape(word: WordDocument) -> None:
    pages = [each._sectPr.find(qn("w:pgSz")) for each in word.sections]
    sizes = [tuple(round(int(each.get(qn(side))) / 567, 1) for side in ("w:w", "w:h")) for each in pages]
    assert sizes == [(21.0, 29.7), (29.7, 21.0), (29.7, 21.0), (29.7, 21.0), (21.0, 29.7)]


def test_header_and_footer_name_the_paper_and_count_its_pages(composed: bytes, word: WordDocument) -> None:
    head = word.sections[0].header.paragraphs[0].text
    assert head == "Safer & Stronger Board: Performance <Q2> 2016/17"
    foot = "".join(part(composed, "word/footer1.xml").itertext(qn("w:instrText")))
    assert foot.split() == ["PAGE", "NUMPAGES"]


def test_each_numbered_paragraph_can_be_found_by_its_id(word: WordDocument) -> None:
    names = word.element.body.xpath(".//w:bookmarkStart/@w:name")
    assert names[:2] == ["p_intro_1", "p_summary_2"]
    assert len([each for each in names if each.startswith("p_")]) == 8
    assert len(names) == len(word.element.body.xpath(".//w:bookmarkEnd")) == len(set(names))


def test_bookmarks_are_short_and_differ() -> None:
    names = bookmarks(["a.b", "a-b", "x" * 50, "x" * 51])
    assert names[0] == "a_b"
    assert len(set(names)) == 4
    assert max(map(len, names)) == 40


# -------------------------------------------------------------------------------- templates


def test_the_shipped_template_has_no_fault() -> None:
    assert lint(TEMPLATE) == ()


@pytest.mark.parametrize(
    ("old", "found", "meant"),
    [
        ("{{ title }}", "titel", "title"),
        ("{{ paragraph.text }}", "paragraph.txt", "paragraph.text"),
        ("{%tr for row in group.rows %}", "group.row", "group.rows"),
    ],
)
def test_an_unknown_place_is_named_with_the_one_that_was_meant(
    altered: Alter, old: str, found: str, meant: str
) -> None:
    problems = lint(altered(old, old.replace(meant, found)))
    assert {each.code for each in problems} == {"template-tag-unknown"}
    assert f"“{found}”" in problems[0].what
    assert f"Did you mean “{meant}”?" in problems[0].hint
    assert problems[0].where == "house/report.docx"


def test_nothing_is_composed_from_a_template_with_a_fault(altered: Alter, narrative: Narrative) -> None:
    with pytest.raises(Faults) as told:
        compose(narrative, draw(narrative), altered("{{ title }}", "{{ titel }}"))
    assert [each.code for each in told.value.problems] == ["template-tag-unknown"]


def test_all_unknown_places_are_told_at_once_and_where_they_stand(altered: Alter) -> None:
    template = altered("{{ board }}", "{{ bord }}")
    template.write_bytes(rewritten(template.read_bytes(), {"{{ line }}": "{{ lien }}"}))
    first, second = lint(template)
    assert "(paragraph 1, at the beginning)" in first.what
    assert re.search(r"\(paragraph \d\d, near “Officer to contact”\)", second.what)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{%p for line in contact %}", "{%p for line in contact"),
        ("{%p for line in contact %}", "Lines"),
        ("{%p if contact %}", "Officer"),
        ("{%p for line in contact %}", "{% for line in contact %}"),
        ("{{ title }}", "{{ title }"),
        ("{{ title }}", "{ {title} }"),
        ("{{ title }}", "{{ title | upper }}"),
        ("{{ title }}", "{{ contact }}"),
        ("{{ title }}", "{{ the title }}"),
        ("{{ title }}", "{{ title.__class__ }}{% set x = 1 %}"),
        ("for line in contact", "for line in board"),
    ],
)
def test_a_place_or_loop_that_is_not_closed_is_told_in_plain_words(
    altered: Alter, old: str, new: str
) -> None:
    problems = lint(altered(old, new))
    assert problems
    assert {each.code for each in problems} <= {"template-broken", "template-tag-unknown"}
    assert all(each.fatal for each in problems)


def test_a_loop_that_is_left_open_is_said_so(altered: Alter) -> None:
    (problem,) = lint(altered("{{ line }}", "{{ line }} {% for detail in details %}"))
    assert "a loop or a condition is not closed" in problem.what


def test_a_template_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [each.code for each in lint(tmp_path / "report.docx")] == ["template-missing"]


@pytest.mark.parametrize("content", [b"", b"not a document", TEMPLATE.read_bytes()[:4000]])
def test_a_damaged_template_is_a_problem(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "report.docx"
    damaged.write_bytes(content)
    assert [each.code for each in lint(damaged)] == ["template-unreadable"]


def test_another_kind_of_zip_is_no_template(tmp_path: Path) -> None:
    other = tmp_path / "report.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert [each.code for each in lint(other)] == ["template-unreadable"]


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    assert lint(tmp_path)[0].fatal


# -------------------------------------------------------------------------------- read-back


def test_the_finished_file_says_what_the_narrative_says(composed: bytes, narrative: Narrative) -> None:
    assert differences(narrative, composed) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Burglary fell.", "Burglary rose.", "paragraph 4"),
        ("Young people", "Old people", "heading “Young people”"),
        ("latest of burglary", "latest of robbery", "dashboard row “indicator of burglary”"),
        ("details&gt; of peers", "details", "picture"),
    ],
)
def test_a_file_that_says_something_else_is_told(
    composed: bytes, narrative: Narrative, old: str, new: str, said: str
) -> None:
    (problem,) = differences(narrative, rewritten(composed, {old: new}))
    assert problem.code == "document-differs"
    assert said in problem.what


def test_a_template_that_leaves_a_part_out_is_told(altered: Alter, narrative: Narrative) -> None:
    template = altered("{%p for paragraph in method %}", "{%p for paragraph in introduction %}")
    with pytest.raises(Faults) as told:
        compose(narrative, draw(narrative), template)
    (problem,) = told.value.problems
    assert problem.code == "template-place-missing"
    assert "“text” of “method”" in problem.what


def test_a_template_without_a_numbered_style_is_told(narrative: Narrative, altered: Alter) -> None:
    template = altered('"NumberedParagraph"', '"Normal"')
    with pytest.raises(Faults) as told:
        compose(narrative, draw(narrative), template)
    assert "it has 0 numbered paragraphs" in told.value.problems[0].what


def test_what_is_no_word_file_has_no_paragraphs() -> None:
    with pytest.raises(ValueError, match="not a Word document"):
        numbered_paragraphs(b"nothing")


def test_an_unset_name_is_never_printed_as_nothing() -> None:
    from jinja2 import StrictUndefined

    from report_builder.document import merge

    made = merge.environment()
    assert issubclass(made.undefined, StrictUndefined)
    assert made.autoescape
