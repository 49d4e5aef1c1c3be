"""Which figures may be set beside each other: series breaks, and the discrete figures since the last."""

from __future__ import annotations

import math
from dataclasses import replace

from report_builder.facts.measures import Workings
from report_builder.model import Basis, Fact, Status
from report_builder.periods import Period, Span


def regime_start(workings: Workings, period: Period) -> float:
    """The first month whose figures are comparable with those of a period: that of the last series break."""
    return max((at for at in breaks_of(workings) if at <= period.last), default=-math.inf)


def breaks_of(workings: Workings) -> tuple[int, ...]:
    """The first months of the periods from which figures are not comparable with earlier ones."""
    return tuple(
        note.first.first
        for note in workings.definition.notes
        if note.status in (Status.BREAK, Status.FIRST)
        and note.indicator == workings.indicator.id
        and note.first
    )


def is_broken(workings: Workings, period: Period) -> bool:
    """Whether a series break falls within a period, so that its parts cannot be added."""
    return any(period.first < at <= period.last for at in breaks_of(workings))


def comparable(workings: Workings, latest: Fact) -> tuple[Fact, ...]:
    """The figures up to the latest since the last series break, and the gaps between them, oldest first.

    Only discrete figures of the indicator's own length: rolling totals overlap, so that no test of a
    series holds for them.
    """
    period = latest.period
    if period is None or period.span is not Span.DISCRETE or workings.indicator.basis is Basis.CUMULATIVE:
        return ()
    start = regime_start(workings, period)
    held = workings.subject.values
    first = min((each.first for each, fact in held.items() if fact.known and each.first >= start), default=0)
    found = []
    while period.first >= first:
        fact = held.get(period)
        found.append(fact or replace(latest, value=None, period=period, basis=()))
        period = period.previous()
    return tuple(reversed(found))
