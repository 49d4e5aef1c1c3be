"""How a period is written in the conventions of GOV.UK and of the Office for National Statistics."""

from __future__ import annotations

from enum import StrEnum

from report_builder.periods.period import (
    MONTHS,
    Period,
    Span,
    months_of,
    say,
    say_in_full,
)

_SHORTENED = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


class Style(StrEnum):
    """Whose conventions periods, places and small numbers are written by."""

    COMMITTEE = "committee"
    GOVUK = "govuk"
    ONS = "ons"


def styled(period: Period, style: Style) -> str:
    """The short form in a style: 'Q2 2016/17', 'July to September 2016', 'Quarter 2 (July to Sept) 2016'."""
    short = say(period)
    if style is Style.COMMITTEE or period.span is not Span.DISCRETE:
        return short
    if period.is_financial_year:
        year = period.last // 12
        return f"{year - 1} to {year}" if style is Style.GOVUK else f"the year ending March {year}"
    if short.startswith("Q"):
        return months_of(period) if style is Style.GOVUK else _quarter(period, short[1])
    return short


def styled_in_full(period: Period, style: Style) -> str:
    """The form for first use: 'Q2 2016/17 (July to September 2016)' in the style of committees."""
    return say_in_full(period) if style is Style.COMMITTEE else styled(period, style)


def _quarter(period: Period, number: str) -> str:
    first, last = (_SHORTENED[month % len(MONTHS)] for month in (period.first, period.last))
    return f"Quarter {number} ({first} to {last}) {period.last // 12}"
