"""The Word file as a PDF, by LibreOffice: a profile of its own for each run, and a limit of time."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from report_builder.pdf.running import run
from report_builder.problems import Problem, problem

PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS = 120
_OPTIONS = {
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}


def program() -> str | None:
    """The path of LibreOffice on this computer, or None."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return found or next((path for path in _USUAL_PLACES if Path(path).exists()), None)


def convert(document: bytes, name: str) -> tuple[bytes | None, Problem | None]:
    """A .docx as a PDF, or the fault that says why there is none.

    Each run has a LibreOffice profile of its own, so that two may run at once.
    """
    office = program()
    if office is None:
        return None, problem("libreoffice-missing", name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        (work / "report.docx").write_bytes(document)
        why = run(_command(office, work), SECONDS)
        made = work / "report.pdf"
        if why or not made.exists():
            return None, problem("pdf-failed", name, program="LibreOffice", why=why or "made no file")
        return made.read_bytes(), None


def _command(office: str, work: Path) -> list[str]:
    return [
        office,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}",
        "--outdir",
        str(work),
        str(work / "report.docx"),
    ]
