"""Templates of one's own: how Word numbers, what refers to what, contents lists, and the check of every house."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import HOUSES, ROOT, Project, without_charts
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from report_builder import pipeline
from report_builder.document import numbered_paragraphs
from report_builder.document.markup import NAMESPACES
from report_builder.document.numbering import Numbering
from report_builder.model import PARAGRAPH_REFERENCE, Narrative, Paragraph, Section, Sentence, Settings, Words
from report_builder.narrative import numbered
from report_builder.periods import Period
from report_builder.problems import Faults

W = f'xmlns:w="{NAMESPACES["w"]}"'
BODY, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"


# ------------------------------------------------------------------------ how Word numbers


def level(at: int, text: str, form: str = "decimal", start: int = 1, more: str = "", style: str = "") -> str:
    bound = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}{bound}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def labels(lists: str, paragraphs: str, styles: str = "") -> list[str]:
    """The numbers of paragraphs given as '1.0 1.1': the number of a list and a level each, '-' for none."""
    body = "".join(
        "<w:p/>"
        if each == "-"
        else f'<w:p><w:pPr><w:pStyle w:val="{each}"/></w:pPr></w:p>'
        if "." not in each
        else '<w:p><w:pPr><w:numPr><w:ilvl w:val="{1}"/><w:numId w:val="{0}"/></w:numPr></w:pPr></w:p>'.format(
            *each.split(".")
        )
        for each in paragraphs.split()
    )
    numbering = Numbering.of(
        etree.fromstring(f"<w:styles {W}>{styles}</w:styles>"),
        etree.fromstring(f"<w:numbering {W}>{lists}</w:numbering>"),
    )
    return [label for label, _ in numbering.numbered(etree.fromstring(f"<w:body {W}>{body}</w:body>"))]


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


LEGAL = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter")) + num(1, 0)


@pytest.mark.parametrize(
    ("lists", "paragraphs", "found"),
    [
        (abstract(0, level(0, "%1.")) + num(1, 0), "1.0 - 1.0 1.0", "1 2 3"),
        (LEGAL, "1.0 1.1 1.1 1.0 1.1 1.2 1.2 1.1 1.2", "1 1.1 1.2 2 2.1 (a) (b) 2.2 (a)"),
        (abstract(0, level(0, "Para %1", start=5)) + num(1, 0), "1.0 1.0", "Para 5|Para 6"),
        (abstract(0, level(0, "%1)", "lowerRoman", start=8)) + num(1, 0), "1.0 1.0 1.0", "viii) ix) x)"),
        (abstract(0, level(0, "%1", "upperLetter", start=26)) + num(1, 0), "1.0 1.0", "Z AA"),
        (abstract(0, level(0, "%1", "decimalZero")) + num(1, 0), "1.0 1.0", "01 02"),
        (abstract(0, level(0, "•", "bullet")) + num(1, 0), "1.0 1.0", ""),
        # Two lists of one kind go on counting; one that says so begins anew.
        (abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0), "1.0 2.0 1.0", "1 2 3"),
        (
            abstract(0, level(0, "%1."))
            + num(1, 0)
            + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
            "1.0 1.0 2.0 2.0",
            "1 2 1 2",
        ),
        # A level that never begins anew counts through the sections; roman sections, arabic paragraphs.
        (
            abstract(0, level(0, "%1."), level(1, "%2.", more='<w:lvlRestart w:val="0"/>')) + num(1, 0),
            "1.0 1.1 1.1 1.0 1.1",
            "1 1 2 2 3",
        ),
        (
            abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")) + num(1, 0),
            "1.0 1.0 1.1",
            "I II 2.1",
        ),
    ],
)
def test_paragraphs_are_numbered_as_word_numbers_them(lists: str, paragraphs: str, found: str) -> None:
    assert labels(lists, paragraphs) == (found.split("|") if "|" in found else found.split())


def test_a_level_may_be_bound_to_a_style_and_a_list_to_a_list_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:basedOn w:val="Top"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Top"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Top"/><w:pPr><w:numPr>'
        '<w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="House"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    held = abstract(1, level(0, "%1.", style="Top"), level(1, "%1.%2", style="Clause"))
    linked = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="House"/></w:abstractNum>'
    lists = linked + held + num(1, 0) + num(2, 1)
    assert labels(lists, "Top Clause Clause Plain Top Clause", styles) == ["1", "1.1", "1.2", "2", "2.1"]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_numbers_of_a_legal_list_are_those_of_a_plain_count(levels: list[int]) -> None:
    counts, expected = [0, 0, 0], []
    for at in levels:
        counts[at] += 1
        counts[at + 1 :] = [0] * (2 - at)
        letter = "abcdefghijklmnopqrstuvwxyz"[(counts[2] - 1) % 26] * ((counts[2] - 1) // 26 + 1)
        expected.append([f"{counts[0]}", f"{counts[0]}.{counts[1]}", f"({letter})"][at])
    assert labels(LEGAL, " ".join(f"1.{at}" for at in levels)) == expected


# --------------------------------------------------------------------------------- houses


@pytest.fixture(params=HOUSES)
def told(request: pytest.FixtureRequest, example: Callable[[str, str], Path]) -> tuple[Path, Narrative]:
    built = pipeline.build(example("leicestershire", request.param))
    return built.document, built.narrative


def test_the_numbers_of_the_commentary_are_those_that_word_prints(told: tuple[Path, Narrative]) -> None:
    document, narrative = told
    read = {without_charts(text): number for number, text in numbered_paragraphs(document)}
    assert {each.text: each.number for each in narrative.paragraphs()}.items() <= read.items()
    printed = [number for number, text in numbered_paragraphs(document) if without_charts(text) in read]
    assert [n for n in printed if n in {p.number for p in narrative.paragraphs()}] == [
        p.number for p in narrative.paragraphs()
    ]


def test_every_reference_is_a_field_with_the_number_of_its_paragraph(told: tuple[Path, Narrative]) -> None:
    document, narrative = told
    numbers = {each.id: each.number for each in narrative.paragraphs()}
    for paragraph in narrative.paragraphs():
        for sentence in paragraph.sentences:
            for span in sentence.spans:
                if span.fact.startswith(PARAGRAPH_REFERENCE):
                    target = span.fact.removeprefix(PARAGRAPH_REFERENCE)
                    assert sentence.text[span.start : span.end] == numbers[target]
    with zipfile.ZipFile(document) as archive:
        body = etree.fromstring(archive.read(BODY))
    fields = dict(fields_of(body))
    marks = {
        each.get(f"{{{NAMESPACES['w']}}}name") for each in body.iter(f"{{{NAMESPACES['w']}}}bookmarkStart")
    }
    references = {code.split()[1]: shown for code, shown in fields.items() if code.startswith("REF")}
    assert set(references) <= marks
    assert len([each for each in references if each.startswith("p_")]) >= 10
    assert len([each for each in references if each.startswith("c_")]) >= 8
    assert references["Appendix_1"] == "Appendix 1"
    for name, shown in references.items():
        if name.startswith("p_"):
            assert shown in numbers.values()


def fields_of(body: etree._Element) -> list[tuple[str, str]]:
    """The code and the result of every complex field."""
    found, code, shown, at = [], "", "", ""
    for each in body.iter(*(f"{{{NAMESPACES['w']}}}{tag}" for tag in ("fldChar", "instrText", "t"))):
        kind = each.get(f"{{{NAMESPACES['w']}}}fldCharType")
        if kind == "end":
            found.append((code.strip(), shown))
        if kind:
            at = kind
            code, shown = ("", "") if kind == "begin" else (code, shown)
        elif at == "begin":
            code += each.text or ""
        elif at == "separate":
            shown += each.text or ""
    return found


def test_the_second_house_has_its_own_order_and_numbers_by_section(
    example: Callable[[str, str], Path],
) -> None:
    narrative = pipeline.tell(example("leicestershire", "cabinet")).narrative
    assert [each.id for each in narrative.sections()][:3] == ["recommendations", "introduction", "summary"]
    numbers = [each.number for each in narrative.paragraphs()]
    assert numbers[:3] == ["1.1", "2.1", "2.2"]
    assert numbers[-1] == "A10"
    assert "(paragraph 4.2)" in " ".join(each.text for each in narrative.summary.paragraphs)


def test_a_paragraph_is_traced_by_the_number_that_is_printed(example: Callable[[str, str], Path]) -> None:
    from typer.testing import CliRunner

    from report_builder.cli import app

    home = example("leicestershire", "cabinet")
    done = CliRunner().invoke(app, ["trace", "4.2", str(home)])
    assert "4.2. There were 8,243 recorded crimes" in done.stdout


def test_numbers_move_the_words_behind_them() -> None:
    text = "See paragraphs 9 and 10 of it."
    spans = (
        Words(15, 16, f"{PARAGRAPH_REFERENCE}a"),
        Words(21, 23, f"{PARAGRAPH_REFERENCE}b"),
        Words(24, 29, "fact"),
        Words(0, 30, "whole"),
    )
    section = Section("s", "S", (Paragraph("x", "1", (Sentence(text, spans),)),))
    empty = Section("e", "E", ())
    before = Narrative(
        settings=Settings(board="B", title="T", meeting_date=date(2016, 12, 8), period=Period.ending(2016, 9, 3)), introduction=section, summary=empty, priorities=(), recommendations=empty,
        dashboard=(), comparisons=(), method=empty,
    )  # fmt: skip  # type: ignore[arg-type]
    (paragraph,) = numbered(before, {"a": "10.2", "b": "3", "x": "1.1"}).paragraphs()
    (sentence,) = paragraph.sentences
    assert sentence.text == "See paragraphs 10.2 and 3 of it."
    assert [sentence.text[each.start : each.end] for each in sentence.spans] == [
        "10.2", "3", "of it", sentence.text,
    ]  # fmt: skip
    assert paragraph.number == "1.1"


# ------------------------------------------------------------------------- contents lists


def changed(project: Project, house: str, change: Callable[[dict[str, str]], None]) -> Project:
    """The project with a house of its own: a shipped template, some parts of which are changed."""
    folder = project.home / "templates" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(ROOT / "templates" / house / "report.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    texts = {name: content.decode() for name, content in files.items() if name.endswith(".xml")}
    change(texts)
    with zipfile.ZipFile(folder / "report.docx", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, texts.get(name, content))
    return project.setting("house", "own")


def unchanged(texts: dict[str, str]) -> None:
    """The template as it is shipped."""
    assert texts


def put(before: str, xml: str, house: str = "committee") -> Callable[[Project], Project]:
    def change(texts: dict[str, str]) -> None:
        assert before in texts[BODY]
        texts[BODY] = texts[BODY].replace(before, xml + before, 1)

    return lambda project: changed(project, house, change)


START = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t xml:space="preserve">Appendices'
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ENTRY = "<w:r><w:t>Old entry</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>7</w:t></w:r>"
CONTENTS = {
    "in a paragraph": f"<w:p>{BEGIN}<w:r><w:t>Update me</w:t></w:r>{END}</w:p>",
    "over paragraphs": f"<w:p>{BEGIN}{ENTRY}</w:p><w:p>{ENTRY}</w:p><w:p>{ENTRY}{END}</w:p>",
    "in a block of its own": (
        "<w:sdt><w:sdtContent>"
        f"<w:p><w:r><w:t>Contents</w:t></w:r></w:p><w:p>{BEGIN}{ENTRY}</w:p><w:p>{ENTRY}{END}</w:p>"
        "</w:sdtContent></w:sdt>"
    ),
}


@pytest.mark.parametrize("form", CONTENTS)
def test_a_contents_list_has_its_entries_written(project: Project, form: str) -> None:
    built = pipeline.build(put(START, CONTENTS[form])(project).home)
    with zipfile.ZipFile(built.document) as archive:
        body = etree.fromstring(archive.read(BODY))
    w = f"{{{NAMESPACES['w']}}}"
    entries = ["".join(each.itertext(f"{w}t")) for each in body.iter(f"{w}hyperlink")]
    headings = [
        p.text
        for p in Document(str(built.document)).paragraphs
        if p.style and p.style.name.startswith(("Heading", "Appendix H", "Dashboard G"))
    ]
    assert entries == headings
    assert "Less crime" in entries
    anchors = [each.get(f"{w}anchor") for each in body.iter(f"{w}hyperlink")]
    marks = [each.get(f"{w}name") for each in body.iter(f"{w}bookmarkStart")]
    assert set(anchors) <= set(marks)
    assert "Old entry" not in "".join(body.itertext())
    (code,) = (each.text for each in body.iter(f"{w}instrText") if "TOC" in (each.text or ""))
    assert "\\n" in code
    assert [str(each) for each in built.attention if each.code == "not-accessible"] == []


def test_a_section_break_at_the_end_of_a_contents_list_is_kept(project: Project) -> None:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1247" w:left="1417" w:header="623" w:footer="567" w:gutter="0"/></w:sectPr>'
    xml = f"<w:p>{BEGIN}{ENTRY}</w:p><w:p><w:pPr>{section}</w:pPr>{ENTRY}{END}</w:p>"
    plain = len(Document(str(pipeline.build(project.home).document)).sections)
    built = pipeline.build(put(START, xml)(project).home)
    assert len(Document(str(built.document)).sections) == plain + 1


# ------------------------------------------------------------------------------- captions


def test_references_to_charts_say_what_the_caption_says(project: Project) -> None:
    def figures(texts: dict[str, str]) -> None:
        texts[BODY] = texts[BODY].replace(">Chart <", ">Figure <")

    document = pipeline.build(changed(project, "committee", figures).home).document
    assert any("(Figure\N{NO-BREAK SPACE}1)" in text for _, text in numbered_paragraphs(document))


def test_captions_without_numbers_are_not_referred_to(project: Project) -> None:
    def bare(texts: dict[str, str]) -> None:
        texts[BODY] = re.sub(r">Chart <.*?>: \{\{", ">{{", texts[BODY])

    document = pipeline.build(changed(project, "committee", bare).home).document
    assert not any("(Chart" in text for _, text in numbered_paragraphs(document))


# ---------------------------------------------------------------------------------- check


def test_tags_that_word_has_split_into_runs_are_read(project: Project) -> None:
    def split(texts: dict[str, str]) -> None:
        texts[BODY] = texts[BODY].replace(
            "{{ title }}",
            '{{ ti</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00AB"><w:t>tle }</w:t></w:r><w:r><w:t>}',
        )

    document = pipeline.build(changed(project, "committee", split).home).document
    assert "Performance 2016/17 Q2" in [each.text for each in Document(str(document)).paragraphs]


def test_every_house_is_checked_and_all_its_faults_are_told_at_once(project: Project) -> None:
    def broken(texts: dict[str, str]) -> None:
        texts[BODY] = texts[BODY].replace("{{ group.heading }}", "{{ group.headding }}")
        texts["word/header1.xml"] = texts["word/header1.xml"].replace("{{ board }}", "{{ bord }}")

    changed(project, "cabinet", broken).setting("house", "committee")
    other = project.home / "templates" / "other"
    other.mkdir()
    (other / "report.docx").write_bytes((ROOT / "templates/committee/report.docx").read_bytes())
    (other / "rules.toml").write_text("percent_from_bse = 30")
    (other / "house.toml").write_text('charts = "paper"')
    said = [str(each) for each in pipeline.check(project.home)]
    assert any("own/report.docx" in each and "“group.headding”" in each and "near “" in each for each in said)
    assert any(
        "own/report.docx" in each and "“bord”" in each and "header paragraph 1" in each for each in said
    )
    assert any("other/rules.toml" in each and "percent_from_bse" in each for each in said)
    assert any("other/house.toml" in each and "paper" in each for each in said)
    pipeline.build(project.home)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('charts = "paper"', "Write “pictures” or “native”"),
        ("blank_last_page = true", "Write the words in quotation marks"),
        ('chart = "native"', "charts"),
        ("charts = native", "house.toml"),
    ],
)
def test_a_choice_of_a_house_that_is_none_is_told(project: Project, text: str, said: str) -> None:
    changed(project, "committee", unchanged)
    (project.home / "templates" / "own" / "house.toml").write_text(text)
    with pytest.raises(Faults) as raised:
        pipeline.build(project.home)
    assert any("own/house.toml" in str(each) and said in str(each) for each in raised.value.problems)


def test_a_house_that_leaves_its_choices_out_has_those_that_are_shipped(project: Project) -> None:
    changed(project, "committee", unchanged)
    document = pipeline.build(project.home).document.read_bytes()
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/charts")]
