"""Pictures in Word's markup: PNG with SVG beside it, its size, and its alternative text."""

from __future__ import annotations

from collections.abc import Mapping

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from report_builder.document.markup import NAMESPACES, literal
from report_builder.document.places import Runs
from report_builder.model import Drawn

EMU_PER_CM = 360_000
_NAMESPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("wp", "a", "pic", "r"))
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def pictures(part: Part, drawn: Mapping[str, Drawn]) -> dict[str, Runs]:
    """The drawn pictures as runs, by picture id; their bytes become parts of the document.

    Each picture is added once under its own name, without python-docx's search for equal
    ones, whose cost grows with the square of their count.
    """
    return {key: _runs(part, number, each) for number, (key, each) in enumerate(drawn.items(), 1)}


def _runs(part: Part, number: int, drawn: Drawn) -> Runs:
    png = _related(part, f"picture{number}.png", "image/png", drawn.png)
    svg = _related(part, f"picture{number}.svg", "image/svg+xml", drawn.svg) if drawn.svg else ""
    return Runs(f"<w:r><w:drawing>{_inline(drawn, png, svg)}</w:drawing></w:r>")


def _related(part: Part, file: str, content_type: str, blob: bytes) -> str:
    """The id under which the document knows a picture file that is added to it."""
    media = Part(PackURI(f"/word/media/{file}"), content_type, blob, part.package)
    relation = file.replace(".", "_")
    part.load_rel(RELATIONSHIP_TYPE.IMAGE, media, relation)
    return relation


def _inline(drawn: Drawn, png: str, svg: str) -> str:
    wide, high = round(drawn.width * EMU_PER_CM), round(drawn.height * EMU_PER_CM)
    named = f'name="Picture" descr="{literal(drawn.picture.alt.text)}"'
    return (
        f'<wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{png}">{_beside(svg)}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )


def _beside(svg: str) -> str:
    """The reference to the SVG, which newer programs draw instead of the PNG."""
    if not svg:
        return ""
    return (
        f'<a:extLst><a:ext uri="{_SVG}"><asvg:svgBlip xmlns:asvg="{NAMESPACES["asvg"]}" r:embed="{svg}"/>'
        "</a:ext></a:extLst>"
    )
