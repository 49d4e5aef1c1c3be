"""Part 4: one docxtpl merge of as many paragraphs, pictures and dashboard rows, into a plain template.

python -m benchmarks.parts.merge FOLDER
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from docx.shared import Inches
from docxtpl import DocxTemplate, InlineImage


def merge(template: Path, plan: dict[str, Any]) -> bytes:
    """The filled template as bytes; the pictures are read from the files of the program."""
    word = DocxTemplate(template)
    word.render(filled(word, plan), autoescape=True)
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def filled(word: DocxTemplate, plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with its pictures as docxtpl wants them."""

    def with_image(chart: dict[str, Any]) -> dict[str, Any]:
        return {**chart, "image": image(word, chart)}

    return {
        "paragraphs": [
            {**each, "charts": list(map(with_image, each["charts"]))} for each in plan["paragraphs"]
        ],
        "appendix": list(map(with_image, plan["appendix"])),
        "rows": [{**row, "trend": image(word, row["trend"])} for row in plan["rows"]],
    }


def image(word: DocxTemplate, chart: dict[str, Any] | None) -> InlineImage | str:
    """A picture at its printed width."""
    return InlineImage(word, chart["file"], width=Inches(chart["inches"][0])) if chart else ""


def main(home: Path) -> None:
    """Merge once, and print how long it took."""
    plan = json.loads((home / "plan.json").read_text(encoding="utf-8"))
    start = perf_counter()
    merge(home / "plain.docx", plan)
    took = 1000 * (perf_counter() - start)
    print(json.dumps({"merge": took, "paragraphs": len(plan["paragraphs"]), "rows": len(plan["rows"])}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
