"""The overall performance summary: counts that add up, exceptions by name, the longer term, the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report_builder.model import PARAGRAPH_REFERENCE, Fact, Facts, IndicatorFacts, Sentence, Words
from report_builder.narrative.indicator import compared, scope_of
from report_builder.narrative.plan import has_gained
from report_builder.narrative.realise import joined, listed, part, say
from report_builder.narrative.scope import Scope
from report_builder.narrative.voice import Voice

_MOST_WORSE = 4
_MOST_BETTER = 2
_MOST_LONGER = 2
_TALLIES = ("improved", "calm", "worsened", "changed")

Sentences = tuple[Sentence, ...]
Places = Mapping[str, tuple[str, str]]
"""The id and the number of the paragraph that tells of an indicator."""


def summary(facts: Facts, voice: Voice, places: Places) -> tuple[Sentences, ...]:
    """The paragraphs of the summary. `places` says in which paragraph an indicator stands."""
    drafted = (
        tuple(_counted(facts, voice, places)),
        tuple(_worse(facts, voice, places)),
        tuple(_better(facts, voice, places)),
        tuple(_otherwise(facts, voice, places)),
        tuple(_data(facts, voice, places)),
    )
    kept = (tuple(sentence for sentence in group if sentence.text) for group in drafted)
    return tuple(group for group in kept if group)


def counts_of(facts: Facts, prefix: str = "") -> dict[str, Fact]:
    """The counts by verdict of the report, or of a priority, under their plain names."""
    found = {
        name.removeprefix(prefix): fact for name, fact in facts.report.items() if name.startswith(prefix)
    }
    return {**facts.report, **found} if prefix else dict(facts.report)


def tallied(scope: Scope, voice: Voice, *more: str) -> Sentence:
    """'3 improved, 5 showed no clear change and 2 worsened': the verdicts that were given."""
    found = [part(voice.book, f"tally.{name}", scope) for name in (*_TALLIES, *more)]
    return listed([each for each in found if each and each.text])


def _report(facts: Facts, voice: Voice) -> Scope:
    return Scope(counts_of(facts), {}, style=voice.settings.style)


def _counted(facts: Facts, voice: Voice, places: Places) -> Iterator[Sentence]:
    scope = _report(facts, voice)
    missing = [each for each in facts.indicators if each.verdict == "not assessed"]
    untested = [
        each
        for each in facts.indicators
        if each.verdict != "not assessed" and each["verdict"].tags["tested"] == "no"
    ]
    scope = scope.having(
        items=tallied(scope, voice),
        paragraphs=references(missing, places),
        untested=references(untested, places),
    )
    for slot in ("summary.count", "summary.not_assessed", "summary.not_tested", "summary.targets"):
        if sentence := say(voice.book, slot, scope):
            yield sentence


def _worse(facts: Facts, voice: Voice, places: Places) -> Iterator[Sentence]:
    """The exceptions by score, then what else worsened."""
    exceptions = sorted(
        (each for each in facts.indicators if each.is_exception), key=lambda each: -each.score
    )
    others = [each for each in facts.indicators if each.verdict == "worsened" and not each.is_exception]
    if counted := say(voice.book, "summary.exceptions", _report(facts, voice)):
        yield counted
    yield from _told("summary.exception", exceptions[:_MOST_WORSE], voice, places)
    left = max(0, _MOST_WORSE - len(exceptions))
    yield from _told("summary.worse", others[:left], voice, places)
    unnamed = [*exceptions[_MOST_WORSE:], *others[left:]]
    if unnamed:
        scope = _report(facts, voice).having(paragraphs=references(unnamed, places))
        if sentence := say(voice.book, "summary.others", scope):
            yield sentence


def _better(facts: Facts, voice: Voice, places: Places) -> Iterator[Sentence]:
    """The strongest improvements, and what improved over twelve months."""
    better = [each for each in facts.indicators if has_gained(each) and not each.is_exception]
    strongest = sorted(better, key=lambda each: -each.gain)[:_MOST_BETTER]
    yield from _told("summary.better", strongest, voice, places)
    yield from _longer([each for each in _moved(facts) if _has_improved(each)], voice, places)


def _otherwise(facts: Facts, voice: Voice, places: Places) -> Iterator[Sentence]:
    """What changed over twelve months and did not improve: apart, for it is no good news."""
    yield from _longer([each for each in _moved(facts) if not _has_improved(each)], voice, places)


def _longer(indicators: Sequence[IndicatorFacts], voice: Voice, places: Places) -> Iterator[Sentence]:
    for each in indicators:
        seen = compared(scope_of(each, voice.settings), each, each["rolling"], "rolling_before")
        if sentence := _one("summary.longer", each, seen, voice, places):
            yield sentence


def _moved(facts: Facts) -> Sequence[IndicatorFacts]:
    """The largest clear changes over twelve months."""
    return sorted(filter(_is_clear, facts.indicators), key=lambda each: -_percent(each))[:_MOST_LONGER]


def _has_improved(each: IndicatorFacts) -> bool:
    return each["rolling_before.verdict"].value == "improved"


def _is_clear(each: IndicatorFacts) -> bool:
    if "rolling_before.verdict" not in each:
        return False
    tags = each["rolling_before.test"].tags
    return tags["claim"] == "moved" and tags["strength"] == "clear"


def _percent(each: IndicatorFacts) -> float:
    now, before = each["rolling"].value, each["rolling_before"].value
    if isinstance(now, int | float) and isinstance(before, int | float) and before:
        return abs(now - before) / before
    return 0.0


def _data(facts: Facts, voice: Voice, places: Places) -> Iterator[Sentence]:
    """To which month the figures are, and which are not final."""
    scope = _report(facts, voice)
    end = voice.settings.period.last
    apart = [
        each
        for each in facts.indicators
        if "latest" in each and (period := each["latest"].period) and period.last != end
    ]
    scope = scope.having(paragraphs=references(apart, places))
    for slot in ("summary.dates", "summary.compared"):
        if sentence := say(voice.book, slot, scope):
            yield sentence


def _told(
    slot: str, indicators: Sequence[IndicatorFacts], voice: Voice, places: Places
) -> Iterator[Sentence]:
    for each in indicators:
        if sentence := _one(slot, each, scope_of(each, voice.settings), voice, places):
            yield sentence


def _one(slot: str, each: IndicatorFacts, scope: Scope, voice: Voice, places: Places) -> Sentence | None:
    return say(voice.book, slot, scope.having(paragraph=reference(each.indicator.id, places)))


# ---------------------------------------------------------------------------------- references


def references(indicators: Sequence[IndicatorFacts], places: Places) -> Sentence | None:
    """'paragraph 7' or 'paragraphs 13 and 14', each number a span; None for none."""
    wanted = {each.indicator.id for each in indicators}
    found = tuple(dict.fromkeys(place for indicator, place in places.items() if indicator in wanted))
    if not found:
        return None
    word = "paragraph " if len(found) == 1 else "paragraphs "
    return joined(word, listed([_number(*place) for place in found]))


def reference(indicator: str, places: Places) -> Sentence:
    """The number of the paragraph that tells of an indicator, as a span that names the paragraph."""
    return _number(*places.get(indicator, (indicator, "0")))


def _number(paragraph: str, number: str) -> Sentence:
    return Sentence(number, (Words(0, len(number), f"{PARAGRAPH_REFERENCE}{paragraph}"),))
