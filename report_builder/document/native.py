"""Charts of Word's own: lines over time and bars of areas, which can be edited, with their figures inside.

openpyxl writes the chart and its sheet; what it leaves out, Word needs: the figures as they were last
seen, the link to the sheet, and letters that are set by the document and not by the program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import NumData, NumVal, StrData, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from report_builder.archive import settled
from report_builder.document.drawing import EMU_PER_CM
from report_builder.document.markup import NAMESPACES, literal
from report_builder.document.places import Runs
from report_builder.model import Drawn, Picture, Point, Status
from report_builder.periods import two_rows

KINDS = ("trend", "peers")
"""The kinds of pictures that Word can draw; the others stay pictures."""

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TYPES = {
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "book": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_EMU_PER_POINT = 12_700
_SIZE, _INK, _GRID = 1000, "1A1A1A", "D9D9D9"
_SHEET = "Figures"
_REGULAR = (Status.FINAL, Status.BREAK, "")
_SIGN, _SIGNS = "circle", ("diamond", "square", "triangle")
"""The shape of a point, and those of points of which a reader must know something."""
_PLOT = {"x": 0.08, "y": 0.05, "w": 0.76, "h": 0.77}
"""Where the lines are, as parts of the width and height of the chart; right of them stand labels."""
_CLEAR = 0.1
"""The least room between two labels, as a part of the height."""


def chart(part: Part, number: int, drawn: Drawn) -> Runs:
    """A drawn picture as a chart of Word's own, in runs; its parts become parts of the document."""
    book = Part(
        PackURI(f"/word/embeddings/figures{number}.xlsx"), _TYPES["book"], _workbook(drawn), part.package
    )
    made = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPES["chart"], _xml(drawn), part.package)
    made.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, "rId1")
    relation = f"chart{number}"
    part.load_rel(RELATIONSHIP_TYPE.CHART, made, relation)
    return Runs(f"<w:r><w:drawing>{_inline(drawn, relation)}</w:drawing></w:r>", _note(drawn))


def _inline(drawn: Drawn, relation: str) -> str:
    wide, high = round(drawn.width * EMU_PER_CM), round(drawn.height * EMU_PER_CM)
    spaces = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("wp", "a", "r"))
    return (
        f'<wp:inline {spaces} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="1" name="Chart" descr="{literal(drawn.picture.alt.text)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline>"
    )


# --------------------------------------------------------------------------------- figures


@dataclass(frozen=True)
class _Table:
    """The sheet of a chart: a heading row, then for each point its names and its figures.

    `names` is how many columns of names there are: the years and their parts, or one.
    """

    rows: tuple[tuple[str | float | None, ...], ...]
    names: int

    @classmethod
    def of(cls, picture: Picture) -> _Table:
        """The table of a picture: its points, and the reference lines, if any."""
        references = [each.value for each in picture.references]
        ends = [""] if len(references) == 1 else [f" ({end})" for end in ("low", "high")]
        aims = [f"{picture.aim}{end}" for end in ends] if references else []
        parts, years = two_rows([point.label for point in picture.points])
        is_dated = picture.kind == "trend" and bool(years)
        names: list[tuple[str, ...]] = [(point.label,) for point in picture.points]
        names = list(zip(_once(years), parts, strict=True)) if is_dated else names
        heading = (*[""] * len(names[0]), picture.axis or picture.title.text, *aims)
        rows = ((*name, point.value, *references) for name, point in zip(names, picture.points, strict=True))
        return cls((heading, *rows), len(names[0]))

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)


def _once(years: Sequence[str]) -> list[str]:
    """Each year at its first period only, as Word groups them."""
    return [year if not index or year != years[index - 1] else "" for index, year in enumerate(years)]


def _sheet(table: _Table) -> Worksheet:
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = _SHEET
    for number, row in enumerate(table.rows, 1):
        for column, value in enumerate(row, 1):
            if value not in ("", None):
                sheet.cell(number, column, value).data_type = "s" if isinstance(value, str) else "n"
    return sheet


def _workbook(drawn: Drawn) -> bytes:
    held = io.BytesIO()
    book = _sheet(_Table.of(drawn.picture)).parent
    assert book is not None  # noqa: S101  a sheet of a workbook
    book.save(held)
    return settled(held.getvalue())


def _form(points: Sequence[Point]) -> str:
    """The number format in which values are written: '#,##0', '0.0"%"'."""
    text = next((point.text for point in points if point.value is not None), "")
    decimals = re.search(r"\d\.(\d+)", text)
    form = "#,##0" + (f".{'0' * len(decimals[1])}" if decimals else "")
    after = re.search(r"[%]$", text)
    return ('"£"' if "£" in text else "") + form + ('"%"' if after else "")


# ------------------------------------------------------------------------------- the chart


def _xml(drawn: Drawn) -> bytes:
    """The chart part: what openpyxl writes, with the link to its sheet."""
    made = _line(drawn) if drawn.picture.kind == "trend" else _bars(drawn)
    made.legend = None
    made.title = None
    made.auto_title_deleted = True
    root = etree.fromstring(tostring(made._write()))
    extras = etree.fromstring(
        f'<x xmlns:c="{_CHART}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}">'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{_SIZE}">'
        f'<a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></x>'
    )
    for old in [each for tag in ("spPr", "txPr") for each in root.findall(f"{{{_CHART}}}{tag}")]:
        root.remove(old)
    at = list(root).index(root.find(f"{{{_CHART}}}chart")) + 1
    root[at:at] = list(extras)
    for series in root.iter(f"{{{_CHART}}}ser"):
        series.find(f"{{{_CHART}}}val").addprevious(_categories(_Table.of(drawn.picture)))
    if drawn.picture.references:
        _move_last_label(root, _aside(drawn))
    etree.cleanup_namespaces(root)
    made_xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made_xml


def _move_last_label(root: etree._Element, by: float) -> None:
    """Move the label of the last series up or down, by a part of the height: openpyxl has no way to it."""
    *_, index = root.iterfind(f".//{{{_CHART}}}dLbl/{{{_CHART}}}idx")
    place = f'<c:manualLayout><c:x val="0"/><c:y val="{by:.4f}"/></c:manualLayout>'
    if by:
        index.addnext(etree.fromstring(f'<c:layout xmlns:c="{_CHART}">{place}</c:layout>'))


def _line(drawn: Drawn) -> LineChart:
    picture, subject, reference = drawn.picture, *(each.lstrip("#") for each in drawn.colours[:2])
    made = LineChart()
    _fill(made, drawn)
    own, *others = made.series
    own.smooth = False
    own.graphicalProperties = _stroke(subject, 2.25)
    own.marker = _marker(subject)
    own.dPt = _points(picture.points, subject)
    own.dLbls = _label(_last(picture.points), form=_form(picture.points))
    for each in others:
        each.smooth = False
        each.graphicalProperties = _stroke(reference, 1.5, dash="dash")
        each.marker = Marker(symbol="none")
    if others:
        others[-1].dLbls = _label(len(picture.points) - 1, of_series=True)
    _time_axis(made)
    _value_axis(made, drawn)
    return made


def _bars(drawn: Drawn) -> BarChart:
    picture, subject, _, rest = drawn.picture, *(each.lstrip("#") for each in drawn.colours[:3])
    made = BarChart()
    made.type, made.gapWidth = "bar", 50
    _fill(made, drawn)
    (own,) = made.series
    own.invertIfNegative = False
    own.graphicalProperties = GraphicalProperties(solidFill=rest if picture.emphasis else subject)
    for index, point in enumerate(picture.points):
        if picture.emphasis and point.fact == picture.emphasis:
            own.dPt.append(
                DataPoint(idx=index, spPr=GraphicalProperties(solidFill=subject), invertIfNegative=False)
            )
    own.dLbls = DataLabelList(showVal=True, numFmt=_form(picture.points), **_NOTHING_ELSE, showSerName=False)
    made.x_axis.delete = False
    made.x_axis.scaling.orientation = "maxMin"
    made.x_axis.majorTickMark = "none"
    made.y_axis.delete = True
    made.y_axis.majorGridlines = None
    return made


def _fill(made: LineChart | BarChart, drawn: Drawn) -> None:
    """The series of a chart, with references to the sheet and the figures as they were last seen."""
    table = _Table.of(drawn.picture)
    first = table.names + 1
    cells = Reference(
        _sheet(table), min_col=first, max_col=len(table.rows[0]), min_row=1, max_row=table.height
    )
    made.add_data(cells, titles_from_data=True)
    for column, series in enumerate(made.series, table.names):
        values = [row[column] for row in table.rows[1:]]
        known = [NumVal(idx=i, v=value) for i, value in enumerate(values) if isinstance(value, int | float)]
        series.val.numRef.numCache = NumData(formatCode="General", ptCount=len(values), pt=known)
        series.cat = None
        title = str(table.rows[0][column])
        series.tx.strRef.strCache = StrData(ptCount=1, pt=[StrVal(idx=0, v=title)])


def _categories(table: _Table) -> etree._Element:
    """The names along the axis, from the innermost level out: openpyxl writes several levels amiss."""
    where = f"'{_SHEET}'!$A$2:${chr(ord('A') + table.names - 1)}${table.height}"
    levels = [
        "".join(
            f'<c:pt idx="{i}"><c:v>{literal(str(row[column]))}</c:v></c:pt>'
            for i, row in enumerate(table.rows[1:])
            if row[column]
        )
        for column in reversed(range(table.names))
    ]
    kind = "multiLvlStr" if table.names > 1 else "str"
    held = "".join(f"<c:lvl>{each}</c:lvl>" for each in levels) if table.names > 1 else levels[0]
    return etree.fromstring(
        f'<c:cat xmlns:c="{_CHART}"><c:{kind}Ref><c:f>{where}</c:f><c:{kind}Cache>'
        f'<c:ptCount val="{table.height - 1}"/>{held}</c:{kind}Cache></c:{kind}Ref></c:cat>'
    )


_NOTHING_ELSE = dict.fromkeys(("showLegendKey", "showCatName", "showPercent", "showBubbleSize"), False)


def _label(at: int, form: str = "", *, of_series: bool = False) -> DataLabelList:
    """A label right of a point: its value, or the name of its series."""
    shown = {**_NOTHING_ELSE, "showVal": not of_series, "showSerName": of_series}
    label = DataLabel(idx=max(at, 0), numFmt=form or None, dLblPos="r", **shown)
    return DataLabelList(dLbl=[label], showVal=False, showSerName=False, **_NOTHING_ELSE)


def _aside(drawn: Drawn) -> float:
    """How far the name of a reference line goes up (below zero) or down, clear of the newest value.

    As a part of the height of the chart.
    """
    points, references = drawn.picture.points, drawn.picture.references
    newest, aim = points[_last(points)].value, references[-1].value
    if newest is None or aim is None or drawn.axis is None:
        return 0.0
    low, high, _ = drawn.axis
    apart = (aim - newest) / (high - low) * _PLOT["h"]
    if abs(apart) >= _CLEAR:
        return 0.0
    return (apart - _CLEAR) if apart >= 0 else (apart + _CLEAR)


def _last(points: Sequence[Point]) -> int:
    return max((index for index, point in enumerate(points) if point.value is not None), default=-1)


def _points(points: Sequence[Point], colour: str) -> list[DataPoint]:
    """The points that look otherwise: of another shape where caution is due, and where a series breaks."""
    signs = dict(zip(_cautions(points), _SIGNS, strict=False))
    made = []
    for index, point in enumerate(points):
        line = LineProperties(noFill=True) if point.status == Status.BREAK and index else None
        sign = signs.get(point.status, _SIGN)
        if (line or sign is not _SIGN) and point.value is not None:
            look = GraphicalProperties(ln=line) if line else _stroke(colour, 2.25)
            made.append(DataPoint(idx=index, marker=_marker(colour, sign), spPr=look))
    return made


def _cautions(points: Sequence[Point]) -> list[str]:
    """The statuses of which a reader must know, each once."""
    known = (point.status for point in points if point.value is not None)
    return [each for each in dict.fromkeys(known) if each not in _REGULAR]


def _note(drawn: Drawn) -> str:
    """What must be known to read a chart: it stands behind the words above it."""
    points = drawn.picture.points
    cautions, known = _cautions(points), [point for point in points if point.value is not None]
    if len({point.status for point in known}) == 1:
        said = [f"All figures are {each}" for each in cautions if drawn.picture.kind == "trend"]
    elif drawn.picture.kind == "trend":
        said = [f"{sign.capitalize()}s: {each}" for each, sign in zip(cautions, _SIGNS, strict=False)]
    else:
        said = [f"{', '.join(p.label for p in known if p.status == each)}: {each}" for each in cautions]
    if drawn.axis and drawn.axis[0] > 0:
        said.append("The scale does not start at zero")
    if any(point.status == Status.BREAK for point in points[1:]) or len(known) < len(points):
        said.append("The line parts where the series breaks or a figure is missing")
    return "".join(f". {each}" for each in said)


def _marker(colour: str, sign: str = "circle") -> Marker:
    look = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
    return Marker(symbol=sign, size=6 if sign == _SIGN else 8, spPr=look)


def _stroke(colour: str, points: float, dash: str | None = None) -> GraphicalProperties:
    width = round(points * _EMU_PER_POINT)
    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=width, prstDash=dash))


def _time_axis(made: LineChart) -> None:
    made.x_axis.delete = False
    made.x_axis.tickLblPos = "low"
    made.x_axis.majorTickMark = "none"
    made.x_axis.graphicalProperties = _stroke("7A7A7A", 0.75)
    made.x_axis.noMultiLvlLbl = False


def _value_axis(made: LineChart, drawn: Drawn) -> None:
    made.y_axis.delete = False
    made.y_axis.majorTickMark = "none"
    made.y_axis.numFmt = None
    made.y_axis.number_format = _form(drawn.picture.points)
    made.y_axis.majorGridlines.spPr = _stroke(_GRID, 0.5)
    made.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    if drawn.axis:
        made.y_axis.scaling.min, made.y_axis.scaling.max, made.y_axis.majorUnit = drawn.axis
    made.layout = Layout(manualLayout=ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", **_PLOT))
