"""What the parts are given: the program's planned pictures and words, and a plain Word template.

The project has to have been built once: its pictures are the ones that are merged, and their printed size
is the one that is drawn.

    python -m benchmarks.prepare FOLDER
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document

from report_builder import pipeline
from report_builder.model import Narrative, Picture, Point

CM_PER_INCH = 2.54
DPI = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A picture as the program planned it, and the file that it drew."""

    picture: Picture
    file: Path

    def told(self) -> dict[str, Any]:
        """What is needed to draw and to place it: points, reference, size in inches, file."""
        points = self.picture.points
        return {
            "kind": self.picture.kind,
            "title": self.picture.title.text,
            "subtitle": self.picture.subtitle.text,
            "axis": self.picture.axis,
            "labels": [each.label for each in points],
            "values": [each.value for each in points],
            "texts": [each.text for each in points],
            "emphasis": [n for n, each in enumerate(points) if each.fact == self.picture.emphasis],
            "reference": _reference(self.picture.reference),
            "inches": _inches(self.file.read_bytes()),
            "file": str(self.file),
        }


def _reference(point: Point | None) -> dict[str, Any] | None:
    return {"label": point.label, "value": point.value, "text": point.text} if point else None


def _inches(png: bytes) -> tuple[float, float]:
    """The printed size of a PNG, from the pixels that stand in its head."""
    width, height = struct.unpack(">II", png[16:24])
    return width / DPI, height / DPI


def plan(home: Path) -> dict[str, Any]:
    """Everything that the report prints, in the order of the document."""
    told = pipeline.tell(home).narrative
    charts = home / "charts"
    return {
        "paragraphs": list(_paragraphs(told, charts)),
        "appendix": [_told(each, charts) for each in told.comparisons],
        "rows": list(_rows(told, charts)),
    }


def _told(picture: Picture, charts: Path) -> dict[str, Any]:
    return Planned(picture, charts / f"{pipeline.file_name(picture.id)}.png").told()


def _paragraphs(told: Narrative, charts: Path) -> Iterator[dict[str, Any]]:
    for section in told.sections():
        for n, paragraph in enumerate(section.paragraphs):
            yield {
                "heading": "" if n else section.heading,
                "text": paragraph.text,
                "charts": [_told(each, charts) for each in paragraph.pictures],
            }


def _rows(told: Narrative, charts: Path) -> Iterator[dict[str, Any]]:
    rows = [row for group in told.dashboard for row in group.rows]
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    for row in rows:
        cells = [row.cells[name].text if name in row.cells else "" for name in columns]
        yield {"cells": cells, "trend": _told(row.trend, charts) if row.trend else None}


def template(columns: int) -> Any:
    """A Word file with a loop of paragraphs and their charts, one of charts, and one of table rows."""
    document = Document()
    for line in ("{%p for each in paragraphs %}", "{{ each.heading }}", "{{ each.text }}"):
        document.add_paragraph(line)
    _charts(document, "each.charts")
    document.add_paragraph("{%p endfor %}")
    _charts(document, "appendix")
    table = document.add_table(rows=3, cols=columns + 1)
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    for n in range(columns):
        table.rows[1].cells[n].text = f"{{{{ row.cells[{n}] }}}}"
    table.rows[1].cells[columns].text = "{{ row.trend }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    return document


def _charts(document: Any, listed: str) -> None:
    loop = (
        f"{{%p for chart in {listed} %}}",
        "{{ chart.title }}",
        "{{ chart.subtitle }}",
        "{{ chart.image }}",
    )
    for line in (*loop, "{%p endfor %}"):
        document.add_paragraph(line)


def prepare(home: Path) -> None:
    """Write `plan.json` and `plain.docx` into the folder of the project."""
    planned = plan(home)
    (home / "plan.json").write_text(json.dumps(planned), encoding="utf-8")
    template(len(planned["rows"][0]["cells"])).save(home / "plain.docx")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
