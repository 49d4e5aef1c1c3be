"""The finished file read again, without what wrote it, and held against the narrative."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from report_builder.document.filling import aim_text, cell_text
from report_builder.document.markup import name, parse, printable, text_of
from report_builder.document.numbering import Numbering
from report_builder.model import DashboardRow, Narrative
from report_builder.problems import Problem, problem

_CELLS = ("indicator", "latest", "previous", "change", "twelve_months", "target", "rank")


def numbered_paragraphs(document: bytes | Path) -> list[tuple[int, str]]:
    """The numbered paragraphs of a Word file: the number that Word counts, and the words.

    Numbers come from the lists bound to paragraphs or to their styles, as in Word.
    Raises ValueError where the file is no Word document.
    """
    return _Finished.read(document).numbered()


def differences(narrative: Narrative, document: bytes | Path, where: str = "") -> tuple[Problem, ...]:
    """Where the finished document does not say what the narrative says: the first place of each kind.

    Raises ValueError where the file is no Word document.
    """
    finished = _Finished.read(document)
    found = (
        _paragraphs(narrative, finished),
        _absent("heading", [each.heading for each in narrative.priorities], finished.headings()),
        _absent("picture", [each.alt.text for each in narrative.pictures()], finished.alternative_texts()),
        _dashboard(narrative, finished),
    )
    return tuple(problem("document-differs", where, found=each) for each in found if each)


@dataclass(frozen=True)
class _Finished:
    """A Word file as it was read."""

    body: etree._Element
    numbering: Numbering

    @classmethod
    def read(cls, document: bytes | Path) -> _Finished:
        try:
            with zipfile.ZipFile(
                io.BytesIO(document) if isinstance(document, bytes) else document
            ) as archive:
                body, styles = (parse(archive.read(f"word/{each}.xml")) for each in ("document", "styles"))
                lists = "word/numbering.xml"
                numbers = parse(archive.read(lists)) if lists in archive.namelist() else None
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
            raise ValueError("not a Word document") from error
        return cls(body, Numbering.of(styles, numbers))

    def numbered(self) -> list[tuple[int, str]]:
        return [(number, text_of(each)) for number, each in self.numbering.numbered(self.body)]

    def headings(self) -> list[str]:
        """The words of the headings of the first level."""
        paragraphs = self.body.iter(name("w:p"))
        return [text_of(each) for each in paragraphs if "heading 1" in self.numbering.style_names(each)]

    def alternative_texts(self) -> list[str]:
        """The alternative text of every picture in the body."""
        return [each.get("descr") or "" for each in self.body.iter(name("wp:docPr"))]

    def rows(self) -> list[Counter[str]]:
        """The words of the cells of every table row."""
        return [
            Counter(" ".join(map(text_of, cell.iter(name("w:p")))) for cell in row.iter(name("w:tc")))
            for row in self.body.iter(name("w:tr"))
        ]


def _paragraphs(narrative: Narrative, finished: _Finished) -> str:
    planned = [(each.number, printable(each.text)) for each in narrative.paragraphs()]
    read = finished.numbered()
    for want, got in zip(planned, read, strict=False):
        if want != got:
            return f"paragraph {want[0]} reads “{got[0]}. {_short(got[1])}”, not “{_short(want[1])}”"
    count = f"it has {len(read)} numbered paragraphs, not {len(planned)}"
    return "" if len(read) == len(planned) else count


def _absent(kind: str, planned: Sequence[str], read: Sequence[str]) -> str:
    absent = Counter(map(printable, planned)) - Counter(read)
    return f"the {kind} “{_short(next(iter(absent)))}” is not there" if absent else ""


def _dashboard(narrative: Narrative, finished: _Finished) -> str:
    """The first planned row that is not found in the tables, read once from top to bottom."""
    remaining = iter(finished.rows())
    for row in (row for group in narrative.dashboard for row in group.rows):
        planned = _cells(row)
        if not any(planned <= each for each in remaining):
            return f"the dashboard row “{_short(cell_text(row, 'indicator'))}” is not as planned"
    return ""


def _cells(row: DashboardRow) -> Counter[str]:
    texts = {key: cell_text(row, key) for key in _CELLS}
    texts["target"] += aim_text(row)
    return Counter(printable(text) for text in texts.values())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}..."
