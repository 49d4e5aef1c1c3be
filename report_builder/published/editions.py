"""An edition: what one report said when it went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from report_builder.model import Figure, Settings
from report_builder.periods import Period, parse, say


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that went out, and every figure that it rests on, in the order of the record."""

    title: str
    board: str
    meeting_date: date
    period: Period
    figures: tuple[Figure, ...]


def edition_of(settings: Settings, figures: Iterable[Figure]) -> Edition:
    """What a report says; figures of later periods are not in it.

    Periods are as they are read back from the record, where some are written alike: the twelve months
    to March are a financial year.
    """
    period = settings.period
    known = (
        replace(each, period=_read_back(each.period)) for each in figures if each.period.last <= period.last
    )
    held = tuple(sorted(known, key=_order))
    return Edition(settings.title, settings.board, settings.meeting_date, _read_back(period), held)


def _read_back(period: Period) -> Period:
    return parse(say(period)) or period


def _order(figure: Figure) -> tuple[object, ...]:
    return *figure.place, figure.cell
