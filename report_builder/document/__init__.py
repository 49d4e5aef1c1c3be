"""The room that makes the Word file: places filled, pictures set, numbers bound, the result read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docx.opc.part import Part

from report_builder.document.blank import with_blank_page
from report_builder.document.drawing import pictures
from report_builder.document.filling import bare, report
from report_builder.document.finish import finish, numbering_of
from report_builder.document.gate import gate
from report_builder.document.lint import lint
from report_builder.document.merge import fill, opened, place
from report_builder.document.places import Runs
from report_builder.document.readback import differences, numbered_paragraphs
from report_builder.document.references import anchored
from report_builder.document.stable import packed
from report_builder.document.structure import structure
from report_builder.model import Drawn, Narrative
from report_builder.problems import Faults, Problem

__all__ = ["compose", "gate", "labels", "lint", "numbered_paragraphs", "structure", "with_blank_page"]


def labels(narrative: Narrative, template: Path) -> dict[str, str]:
    """The number that Word gives to each numbered paragraph, by its id, in the order of the template.

    Numbers stand without a full stop at their end: "14", "3.2". Empty where the template cannot be filled
    or does not number every paragraph: `lint` and `compose` say why.
    """
    word = opened(template)
    if isinstance(word, Problem):
        return {}
    try:
        fill(word, bare(narrative), place(template))
    except Faults:
        return {}
    counted = numbering_of(word.docx).numbered(word.docx.element.body)
    found = {key: label for label, paragraph in counted if (key := anchored(paragraph))}
    return found if all(each.id in found for each in narrative.paragraphs()) else {}


def compose(
    narrative: Narrative, drawn: Mapping[str, Drawn], template: Path, *, native: bool = False
) -> bytes:
    """The report as the bytes of a .docx file; the same input gives the same bytes.

    `drawn` holds every picture of the narrative by its id; `native` asks for charts of Word's own in place
    of those pictures that it can draw. The result was read back and says
    what the narrative says. Raises problems.Faults where the template is at fault, and KeyError
    where a planned picture was not drawn.
    """
    _stop(lint(template))
    word = opened(template)
    if isinstance(word, Problem):
        raise Faults([word])
    styles = {style.name: style.style_id for style in word.docx.styles}
    planned = {each.id: drawn[each.id] for each in narrative.pictures()}
    fill(word, report(narrative, _images(word.docx.part, planned, native=native), styles), place(template))
    finish(word.docx, narrative)
    document = packed(word.docx.part.package)
    _stop(differences(narrative, document, place(template)))
    return document


def _images(part: Part, planned: Mapping[str, Drawn], *, native: bool) -> dict[str, Runs]:
    """Every picture as runs, by its id."""
    if not native:
        return pictures(part, planned)
    # Imported here: only a house that asks for such charts waits for it.
    from report_builder.document.native import KINDS, chart

    own = {key: each for key, each in planned.items() if each.picture.kind in KINDS}
    others = pictures(part, {key: each for key, each in planned.items() if key not in own})
    return others | {key: chart(part, number, each) for number, (key, each) in enumerate(own.items(), 1)}


def _stop(found: tuple[Problem, ...]) -> None:
    if found:
        raise Faults(found)
