"""The Word file as a PDF, by Microsoft Word itself, on Windows: through PowerShell, which is always there."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from report_builder.pdf.running import run
from report_builder.problems import Problem, problem

SECONDS = 180
_SCRIPT = """
$ErrorActionPreference = 'Stop'
try { $word = New-Object -ComObject Word.Application } catch { exit 3 }
try {
    $word.Visible = $false
    $word.DisplayAlerts = 0
    $paper = $word.Documents.Open($args[0], $false, $true)
    # 17 is PDF; headings become bookmarks; the tags of the structure are kept; PDF/A.
    $paper.ExportAsFixedFormat($args[1], 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true, $true, $true)
    $paper.Close(0)
} finally { $word.Quit() }
"""


def program() -> str | None:
    """The path of PowerShell where Word may be, or None: Word makes PDFs by itself on Windows only."""
    return shutil.which("powershell") if sys.platform == "win32" else None


def convert(document: bytes, name: str) -> tuple[bytes | None, Problem | None]:
    """A .docx as a PDF, or the fault that says why there is none."""
    shell = program()
    if shell is None:
        return None, problem("word-missing", name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source, script, made = work / "report.docx", work / "export.ps1", work / "report.pdf"
        source.write_bytes(document)
        script.write_text(_SCRIPT, encoding="utf-8-sig")
        options = ("-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File")
        why = run([shell, *options, str(script), str(source), str(made)], SECONDS)
        if why.endswith("code 3"):
            return None, problem("word-missing", name)
        if why or not made.exists():
            return None, problem("pdf-failed", name, program="Microsoft Word", why=why or "made no file")
        return made.read_bytes(), None
