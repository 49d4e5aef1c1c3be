"""A PDF as bytes that depend on nothing but its content: one date, and an identity made from it."""

from __future__ import annotations

import io
import re
from datetime import date

import pikepdf

_STAMPS = re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)[^<]*")
_ICC_DATE = slice(24, 36)
"""Where the header of a colour profile says when it was made (ICC.1:2022, 7.2.8)."""
_DATED = re.compile(rb"(<rdf:li>)\d{4}-\d\d-\d\dT[^<]*(</rdf:li>)")


def settled(made: bytes, dated: date) -> bytes:
    """The PDF dated by a day, without the time and the identity of the run that made it.

    Raises ValueError where it is no PDF that can be read.
    """
    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(made)) as paper:
            _date(paper, dated)
            for key in ("/ID", "/DocChecksum"):
                if key in paper.trailer:
                    del paper.trailer[key]
            paper.save(target, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PdfError as error:
        raise ValueError("is no PDF that can be read") from error
    return target.getvalue()


def _date(paper: pikepdf.Pdf, dated: date) -> None:
    for key in ("/CreationDate", "/ModDate"):
        if key in paper.docinfo:
            paper.docinfo[key] = pikepdf.String(f"D:{dated:%Y%m%d}000000Z")
    for profile in _profiles(paper):
        held = profile.read_bytes()
        stamped = b"".join(part.to_bytes(2, "big") for part in (dated.year, dated.month, dated.day, 0, 0, 0))
        profile.write(held[: _ICC_DATE.start] + stamped + held[_ICC_DATE.stop :])
    if "/Metadata" in paper.Root:
        stamp = f"{dated.isoformat()}T00:00:00Z".encode()
        words = _STAMPS.sub(rb"\g<1>" + stamp, paper.Root.Metadata.read_bytes())
        paper.Root.Metadata.write(_DATED.sub(rb"\g<1>" + stamp + rb"\2", words))


def _profiles(paper: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """The colour profiles that are embedded for printing: LibreOffice makes one anew at each run."""
    intents = paper.Root.get("/OutputIntents", pikepdf.Array())
    found = (each.get("/DestOutputProfile") for each in intents)
    return [each for each in found if isinstance(each, pikepdf.Stream)]
