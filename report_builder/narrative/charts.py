"""The words and marks of pictures: planned here, so that picture, sentence and table agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder import periods, wording
from report_builder.model import Better, Fact, IndicatorFacts, Panel, Picture, Point, Sentence, TargetKind
from report_builder.narrative.indicator import outliers, scope_of
from report_builder.narrative.realise import joined, listed, say
from report_builder.narrative.scope import Scope, spoken
from report_builder.narrative.voice import Voice
from report_builder.periods import Period, Span

_ENOUGH = 2
_ENDS = 2


def of_paragraph(facts: IndicatorFacts, voice: Voice) -> Iterator[Picture]:
    """The pictures that stand with an indicator's commentary."""
    if "trend" in facts.indicator.charts and (picture := _line("trend", facts, voice, "series")):
        yield picture


def of_appendix(facts: IndicatorFacts, voice: Voice) -> Iterator[Picture]:
    """The comparisons of districts and of other areas."""
    is_wanted = {
        kind: kind in facts.indicator.charts and len(facts.groups.get(kind, ())) >= _ENOUGH
        for kind in ("districts", "peers")
    }
    if is_wanted["districts"] and (picture := _districts(facts, voice)):
        yield picture
    if is_wanted["peers"]:
        yield _peers(facts, voice)


def of_dashboard(facts: IndicatorFacts, voice: Voice) -> Picture | None:
    """The small line of a dashboard row: rolling twelve months for counts, the figures for the rest."""
    return _line("sparkline", facts, voice, "trend")


def _line(kind: str, facts: IndicatorFacts, voice: Voice, group: str) -> Picture | None:
    series = facts.groups.get(group, ())
    known = [fact for fact in series if fact.known]
    if len(known) < _ENOUGH:
        return None
    scope = _with_ends(scope_of(facts, voice.settings), known)
    aims = _aims(facts, is_own=series == facts.groups.get("series"))
    scope = scope.having(axis=_axis(scope, voice), target=aims[0] if len(aims) == 1 else None)
    return _picture(
        kind,
        facts,
        voice,
        scope,
        points=tuple(_point(fact, _on_axis(fact.period), facts) for fact in series),
        references=tuple(_reference(each) for each in aims),
        emphasis=known[-1].id,
        compared=facts["base"].id if "base" in facts else "",
    )


def _axis(scope: Scope, voice: Voice) -> Sentence | None:
    return say(voice.book, "trend.axis", scope)


def _aims(facts: IndicatorFacts, *, is_own: bool) -> tuple[Fact, ...]:
    """What a series is to reach: its target or the two ends of its range; for sums the target of the sum."""
    if not is_own:
        return tuple(facts[name] for name in ("rolling.target",) if name in facts)
    is_range = facts.indicator.target_kind is TargetKind.RANGE or facts.indicator.better is Better.RANGE
    ends = tuple(facts[name] for name in ("low", "high") if name in facts)
    if is_range and len(ends) == _ENDS:
        return ends
    return (facts["target"],) if "target" in facts else ()


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


def _peers(facts: IndicatorFacts, voice: Voice) -> Picture:
    bars = sorted(facts.groups["peers"], key=_number, reverse=True)
    own = next((fact for fact in bars if fact.area == facts["area"].value), None)
    scope = scope_of(facts, voice.settings).having(items=_listed(bars))
    return _picture(
        "peers",
        facts,
        voice,
        scope.having(axis=_axis(scope, voice)),
        points=tuple(_point(fact, fact.area, facts) for fact in bars),
        references=(),
        emphasis=own.id if own else "",
    )


def _districts(facts: IndicatorFacts, voice: Voice) -> Picture | None:
    """A panel a district, from the highest down, each with the line of the whole."""
    whole, districts = facts.groups["districts.whole"], facts.groups["districts"]
    if not whole:
        return None
    newest = sorted(districts, key=_number, reverse=True)
    scope = scope_of(facts, voice.settings).having(items=_listed(newest), **outliers(facts))
    scope = scope.having(first=whole[0], last=whole[-1])
    return _picture(
        "districts",
        facts,
        voice,
        scope.having(axis=_axis(scope, voice)),
        points=tuple(_point(fact, _on_axis(fact.period), facts) for fact in whole),
        references=(),
        emphasis=whole[-1].id,
        panels=tuple(_panel(each.area, facts) for each in newest),
    )


def _panel(area: str, facts: IndicatorFacts) -> Panel:
    sides = {"above": "districts.above", "below": "districts.below"}
    limits = (fact for fact in facts.groups.get("districts.limits", ()) if fact.area == area)
    return Panel(
        name=area,
        points=tuple(
            _point(fact, _on_axis(fact.period), facts)
            for fact in facts.groups["districts.trend"]
            if fact.area == area
        ),
        limits=tuple(_point(fact, "", facts) for fact in limits),
        side=next(
            (side for side, key in sides.items() if area in {f.area for f in facts.groups.get(key, ())}), ""
        ),
    )


def _listed(areas: Sequence[Fact]) -> Sentence:
    return listed([joined(_named(fact), " ", _shown(fact)) for fact in areas])


def _named(fact: Fact) -> Sentence:
    return spoken(fact.area, fact)


def _shown(fact: Fact) -> Sentence:
    return spoken(wording.value_of(fact), fact)


def _picture(  # noqa: PLR0913  the sides of a picture; all but four go by name
    kind: str, facts: IndicatorFacts, voice: Voice, scope: Scope, *,
    points: tuple[Point, ...], references: tuple[Point, ...], emphasis: str, compared: str = "",
    panels: tuple[Panel, ...] = (),
) -> Picture:  # fmt: skip
    aim = say(voice.book, "aim.label" if references else f"{kind}.aim", scope)
    axis = scope.texts.get("axis")
    return Picture(
        id=f"{facts.indicator.id}-{kind}",
        kind=kind,
        title=_said(voice, f"{kind}.title", scope),
        subtitle=_said(voice, f"{kind}.subtitle", scope),
        alt=_said(voice, f"{kind}.alt", scope),
        points=points,
        references=references,
        panels=panels,
        emphasis=emphasis,
        compared=compared,
        axis=axis.text if axis else "",
        aim=aim.text if aim else "",
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


def _reference(fact: Fact) -> Point:
    return Point(fact.id, "", _number(fact), wording.value_of(fact), wording.status_word(fact))
