"""Narrative: facts become numbered paragraphs, and the words of pictures and dashboard cells.

The phrase book holds the words and this stage the plan: what is said, in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from report_builder.model import (
    Definition,
    Facts,
    IndicatorFacts,
    Kind,
    Narrative,
    Paragraph,
    Picture,
    Priority,
    Section,
    Sentence,
)
from report_builder.narrative.charts import of_appendix, of_paragraph
from report_builder.narrative.dashboard import dashboard, tally
from report_builder.narrative.indicator import scope_of, sentences_of
from report_builder.narrative.numbers import numbered
from report_builder.narrative.phrasebook import Book, load
from report_builder.narrative.plan import order_of
from report_builder.narrative.realise import listed, opening, part, say
from report_builder.narrative.recommended import offers, recommended
from report_builder.narrative.scope import Scope, spoken
from report_builder.narrative.summary import Places, counts_of, summary, tallied
from report_builder.narrative.voice import Voice, voice_of

__all__ = ["Book", "load", "numbered", "offers", "tell"]

_METHOD = (
    "method.sources", "method.change", "method.strength", "method.tests", "method.verdict", "method.patterns",
    "method.areas", "method.exceptions", "method.season", "method.marks",
)  # fmt: skip
_IN_A_ROW = 2


@dataclass(frozen=True)
class _Draft:
    """A paragraph without its number, and the indicators that it tells of."""

    id: str
    sentences: tuple[Sentence, ...]
    pictures: tuple[Picture, ...] = ()
    of: tuple[str, ...] = ()


def tell(facts: Facts, definition: Definition, book: Book) -> Narrative:
    """Every word of the report in order, its paragraphs numbered from 1 through all sections."""
    voice = voice_of(book, definition.settings, facts)
    introduction = list(_typed(facts, "introduction"))
    priorities = [(each, list(_priority(each, facts, voice))) for each in definition.priorities]
    before = len(introduction) + len(summary(facts, voice, {}))
    drafts = [draft for _, group in priorities for draft in group]
    places = {
        indicator: (draft.id, str(before + n)) for n, draft in enumerate(drafts, 1) for indicator in draft.of
    }
    summed = [_Draft(f"summary-{n}", each) for n, each in enumerate(summary(facts, voice, places), 1)]
    count_on = count(1)
    compared = {each.indicator.id: tuple(of_appendix(each, voice)) for each in facts.indicators}
    elsewhere = {key: tuple(each.id for each in pictures) for key, pictures in compared.items()}
    return Narrative(
        settings=definition.settings,
        introduction=_section("introduction", "Introduction", introduction, count_on),
        summary=_section("summary", "Overall performance summary", summed, count_on),
        priorities=tuple(
            _section(p.id, p.heading, group, count_on, elsewhere) for p, group in priorities if group
        ),
        recommendations=_section(
            "recommendations", "Recommendations", _recommended(facts, voice, places), count_on
        ),
        dashboard=dashboard(facts, definition, voice, places),
        comparisons=tuple(picture for pictures in compared.values() for picture in pictures),
        method=_section("method", "Method and data", list(_method(facts, voice)), count_on),
        tally=tally(facts),
    )


def _section(
    name: str,
    heading: str,
    drafts: Iterable[_Draft],
    count_on: Iterator[int],
    elsewhere: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Section:
    made = (
        Paragraph(
            draft.id,
            str(next(count_on)),
            draft.sentences,
            draft.pictures,
            tuple(key for indicator in draft.of for key in elsewhere.get(indicator, ())),
        )
        for draft in drafts
    )
    return Section(name, heading, tuple(made))


def _typed(facts: Facts, name: str) -> Iterator[_Draft]:
    """Paragraphs that a person typed in the definition: each wholly one fact."""
    for role, fact in facts.report.items():
        if role.startswith(f"{name} ") and role.removeprefix(f"{name} ").isdigit():
            yield _Draft(role.replace(" / ", "-").replace(" ", "-"), (spoken(str(fact.value), fact),))


# ------------------------------------------------------------------------------- a priority


def _priority(priority: Priority, facts: Facts, voice: Voice) -> Iterator[_Draft]:
    yield from _typed(facts, f"priority {priority.id} /")
    mine = [each for each in facts.indicators if each.indicator.priority == priority.id]
    if lead := _lead(priority, mine, facts, voice):
        yield lead
    order = order_of(mine, voice)
    openings: list[str] = []
    wholes = {each.indicator.id: each for each in order.alone}
    for each in order.alone:
        draft = _indicator(each, wholes.get(each.indicator.part_of), openings, voice)
        openings.append(opening(draft.sentences[0].text) if draft.sentences else "")
        yield draft
    for n, group in enumerate(order.groups, 1):
        yield from _grouped(f"{priority.id}-others-{n}", group, voice)
    yield from _advice(priority.id, facts, voice)


def _lead(priority: Priority, mine: list[IndicatorFacts], facts: Facts, voice: Voice) -> _Draft | None:
    """One sentence that says how the indicators of a priority did."""
    scope = Scope(counts_of(facts, f"priority {priority.id} / "), {}, style=voice.settings.style)
    tally = tallied(scope, voice, "not_assessed")
    exceptions = [each for each in mine if each.is_exception]
    gains = [each for each in mine if each.is_strong_gain and each.verdict != "improved"]
    scope = scope.having(
        items=tally,
        named=_names(sorted(exceptions, key=lambda each: -each.score), voice),
        gained=_names(gains, voice),
    )
    lead = say(voice.book, "lead", scope)
    return _Draft(f"{priority.id}-lead", (lead,)) if lead and lead.text else None


def _names(indicators: Sequence[IndicatorFacts], voice: Voice) -> Sentence | None:
    return listed([_label(each, voice) for each in indicators]) if indicators else None


def _label(each: IndicatorFacts, voice: Voice) -> Sentence:
    return part(voice.book, "lead.item", scope_of(each, voice.settings)) or Sentence("")


def _indicator(
    facts: IndicatorFacts, whole: IndicatorFacts | None, openings: list[str], voice: Voice
) -> _Draft:
    """The paragraph of an indicator; reworded where the two before it begin with the same word."""
    same = _same_period(facts, whole)
    told = sentences_of(facts, voice, whole=same)
    last = openings[-_IN_A_ROW:]
    if told and len(last) == _IN_A_ROW and {*last} == {opening(told[0].text)}:
        told = sentences_of(facts, voice, whole=same, avoid=last[0])
    pictures = tuple(of_paragraph(facts, voice))
    return _Draft(facts.indicator.id, told, pictures, (facts.indicator.id,))


def _same_period(facts: IndicatorFacts, whole: IndicatorFacts | None) -> IndicatorFacts | None:
    """The whole, where both are counts with a figure for the same period."""
    if whole is None or "latest" not in facts or "latest" not in whole:
        return None
    is_count = facts.indicator.kind is whole.indicator.kind is Kind.COUNT
    now, of = facts["latest"], whole["latest"]
    is_part = isinstance(now.value, float) and isinstance(of.value, float) and now.value <= of.value
    return whole if is_count and is_part and now.period == of.period else None


def _grouped(name: str, group: tuple[IndicatorFacts, ...], voice: Voice) -> Iterator[_Draft]:
    """One sentence on indicators of which nothing needs saying but that nothing clear has changed."""
    scopes = [scope_of(each, voice.settings) for each in group]
    slots = ["calm.first", *["calm.item"] * (len(group) - 1)]
    items = [part(voice.book, slot, scope) for slot, scope in zip(slots, scopes, strict=True)]
    told = say(voice.book, "calm", scopes[0].having(items=listed([item for item in items if item])))
    pictures = tuple(picture for each in group for picture in of_paragraph(each, voice))
    if told:
        yield _Draft(name, (told,), pictures, tuple(each.indicator.id for each in group))


def _advice(priority: str, facts: Facts, voice: Voice) -> Iterator[_Draft]:
    """What officers advise on a whole priority."""
    for role, fact in facts.report.items():
        scope = Scope({"note": fact}, {}, style=voice.settings.style)
        if role.startswith(f"advice {priority} / ") and (said := say(voice.book, "advice", scope)):
            yield _Draft(f"{priority}-advice-{role.rpartition(' ')[2]}", (said,))


# --------------------------------------------------------------------------- the end of the report


def _recommended(facts: Facts, voice: Voice, places: Places) -> list[_Draft]:
    typed = list(_typed(facts, "recommendations"))
    usual = say(voice.book, "recommendation", Scope(facts.report, {}, style=voice.settings.style))
    first = typed or ([_Draft("recommendation", (usual,))] if usual else [])
    accepted = recommended(facts, voice, places)
    return [*first, *(_Draft(f"recommendation-{key}", (sentence,)) for key, sentence in accepted)]


def _method(facts: Facts, voice: Voice) -> Iterator[_Draft]:
    scope = Scope(facts.report, {}, style=voice.settings.style)
    for slot in _METHOD:
        if sentence := say(voice.book, slot, scope):
            yield _Draft(slot.replace(".", "-"), (sentence,))
    yield from _typed(facts, "note")
