"""The parts that labels of periods are made of: years, quarters, months, and the words beside them.

`part_at` finds the part that begins at a place in a tidied text. A part carries what it says by itself;
`spellings` puts parts together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from report_builder.periods.period import FINANCIAL_YEAR_START, MONTHS, Period, Span
from report_builder.periods.readings import Either, Fragment, Named, Unclear, Window

Said = Named | Fragment | Either | Unclear | Window | None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, its kind, and what it says (nothing where the kind says it all)."""

    kind: str
    said: Said
    start: int
    end: int


# ------------------------------------------------------------------------------------- tidying

_INVISIBLE = {ord(each): None for each in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2044\u2215\uff0f"), "/"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u0060\u00b4"), "'"),
    ord("_"): " ",
}
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d|[/.-]\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)([/.-])(\d\d)\2(\d\d)(?!\d|[/.-]\d)", re.ASCII)
_MIDNIGHT = re.compile(r"(?<=\d)[ t]00:00(?::00(?:\.0+)?)?\b")


def tidied(text: str) -> str:
    """A text in small letters with plain dashes, slashes and spaces, '16 as 2016 and dates in words."""
    plain = " ".join(text.translate(_INVISIBLE).translate(_ALIKE).casefold().split())
    plain = re.sub(r"'([0-9]{2})(?![0-9])", lambda year: f" {_full_year(year[1])}", plain).replace("'", " ")
    plain = _MIDNIGHT.sub("", " ".join(plain.split()))
    plain = _DAY_FIRST.sub(lambda day: _in_words(day[0], day[1], day[3], day[4]), plain)
    return _YEAR_FIRST.sub(lambda day: _in_words(day[0], day[4], day[3], day[1]), plain)


def _in_words(typed: str, day: str, month: str, year: str) -> str:
    return f"{day} {MONTHS[int(month) - 1].casefold()} {year}" if 1 <= int(month) <= 12 else typed


# -------------------------------------------------------------------------- the words of a grammar

_YEAR = r"(?:19|20)[0-9]{2}"
_SHORT = rf"(?:{_YEAR}|[0-9]{{2}})"
_NO_MORE = r"(?![0-9]|[/.,-][0-9])"  # the digits end here
_NAME = "(?:{})".format("|".join(
    ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?",
     "july?", "aug(?:ust)?", "sept(?:ember)?|sep", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?")
))  # fmt: skip
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?[ .-]{0,2}"
_GAP = r"[ .,/-]{0,3}"
_TO = r"(?: ?- ?| (?:to|until|through) )"
_AND = r"(?: ?[/,&+-] ?| and )"
_FINANCIAL = r"(?:fy|f/y|(?:financial|fiscal) year)"
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, "twenty-four": 24}
_COUNT |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_ORDINAL = "(?P<number>1st|2nd|3rd|4th|first|second|third|fourth)"
_UNIT = {"year": 12, "yr": 12, "half": 6, "quarter": 3, "qtr": 3, "month": 1}
_LENGTH = (
    r"(?:(?P<months>[0-9]{1,3}|three|six|nine|twelve|twenty-four)[ -]?(?:months?|mths?|mnths?|m)"
    r"|(?P<unit>year|yr|half[ -]year|quarter|qtr|month))"
)
_ENDING = r" (?:to|ending|ended|up to|end)(?: on)?(?: (?:the )?end(?: of)?)?"

_Match = re.Match[str]


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.casefold().startswith(name[:3]))


def _number(typed: str) -> int:
    return _COUNT[typed] if typed in _COUNT else int(typed)


def _is_last(day: int, year: int, month: int) -> bool:
    return day == monthrange(year, month)[1] or (month == 2 and day == 28)


# ------------------------------------------------------------------------------ what parts say


def _date(match: _Match) -> Said:
    day, month, year = int(match["day"]), _month(match["name"]), _full_year(match["year"])
    if not 1 <= day <= monthrange(year, month)[1]:
        return Unclear("there is no such day")
    return Named(Period.ending(year, month, 1), whole=_is_last(day, year, month))


def _dated_month(match: _Match) -> Said:
    return Named(Period.ending(_full_year(match["year"]), _month(match["name"]), 1))


def _digits(match: _Match) -> Said:
    """A year and a month in digits: "2016-09", "2016M09", "09/2016"."""
    if not 1 <= int(match["month"]) <= 12:
        return None
    shape = match.groupdict().get("join") or ""
    return Named(Period.ending(int(match["year"]), int(match["month"]), 1), shape=shape.strip())


def _six_digits(match: _Match) -> Said:
    first, rest = int(match["year"]), int(match["rest"])
    month = Period.ending(first, rest, 1) if 1 <= rest <= 12 else None
    year = _year_from(first) if (first + 1) % 100 == rest else None
    if month and year:
        return Either(month, year, month, "six digits")
    found = month or year
    return Named(found, shape="six digits") if found else None


def _year_from(first: int) -> Period:
    return Period.starting(first, FINANCIAL_YEAR_START, 12)


def _financial_year(match: _Match) -> Said:
    """Two years joined: "2016/17", "FY 16-17". What else they could be is said with them."""
    first, second = _full_year(match["year"]), match["second"]
    shape, is_short = match["join"].strip(), len(match["year"]) == 2
    is_worded = bool(match["before"] or match["after"])
    follows = second in (str(first + 1), str(first + 1)[2:])
    if is_short and (len(second) == 4 or not (follows and (is_worded or shape != "to"))):
        return None
    if not follows:
        could_be_month = len(second) == 2 and 1 <= int(second) <= 12
        return None if could_be_month else Unclear("its years do not follow one another")
    if is_short and shape == "-" and not is_worded:
        return Either(None, _year_from(first), None, "two-digit years")
    if len(second) == 2 and 1 <= int(second) <= 12 and shape in "/-" and not is_worded:
        month = Period.ending(first, int(second), 1)
        return Either(_year_from(first), _year_from(first), month, shape)
    return Named(_year_from(first), shape=shape)


def _one_financial_year(match: _Match) -> Said:
    year = _full_year(match["year"])
    return Unclear(f"it may be {_year_from(year - 1)} or {_year_from(year)}")


def _calendar_year(match: _Match) -> Said:
    return Named(Period.ending(int(match["year"]), 12, 12))


def _months(match: _Match) -> Said:
    """Months from one to another: "Jul-Sep 2016", "Oct 2015 to Mar 2016", "Jul/Aug/Sep", "April to June"."""
    found = match.groupdict()
    first, last = _month(found["first"]), _month(found["last"])
    months = (last - first) % 12 + 1
    if found.get("middle") and (months != 3 or _month(found["middle"]) != first % 12 + 1):
        return None
    if not found["year"]:
        return None if found.get("from") or found.get("day1") else Fragment(months, first=first)
    end = _full_year(found["year"])
    if found.get("from"):
        months = (end - _full_year(found["from"])) * 12 + last - first + 1
    if months < 1 or (months == 1 and not found.get("from")):
        return Unclear("it ends before it begins")
    if not _are_whole(found, end, last):
        return Unclear("its days are not whole months")
    return Named(_spanned(Period.ending(end, last, months)))


def _are_whole(found: dict[str, str], year: int, month: int) -> bool:
    days = [re.sub(r"\D", "", found.get(each) or "") for each in ("day1", "day2")]
    return (not days[0] or int(days[0]) == 1) and (not days[1] or _is_last(int(days[1]), year, month))


def _spanned(period: Period) -> Period:
    """Months as they are taken: twelve that are no year roll, and an odd number from April runs to date."""
    if period.months % 12 == 0 and period.first % 12 not in (0, FINANCIAL_YEAR_START - 1):
        return Period(period.last, period.months, Span.ROLLING)
    is_odd = period.months < 12 and period.months not in (1, 3, 6)
    runs_to_date = is_odd and period.first % 12 == FINANCIAL_YEAR_START - 1
    return Period(period.last, period.months, Span.TO_DATE) if runs_to_date else period


def _month_alone(match: _Match) -> Said:
    return Fragment(1, first=_month(match["name"]))


def _quarter(match: _Match) -> Said:
    return Fragment(3, number=_number(match["number"]))


def _half(match: _Match) -> Said:
    return Fragment(6, number=_number(match["number"]))


def _window(match: _Match) -> Said:
    found = match.groupdict()
    unit = found.get("unit")
    months = _UNIT[re.split("[ -]", unit)[0]] if unit else _number(found.get("months") or "12")
    return Window(months, bool(found.get("rolling"))) if months else None


def _nothing(_: _Match) -> Said:
    return None


# ------------------------------------------------------------------------------------ the table

_Reader = Callable[[_Match], Said]

# In the order in which they are tried at a place. A reader that gives None passes the place on, except
# for the words, which say nothing but their kind.
_PARTS: tuple[tuple[str, re.Pattern[str], _Reader], ...] = tuple(
    (kind, re.compile(pattern, re.ASCII), reader)
    for kind, pattern, reader in (
        ("to date", r"(?:fytd|ytd|y\.t\.d|(?:financial )?year[ -]to[ -]date|cumulative(?: to)?|to date)(?![a-z])", _nothing),
        ("until", r"to (?:the )?end(?: of)?(?![a-z])", _nothing),
        ("wave", r"wave ?[0-9]{1,3}(?![0-9a-z])", _nothing),
        ("survey", r"(?:w ?[0-9]{1,2}|survey)(?![0-9a-z])", _nothing),
        ("window", rf"(?P<rolling>rolling ){_LENGTH}(?:{_ENDING})?(?![a-z])", _window),
        ("window", rf"{_LENGTH}(?P<rolling> rolling)?{_ENDING}(?![a-z])", _window),
        ("window", r"(?P<rolling>r)(?P<months>[0-9]{1,3})m(?:ths?|onths?)?(?![a-z0-9])", _window),
        ("window", r"y/?e(?![a-z])", _window),
        ("dated", rf"(?P<day1>{_DAY})?(?P<first>{_NAME})\.?(?:{_GAP}(?P<from>{_SHORT}))?{_TO}(?P<day2>{_DAY})?(?P<last>{_NAME})\.?{_GAP}(?P<year>{_SHORT}){_NO_MORE}", _months),
        ("dated", rf"(?P<first>{_NAME})\.?{_AND}(?P<middle>{_NAME})\.?{_AND}(?P<last>{_NAME})\.?{_GAP}(?P<year>{_SHORT}){_NO_MORE}", _months),
        ("part", rf"(?P<first>{_NAME})\.?{_AND}(?P<middle>{_NAME})\.?{_AND}(?P<last>{_NAME})(?![a-z])(?P<year>)", _months),
        ("part", rf"(?P<first>{_NAME})\.?{_TO}(?P<last>{_NAME})(?![a-z])(?P<year>)", _months),
        ("dated", rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ .-]{{0,2}}(?P<name>{_NAME})\.?{_GAP}(?P<year>{_SHORT}){_NO_MORE}", _date),
        ("dated", rf"(?P<name>{_NAME})\.?{_GAP}(?P<year>{_SHORT}){_NO_MORE}", _dated_month),
        ("part", rf"(?P<name>{_NAME})(?![a-z])", _month_alone),
        ("part", rf"(?:quarter|qtr|q)[ .]{{0,2}}(?P<number>[1-4]|one|two|three|four){_NO_MORE}(?!/)", _quarter),
        ("part", rf"{_ORDINAL} (?:quarter|qtr|q)(?![a-z0-9])", _quarter),
        ("part", rf"(?:half(?:[ -]year)?|hy|h)[ .]{{0,2}}(?P<number>[12]|one|two){_NO_MORE}(?!/)", _half),
        ("part", rf"{_ORDINAL.replace('|3rd|4th', '').replace('|third|fourth', '')} half(?:[ -]year)?(?![a-z])", _half),
        ("year", rf"(?P<before>{_FINANCIAL}[ :]*)?(?P<year>{_SHORT})(?P<join> ?[/-] ?| to )(?P<second>{_SHORT}){_NO_MORE}(?P<after> {_FINANCIAL}(?![a-z]))?", _financial_year),
        ("year", rf"{_FINANCIAL}[ :]*(?P<year>{_SHORT}){_NO_MORE}", _one_financial_year),
        ("year", rf"(?P<year>{_YEAR})(?P<rest>[0-9]{{2}}){_NO_MORE}", _six_digits),
        ("dated", rf"(?P<year>{_YEAR})(?P<join> ?[-/ ] ?)(?P<month>[0-9]{{2}}){_NO_MORE}", _digits),
        ("dated", rf"(?P<year>{_YEAR}) ?m ?(?P<month>[0-9]{{1,2}}){_NO_MORE}", _digits),
        ("dated", rf"(?P<month>[0-9]{{1,2}})[/-](?P<year>{_YEAR}){_NO_MORE}", _digits),
        ("calendar year", rf"(?:cy ?|calendar year )(?P<year>{_YEAR}){_NO_MORE}", _calendar_year),
        ("year", rf"(?:year )?(?P<year>{_YEAR}){_NO_MORE}", _calendar_year),
    )
)  # fmt: skip
_WORDS = ("to date", "until", "wave", "survey")
_FILLER = re.compile(r"(?:[ ,:;.()\[\]-]|(?<![a-z])(?:of|in|the|for)(?![a-z]))+")


def past_filler(text: str, at: int) -> int:
    """The place after the spaces, brackets and small words that may stand between parts."""
    match = _FILLER.match(text, at)
    return match.end() if match else at


def part_at(text: str, at: int) -> Part | None:
    """The part that begins at a place of a tidied text, or None."""
    for kind, pattern, reader in _PARTS:
        if match := pattern.match(text, at):
            said = reader(match)
            if said or kind in _WORDS:
                return Part(_kind(kind, said), said, at, match.end())
    return None


def _kind(kind: str, said: Said) -> str:
    """A six-digit number is a year until it turns out to be a month alone."""
    return "dated" if kind == "year" and isinstance(said, Named) and said.period.months == 1 else kind
