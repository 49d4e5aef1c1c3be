"""The PDF, where LibreOffice is found; and what is said where it is not."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import Project

from report_builder import pdf, pipeline

needs_office = pytest.mark.skipif(pdf.program() is None, reason="LibreOffice is not installed")
needs_reader = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@needs_office
@needs_reader
def test_the_pdf_holds_the_commentary(project: Project) -> None:
    built = pipeline.build(project.home, pdf=True)
    path = built.document.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "There were 123 burglaries in Q2" in text
    assert "Appendix 1" in text
    assert path in built.written


def test_without_libreoffice_the_word_file_is_made_and_one_line_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    built = pipeline.build(project.home, pdf=True)
    assert built.document.exists()
    assert [each.code for each in built.attention] == ["libreoffice-missing"]


@pytest.mark.parametrize("program", ["false", "true", "no-such-program"])
def test_a_libreoffice_that_fails_or_writes_nothing_is_a_fault(
    project: Project, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: program)
    built = pipeline.build(project.home, pdf=True)
    assert built.document.exists()
    assert [each.code for each in built.attention] == ["pdf-failed"]
    assert not built.document.with_suffix(".pdf").exists()


def test_a_pdf_of_an_earlier_build_is_said_to_be_one(project: Project) -> None:
    built = pipeline.build(project.home)
    built.document.with_suffix(".pdf").write_bytes(b"an earlier one")
    assert [each.code for each in pipeline.build(project.home).attention] == ["pdf-older"]
