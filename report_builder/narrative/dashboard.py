"""Appendix 1: a row an indicator, its cells in words from the same facts as the commentary."""

from __future__ import annotations

from typing import Literal

from report_builder.model import DashboardGroup, DashboardRow, Definition, Facts, IndicatorFacts
from report_builder.narrative.charts import of_dashboard
from report_builder.narrative.indicator import scope_of
from report_builder.narrative.phrasebook import Book
from report_builder.narrative.realise import part, say

COLUMNS = ("indicator", "latest", "previous", "change", "twelve_months", "target", "rank")
_TARGET: dict[str, Literal["met", "near", "missed"]] = {
    "exactly": "met",
    "met": "met",
    "near": "near",
    "missed": "missed",
}


def dashboard(facts: Facts, definition: Definition, book: Book) -> tuple[DashboardGroup, ...]:
    """The dashboard: a group of rows for each priority that has indicators."""
    groups = (
        (priority.heading, [each for each in facts.indicators if each.indicator.priority == priority.id])
        for priority in definition.priorities
    )
    return tuple(
        DashboardGroup(name, tuple(_row(each, book) for each in rows)) for name, rows in groups if rows
    )


def _row(facts: IndicatorFacts, book: Book) -> DashboardRow:
    scope = scope_of(facts)
    said = {column: say(book, f"dashboard.{column}", scope) for column in COLUMNS}
    said["aim"] = part(book, "dashboard.aim", scope)
    return DashboardRow(
        indicator=facts.indicator.id,
        cells={column: sentence for column, sentence in said.items() if sentence},
        trend=of_dashboard(facts, book),
        target=_target(facts),
    )


def _target(facts: IndicatorFacts) -> Literal["met", "near", "missed", "none", "unknown"]:
    if "gap" in facts:
        return _TARGET[facts["gap"].tags["target"]]
    return "unknown" if "target" in facts else "none"
