"""The words and marks of pictures: planned here, so that picture, sentence and table agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder import periods, wording
from report_builder.model import Fact, IndicatorFacts, Picture, Point, Sentence
from report_builder.narrative.indicator import scope_of
from report_builder.narrative.realise import joined, listed, say
from report_builder.narrative.scope import Scope, spoken
from report_builder.narrative.voice import Voice
from report_builder.periods import Period, Span

_ENOUGH = 2


def of_paragraph(facts: IndicatorFacts, voice: Voice) -> Iterator[Picture]:
    """The pictures that stand with an indicator's commentary."""
    if "trend" in facts.indicator.charts and (picture := _line("trend", facts, voice, "series")):
        yield picture


def of_appendix(facts: IndicatorFacts, voice: Voice) -> Iterator[Picture]:
    """The comparisons of districts and of other areas."""
    for kind in ("districts", "peers"):
        if kind in facts.indicator.charts and len(facts.groups.get(kind, ())) >= _ENOUGH:
            yield _bars(kind, facts, voice)


def of_dashboard(facts: IndicatorFacts, voice: Voice) -> Picture | None:
    """The small line of a dashboard row: rolling twelve months for counts, the figures for the rest."""
    return _line("sparkline", facts, voice, "trend")


def _line(kind: str, facts: IndicatorFacts, voice: Voice, group: str) -> Picture | None:
    series = facts.groups.get(group, ())
    known = [fact for fact in series if fact.known]
    if len(known) < _ENOUGH:
        return None
    scope = _with_ends(scope_of(facts, voice.settings), known)
    axis = say(voice.book, "trend.axis", scope)
    target = facts.roles.get("target") if series == facts.groups.get("series") else None
    scope = scope.having(axis=axis, target=target)
    return _picture(
        kind,
        facts,
        voice,
        scope,
        points=tuple(_point(fact, _on_axis(fact.period), facts) for fact in series),
        reference=_reference(target, "Target") if target else None,
        emphasis=known[-1].id,
        axis=axis.text if axis else "",
    )


def _on_axis(period: Period | None) -> str:
    """A period as it stands on a time axis: figures of the year to date stand at their last month."""
    if period is None:
        return ""
    return periods.say(Period(period.last, 1) if period.span is Span.TO_DATE else period)


def _with_ends(scope: Scope, known: Sequence[Fact]) -> Scope:
    """The first, last, lowest and highest of a series, for the words of its picture."""
    by_value = sorted(known, key=_number)
    return scope.having(first=known[0], last=known[-1], lowest=by_value[0], highest=by_value[-1])


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _bars(kind: str, facts: IndicatorFacts, voice: Voice) -> Picture:
    bars = sorted(facts.groups[kind], key=_number, reverse=True)
    own = next((fact for fact in bars if fact.area == facts["area"].value), None)
    county = facts.roles.get("rate") if kind == "districts" else None
    scope = scope_of(facts, voice.settings).having(
        items=listed([joined(_named(fact), " ", _shown(fact)) for fact in bars])
    )
    return _picture(
        kind,
        facts,
        voice,
        scope,
        points=tuple(_point(fact, fact.area, facts) for fact in bars),
        reference=_reference(county, str(facts["area"].value)) if county else None,
        emphasis=own.id if own else "",
        axis="",
    )


def _named(fact: Fact) -> Sentence:
    return spoken(fact.area, fact)


def _shown(fact: Fact) -> Sentence:
    return spoken(wording.value_of(fact), fact)


def _picture(  # noqa: PLR0913  the sides of a picture; all but four go by name
    kind: str, facts: IndicatorFacts, voice: Voice, scope: Scope, *,
    points: tuple[Point, ...], reference: Point | None, emphasis: str, axis: str,
) -> Picture:  # fmt: skip
    return Picture(
        id=f"{facts.indicator.id}-{kind}",
        kind=kind,
        title=_said(voice, f"{kind}.title", scope),
        subtitle=_said(voice, f"{kind}.subtitle", scope),
        alt=_said(voice, f"{kind}.alt", scope),
        points=points,
        reference=reference,
        emphasis=emphasis,
        axis=wording.capitalised(axis),
    )


def _said(voice: Voice, slot: str, scope: Scope) -> Sentence:
    return (
        say(voice.book, slot, scope) or scope.texts.get("label") or Sentence(str(scope.roles["label"].value))
    )


def _point(fact: Fact, label: str, facts: IndicatorFacts) -> Point:
    broken = facts.roles.get("break")
    status = wording.status_word(fact)
    if broken and broken.period == fact.period:
        status = "series break"
    value = _number(fact) if fact.known else None
    return Point(fact.id, label, value, wording.value_of(fact), status)


def _reference(fact: Fact, label: str) -> Point:
    return Point(fact.id, label, _number(fact), wording.value_of(fact), wording.status_word(fact))
