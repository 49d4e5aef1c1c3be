"""Appendix 1: a row an indicator, its cells in words from the same facts as the commentary."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from report_builder.model import (
    DashboardGroup,
    DashboardRow,
    Definition,
    Facts,
    IndicatorFacts,
    Sentence,
    TargetKind,
)
from report_builder.narrative.charts import of_dashboard
from report_builder.narrative.indicator import scope_of
from report_builder.narrative.realise import part, say
from report_builder.narrative.voice import Voice

_NO_BREAK = "\N{NO-BREAK SPACE}"
COLUMNS = ("indicator", "latest", "previous", "change", "twelve_months", "target", "rank")
_TARGET: dict[str, Literal["met", "near", "missed"]] = {
    "exactly": "met",
    "met": "met",
    "near": "near",
    "missed": "missed",
}


def dashboard(facts: Facts, definition: Definition, voice: Voice) -> tuple[DashboardGroup, ...]:
    """The dashboard: a group of rows for each priority that has indicators."""
    groups = (
        (priority.heading, [each for each in facts.indicators if each.indicator.priority == priority.id])
        for priority in definition.priorities
    )
    return tuple(
        DashboardGroup(name, tuple(_row(each, voice) for each in rows)) for name, rows in groups if rows
    )


def _row(facts: IndicatorFacts, voice: Voice) -> DashboardRow:
    scope = scope_of(facts, voice.settings)
    said = {column: say(voice.book, f"dashboard.{column}", scope) for column in COLUMNS}
    said["aim"] = part(voice.book, "dashboard.aim", scope)
    said |= {column: _unbroken(said[column]) for column in ("latest", "previous", "twelve_months", "aim")}
    return DashboardRow(
        indicator=facts.indicator.id,
        cells={column: sentence for column, sentence in said.items() if sentence},
        trend=of_dashboard(facts, voice),
        target=_target(facts),
    )


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
