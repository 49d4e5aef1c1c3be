"""The finished file read again, without what wrote it, and held against the narrative."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from report_builder.document.filling import CELLS, cell_text, target_text
from report_builder.document.markup import name, parse, printable, text_of
from report_builder.document.numbering import Numbering
from report_builder.model import DashboardRow, Narrative
from report_builder.problems import Problem, problem


def numbered_paragraphs(document: bytes | Path) -> list[tuple[str, str]]:
    """The numbered paragraphs of a Word file: the number that Word prints, less a full stop, and the words.

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

    def numbered(self) -> list[tuple[str, str]]:
        return [(number, text_of(each)) for number, each in self.numbering.numbered(self.body)]

    def headings(self) -> list[str]:
        """The words of the headings of the first level."""
        paragraphs = self.body.iter(name("w:p"))
        return [text_of(each) for each in paragraphs if "heading 1" in self.numbering.style_names(each)]

    def alternative_texts(self) -> list[str]:
        """The alternative text of every picture in the body."""
        return [each.get("descr") or "" for each in self.body.iter(name("wp:docPr"))]

    def rows(self) -> list[str]:
        """The words of every table row, a line a paragraph."""
        return ["\n".join(map(text_of, row.iter(name("w:p")))) for row in self.body.iter(name("w:tr"))]


def _paragraphs(narrative: Narrative, finished: _Finished) -> str:
    """The first planned paragraph that is not there; the template may number others between them."""
    planned = [(each.number, printable(each.text)) for each in narrative.paragraphs()]
    read = finished.numbered()
    if len(read) < len(planned):
        return f"it has {len(read)} numbered paragraphs, not {len(planned)}"
    remaining = iter(read)
    for number, words in planned:
        if not any(_is_same(words, got) for got_number, got in remaining if got_number == number):
            got = next((f"“{text[:57]}”" for label, text in read if label == number), "nothing")
            return f"paragraph {number} reads {got}, not “{_short(words)}”"
    return ""


def _is_same(words: str, read: str) -> bool:
    """Whether a paragraph reads as planned; behind its words it may name its charts."""
    return read.startswith(words) and bool(re.fullmatch(r"( \(\w+\s[\d, and]+\))?", read[len(words) :]))


def _absent(kind: str, planned: Sequence[str], read: Sequence[str]) -> str:
    absent = Counter(map(printable, planned)) - Counter(read)
    return f"the {kind} “{_short(next(iter(absent)))}” is not there" if absent else ""


def _dashboard(narrative: Narrative, finished: _Finished) -> str:
    """The first planned row that is not found in the tables, read once from top to bottom."""
    remaining = iter(finished.rows())
    for row in (row for group in narrative.dashboard for row in group.rows):
        planned = [printable(text) for text in _texts(row)]
        if not any(_holds(each, planned) for each in remaining):
            return f"the dashboard row “{_short(cell_text(row, 'indicator'))}” is not as planned"
    return ""


def _holds(read: str, planned: Sequence[str]) -> bool:
    """Whether a row has all its texts, each as often as it is planned."""
    for text in sorted(planned, key=len, reverse=True):
        if text not in read:
            return False
        read = read.replace(text, "\0", 1)
    return True


def _texts(row: DashboardRow) -> Iterator[str]:
    yield from (cell_text(row, key) for key in CELLS if key != "target")
    yield from (target_text(row), cell_text(row, "aim"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}..."
