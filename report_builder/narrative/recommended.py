"""Recommendations: offered by rule, and printed once a person has accepted them (rule book, 13.9)."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.model import Facts, IndicatorFacts, Narrative, Sentence
from report_builder.narrative.indicator import scope_of
from report_builder.narrative.phrasebook import Book
from report_builder.narrative.realise import say
from report_builder.narrative.summary import Places, reference
from report_builder.narrative.voice import Voice, voice_of
from report_builder.problems import Problem, problem

Offer = tuple[str, Sentence]


def recommended(facts: Facts, voice: Voice, places: Places) -> tuple[Offer, ...]:
    """The offers that are accepted in the definition, each by its key, in the order of the report."""
    accepted = {_plain(each) for each in voice.settings.accepted}
    return tuple(each for each in _offered(facts, voice, places) if _plain(each[0]) in accepted)


def offers(facts: Facts, narrative: Narrative, book: Book) -> Iterator[Problem]:
    """What is offered and not accepted, and what was accepted and is not offered any more."""
    settings = narrative.settings
    places = {each.id: (each.id, each.number) for each in narrative.paragraphs()}
    offered = dict(_offered(facts, voice_of(book, settings, facts), places))
    keys = {_plain(key): key for key in offered}
    place = next(iter(settings.cell("accepted")), "")
    accepted = {_plain(each): each for each in settings.accepted}
    for plain, key in keys.items():
        if plain not in accepted:
            yield problem("recommendation-offered", "", text=offered[key].text, key=key)
    for plain, typed in accepted.items():
        if plain not in keys:
            yield problem("recommendation-not-due", place, found=typed)


def _plain(key: str) -> str:
    return " ".join(key.casefold().split())


def _offered(facts: Facts, voice: Voice, places: Places) -> Iterator[Offer]:
    for each in facts.indicators:
        scope = scope_of(each, voice.settings).having(paragraph=reference(each.indicator.id, places))
        for name in _due(each):
            if sentence := say(voice.book, f"offer.{name}", scope):
                yield f"{name} {each.indicator.id}", sentence


def _due(each: IndicatorFacts) -> Iterator[str]:
    """Which recommendations the rules offer for an indicator."""
    gap = each.roles.get("gap")
    if each.is_exception and each.verdict == "worsened" and gap and gap.tags["target"] == "missed":
        yield "consider"
    if each.is_exception and "figures late" in each["score"].tags["why"]:
        yield "late"
    if gap and gap.tags.get("beaten") == "yes":
        yield "target"
