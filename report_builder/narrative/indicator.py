"""The sentences about one indicator, in the order in which a board reads them."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.model import Fact, IndicatorFacts, Lead, Sentence, Settings
from report_builder.narrative.phrasebook import Book
from report_builder.narrative.realise import say
from report_builder.narrative.scope import Scope
from report_builder.narrative.vocabulary import COMPARED
from report_builder.periods import Span

_SHORT = 4
_LONGER = 2
_ROLE_OF = {"base": "{0}", "change": "{0}.change", "percent": "{0}.percent", "times": "{0}.times"}


def scope_of(facts: IndicatorFacts) -> Scope:
    """What may be said of an indicator with its leading comparison."""
    roles = {
        name: fact for name, fact in facts.roles.items() if name.split(".")[0] not in ("earlier", "year_ago")
    }
    scope = Scope(roles, {}, facts.indicator)
    latest = roles.get("latest")
    return _compared(scope, facts, latest, "base")


def _compared(scope: Scope, facts: IndicatorFacts, later: Fact | None, name: str) -> Scope:
    """The scope with `latest`, `base`, `change` and `percent` bound to one comparison."""
    bound = {role: facts.roles.get(pattern.format(name)) for role, pattern in _ROLE_OF.items()}
    return scope.having(**dict.fromkeys(COMPARED)).having(**bound, latest=later, noun=_noun(facts, later))


def _noun(facts: IndicatorFacts, latest: Fact | None) -> Fact | None:
    singular = facts.roles.get("singular")
    return singular if latest and latest.value == 1 and singular else facts.roles.get("name")


def quarter(facts: IndicatorFacts, book: Book, settings: Settings) -> tuple[Sentence, ...]:
    """The latest figure and its changes, what is missing, the target, and officers' advice."""
    scope = scope_of(facts)
    sentences = [say(book, slot, scope) for slot in ("change", "skipped", "break", "missing")]
    sentences += _more_changes(facts, book, scope, settings)
    sentences += [say(book, slot, scope) for slot in ("range", "target")]
    return tuple(sentence for sentence in sentences if sentence and sentence.text)


def advice(facts: IndicatorFacts, book: Book) -> tuple[Sentence, ...]:
    """What officers advise, each note a sentence attributed to them."""
    notes = facts.groups.get("advice", ())
    found = (say(book, "advice", scope_of(facts).having(note=note)) for note in notes)
    return tuple(sentence for sentence in found if sentence)


def _more_changes(
    facts: IndicatorFacts, book: Book, scope: Scope, settings: Settings
) -> Iterator[Sentence | None]:
    """The change before the latest, and the same period last year, where another comparison leads."""
    latest = facts.roles.get("latest")
    rolling = latest is not None and latest.period is not None and latest.period.span is not Span.DISCRETE
    if settings.lead is not Lead.PREVIOUS or rolling:
        return
    if "earlier" in facts and facts["earlier.change"].tags["against"] != "other":
        yield say(book, "earlier", _compared(scope, facts, facts["previous"], "earlier"))
    if "year_ago" in facts and facts["year_ago"] != facts.roles.get("base"):
        yield say(book, "year_ago", _compared(scope, facts, latest, "year_ago"))


def longer(facts: IndicatorFacts, book: Book) -> tuple[Sentence, ...]:
    """The longer and the wider view: twelve months, financial year, range, rank and districts."""
    scope = scope_of(facts)
    views = [name for name in _years(facts) if name in facts]
    found = [say(book, name, _compared(scope, facts, facts[name], f"{name}_before")) for name in views]
    found += [say(book, slot, scope) for slot in ("spread", "rank", "districts")]
    return tuple(sentence for sentence in found if sentence and sentence.text)


def _years(facts: IndicatorFacts) -> tuple[str, ...]:
    """The views of a year; only the financial year where the twelve months are the same ones."""
    ends = [facts[name].period for name in ("rolling", "year") if name in facts]
    same = len(ends) > 1 and all(end and ends[0] and end.last == ends[0].last for end in ends)
    return ("year",) if same else ("rolling", "year")


def paragraphs(facts: IndicatorFacts, book: Book, settings: Settings) -> tuple[tuple[Sentence, ...], ...]:
    """One paragraph where little is to be said; else one for the period and one for the longer view."""
    now, later, notes = quarter(facts, book, settings), longer(facts, book), advice(facts, book)
    if not now or len(later) < _LONGER or len(now) + len(later) <= _SHORT:
        return ((*now, *later, *notes),)
    return now, (*later, *notes)
