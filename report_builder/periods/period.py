"""A period, and how it is said: months, quarters, financial and calendar years, rolling windows.

A period is a run of whole months. Financial years run from April to March, and quarters are
numbered within them: Q1 is April to June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FINANCIAL_YEAR_START = 4


class Span(StrEnum):
    """How the months of a period were put together."""

    DISCRETE = "discrete"
    ROLLING = "rolling"
    TO_DATE = "to date"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of `months` whole months; `last` counts the months from year 0 to its final one.

    Periods sort by when they end, then by length.
    """

    last: int
    months: int
    span: Span = Span.DISCRETE

    @classmethod
    def ending(cls, year: int, month: int, months: int, span: Span = Span.DISCRETE) -> Period:
        """The period of `months` months whose final one is `month` (1 to 12) of `year`."""
        return cls(year * 12 + month - 1, months, span)

    @classmethod
    def starting(cls, year: int, month: int, months: int, span: Span = Span.DISCRETE) -> Period:
        """The period of `months` months whose first one is `month` (1 to 12) of `year`."""
        return cls(year * 12 + month - 2 + months, months, span)

    @property
    def first(self) -> int:
        """The first month, counted as `last` is."""
        return self.last - self.months + 1

    @property
    def is_financial_year(self) -> bool:
        """Whether it is April to March."""
        return (
            self.months == 12 and self.span is Span.DISCRETE and self.first % 12 == FINANCIAL_YEAR_START - 1
        )

    @property
    def is_year(self) -> bool:
        """Whether it is a financial or a calendar year."""
        return self.is_financial_year or (
            self.months == 12 and self.span is Span.DISCRETE and not self.first % 12
        )

    def holds(self, other: Period) -> bool:
        """Whether another period lies inside this one."""
        return self.first <= other.first and other.last <= self.last

    def moved(self, months: int) -> Period:
        """The same kind of period, `months` later (earlier when negative)."""
        return Period(self.last + months, self.months, self.span)

    def previous(self) -> Period:
        """The period just before, of equal length and without overlap."""
        return self.moved(-self.months)

    def year_before(self) -> Period:
        """The same period of the year before."""
        return self.moved(-12)

    def parts(self, months: int) -> tuple[Period, ...]:
        """The discrete periods of `months` months that make this one up, first to last."""
        ends = range(self.first + months - 1, self.last + 1, months)
        return tuple(Period(end, months) for end in ends)

    def twelve_months(self) -> Period:
        """The rolling twelve months that end with this period."""
        return Period(self.last, 12, Span.ROLLING)

    def financial_year(self) -> Period:
        """The last whole financial year that had ended by the end of this period."""
        year, month = divmod(self.last, 12)
        ended = year if month + 1 >= FINANCIAL_YEAR_START - 1 else year - 1
        return Period.ending(ended, FINANCIAL_YEAR_START - 1, 12)

    def financial_year_of(self) -> Period:
        """The financial year in which this period begins."""
        return Period.starting((self.first - FINANCIAL_YEAR_START + 1) // 12, FINANCIAL_YEAR_START, 12)

    def ends(self) -> date:
        """The final day of the period."""
        year, month = divmod(self.last + 1, 12)
        return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends() - Period(self.first - 1, 1).ends()).days

    def __str__(self) -> str:
        return say(self)


# ------------------------------------------------------------------------------- saying


@lru_cache(maxsize=8192)
def say(period: Period) -> str:
    """The short form: 'Q2 2016/17', 'July 2016', '2016/17', '12 months to September 2016'."""
    if period.span is Span.ROLLING:
        return f"{period.months} months to {_month(period.last)}"
    if period.span is Span.DISCRETE:
        if period.months == 1:
            return _month(period.last)
        if period.months == 3 and (quarter := _quarter(period)):
            return quarter
        if period.months == 12 and period.first % 12 == FINANCIAL_YEAR_START - 1:
            return _financial_year(period.first // 12)
        if period.months == 12 and period.first % 12 == 0:
            return str(period.first // 12)
    return months_of(period)


def say_in_full(period: Period) -> str:
    """The form for first use: 'Q2 2016/17 (July to September 2016)'."""
    short = say(period)
    is_quarter = period.months == 3 and short.startswith("Q")
    return f"{short} ({months_of(period)})" if is_quarter else short


def months_of(period: Period) -> str:
    """The months: 'July to September 2016', 'October 2015 to March 2016', 'July 2016'."""
    if period.months == 1:
        return _month(period.last)
    start = MONTHS[period.first % 12]
    if period.first // 12 != period.last // 12:
        start = _month(period.first)
    return f"{start} to {_month(period.last)}"


def _month(index: int) -> str:
    return f"{MONTHS[index % 12]} {index // 12}"


def _quarter(period: Period) -> str | None:
    months_in = (period.first - (FINANCIAL_YEAR_START - 1)) % 12
    if months_in % 3:
        return None
    year = (period.first - (FINANCIAL_YEAR_START - 1)) // 12
    return f"Q{months_in // 3 + 1} {_financial_year(year)}"


def _financial_year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
