"""Periods of official statistics: months, quarters, financial and calendar years, rolling windows.

A period is a run of whole months. Financial years run from April to March, and quarters are
numbered within them: Q1 is April to June.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
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

    def ends(self) -> date:
        """The final day of the period."""
        year, month = divmod(self.last + 1, 12)
        return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)

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


# ------------------------------------------------------------------------------ parsing

_YEAR = r"(?:19|20)?\d\d"
_FY = r"(?P<y1>(?:19|20)?\d\d)\s*(?:/|-|to)\s*(?P<y2>(?:19|20)?\d\d)"
_NAME = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in map(str.casefold, MONTHS))
_JOIN = r"\s*(?:-|to|until)\s*"
_QUARTER = r"(?:q|qtr|quarter)\s*\.?\s*(?P<q>[1-4])"

_Reader = Callable[[re.Match[str]], Period | None]


def parse(value: object) -> Period | None:
    """The period that a cell names, or None where it names none.

    Takes text in the common spellings, real dates (the month they fall in) and whole
    numbers of the form 201604. A bare 'Q2' or 'April' names no year and so no period.
    """
    if isinstance(value, datetime | date):
        return Period.ending(value.year, value.month, 1)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _number(value)
    return _text(value) if isinstance(value, str) else None


def _number(value: float) -> Period | None:
    if value != int(value):
        return None
    whole = int(value)
    if 190001 <= whole <= 209912 and 1 <= whole % 100 <= 12:
        return Period.ending(whole // 100, whole % 100, 1)
    return Period.ending(whole, 12, 12) if 1900 <= whole <= 2099 else None


@lru_cache(maxsize=8192)
def _text(value: str) -> Period | None:
    tidy = re.sub(r"[\u2010-\u2015]", "-", " ".join(value.replace("'", "").replace("\u2019", "").split()))
    tidy = re.sub(r"^(?:fy|financial year|in)\s*(?=\d)", "", tidy.strip(" :.").casefold())
    if not any(character.isdigit() for character in tidy):
        return None
    for pattern, reader in _SPELLINGS:
        if (match := pattern.fullmatch(tidy)) and (period := reader(match)):
            return period
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.casefold().startswith(name[:3]))


def _start_of_financial_year(match: re.Match[str]) -> int | None:
    first = _full_year(match["y1"])
    return first if (first + 1) % 100 == int(match["y2"]) % 100 else None


def _read_financial_year(match: re.Match[str]) -> Period | None:
    year = _start_of_financial_year(match)
    return Period.starting(year, FINANCIAL_YEAR_START, 12) if year else None


def _read_quarter(match: re.Match[str]) -> Period | None:
    year = _start_of_financial_year(match)
    if year is None:
        return None
    start = Period.starting(year, FINANCIAL_YEAR_START, 3)
    return start.moved(3 * (int(match["q"]) - 1))


def _read_month(match: re.Match[str]) -> Period:
    return Period.ending(_full_year(match["year"]), _month_number(match["month"]), 1)


def _read_month_number(match: re.Match[str]) -> Period | None:
    month = int(match["month"])
    return Period.ending(int(match["year"]), month, 1) if 1 <= month <= 12 else None


def _read_months(match: re.Match[str]) -> Period | None:
    end = _full_year(match["year"]) * 12 + _month_number(match["end"]) - 1
    if match["from"]:
        start = _full_year(match["from"]) * 12 + _month_number(match["start"]) - 1
    else:
        start = end - (end - (_month_number(match["start"]) - 1)) % 12
    months = end - start + 1
    if months not in range(1, 25):
        return None
    starts_a_year = start % 12 in (0, FINANCIAL_YEAR_START - 1)
    rolling = months == 12 and not starts_a_year
    to_date = months not in (1, 3, 6, 12)
    return Period(end, months, Span.ROLLING if rolling else Span.TO_DATE if to_date else Span.DISCRETE)


def _read_rolling(match: re.Match[str]) -> Period:
    return Period.ending(_full_year(match["year"]), _month_number(match["month"]), 12, Span.ROLLING)


def _read_calendar_year(match: re.Match[str]) -> Period:
    return Period.ending(int(match["year"]), 12, 12)


def _read_calendar_quarter(match: re.Match[str]) -> Period:
    return Period.starting(int(match["year"]), 3 * int(match["q"]) - 2, 3)


def _read_date(match: re.Match[str]) -> Period | None:
    month = int(match["month"])
    return Period.ending(_full_year(match["year"]), month, 1) if 1 <= month <= 12 else None


_SPELLINGS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (_FY, _read_financial_year),
        (rf"{_QUARTER}[\s,:-]*{_FY}", _read_quarter),
        (rf"{_FY}[\s,:-]*{_QUARTER}", _read_quarter),
        (rf"{_QUARTER}\s*\(\s*{_FY}\s*\)", _read_quarter),
        (rf"(?P<month>{_NAME})[\s.,/-]*(?P<year>{_YEAR})", _read_month),
        (r"(?P<year>(?:19|20)\d\d)\s*-?\s*(?P<month>\d\d)", _read_month_number),
        (rf"(?P<year>(?:19|20)\d\d)[\s-]+(?P<month>{_NAME})", _read_month),
        (
            rf"(?P<start>{_NAME})[\s.]*(?P<from>{_YEAR})?{_JOIN}(?P<end>{_NAME})[\s.]*(?P<year>{_YEAR})",
            _read_months,
        ),
        (
            (
                rf"(?:the\s+)?(?:12|twelve)\s*-?\s*(?:months?|mths?)\s+(?:to|ending|ended|to end)\s+"
                rf"(?P<month>{_NAME})[\s.]*(?P<year>{_YEAR})"
            ),
            _read_rolling,
        ),
        (
            (
                rf"(?:year|yr)\s+(?:to|ending|ended)\s+(?:(?:30|31|28|29)\s+)?"
                rf"(?P<month>{_NAME})[\s.]*(?P<year>{_YEAR})"
            ),
            _read_rolling,
        ),
        (r"(?P<year>(?:19|20)\d\d)", _read_calendar_year),
        (rf"(?P<year>(?:19|20)\d\d)\s*-?\s*{_QUARTER}", _read_calendar_quarter),
        (r"\d{1,2}[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)", _read_date),
        (r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-\d\d(?:[ t]00:00:00)?", _read_date),
    )
)
