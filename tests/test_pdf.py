"""The PDF, where LibreOffice is found: what it holds, that it conforms, and that it comes out the same.

And what is said where a program is missing or fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from conftest import HOUSES, ROOT, Project

from report_builder import document, pdf, pipeline
from report_builder.pdf import libreoffice, word
from report_builder.pdf.running import run
from report_builder.pdf.structure import differences, structure

needs_office = pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
needs_reader = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


# ------------------------------------------------------------------------- what it holds


@needs_office
@needs_reader
def test_the_pdf_holds_the_commentary(project: Project) -> None:
    built = pipeline.build(project.home, pdf=True)
    path = built.document.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "There were 123 burglaries in Q2" in text
    assert "Appendix 1" in text
    assert path in built.written


@needs_office
@needs_qpdf
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("name", ["leicestershire", "london"])
def test_the_pdf_of_every_house_conforms_and_is_what_the_word_file_is(
    example: Callable[[str, str], Path], name: str, house: str, verapdf: Callable[[str, Path], str]
) -> None:
    built = pipeline.build(example(name, house), pdf=True)
    paper = built.document.with_suffix(".pdf")
    assert verapdf("PDFUA-1", paper) == ""
    assert verapdf("PDFA-2B", paper) == ""
    checked = subprocess.run(["qpdf", "--check", str(paper)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    found, expected = structure(paper.read_bytes()), document.structure(built.document.read_bytes())
    assert found == expected
    assert found.language == "en-GB"
    assert found.rasters == 0
    assert len(found.headings) > 8
    assert sorted(found.figures) == sorted(each.alt.text for each in built.narrative.pictures())
    assert [each for each in built.attention if each.code == "pdf-differs"] == []


@needs_office
def test_two_runs_in_two_folders_give_the_same_pdf(make_project: Callable[[str], Project]) -> None:
    first, second = (
        pipeline.build(make_project(name).home, pdf=True).document.with_suffix(".pdf").read_bytes()
        for name in ("here", "elsewhere")
    )
    assert first == second


@needs_office
def test_the_pdf_is_dated_by_the_meeting(project: Project) -> None:
    paper = pipeline.build(project.home, pdf=True).document.with_suffix(".pdf")
    with pikepdf.open(paper) as opened, opened.open_metadata() as metadata:
        assert str(opened.docinfo["/CreationDate"]) == "D:20161208000000Z"
        assert metadata["xmp:CreateDate"].startswith("2016-12-08")


@needs_office
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'w:pStyle w:val="Heading1"', b'w:pStyle w:val="Normal"', "its headings"),
        (b"<w:tblHeader/>", b"", "heading cells"),
        (b'descr="Line chart', b'descr="Chart', "alternative texts"),
        (b'w:lang w:val="en-GB"', b'w:lang w:val="cy-GB"', "its language"),
    ],
)
def test_a_pdf_that_is_not_the_word_file_is_told(project: Project, old: bytes, new: bytes, said: str) -> None:
    built = pipeline.build(project.home).document.read_bytes()
    expected = document.structure(built)
    changed = rewritten(built, old, new)
    made, found = pdf.convert(changed, "report.pdf", expected, date(2016, 12, 8))
    assert made is not None
    assert any(said in each.what for each in found)


def rewritten(document: bytes, old: bytes, new: bytes) -> bytes:
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name).replace(old, new))
    return target.getvalue()


def test_what_is_no_pdf_is_said_so() -> None:
    expected = document.structure
    with pytest.raises(ValueError, match="no PDF"):
        differences(b"nothing", expected)  # type: ignore[arg-type]


# ---------------------------------------------------------------------- the blank last page


@needs_office
def test_a_house_may_end_an_odd_report_with_a_blank_page(project: Project) -> None:
    house = project.home / "templates" / "packs"
    house.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "committee" / "report.docx", house)
    (house / "house.toml").write_text('blank_last_page = "This page is intentionally left blank"\n')
    project.setting("house", "packs")
    without = pipeline.build(project.home)
    assert "blank-page-needs-pdf" in {each.code for each in without.attention}
    plain = document.structure(without.document.read_bytes())
    built = pipeline.build(project.home, pdf=True)
    paper = built.document.with_suffix(".pdf").read_bytes()
    assert pdf.pages(paper) % 2 == 0
    made, _ = pdf.convert(without.document.read_bytes(), "x.pdf", plain, date(2016, 12, 8))
    assert made is not None
    was_odd = pdf.pages(made) % 2 == 1
    assert (b"left blank" in body_of(built.document)) == was_odd
    assert pdf.pages(paper) == pdf.pages(made) + was_odd
    assert [each for each in built.attention if each.code in ("not-accessible", "pdf-differs")] == []


def body_of(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml")


def test_a_blank_page_breaks_before_its_words(project: Project) -> None:
    from docx import Document

    built = pipeline.build(project.home).document
    built.write_bytes(document.with_blank_page(built.read_bytes(), "Left blank & so on"))
    last = Document(str(built)).paragraphs[-1]
    assert last.text == "Left blank & so on"
    assert last.paragraph_format.page_break_before
    assert last.style is not None
    assert last.style.name == "Blank Page"


# ------------------------------------------------------------------- programs that fail


def test_without_libreoffice_the_word_file_is_made_and_one_line_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    built = pipeline.build(project.home, pdf=True)
    assert built.document.exists()
    assert [each.code for each in built.attention] == ["libreoffice-missing"]


@pytest.mark.parametrize("program", ["false", "true", "no-such-program"])
def test_a_libreoffice_that_fails_or_writes_nothing_is_a_fault(
    project: Project, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: program)
    built = pipeline.build(project.home, pdf=True)
    assert built.document.exists()
    assert [each.code for each in built.attention] == ["pdf-failed"]
    assert not built.document.with_suffix(".pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo nothing > $8/report.pdf", "no PDF that can be read"),
        ("sleep 60 & wait", "did not finish within"),
    ],
)
def test_a_libreoffice_that_writes_rubbish_or_hangs_is_a_fault(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str
) -> None:
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\n{script.replace('$8', '$6')}\n")
    office.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(office))
    monkeypatch.setattr(libreoffice, "SECONDS", 0.5)
    built = pipeline.build(project.home, pdf=True)
    (told,) = [each for each in built.attention if each.code == "pdf-failed"]
    assert said in told.what


@pytest.mark.skipif(sys.platform == "win32", reason="processes are counted through /proc")
def test_what_a_hanging_program_started_is_ended_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "still running"
    script = tmp_path / "slow"
    script.write_text(f"#!/bin/sh\n(sleep 2; touch '{mark}') & wait\n")
    script.chmod(0o755)
    assert run([str(script)], 0.3) == "did not finish within 0.3 seconds"
    time.sleep(2.2)
    assert not mark.exists()


def test_a_pdf_of_an_earlier_build_is_said_to_be_one(project: Project) -> None:
    built = pipeline.build(project.home)
    built.document.with_suffix(".pdf").write_bytes(b"an earlier one")
    assert [each.code for each in pipeline.build(project.home).attention] == ["pdf-older"]


# ------------------------------------------------------------------------ Microsoft Word


def test_without_microsoft_word_one_line_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "program", lambda: None)
    built = pipeline.build(project.home, with_word=True)
    assert [each.code for each in built.attention] == ["word-missing"]


@needs_office
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for PowerShell is a shell script")
def test_word_is_asked_through_powershell_for_a_tagged_pdf(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Word is not at hand: the stand-in keeps the script it is given, and lets LibreOffice make the file."""
    kept, shell = tmp_path / "kept.ps1", tmp_path / "powershell"
    office = f'"{libreoffice.program()}" -env:UserInstallation=file://{tmp_path}/profile --headless'
    shell.write_text(
        f'#!/bin/sh\ncp "$6" "{kept}"\n{office} --convert-to pdf --outdir "$(dirname "$8")" "$7" >/dev/null\n'
    )
    shell.chmod(0o755)
    monkeypatch.setattr(word, "program", lambda: str(shell))
    built = pipeline.build(project.home, with_word=True)
    assert built.document.with_suffix(".pdf").exists()
    said = kept.read_text(encoding="utf-8-sig")
    assert "Word.Application" in said
    assert "ExportAsFixedFormat" in said


@pytest.mark.parametrize(("code", "told"), [(3, "word-missing"), (1, "pdf-failed")])
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for PowerShell is a shell script")
def test_a_word_that_is_not_there_or_fails_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, told: str
) -> None:
    shell = tmp_path / "powershell"
    shell.write_text(f"#!/bin/sh\nexit {code}\n")
    shell.chmod(0o755)
    monkeypatch.setattr(word, "program", lambda: str(shell))
    assert [each.code for each in pipeline.build(project.home, with_word=True).attention] == [told]
