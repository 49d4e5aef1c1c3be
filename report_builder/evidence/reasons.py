"""Why a sentence says what it says: its phrase, the tags that chose it, the test, the thresholds in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report_builder.model import Cell, Fact, Facts, Narrative, Sentence

TESTS = frozenset(
    (
        "exact conditional test", "conditional test with dispersion",
        "conditional test with assumed dispersion", "score test", "Fisher's exact test", "not tested",
        "control chart", "trend", "streak", "extreme", "levelling", "stable", "funnel", "score", "verdict",
    )
)  # fmt: skip
"""The methods whose facts decide words."""

_HOUSE = "rules.toml"
_QUIET = ("status",)


@dataclass(frozen=True, slots=True)
class Test:
    """A test as evidence: what it found, with the numbers that it took and gave, and where they stand."""

    fact: str
    method: str
    found: str
    numbers: Mapping[str, str]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence of a paragraph was chosen. A sentence that a person typed has no phrase."""

    paragraph: str
    sentence: str
    phrase: str
    tags: tuple[str, ...]
    tests: tuple[Test, ...]
    thresholds: Mapping[str, str]


def reasons(narrative: Narrative, facts: Facts, methods: Mapping[str, str]) -> tuple[Reason, ...]:
    """The reasons of every sentence of the numbered paragraphs, in the order of reading."""
    return tuple(
        _reason(paragraph.number, sentence, facts, methods)
        for paragraph in narrative.paragraphs()
        for sentence in paragraph.sentences
    )


def _reason(number: str, sentence: Sentence, facts: Facts, methods: Mapping[str, str]) -> Reason:
    named = (*sentence.because, *(span.fact for span in sentence.spans))
    known = [facts[each] for each in dict.fromkeys(named) if each in facts.by_id]
    tests = [fact for fact in known if fact.method in TESTS]
    held = {each.id: each for fact in tests for each in _thresholds(fact)}
    thresholds = {each.basis[0].ref: f"{each.value:g}" for each in held.values() if _is_number(each)}
    told = tuple(_test(fact, methods) for fact in tests)
    return Reason(number, sentence.text, sentence.phrase, sentence.tags, told, thresholds)


def _is_number(fact: Fact) -> bool:
    return isinstance(fact.value, int | float)


def _thresholds(fact: Fact) -> Iterator[Fact]:
    for part in fact.parts:
        if part.basis and part.basis[0].workbook == _HOUSE:
            yield part
        elif part.method in TESTS:
            yield from _thresholds(part)


def _test(fact: Fact, methods: Mapping[str, str]) -> Test:
    """A test with its own value, its tags, and the values of its parts that are no threshold."""
    found = "; ".join(f"{name} {value}" for name, value in fact.tags.items() if value and name not in _QUIET)
    numbers = {fact.id: exact(fact)} if fact.known else {}
    for part in fact.parts:
        if part.known and not (part.basis and part.basis[0].workbook == _HOUSE):
            numbers[part.id] = exact(part)
    return Test(fact.id, methods.get(fact.method, fact.method), found, numbers, fact.basis)


def exact(fact: Fact) -> str:
    """The unrounded value, as far as a person reads it."""
    if isinstance(fact.value, int | float):
        return f"{fact.value:.10g}"
    return "" if fact.value is None else str(fact.value)
