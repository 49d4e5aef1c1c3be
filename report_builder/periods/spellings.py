"""One label by itself: its parts put together, and the period that they name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from numbers import Integral

from report_builder.periods.parts import Part, Said, part_at, past_filler
from report_builder.periods.period import Period, Span
from report_builder.periods.readings import (
    NO_YEAR,
    Either,
    Fragment,
    Named,
    Reading,
    SingleYear,
    Unclear,
    Window,
    agrees,
    as_meant,
    contradicted,
    named_by,
    to_date,
    two_ways,
    within,
)
from report_builder.periods.words import ends_month, tidied


def parse(value: object, single: SingleYear | None = None) -> Period | None:
    """The period that a cell names, or None where it names none.

    Takes text in the common spellings, real dates (the month they fall in) and whole numbers such as 2016,
    201604 and 201617. `single` says what 2016 by itself stands for: without it "2016 Q2" is of the calendar
    year, as in official statistics, and "Q2 2016" is refused. A bare 'Q2' or 'April' names no year.
    """
    return named_by(reading(value, single))


def is_period(value: object) -> bool:
    """Whether a cell is written as a period is, with or without its year: 'Q2', 'April', 'FY17' as well."""
    return reading(value) is not None


def reading(value: object, single: SingleYear | None = None) -> Reading | None:
    """What a cell says of a period; None where it says nothing of one."""
    if isinstance(value, date):
        return _date(value)
    text = text_of(value)
    return _reading(text, single) if text else None


def _date(value: date) -> Named | None:
    if value != value:  # noqa: PLR0124  so pandas marks an empty date
        return None
    whole = ends_month(value.day, value.year, value.month)
    return Named(Period.ending(value.year, value.month, 1), whole=whole)


def text_of(value: object) -> str:
    """A text or a whole number as it is typed: "2016" for 2016.0; empty for anything else."""
    if isinstance(value, str):
        text = value.strip()
        return text.partition(".")[0] if _WHOLE.fullmatch(text) else text
    if isinstance(value, bool) or not isinstance(value, Integral | float):
        return ""
    if isinstance(value, float) and not value.is_integer():
        return ""
    whole = int(value)
    return str(whole) if 0 < whole < _TOO_LONG else ""


_WHOLE = re.compile(r"[0-9]+\.0+")
_TOO_LONG = 10**6


@lru_cache(maxsize=65536)
def _reading(text: str, single: SingleYear | None) -> Reading | None:
    parts = _parts_of(tidied(text))
    return together(parts, single) if parts else None


def _parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a text that is nothing but parts; none where anything else is in it."""
    found: list[Part] = []
    at = 0 if text.startswith(("-", ".", ",")) else past_filler(text, 0)
    while at < len(text):
        part = part_at(text, at)
        if part is None:
            return ()
        found.append(part)
        at = past_filler(text, part.end)
    return tuple(found)


def window_of(heading: str) -> Window | None:
    """The window that a heading such as "Year ending" or "12 months to" says of the labels under it."""
    said = [part.said for part in _parts_of(tidied(heading))]
    match said:
        case [Window() as window]:
            return window
        case [Window() as window, Fragment(months=1, first=month)]:
            return replace(window, last=month)
    return None


def is_window(heading: str) -> bool:
    """Whether a heading is such words: 'Year ending March'."""
    return window_of(heading) is not None


# ------------------------------------------------------------------------- parts put together

_ENDS = {"to date", "until", "window"}
_BESIDE = {"wave", "survey", "counted", "season", "whole"}


def together(parts: tuple[Part, ...], single: SingleYear | None) -> Reading | None:
    """What parts say together, in whatever order they stand; None where they say nothing of a period."""
    if unclear := _unclear(parts):
        return unclear
    named = [each for each in parts if each.kind not in _ENDS | _BESIDE]
    if not named:
        return Unclear("it names no date") if [each.kind for each in parts] == ["wave"] else None
    counted = [each.said for each in parts if each.kind == "counted"]
    if counted and any(each.kind != "dated" for each in named):
        return _counted(counted, named)
    is_whole = any(each.kind == "whole" for each in parts)
    found = None if is_whole and not all(each.kind in _YEARS for each in named) else _core(named, single)
    words = [each for each in parts if each.kind in _ENDS]
    if not words or found is None or isinstance(found, Unclear):
        return found
    if len(words) > 1:
        return None
    if isinstance(words[0].said, Window):
        is_stretch = isinstance(found, Named) and found.period.months == words[0].said.months
        return found if is_stretch and named[0].kind == "dated" else ending(words[0].said, found)
    years = [each for each in named if each.kind in _YEARS]
    return None if words[0].kind == "until" and not years else _to_date(found, is_year=named == years)


_YEARS = {"year", "calendar year"}


def _unclear(parts: tuple[Part, ...]) -> Unclear | None:
    """Why parts say nothing clear, whatever stands beside the one that does not."""
    if any(each.kind == "season" for each in parts) and len(parts) > 1:
        return Unclear("a season is no month")
    return next((each.said for each in parts if isinstance(each.said, Unclear)), None)


def _counted(counted: list[Said], named: list[Part]) -> Reading:
    """A month by its number: the sixth of a financial year is September, that of a single year unclear."""
    month, year = counted[0], _core(named, None)
    if not isinstance(month, Fragment) or len(counted) > 1:
        return Unclear("it may be a month or four weeks")
    if isinstance(year, Named) and year.period.is_financial_year:
        return within(month, year.period, None)
    return Unclear("its months may be counted from January or from April")


def _core(named: list[Part], single: SingleYear | None) -> Reading | None:
    """What dates, years and parts of years say together: at most one of each, and a quarter's months."""
    years = [each.said for each in named if each.kind in _YEARS and isinstance(each.said, Named | Either)]
    dates = [each.said for each in named if each.kind == "dated" and isinstance(each.said, Named)]
    parts = [each.said for each in named if isinstance(each.said, Fragment)]
    if len(years) > 1 or len(dates) > 1 or len(parts) > 2:
        return None
    part = _merged(*parts) if len(parts) == 2 else next(iter(parts), None)
    if isinstance(part, Unclear):
        return part
    is_calendar = any(each.kind == "calendar year" for each in named)
    known = (next(iter(dates), None), next(iter(years), None), part)
    found = _said(known, "calendar" if is_calendar else single)
    is_behind = named[0].kind == "part"
    return two_ways(found) if is_behind and isinstance(found, Named) and found.assumed else found


def _merged(one: Fragment, other: Fragment) -> Fragment | Unclear:
    """A quarter with its months beside it: "Q2 (Jul-Sep)"."""
    number, months = (one, other) if one.number else (other, one)
    if not number.number or months.number:
        return Unclear("it names two parts of a year")
    if not agrees(number, Period.starting(2000, months.first, months.months)):
        return contradicted(number)
    return replace(number, first=months.first)


_Known = tuple[Named | None, Named | Either | None, Fragment | None]


def _said(known: _Known, single: SingleYear | None) -> Reading | None:
    """What a dated period, a year and a part of a year say, where they are there."""
    match known:
        case (Named() as dated, None, None):
            return dated
        case (None, Named() | Either() as year, None):
            return as_meant(year, single) if isinstance(year, Named) else year
        case (None, None, Fragment() as part):
            return part
        case (None, Named() | Either() as year, Fragment() as part):
            return within(part, _whole(year), single)
        case (Named() as dated, None, Fragment() as part):
            is_same = agrees(part, dated.period)
            return replace(dated, number=part.number) if is_same else contradicted(part)
        case (Named() as dated, Named() | Either() as year, None):
            inside = _whole(year).holds(dated.period)
            return dated if inside else Unclear(f"its months are not in {_whole(year)}")
        case (Named() as dated, Named() | Either() as year, Fragment() as part):
            return _dated_part(dated, _whole(year), part, single)
    return None


def _whole(year: Named | Either) -> Period:
    return year.year if isinstance(year, Either) else year.period


def _dated_part(dated: Named, year: Period, part: Fragment, single: SingleYear | None) -> Reading:
    """A part of a year with its months: the quarter of either kind of year that those months are."""
    meanings: tuple[SingleYear, ...] = (single,) if single else ("calendar", "starting", "ending")
    found = [within(part, year, each) for each in meanings]
    agreed = [each for each in found if isinstance(each, Named) and each.period == dated.period]
    return agreed[0] if agreed else contradicted(part)


def ending(window: Window, end: Reading) -> Reading | None:
    """The months up to an end: "12 months to September 2016", "quarter ending 30 September 2016"."""
    if isinstance(end, Fragment):
        return NO_YEAR
    if isinstance(end, Either):
        end = Named(end.month) if end.month else end
    if not isinstance(end, Named) or (end.period.months != 1 and not window.rolling) or end.period.months > 3:
        return None
    if not end.whole:
        return Unclear("it does not end with a month")
    last, months = end.period.last, window.months
    is_year = months == 12 and last % 12 in (2, 11)
    is_part = months in (1, 3, 6) and (last + 1) % min(months, 3) == 0
    fixed = not window.rolling and (is_year or is_part)
    return Named(Period(last, months, Span.DISCRETE if fixed else Span.ROLLING))


def _to_date(end: Reading, *, is_year: bool) -> Reading | None:
    """The months from April to an end: "YTD Aug 2016", "2016/17 to end Sep"."""
    if isinstance(end, Fragment):
        return replace(end, to_date=True)
    if is_year:
        return Unclear("it names no end")
    if not isinstance(end, Named):
        return None
    if end.assumed:
        return Unclear("it may be of a calendar or a financial year")
    found = to_date(end.period)
    return Named(found) if found else Unclear("it does not begin in April")
