"""An edition: what one report said when it went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from report_builder.model import Figure, Settings
from report_builder.periods import Period


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that went out, and every figure that it rests on, in the order of the record."""

    title: str
    board: str
    meeting_date: date
    period: Period
    figures: tuple[Figure, ...]


def edition_of(settings: Settings, figures: Iterable[Figure]) -> Edition:
    """What a report says; figures of later periods are not in it."""
    period = settings.period
    known = sorted((each for each in figures if each.period.last <= period.last), key=_order)
    return Edition(settings.title, settings.board, settings.meeting_date, period, tuple(known))


def _order(figure: Figure) -> tuple[object, ...]:
    period = figure.period
    return (
        figure.indicator, figure.area, figure.part, period.last, period.months, period.span, figure.cell
    )  # fmt: skip
