"""The accessibility gate: deliberate faults that it must each catch, and clean reports that it must not flag."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HOUSES, ROOT, Project

from report_builder import pipeline
from report_builder.document import gate
from report_builder.document.gate import findings
from report_builder.document.gate.colours import contrast

BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
Files = dict[str, bytes]
Mutation = Callable[[Files], None]


@pytest.fixture(scope="session", params=HOUSES)
def clean(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A report of a shipped house, with tables, charts, references and, in one of them, a contents list."""
    project = Project(tmp_path_factory.mktemp("gate") / "project")
    project.define(
        indicators="""
| id       | priority | name       | better | target | charts |
| burglary | crime    | burglaries | lower  | 100    | trend; districts |
| robbery  | crime    | robberies  | lower  |        | trend |
""",
        areas="""
| name    | kind     | population 2015 |
| Ashby   | subject  | 3000 |
| Northam | district | 1000 |
| Southam | district | 2000 |
""",
    )
    project.returns(
        "| Burglaries | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n"
        "| Ashby | 150 | 142 | 117 | 123 |\n| Northam | 70 | 72 | 57 | 63 |\n| Southam | 80 | 70 | 60 | 60 |"
    )
    project.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Robberies | 30 | 32 |", file="robbery.xlsx")
    project.setting("house", request.param).setting("contact", "Telephone: 0116 000 0000")
    project.setting("introduction", "The dashboard is at Appendix 1.")
    return pipeline.build(project.home).document.read_bytes()


def mutated(document: bytes, mutation: Mutation) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    mutation(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def swap(part: str, old: str, new: str, count: int = 1) -> Mutation:
    """Replace a pattern in a part; it must be there."""

    def change(files: Files) -> None:
        text, times = re.subn(old, new, files[part].decode(), count=count, flags=re.DOTALL)
        assert times, (part, old)
        files[part] = text.encode()

    return change


def paragraph(xml: str, before: str = r"<w:p><w:pPr><w:pStyle w:val=\"AppendixHeading\"/>") -> Mutation:
    """Put a paragraph before the first appendix."""

    def change(files: Files) -> None:
        text = files[BODY].decode()
        at = re.search(before, text)
        assert at, before
        files[BODY] = (text[: at.start()] + xml + text[at.start() :]).encode()

    return change


def run(words: str, look: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def without(name: str) -> Mutation:
    def change(files: Files) -> None:
        del files[next(each for each in files if each.endswith(name))]

    return change


def both(*mutations: Mutation) -> Mutation:
    def change(files: Files) -> None:
        for each in mutations:
            each(files)

    return change


LONG = "Words that go on for long enough that nobody could take them for the name of something in passing."
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
CELL = r"(<w:tc><w:tcPr>)(<w:tcW [^>]*/>)"
DRAWING = "<w:p><w:r><w:drawing><wp:anchor xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'><wp:extent cx='1' cy='1'/><wp:docPr id='777' name='x' descr='A fall of a fifth.'/></wp:anchor></w:drawing></w:r></w:p>"

FAULTS: dict[str, tuple[str, Mutation]] = {
    "no title": ("title", swap(CORE, r"<dc:title>[^<]*</dc:title>", "<dc:title></dc:title>")),
    "a file name for a title": ("title", swap(CORE, r"<dc:title>[^<]*", "<dc:title>Document1")),
    "no language": ("language", swap(STYLES, r"<w:lang [^>]*/>", "")),
    "a language that is none": ("language", swap(STYLES, r'(<w:lang w:val=")[^"]*', r"\1english")),
    "no headings": ("headings", swap(STYLES, r'w:name w:val="heading \d"', 'w:name w:val="Big"', 9)),
    "a heading level skipped": (
        "heading order",
        swap(STYLES, r'w:name w:val="heading 2"', 'w:name w:val="heading 3"'),
    ),
    "an empty heading": ("heading", paragraph('<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>')),
    "a heading made bold by hand": ("typed heading", paragraph(run("What comes next", "<w:b/>"))),
    "a heading made large by hand": ("typed heading", paragraph(run("What comes next", '<w:sz w:val="32"/>'))),
    "an empty paragraph for spacing": ("blank", paragraph("<w:p/>")),
    "spaces for a layout": (
        "spaces",
        paragraph('<w:p><w:r><w:t xml:space="preserve">Name:      Value</w:t></w:r></w:p>'),
    ),
    "tabs for a layout": (
        "spaces",
        paragraph("<w:p><w:r><w:t>Name</w:t><w:tab/><w:tab/><w:t>Value</w:t></w:r></w:p>"),
    ),
    "justified text": (
        "justified",
        paragraph('<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t>Words</w:t></w:r></w:p>'),
    ),
    "a typed bullet": ("typed list", paragraph(run("• the first of these"))),
    "a typed number": ("typed list", paragraph(run("2) the second of these"))),
    "pale words": ("contrast", paragraph(run("Pale", '<w:color w:val="AAAAAA"/>'))),
    "pale words in a style": ("contrast", swap(STYLES, r'<w:color w:val="505A5F"/>', '<w:color w:val="B0B6BC"/>', 0)),
    "dark words on a dark shade": (
        "contrast",
        paragraph(run("Dark", '<w:color w:val="222222"/><w:shd w:val="clear" w:color="auto" w:fill="005A5B"/>')),
    ),
    "a dark cell": ("contrast", swap(BODY, CELL, r'\1\2<w:shd w:val="clear" w:color="auto" w:fill="303030"/>', 40)),
    "a dark heading row": ("contrast", swap(STYLES, r'(w:type="firstRow">.*?w:fill=")[0-9A-F]{6}', r"\g<1>333333")),
    "tiny words": ("small", paragraph(run("Tiny", '<w:sz w:val="14"/>'))),
    "body text below twelve points": ("small", swap(STYLES, r'<w:sz w:val="24"/>', '<w:sz w:val="22"/>')),
    "a serif font": ("serif", paragraph(run("Old", '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'))),
    "a serif font throughout": (
        "serif",
        swap(STYLES, r'(<w:rFonts w:ascii=")[^"]*', r"\1Georgia"),
    ),
    "words in capitals": ("capitals", paragraph(run("Important", "<w:caps/>"))),
    "a passage in italics": ("italic", paragraph(run(LONG, "<w:i/>"))),
    "words underlined": ("underline", paragraph(run("Important", '<w:u w:val="single"/>'))),
    "no alternative text": ("alternative text", swap(BODY, r'(<wp:docPr [^>]*?) descr="[^"]*"', r"\1")),
    "an empty alternative text": ("alternative text", swap(BODY, r'(<wp:docPr [^>]*descr=)"[^"]*"', r'\1" "')),
    "a file name for alternative text": (
        "alternative text",
        swap(BODY, r'(<wp:docPr [^>]*descr=)"[^"]*"', r'\1"chart1.png"'),
    ),
    "a name for alternative text": (
        "alternative text",
        swap(BODY, r'(<wp:docPr [^>]*descr=)"[^"]*"', r'\1"Picture 3"'),
    ),
    "a floating picture": ("floating", paragraph(DRAWING)),
    "a text box": (
        "text box",
        paragraph("<w:p><w:r><w:txbxContent><w:p><w:r><w:t>Aside</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"),
    ),
    "a drawing of the old kind": (
        "old drawing",
        paragraph('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>'),
    ),
    "no heading row": ("header row", swap(BODY, r"<w:tblHeader/>", "", 0)),
    "a heading row below others": (
        "header rows",
        swap(BODY, r"(.*<w:tr><w:trPr><w:cantSplit/>)(</w:trPr>)", r"\1<w:tblHeader/>\2"),
    ),
    "no description of a table": ("table text", swap(BODY, r"<w:tblDescription [^>]*/>", "")),
    "no name of a table": ("table text", swap(BODY, r"<w:tblCaption [^>]*/>", "")),
    "a table inside another": (
        "nested",
        swap(BODY, r"(<w:tc>(?:(?!</w:tc>).)*)(</w:tc>)", r"\1<w:tbl><w:tblPr/></w:tbl><w:p/>\2"),
    ),
    "merged cells": ("merged", swap(BODY, CELL, r'\1\2<w:gridSpan w:val="2"/>')),
    "cells merged downwards": ("merged", swap(BODY, CELL, r'\1\2<w:vMerge w:val="restart"/>')),
    "an empty heading cell": ("empty cell", swap(BODY, r"(<w:t[^>]*>)Indicator(</w:t>)", r"\1\2")),
    "an empty cell": ("empty cell", swap(BODY, r"(<w:t[^>]*>)–(</w:t>)", r"\1\2")),
    "columns without widths": ("widths", swap(BODY, r'<w:gridCol w:w="\d+"/>', '<w:gridCol w:w="500"/>')),
    "a table off the page": (
        "wide",
        both(
            swap(BODY, r'(<w:gridCol w:w=")(\d+)(?=")', r"\g<1>9\2", 0),
            swap(BODY, r'(<w:tcW w:w=")(\d+)(?=")', r"\g<1>9\2", 0),
        ),
    ),
    "a link called here": (
        "link",
        paragraph('<w:p><w:hyperlink w:anchor="_x"><w:r><w:t>click here</w:t></w:r></w:hyperlink></w:p>'),
    ),
    "a bare address": (
        "link",
        paragraph(
            '<w:p><w:hyperlink w:anchor="_x"><w:r><w:t>https://www.example.org/boards/safer-communities/</w:t></w:r></w:hyperlink></w:p>'
        ),
    ),
    "a link without words": ("empty link", paragraph('<w:p><w:r><w:t>See</w:t></w:r><w:hyperlink w:anchor="_x"/></w:p>')),
    "a link to nowhere": (
        "broken link",
        paragraph('<w:p><w:hyperlink w:anchor="_x"><w:r><w:t>The budget report</w:t></w:r></w:hyperlink></w:p>'),
    ),
    "a reference to nowhere": ("reference", paragraph(FIELD.format("REF nowhere \\h", "7"))),
    "a field without a result": ("empty field", paragraph(FIELD.format("TOC \\o 1-1", ""))),
    "a field that shows an error": ("field error", paragraph(run("Error! Reference source not found."))),
    "a tag left over": ("tag", paragraph(run("{{ title }}"))),
    "a tag left over in the header": ("tag", swap("word/header1.xml", r"(<w:t[^>]*>)", r"\1{% if %}")),
    "a tracked change": (
        "review",
        paragraph('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>New</w:t></w:r></w:ins></w:p>'),
    ),
    "a comment": ("review", paragraph('<w:p><w:r><w:t>See</w:t><w:commentReference w:id="1"/></w:r></w:p>')),
    "a style that is not there": ("style", swap(BODY, r'(<w:pStyle w:val=")NumberedParagraph', r"\1NoSuchStyle")),
    "a list that is not there": ("list", swap(STYLES, r'<w:numId w:val="1"/>', '<w:numId w:val="777"/>')),
    "two pictures of one identity": ("identity", swap(BODY, r'(<wp:docPr id=")\d+', r"\g<1>5", 0)),
    "two bookmarks of one name": ("identity", swap(BODY, r'(<w:bookmarkStart [^>]*w:name=")[^"]*', r"\1same", 2)),
    "a reference to no part": ("relation", swap(BODY, r'(r:embed=")[^"]*', r"\1rId999")),
    "a picture file that is missing": ("media", without(".png")),
    "a file without a type": ("type", swap("[Content_Types].xml", r'<Default Extension="svg"[^>]*/>', "")),
    "a part that is malformed": ("xml", swap(BODY, r"</w:body>", "")),
    "no body": ("file", without("word/document.xml")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_deliberate_fault_is_caught(clean: bytes, fault: str) -> None:
    rule, mutation = FAULTS[fault]
    assert rule in {each.rule for each in findings(mutated(clean, mutation))}


def test_a_clean_report_is_not_flagged(clean: bytes) -> None:
    assert gate(clean) == ()


@pytest.mark.parametrize("house", HOUSES)
def test_the_examples_are_not_flagged_in_any_house(example: Callable[[str, str], Path], house: str) -> None:
    for name in ("leicestershire", "london"):
        built = pipeline.build(example(name, house))
        assert [str(each) for each in built.attention if each.code == "not-accessible"] == []


def test_a_build_with_a_finding_says_so_and_is_still_made(project: Project) -> None:
    folder = project.home / "templates" / "pale"
    folder.mkdir(parents=True)
    template = (ROOT / "templates/committee/report.docx").read_bytes()
    pale = swap(STYLES, r'<w:color w:val="505A5F"/>', '<w:color w:val="C0C0C0"/>', 0)
    (folder / "report.docx").write_bytes(mutated(template, pale))
    built = pipeline.build(project.setting("house", "pale").home)
    told = [str(each) for each in built.attention if each.code == "not-accessible"]
    assert built.document.exists()
    assert any("contrast of #C0C0C0" in each and "Choose a darker" in each for each in told)


def test_of_one_kind_the_first_few_are_told_and_how_many_more_there_are(clean: bytes) -> None:
    many = both(*[paragraph(run(f"Important {i}", "<w:caps/>")) for i in range(8)])
    told = [each.what for each in gate(mutated(clean, many)) if "capitals" in each.what]
    assert len(told) == 4
    assert "and 5 more" in told[-1]


def test_what_is_no_word_file_is_one_finding() -> None:
    assert [each.code for each in gate(b"nothing")] == ["not-accessible"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("000000", "FFFFFF", 21.0),
        ("FFFFFF", "FFFFFF", 1.0),
        ("12436D", "FFFFFF", 10.3),
        ("2073BC", "FFFFFF", 5.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.06)
