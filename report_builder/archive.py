"""Office files as bytes that depend on nothing but their content: fixed order, fixed dates."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_DATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ALREADY_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The parts of an Office file as one archive.

    Pictures are stored as they are: to deflate them again takes time and gains nothing.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda each: (each != CONTENT_TYPES, each != "_rels/.rels", each)):
            member = zipfile.ZipInfo(name, _EPOCH)
            packed = name.casefold().endswith(_ALREADY_PACKED)
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o600 << 16
            archive.writestr(member, files[name])
    return target.getvalue()


def settled(workbook: bytes) -> bytes:
    """A workbook without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    if _CORE in files:
        files[_CORE] = _DATED.sub(rb"\g<1>1980-01-01T00:00:00Z", files[_CORE])
    return zipped(files)
