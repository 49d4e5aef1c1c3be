"""The overall performance summary: counts that add up, then the indicators by name and paragraph."""

from __future__ import annotations

from collections.abc import Mapping

from report_builder.model import PARAGRAPH_REFERENCE, Facts, IndicatorFacts, Sentence, Words
from report_builder.narrative.indicator import scope_of
from report_builder.narrative.phrasebook import Book
from report_builder.narrative.realise import listed, say
from report_builder.narrative.scope import Scope


def summary(facts: Facts, book: Book, numbers: Mapping[str, int]) -> tuple[tuple[Sentence, ...], ...]:
    """The paragraphs of the summary. `numbers` says in which paragraph an indicator stands."""
    scope = Scope(facts.report, {})
    worse, better, not_compared = (
        _named(facts, book, scope, direction, numbers) for direction in ("worse", "better", "not compared")
    )
    counted = say(book, "summary.count", scope)
    targets = say(book, "summary.targets", scope)
    drafted = ((counted, targets), (worse,), (better,), (not_compared,))
    kept = (tuple(sentence for sentence in group if sentence) for group in drafted)
    return tuple(group for group in kept if group)


def _named(
    facts: Facts, book: Book, scope: Scope, direction: str, numbers: Mapping[str, int]
) -> Sentence | None:
    mine = [each for each in facts.indicators if each.direction == direction]
    items = [item for each in mine if (item := _item(each, book, numbers))]
    slot = f"summary.{direction.replace(' ', '_')}"
    return say(book, slot, scope.having(items=_semicolons(items))) if items else None


def _item(facts: IndicatorFacts, book: Book, numbers: Mapping[str, int]) -> Sentence | None:
    scope = scope_of(facts).having(paragraph=reference(facts.indicator.id, numbers))
    return say(book, "summary.item", scope)


def reference(paragraph: str, numbers: Mapping[str, int]) -> Sentence:
    """The number of a paragraph, as a span that names it."""
    text = str(numbers.get(paragraph, 0))
    return Sentence(text, (Words(0, len(text), f"{PARAGRAPH_REFERENCE}{paragraph}"),))


def _semicolons(items: list[Sentence]) -> Sentence:
    """Items with brackets inside read better with semicolons, when there are more than two."""
    return listed(items) if len(items) <= 2 else listed(items, between="; ", last="; and ")
