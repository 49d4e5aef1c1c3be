"""A document as bytes that depend on nothing but its content: fixed order, fixed dates."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from docx.opc.package import OpcPackage

from report_builder.archive import CONTENT_TYPES, settled, zipped

_DEFAULTS = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "svg": "image/svg+xml",
    "xml": "application/xml",
}


def packed(package: OpcPackage) -> bytes:
    """The package as a .docx file; the same content gives the same bytes."""
    return zipped(_files(package))


def _files(package: OpcPackage) -> dict[str, bytes]:
    files = {"_rels/.rels": _blob(package.rels.xml)}
    types: dict[str, str] = {}
    for part in package.iter_parts():
        uri = part.partname
        files[uri.membername] = _settled(uri.membername, _blob(part.blob))
        types[str(uri)] = part.content_type
        if len(part.rels):
            files[uri.rels_uri.membername] = _blob(part.rels.xml)
    return {**files, CONTENT_TYPES: _content_types(types)}


def _blob(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _content_types(types: Mapping[str, str]) -> bytes:
    defaults = "".join(
        f"<Default Extension={quoteattr(ext)} ContentType={quoteattr(kind)}/>"
        for ext, kind in _DEFAULTS.items()
    )
    overrides = "".join(
        f"<Override PartName={quoteattr(uri)} ContentType={quoteattr(kind)}/>"
        for uri, kind in sorted(types.items())
        if _DEFAULTS.get(uri.rpartition(".")[2]) != kind
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{defaults}{overrides}</Types>"
    ).encode()


def _settled(name: str, content: bytes) -> bytes:
    """An embedded workbook without the time at which it was written; anything else as it is."""
    return settled(content) if name.casefold().endswith(".xlsx") else content
