"""What a label can turn out to say: a period, a part of a year, one of two things, or nothing clear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from report_builder.periods.period import FINANCIAL_YEAR_START, MONTHS, Period, Span, months_of, say

SingleYear = Literal["calendar", "starting", "ending"]
"""What 2016 by itself stands for: the calendar year, or the financial year that starts or ends in it."""
_APRIL = FINANCIAL_YEAR_START - 1


@dataclass(frozen=True, slots=True)
class Named:
    """A period that a label names.

    `number` is the quarter's or half's as the label counts it, 0 where it counts none. `assumed` says what
    a person should confirm. `shape` is how a label of digits alone is written, so that its neighbours can
    be compared with it. `whole` is false for a day that does not end its month.
    """

    period: Period
    number: int = 0
    assumed: str = ""
    shape: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a year that does not say which year: `months` long, with a number, a first month, or both.

    `first` runs from 1 for January; 0 stands for what the label does not say.
    """

    months: int
    number: int = 0
    first: int = 0
    to_date: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """A label with two readings, and the one it has where it stands alone: "2011-12", "201112", "16-17"."""

    alone: Period | None
    year: Period
    month: Period | None
    shape: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A label that looks like a period and names none. The reason is a clause: "it names no year"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Window:
    """The words before the end of a window: "12 months to", "quarter ending", "rolling year to".

    `last` is the month that a heading names with them: "Year ending March".
    """

    months: int
    rolling: bool
    last: int = 0


Reading = Named | Fragment | Either | Unclear

TWO_DIGITS = "two-digit years"
"""The shape of "16-17", which may also be ages."""
NO_YEAR = Unclear("it names no year")


def named_by(found: Reading | None) -> Period | None:
    """The period that a label names where it stands alone, or None."""
    if isinstance(found, Either):
        return found.alone
    return found.period if isinstance(found, Named) else None


def spanned(period: Period) -> Period:
    """Months as they are taken: twelve that are no year roll, and an odd number from April runs to date."""
    if period.months % 12 == 0 and period.first % 12 not in (0, _APRIL):
        return Period(period.last, period.months, Span.ROLLING)
    is_odd = period.months < 12 and period.months not in (1, 3, 6)
    runs_to_date = is_odd and period.first % 12 == _APRIL
    return Period(period.last, period.months, Span.TO_DATE) if runs_to_date else period


def to_date(period: Period) -> Period | None:
    """The months from April to the end of a period; None where the period begins before that April."""
    months = (period.last - _APRIL) % 12 + 1
    return Period(period.last, months, Span.TO_DATE) if period.months <= months else None


def calendar_clause(named: Named) -> str:
    """What is assumed of a quarter or half that is taken for one of a calendar year."""
    kind = "quarter" if named.period.months == 3 else "half-year"
    return f"read as {months_of(named.period)}, a calendar {kind}"


def as_meant(year: Named, single: SingleYear | None) -> Named:
    """A single year as the financial year that it stands for, where it does."""
    if single not in ("starting", "ending") or not year.period.is_year or year.period.is_financial_year:
        return year
    start = year.period.first // 12 - (single == "ending")
    return replace(year, period=Period.starting(start, FINANCIAL_YEAR_START, 12))


def two_ways(named: Named, *, is_financial: bool = False) -> Unclear:
    """Why a quarter or half of a single year is refused: it has another reading."""
    starting = named.period.moved(_APRIL)
    one, other = (starting.year_before(), starting) if is_financial else (named.period, starting)
    return Unclear(f"it may be {months_of(one)} or {months_of(other)}")


def contradicted(part: Fragment) -> Unclear:
    """Why a quarter, half or month is refused that has other months beside it."""
    letter = "Q" if part.months == 3 else "H"
    return Unclear(
        f"its months are not {f'those of {letter}{part.number}' if part.number else MONTHS[part.first - 1]}"
    )


def agrees(fragment: Fragment, period: Period) -> bool:
    """Whether a part of a year can be called by what a period's months are."""
    if fragment.months != period.months or (fragment.first and period.first % 12 != fragment.first - 1):
        return False
    counted = {(period.first - start) % 12 // period.months + 1 for start in (0, _APRIL)}
    return not fragment.number or fragment.number in counted


def within(fragment: Fragment, over: Period, single: SingleYear | None) -> Named | Unclear:
    """The part of a period that a fragment names: the quarter of a year, the month of a quarter.

    A numbered part of a single year is one of the calendar year unless `single` says otherwise; where it
    says nothing, that is assumed.
    """
    found = _numbered(fragment, over, single) if fragment.number else _by_months(fragment, over)
    if not found:
        is_contradicted = fragment.number and fragment.first
        return contradicted(fragment) if is_contradicted else Unclear(f"its months are not in {say(over)}")
    named = Named(spanned(Period(found[0] + fragment.months - 1, fragment.months)), fragment.number)
    doubtful = fragment.number and not (fragment.first or single or over.is_financial_year)
    if fragment.to_date:
        end = None if doubtful else to_date(named.period)
        return Named(end) if end else NO_YEAR
    return replace(named, assumed=calendar_clause(named)) if doubtful else named


def _by_months(fragment: Fragment, over: Period) -> list[int]:
    start = over.first + (fragment.first - 1 - over.first) % 12
    return [start] if over.months <= 12 and start + fragment.months - 1 <= over.last else []


def _numbered(fragment: Fragment, over: Period, single: SingleYear | None) -> list[int]:
    """The first months that a numbered part of a year can have, the months in its label agreeing."""
    if not over.is_year:
        return []
    offsets: dict[SingleYear | None, tuple[int, ...]] = {
        "calendar": (0,),
        "starting": (_APRIL,),
        "ending": (_APRIL - 12,),
        None: (0, _APRIL) if fragment.first else (0,),
    }
    starts = [
        over.first + offset + (fragment.number - 1) * fragment.months
        for offset in ((0,) if over.is_financial_year else offsets[single])
    ]
    return [
        start
        for start in starts
        if not (fragment.first and start % 12 != fragment.first - 1)
        and (single in ("starting", "ending") or start + fragment.months - 1 <= over.last)
    ]
