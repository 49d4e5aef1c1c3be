"""A document as bytes that depend on nothing but its content: fixed order, fixed dates."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from docx.opc.package import OpcPackage

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_DEFAULTS = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "svg": "image/svg+xml",
    "xml": "application/xml",
}
_ALREADY_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")


def packed(package: OpcPackage) -> bytes:
    """The package as a .docx file; the same content gives the same bytes.

    Pictures are stored as they are: to deflate them again takes time and gains nothing.
    """
    return _zipped(_files(package))


def _files(package: OpcPackage) -> dict[str, bytes]:
    files = {"_rels/.rels": _blob(package.rels.xml)}
    types: dict[str, str] = {}
    for part in package.iter_parts():
        uri = part.partname
        files[uri.membername] = _settled(uri.membername, _blob(part.blob))
        types[str(uri)] = part.content_type
        if len(part.rels):
            files[uri.rels_uri.membername] = _blob(part.rels.xml)
    return {**files, _TYPES: _content_types(types)}


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


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda each: (each != _TYPES, each != "_rels/.rels", each)):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_STORED if _is_packed(name) else zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o600 << 16
            archive.writestr(member, files[name])
    return target.getvalue()


def _is_packed(name: str) -> bool:
    return name.casefold().endswith(_ALREADY_PACKED)


def _settled(name: str, content: bytes) -> bytes:
    """An embedded workbook without the time at which it was written; anything else as it is."""
    if not name.casefold().endswith(".xlsx"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        files = {each: workbook.read(each) for each in workbook.namelist()}
    dated = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
    core = "docProps/core.xml"
    if core in files:
        files[core] = re.sub(dated, rb"\g<1>1980-01-01T00:00:00Z", files[core])
    return _zipped(files)
