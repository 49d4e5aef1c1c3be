"""A phrase and a scope become a sentence whose spans say which words are which fact."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from report_builder.model import Sentence, Words
from report_builder.narrative.phrasebook import FIELD, Book, Phrase
from report_builder.narrative.scope import Scope
from report_builder.narrative.vocabulary import FRAGMENTS
from report_builder.wording import capitalised


def say(book: Book, slot: str, scope: Scope) -> Sentence | None:
    """The sentence of the first phrase of a slot that fits; None where none does: silence is allowed."""
    sentence = _say(book, slot, scope)
    return replace(sentence, text=capitalised(sentence.text)) if sentence else None


def part(book: Book, slot: str, scope: Scope) -> Sentence | None:
    """As `say`, for words that stand within a line: the first letter stays as it is."""
    return _say(book, slot, scope)


def _say(book: Book, slot: str, scope: Scope) -> Sentence | None:
    for phrase in book.of(slot):
        if not _fits(phrase, scope):
            continue
        for text in _wordings(phrase, scope):
            sentence = _filled(book, phrase, text, scope)
            if sentence and not _opens_with(sentence, scope.avoid):
                return sentence
        if sentence := _filled(book, phrase, phrase.say, scope):
            return sentence
    return None


def _wordings(phrase: Phrase, scope: Scope) -> tuple[str, ...]:
    """The wordings of a phrase in the order in which they are tried: its own, then the others.

    The order of the others is told by a hash of what is spoken of: the same inputs always read alike.
    """
    if not scope.avoid or not phrase.also:
        return (phrase.say,)
    latest = scope.roles.get("latest")
    told = f"{latest.id if latest else ''}|{phrase.slot}"
    start = int(sha256(told.encode()).hexdigest(), 16) % len(phrase.also)
    return (phrase.say, *phrase.also[start:], *phrase.also[:start])


def _opens_with(sentence: Sentence, word: str) -> bool:
    return bool(word) and opening(sentence.text) == word


def opening(text: str) -> str:
    """The first word of a text, in lower case."""
    return text.partition(" ")[0].casefold()


def _fits(phrase: Phrase, scope: Scope) -> bool:
    return all(_holds(scope, name, wanted) for name, wanted in phrase.when.items())


def _holds(scope: Scope, name: str, wanted: str) -> bool:
    if wanted in ("present", "absent"):
        return scope.has(name) == (wanted == "present")
    return scope.tag(name) == wanted


def _filled(book: Book, phrase: Phrase, wanted: str, scope: Scope) -> Sentence | None:
    """One wording of a phrase with every field filled; None where one of them has nothing to say."""
    text, spans, because = "", [], [scope.fact_of(name) for name in phrase.when]
    tags = [f"{name} = {value}" for name, value in phrase.when.items()]
    end = 0
    for match in FIELD.finditer(wanted):
        text += wanted[end : match.start()]
        end = match.end()
        found = _field(book, match[1], match[2] or "", scope)
        if found is None:
            return None
        spans += [Words(len(text) + span.start, len(text) + span.end, span.fact) for span in found.spans]
        because += found.because
        tags += found.tags
        text += found.text
    licensed = tuple(dict.fromkeys(fact for fact in because if fact))
    return Sentence(text + wanted[end:], tuple(spans), licensed, phrase.id, tuple(dict.fromkeys(tags)))


def _field(book: Book, name: str, spec: str, scope: Scope) -> Sentence | None:
    return _say(book, name, scope) if name in FRAGMENTS else scope.field(name, spec)


def joined(*parts: Sentence | str) -> Sentence:
    """Sentences and plain text run together, the spans moved along."""
    text = ""
    spans: list[Words] = []
    because: list[str] = []
    tags: list[str] = []
    for each in parts:
        sentence = each if isinstance(each, Sentence) else Sentence(each)
        spans += [Words(len(text) + s.start, len(text) + s.end, s.fact) for s in sentence.spans]
        because += sentence.because
        tags += sentence.tags
        text += sentence.text
    return Sentence(text, tuple(spans), tuple(dict.fromkeys(because)), tags=tuple(dict.fromkeys(tags)))


def listed(items: list[Sentence], between: str = ", ", last: str = " and ") -> Sentence:
    """'A', 'A and B', 'A, B and C'."""
    parts: list[Sentence | str] = []
    for i, item in enumerate(items):
        parts += [between if 0 < i < len(items) - 1 else last if i else "", item]
    return joined(*parts)
