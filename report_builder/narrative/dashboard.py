"""Appendix 1: a row an indicator, its cells in words from the same facts as the commentary."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from report_builder.model import (
    DashboardGroup,
    DashboardRow,
    Definition,
    Fact,
    Facts,
    IndicatorFacts,
    Sentence,
    TargetKind,
)
from report_builder.narrative.charts import of_dashboard
from report_builder.narrative.indicator import compared, scope_of
from report_builder.narrative.realise import part, say
from report_builder.narrative.scope import spoken
from report_builder.narrative.summary import Places, reference
from report_builder.narrative.voice import Voice

_YEAR = 12
_NO_BREAK = "\N{NO-BREAK SPACE}"
COLUMNS = (
    "indicator", "basis", "latest", "previous", "year_ago", "twelve_months", "change", "verdict", "target",
    "rank",
)  # fmt: skip
_WITHIN = ("reached", "previous_period", "year_ago_period", "aim", "letter")
TALLIED = (
    "improved", "calm", "worsened", "changed", "not_assessed", "target.met", "target.near", "target.missed",
)  # fmt: skip
_UNBROKEN = ("latest", "reached", "previous", "previous_period", "year_ago", "year_ago_period", "aim")
_TARGET: dict[str, Literal["met", "near", "missed"]] = {
    "exactly": "met",
    "met": "met",
    "near": "near",
    "missed": "missed",
}


def dashboard(
    facts: Facts, definition: Definition, voice: Voice, places: Places
) -> tuple[DashboardGroup, ...]:
    """The dashboard: a group of rows for each priority that has indicators, in the order of the text."""
    order = list(places)
    told = sorted(facts.indicators, key=lambda each: _place(each.indicator.id, order))
    groups = (
        (priority.heading, [each for each in told if each.indicator.priority == priority.id])
        for priority in definition.priorities
    )
    return tuple(
        DashboardGroup(name, tuple(_row(each, voice, places) for each in rows))
        for name, rows in groups
        if rows
    )


def _place(indicator: str, order: list[str]) -> int:
    """Where the text tells of an indicator; last where it does not."""
    return order.index(indicator) if indicator in order else len(order)


def tally(facts: Facts) -> dict[str, Sentence]:
    """How many indicators got which verdict, and how many met, came near and missed their target."""
    held = ((name, facts.report.get(name)) for name in TALLIED)
    return {
        name: spoken(f"{fact.value:.0f}", fact)
        for name, fact in held
        if fact and isinstance(fact.value, int | float)
    }


def _row(facts: IndicatorFacts, voice: Voice, places: Places) -> DashboardRow:
    scope = scope_of(facts, voice.settings)
    scope = scope.having(
        axis=say(voice.book, "trend.axis", scope), year_ago=_year_ago(facts), previous=_previous(facts)
    )
    said = {column: say(voice.book, f"dashboard.{column}", scope) for column in COLUMNS}
    said |= {column: part(voice.book, f"dashboard.{column}", scope) for column in _WITHIN}
    said |= {column: _unbroken(said[column]) for column in _UNBROKEN}
    if "rolling" in facts:
        year = compared(scope, facts, facts["rolling"], "rolling_before")
        said["year_change"] = say(voice.book, "dashboard.year_change", year)
    said["year_verdict"] = _year_verdict(facts, voice)
    said["paragraph"] = reference(facts.indicator.id, places) if facts.indicator.id in places else None
    return DashboardRow(
        indicator=facts.indicator.id,
        cells={column: sentence for column, sentence in said.items() if sentence and sentence.text},
        trend=of_dashboard(facts, voice),
        target=_target(facts),
        verdict=facts.verdict,
        year_verdict=_moved_on_the_year(facts),
    )


def _moved_on_the_year(facts: IndicatorFacts) -> str:
    """The verdict on the twelve months, where they moved: otherwise it would repeat itself down the page."""
    word = str(facts["rolling_before.verdict"].value) if "rolling_before.verdict" in facts else ""
    return "" if word == "no clear change" else word


def _year_verdict(facts: IndicatorFacts, voice: Voice) -> Sentence | None:
    """The verdict on the twelve months, in the words of any verdict."""
    if not _moved_on_the_year(facts):
        return None
    scope = scope_of(facts, voice.settings).having(verdict=facts["rolling_before.verdict"])
    return say(voice.book, "dashboard.verdict", scope)


def _year_ago(facts: IndicatorFacts) -> Fact | None:
    """The same period last year; for annual figures that is the previous one, which has its own column."""
    year_ago = facts.roles.get("year_ago")
    is_annual = facts.indicator.months == _YEAR and year_ago == facts.roles.get("previous")
    return None if is_annual else year_ago


def _previous(facts: IndicatorFacts) -> Fact | None:
    """The previous figure, where it is another than that of the same period last year."""
    previous = facts.roles.get("previous")
    return None if previous is not None and previous == _year_ago(facts) else previous


def _unbroken(sentence: Sentence | None) -> Sentence | None:
    """A cell whose facts, such as "Q2 2016/17", are not broken over two lines."""
    if sentence is None:
        return None
    inside = {i for span in sentence.spans for i in range(span.start, span.end)}
    text = "".join(_NO_BREAK if each == " " and i in inside else each for i, each in enumerate(sentence.text))
    return replace(sentence, text=text)


def _target(facts: IndicatorFacts) -> Literal["met", "near", "missed", "none", "unknown"]:
    if "gap" in facts:
        return _TARGET[facts["gap"].tags["target"]]
    is_set = "target" in facts or facts.indicator.target_kind is TargetKind.REDUCTION
    return "unknown" if is_set else "none"
