"""What is said of one indicator: which sentences, in which order, and how many (rule book, 5 and 13).

What the reader must know is always said: the figure, what is the matter with it, and how strong the evidence
is. Of the rest the most remarkable is said, as far as the number of sentences allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from report_builder.model import Fact, IndicatorFacts, Kind, Lead, Sentence, Settings
from report_builder.narrative.realise import listed, say
from report_builder.narrative.scope import Scope, spoken
from report_builder.narrative.vocabulary import COMPARED
from report_builder.narrative.voice import Voice
from report_builder.wording import aside, value_of

_ROLE_OF = {
    "base": "{0}",
    "change": "{0}.change",
    "percent": "{0}.percent",
    "times": "{0}.times",
    "test": "{0}.test",
}
_HIDDEN = ("earlier", "year_ago")
_NAMED = 2
_ONE_CHANGE = (Kind.COUNT, Kind.SURVEY, Kind.REDUCTION)
"""Kinds whose sentence tells of one change; the others tell of that before it as well."""

ALWAYS = 1000
REMARKABLE = 50
FILLER = 9
"""What is worth no more than this is said of exceptions only."""


@dataclass(frozen=True)
class Said:
    """A sentence, the slot it was said for, and how much it is worth saying."""

    slot: str
    sentence: Sentence
    worth: float


def scope_of(facts: IndicatorFacts, settings: Settings) -> Scope:
    """What may be said of an indicator with its leading comparison."""
    roles = {name: fact for name, fact in facts.roles.items() if name.split(".")[0] not in _HIDDEN}
    scope = Scope(roles, {}, facts.indicator, settings.style)
    return _beside(compared(scope, facts, roles.get("latest"), "base"), facts, settings)


def compared(scope: Scope, facts: IndicatorFacts, later: Fact | None, name: str) -> Scope:
    """The scope with `latest`, `base`, `change`, `percent` and `test` bound to one comparison."""
    bound = {role: facts.roles.get(pattern.format(name)) for role, pattern in _ROLE_OF.items()}
    return scope.having(**dict.fromkeys(COMPARED)).having(**bound, latest=later, noun=_noun(facts, later))


def _noun(facts: IndicatorFacts, latest: Fact | None) -> Fact | None:
    singular = facts.roles.get("singular")
    return singular if latest and latest.value == 1 and singular else facts.roles.get("name")


def _beside(scope: Scope, facts: IndicatorFacts, settings: Settings) -> Scope:
    """The scope with the other comparisons that are told beside the one with the previous period.

    `earlier`, the figure before that, and `year_ago`, the same period a year earlier.
    """
    base = facts.roles.get("base")
    if base is None or base != facts.roles.get("previous"):
        return scope
    found: dict[str, Fact | None] = {}
    if "earlier.test" in facts:
        tests = (facts["base.test"], facts["earlier.test"])
        alike = len({test.tags["strength"] for test in tests}) == 1
        found = {"earlier": facts["earlier"]}
        is_compound = facts.indicator.kind not in _ONE_CHANGE
        found |= {"earlier.change": facts["earlier.change"]} if alike and is_compound else {}
    if _has_year_ago(facts, settings) and not _moved_on_year(facts, settings):
        found["year_ago"] = facts["year_ago"]
    return scope.having(**found)


def _moved_on_year(facts: IndicatorFacts, settings: Settings) -> bool:
    """Whether a change on the same period a year earlier is more than chance, and nothing else tells of it.

    The twelve months tell of it where they moved as well.
    """
    if not _has_year_ago(facts, settings) or facts["year_ago.test"].tags["claim"] != "moved":
        return False
    longer = facts.roles.get("rolling_before.test")
    return longer is None or longer.tags["claim"] != "moved"


def _has_year_ago(facts: IndicatorFacts, settings: Settings) -> bool:
    """Whether the same period a year earlier is to be told beside a comparison with the previous one."""
    base, year_ago = facts.roles.get("base"), facts.roles.get("year_ago")
    if settings.lead is not Lead.PREVIOUS or base is None or year_ago is None:
        return False
    return base == facts.roles.get("previous") and base.period != year_ago.period


# ------------------------------------------------------------------------------- the paragraph


def sentences_of(
    facts: IndicatorFacts, voice: Voice, *, whole: IndicatorFacts | None = None, avoid: str = ""
) -> tuple[Sentence, ...]:
    """The sentences on an indicator in the order in which a board reads them, and officers' advice.

    `whole` is the indicator that this one is a part of, told just before; `avoid` a word that the
    paragraph had better not begin with.
    """
    found = tuple(_all(facts, voice, whole, avoid))
    stands_out = facts.is_exception or facts.is_strong_gain
    allowed = voice.exception_sentences if stands_out else voice.sentences
    least = 0 if stands_out else FILLER
    needed = sum(each.worth >= ALWAYS for each in found)
    others = sorted((each for each in found if each.worth < ALWAYS), key=lambda each: -each.worth)
    kept = [each for each in others if each.worth > least][: max(0, allowed - needed)]
    told = [each.sentence for each in found if each.worth >= ALWAYS or each in kept]
    return (*told, *advice(facts, voice))


def is_remarkable(facts: IndicatorFacts, voice: Voice) -> bool:
    """Whether there is more to be said of an indicator than that nothing clear has changed."""
    found = _all(facts, voice, None, "")
    plain = ("change", "strength")
    return any(
        each.worth >= REMARKABLE and each.slot not in plain and not _is_usual(each, facts) for each in found
    )


def _is_usual(said: Said, facts: IndicatorFacts) -> bool:
    """A target that is met, a figure within its range, the year before: what a table shows as well."""
    if said.slot == "target":
        return facts["gap"].tags["target"] in ("met", "exactly")
    if said.slot == "range":
        return facts["verdict"].tags.get("within") == "inside"
    return said.slot == "year_ago"


def _all(facts: IndicatorFacts, voice: Voice, whole: IndicatorFacts | None, avoid: str) -> Iterator[Said]:
    """Every sentence that could be said, in order, with its worth."""
    named = {"whole": whole["latest"], "whole.name": whole["name"]} if whole else {}
    scope = scope_of(facts, voice.settings).having(**named, **outliers(facts))
    unsaid = {*_other_shapes(facts), *(() if _moved_on_year(facts, voice.settings) else ("on_year",))}
    told: list[Sentence] = []
    for slot, worth in _ORDER:
        name = slot.removesuffix("_view")
        seen = viewed(scope, facts, name) if slot.endswith("_view") else scope
        if seen is None or name in unsaid or (name == "year_ago" and _is_told(scope, told)):
            continue
        if avoid and not told:
            seen = replace(seen, avoid=avoid)
        sentence = say(voice.book, name, seen)
        if sentence and sentence.text:
            told.append(sentence)
            value = worth(facts) if callable(worth) else worth
            yield Said(name, sentence, value)
            if name not in _SAME:
                scope = scope.having(apart=sentence)


def _other_shapes(facts: IndicatorFacts) -> frozenset[str]:
    """The shapes of a series that are left unsaid: it has one, the first of these that holds."""
    is_shift = "signal" in facts and facts["signal"].tags["rule"] == "shift"
    ranked = ("levelled", "signal", "trend") if is_shift else ("levelled", "trend", "signal")
    found = [name for name in ranked if name in facts]
    return frozenset(found[1:])


def _is_told(scope: Scope, told: list[Sentence]) -> bool:
    """Whether the same period a year earlier has been named already, beside the strength."""
    year_ago = scope.roles.get("year_ago")
    return year_ago is not None and any(span.fact == year_ago.id for each in told for span in each.spans)


_SAME = ("change", "range")
"""After any other sentence a target is said of "the figure", for "this" might be something else."""


def viewed(scope: Scope, facts: IndicatorFacts, name: str) -> Scope | None:
    """The scope of a longer view, `rolling` or `year`, with its own comparison; None where there is none."""
    if name == "on_year":
        return compared(scope, facts, facts.roles.get("latest"), "year_ago") if "year_ago" in facts else None
    if name not in facts or (name == "rolling" and _same_year(facts)):
        return None
    return compared(scope, facts, facts[name], f"{name}_before")


def _same_year(facts: IndicatorFacts) -> bool:
    """Whether the rolling twelve months are the financial year."""
    ends = [facts[name].period for name in ("rolling", "year") if name in facts]
    return len(ends) > 1 and all(end and ends[0] and end.last == ends[0].last for end in ends)


def outliers(facts: IndicatorFacts) -> dict[str, Sentence]:
    """The districts outside the limits of chance, as lists: `districts.above` and `districts.below`."""
    return {
        name: _named(facts.groups[name])
        for name in ("districts.above", "districts.below")
        if facts.groups.get(name)
    }


def _named(areas: tuple[Fact, ...]) -> Sentence:
    shown = [spoken(f"{each.area} ({value_of(each)}{aside(each)})", each) for each in areas[:_NAMED]]
    more = len(areas) - _NAMED
    if more > 0:
        rest = areas[_NAMED:]
        shown = [*shown[:_NAMED], spoken(f"{more} {'other' if more == 1 else 'others'}", rest[0])]
    return listed(shown)


# ------------------------------------------------------------------------------------- worth

_TARGET = {"missed": 100, "near": 98, "met": 60, "exactly": 60}
_EVIDENCE = {"clear": 75, "likely": 55}


def _of_target(facts: IndicatorFacts) -> float:
    return _TARGET[facts["gap"].tags["target"]]


def _of_view(name: str, below: float) -> Callable[[IndicatorFacts], float]:
    def worth(facts: IndicatorFacts) -> float:
        test = facts.roles.get(f"{name}_before.test")
        if test is None or test.tags["claim"] != "moved":
            return below
        return _EVIDENCE[test.tags["strength"]] - (name == "year")

    return worth


def _of_districts(facts: IndicatorFacts) -> float:
    test = facts.roles.get("districts.test")
    if test and test.tags["outside"] == "some":
        return 70
    return 11 if test and test.tags["spread"] == "by chance" else 5


_ORDER: tuple[tuple[str, float | Callable[[IndicatorFacts], float]], ...] = (
    ("change", ALWAYS),
    ("alone", ALWAYS),
    ("revised", ALWAYS),
    ("strength", ALWAYS),
    ("untested", ALWAYS),
    ("reporting", ALWAYS),
    ("skipped", ALWAYS),
    ("reliability", ALWAYS),
    ("break", ALWAYS),
    ("resumes_in", ALWAYS),
    ("missing", ALWAYS),
    ("partial", ALWAYS),
    ("rest", ALWAYS),
    ("on_year_view", 97),
    ("range", 95),
    ("target", _of_target),
    ("year_ago", 88),
    ("signal", 90),
    ("trend", 85),
    ("levelled", 80),
    ("streak", 62),
    ("extreme", 65),
    ("stable", 20),
    ("rolling_view", _of_view("rolling", 10)),
    ("year_view", _of_view("year", 4)),
    ("assurance", 8),
    ("spread", 3),
    ("rank", 58),
    ("districts", _of_districts),
)
"""The sentences on an indicator in the order of reading, each with its worth."""


def advice(facts: IndicatorFacts, voice: Voice) -> tuple[Sentence, ...]:
    """What officers advise, each note a sentence attributed to them."""
    notes = facts.groups.get("advice", ())
    found = (say(voice.book, "advice", scope_of(facts, voice.settings).having(note=note)) for note in notes)
    return tuple(sentence for sentence in found if sentence)
