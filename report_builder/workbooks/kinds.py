"""What a file is, told from its content: names are often wrong."""

from __future__ import annotations

import re

from report_builder.workbooks.compound import SIGNATURE, stream_names
from report_builder.workbooks.sheets import Unread

XLSX, XLSB, ODS, XLS = (
    "an Excel workbook (.xlsx)",
    "an Excel workbook (.xlsb)",
    "a workbook (.ods)",
    "an old Excel workbook (.xls)",
)
PLAIN = "plain text"
EXPECTED = {".xlsx": XLSX, ".xlsm": XLSX, ".xlsb": XLSB, ".ods": ODS, ".xls": XLS}
WORKBOOKS = tuple(EXPECTED)
TEXT = ".csv"

_ZIPPED = (
    (b"xl/workbook.xml", XLSX),
    (b"xl/workbook.bin", XLSB),
    (b"application/vnd.oasis.opendocument.spreadsheet", ODS),
    (b"word/document.xml", "a Word document"),
    (b"ppt/presentation.xml", "a PowerPoint presentation"),
    (b"application/vnd.oasis.opendocument.text", "a text document (.odt)"),
    (b"content.xml", ODS),
    (b"Index/Document.iwa", "a Numbers document"),
)
_COMPOUND = (
    ("encryptedpackage", "locked"),
    ("workbook", XLS),
    ("book", XLS),
    ("worddocument", "a Word document"),
    ("powerpoint document", "a PowerPoint presentation"),
    ("__properties_version1.0", "an Outlook message"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
)
_OLDEST = re.compile(rb"\x09[\x00\x02\x04][\x04-\x08]\x00")
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|meta|table|style|body|div)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_START = 4096


def check_kind(content: bytes, ending: str) -> None:
    """Raises Unread where the content is another kind of file than its name says."""
    if content.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in content:
        raise Unread("file-truncated")
    found = kind_of(content)
    if found == "locked":
        raise Unread("file-password")
    if not found:
        raise Unread("file-unreadable")
    if found != EXPECTED.get(ending, PLAIN):
        raise Unread("file-renamed", found=found, ending=ending)


def kind_of(content: bytes) -> str:
    """What a file is, as a person would say it; '' where it cannot be told."""
    if content.startswith(b"PK"):
        return next((kind for mark, kind in _ZIPPED if mark in content), "a zip file")
    if content.startswith(SIGNATURE):
        names = stream_names(content)
        return next((kind for mark, kind in _COMPOUND if mark in names), "")
    if kind := next((kind for mark, kind in _SIGNATURES if content.startswith(mark)), ""):
        return kind
    return "a workbook of Excel 4 or older" if _OLDEST.match(content) else _kind_of_text(content)


def _kind_of_text(content: bytes) -> str:
    start = content[:_START].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    if _WEB_PAGE.match(start):
        return "a web page"
    if _XML.match(start):
        return "an XML spreadsheet" if b"office:spreadsheet" in start else "an XML file"
    return PLAIN if is_text(content) else ""


def is_text(content: bytes) -> bool:
    """Whether bytes are text in some encoding: hardly any of them are control characters."""
    start = content[:_START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or not start:
        return True
    wide = max(start[::2].count(0), start[1::2].count(0))
    narrow = len(start[::2]) * 0.3
    odd = len(start) - len(start.translate(None, bytes([*range(9), *range(14, 32)])))
    return odd <= len(start) / 10 or (wide > narrow and odd - wide <= len(start) / 10)
