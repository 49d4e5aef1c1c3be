"""Narrative: facts become numbered paragraphs, and the words of pictures and dashboard cells.

The phrase book holds the words and this stage the plan: what is said, in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from report_builder.model import (
    Definition,
    Facts,
    IndicatorFacts,
    Narrative,
    Paragraph,
    Picture,
    Section,
    Sentence,
)
from report_builder.narrative.charts import of_appendix, of_paragraph
from report_builder.narrative.dashboard import dashboard
from report_builder.narrative.indicator import paragraphs
from report_builder.narrative.phrasebook import Book, load
from report_builder.narrative.realise import say
from report_builder.narrative.scope import Scope, spoken
from report_builder.narrative.summary import summary

__all__ = ["Book", "load", "tell"]

_Draft = tuple[str, tuple[Sentence, ...], tuple[Picture, ...]]
_METHOD = ("method.sources", "method.change", "method.direction", "method.rates", "method.marks")


def tell(facts: Facts, definition: Definition, book: Book) -> Narrative:
    """Every word of the report in order, its paragraphs numbered from 1 through all sections."""
    introduction = list(_typed(facts, "introduction"))
    priorities = [(each, list(_priority(each.id, facts, definition, book))) for each in definition.priorities]
    before = len(introduction) + len(summary(facts, book, {}))
    drafts = [draft for _, group in priorities for draft in group]
    numbers = {draft[0]: before + n for n, draft in enumerate(drafts, 1)}
    summed = [(f"summary-{n}", each, ()) for n, each in enumerate(summary(facts, book, numbers), 1)]
    numbered = count(1)
    return Narrative(
        settings=definition.settings,
        introduction=_section("introduction", "Introduction", introduction, numbered),
        summary=_section("summary", "Overall Performance Summary", summed, numbered),
        priorities=tuple(_section(p.id, p.heading, group, numbered) for p, group in priorities if group),
        recommendations=_section("recommendations", "Recommendations", _recommended(facts, book), numbered),
        dashboard=dashboard(facts, definition, book),
        comparisons=tuple(picture for each in facts.indicators for picture in of_appendix(each, book)),
        method=_section("method", "Method and data", list(_method(facts, book)), numbered),
    )


def _section(name: str, heading: str, drafts: Iterable[_Draft], numbered: Iterator[int]) -> Section:
    made = (Paragraph(key, next(numbered), sentences, pictures) for key, sentences, pictures in drafts)
    return Section(name, heading, tuple(made))


def _typed(facts: Facts, name: str) -> Iterator[_Draft]:
    """Paragraphs that a person typed in the definition: each wholly one fact."""
    for role, fact in facts.report.items():
        if role.startswith(f"{name} "):
            yield role.replace(" / ", "-").replace(" ", "-"), (spoken(str(fact.value), fact),), ()


def _priority(priority: str, facts: Facts, definition: Definition, book: Book) -> Iterator[_Draft]:
    yield from _typed(facts, f"priority {priority} /")
    for each in facts.indicators:
        if each.indicator.priority == priority:
            yield from _indicator(each, definition, book)
    yield from _advice(priority, facts, book)


def _advice(priority: str, facts: Facts, book: Book) -> Iterator[_Draft]:
    """What officers advise on a whole priority."""
    for role, fact in facts.report.items():
        if role.startswith(f"advice {priority} / ") and (
            said := say(book, "advice", Scope({"note": fact}, {}))
        ):
            yield f"{priority}-advice-{role.rpartition(' ')[2]}", (said,), ()


def _indicator(facts: IndicatorFacts, definition: Definition, book: Book) -> Iterator[_Draft]:
    told = paragraphs(facts, book, definition.settings)
    pictures = tuple(of_paragraph(facts, book))
    for n, sentences in enumerate(told, 1):
        key = facts.indicator.id if n == 1 else f"{facts.indicator.id}-{n}"
        yield key, sentences, pictures if n == len(told) else ()


def _recommended(facts: Facts, book: Book) -> list[_Draft]:
    typed = list(_typed(facts, "recommendations"))
    offered = say(book, "recommendation", Scope(facts.report, {}))
    return typed or ([("recommendation", (offered,), ())] if offered else [])


def _method(facts: Facts, book: Book) -> Iterator[_Draft]:
    scope = Scope(facts.report, {})
    for slot in _METHOD:
        if sentence := say(book, slot, scope):
            yield slot.replace(".", "-"), (sentence,), ()
    yield from _typed(facts, "note")
