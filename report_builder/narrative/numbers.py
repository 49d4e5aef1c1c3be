"""The numbers of paragraphs, as the template gives them to the finished commentary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from report_builder.model import (
    PARAGRAPH_REFERENCE,
    DashboardGroup,
    DashboardRow,
    Narrative,
    Paragraph,
    Section,
    Sentence,
    Words,
)

Labels = Mapping[str, str]
"""The number of each paragraph as it is printed, by its id, in the order in which they are printed."""


def numbered(told: Narrative, labels: Labels) -> Narrative:
    """The commentary with these numbers, where a sentence refers to a paragraph too.

    Paragraphs without a label keep the number that they have.
    """
    return replace(
        told,
        introduction=_section(told.introduction, labels),
        summary=_section(told.summary, labels),
        priorities=tuple(_section(each, labels) for each in told.priorities),
        recommendations=_section(told.recommendations, labels),
        dashboard=tuple(_group(each, labels) for each in told.dashboard),
        method=_section(told.method, labels),
        order=tuple(labels),
    )


def _section(section: Section, labels: Labels) -> Section:
    return replace(section, paragraphs=tuple(_paragraph(each, labels) for each in section.paragraphs))


def _paragraph(paragraph: Paragraph, labels: Labels) -> Paragraph:
    return replace(
        paragraph,
        number=labels.get(paragraph.id, paragraph.number),
        sentences=tuple(_sentence(each, labels) for each in paragraph.sentences),
    )


def _group(group: DashboardGroup, labels: Labels) -> DashboardGroup:
    return replace(group, rows=tuple(_row(each, labels) for each in group.rows))


def _row(row: DashboardRow, labels: Labels) -> DashboardRow:
    return replace(row, cells={key: _sentence(each, labels) for key, each in row.cells.items()})


def _sentence(sentence: Sentence, labels: Labels) -> Sentence:
    """A sentence with the numbers that it refers to, its other words moved along."""
    changes = {
        (span.start, span.end): labels[paragraph]
        for span in sentence.spans
        if span.fact.startswith(PARAGRAPH_REFERENCE)
        and (paragraph := span.fact.removeprefix(PARAGRAPH_REFERENCE)) in labels
    }
    if not changes:
        return sentence

    def moved(place: int) -> int:
        longer = (len(label) - (end - start) for (start, end), label in changes.items() if end <= place)
        return place + sum(longer)

    text = sentence.text
    for (start, end), label in sorted(changes.items(), reverse=True):
        text = text[:start] + label + text[end:]
    spans = (Words(moved(each.start), moved(each.end), each.fact) for each in sentence.spans)
    return replace(sentence, text=text, spans=tuple(spans))
