"""The parts that labels of periods are made of: years, quarters, months, and the words beside them.

`part_at` finds the part that begins at a place in a tidied text. A part carries what it says by itself;
`spellings` puts parts together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from report_builder.periods.period import FINANCIAL_YEAR_START, Period
from report_builder.periods.readings import TWO_DIGITS, Either, Fragment, Named, Unclear, Window, spanned
from report_builder.periods.words import ends_month, full_year, month_number, number, pattern, unit_months

Said = Named | Fragment | Either | Unclear | Window | None
_Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, its kind, and what it says (nothing where the kind says it all)."""

    kind: str
    said: Said
    start: int
    end: int


# --------------------------------------------------------------------------------------- months


def _date(match: _Match) -> Said:
    day, month, year = int(match["day"]), month_number(match["month"]), full_year(match["year"])
    if not 1 <= day <= monthrange(year, month)[1]:
        return Unclear("there is no such day")
    return Named(Period.ending(year, month, 1), whole=ends_month(day, year, month))


def _month(match: _Match) -> Said:
    return Named(Period.ending(full_year(match["year"]), month_number(match["month"]), 1))


def _month_alone(match: _Match) -> Said:
    return Fragment(1, first=month_number(match["month"]))


def _month_in_digits(match: _Match) -> Said:
    """A year and a month in digits: "2016-09", "2016M09", "09/2016"."""
    if not 1 <= int(match["digits"]) <= 12:
        return None
    shape = match.groupdict().get("join") or ""
    return Named(Period.ending(int(match["year"]), int(match["digits"]), 1), shape=shape.strip())


def _months_alone(match: _Match) -> Said:
    """Months without their year, the middle one of three named or not: "Jul-Sep", "Jul/Aug/Sep"."""
    first, last = month_number(match["first"]), month_number(match["last"])
    middle = match.groupdict().get("middle")
    months = (last - first) % 12 + 1
    if middle and (months != 3 or month_number(middle) != first % 12 + 1):
        return None
    return Fragment(months, first=first) if months > 1 else None


def _quarter_of_months(match: _Match) -> Said:
    """The three months between two with a slash: "Jul/Sep 2016"."""
    alone = _months_alone(match)
    is_quarter = isinstance(alone, Fragment) and alone.months == 3
    return _months(match) if is_quarter else Unclear("it may be two months or those between them")


def _months(match: _Match) -> Said:
    """Months up to one of a year: "Jul-Sep 2016", "Oct 2015 to Mar 2016", "1 July to 30 September 2016"."""
    alone, found = _months_alone(match), match.groupdict()
    year, last = full_year(match["year"]), month_number(match["last"])
    if found.get("from"):
        begun = full_year(match["from"]) * 12 + month_number(match["first"])
        months = year * 12 + last - begun + 1
    else:
        months = alone.months if isinstance(alone, Fragment) else 0
    if months < 1:
        return None if found.get("middle") else Unclear("it ends before it begins")
    first_day, last_day = found.get("first_day"), found.get("last_day")
    if first_day not in {None, "1", "01"} or (last_day and not ends_month(int(last_day), year, last)):
        return Unclear("its days are not whole months")
    return Named(spanned(Period.ending(year, last, months)))


# ---------------------------------------------------------------------------------------- years


def _financial_year_from(first: int) -> Period:
    return Period.starting(first, FINANCIAL_YEAR_START, 12)


def _financial_year(match: _Match) -> Said:
    """Two years joined: "2016/17", "FY 16-17"; with a second reading where there is one."""
    first, second = full_year(match["year"]), match["second"]
    year, shape = _financial_year_from(first), match["join"].strip()
    is_worded = bool(match["before"] or match["after"])
    follows = second in (str(first + 1), str(first + 1)[2:])
    is_month = len(second) == 2 and 1 <= int(second) <= 12
    if len(match["year"]) == 2:
        if not follows or len(second) == 4 or (shape == "to" and not is_worded):
            return None
        return Named(year) if is_worded or shape == "/" else Either(None, year, None, TWO_DIGITS)
    if not follows:
        return None if is_month else Unclear("its years do not follow one another")
    if is_month and shape != "to" and not is_worded:
        return Either(year, year, Period.ending(first, int(second), 1), shape)
    return Named(year, shape=shape)


def _year_ending(match: _Match) -> Said:
    """A financial year by the year that it ends in: "FYE 2017"."""
    return Named(_financial_year_from(int(match["year"]) - 1))


def _half_said_year(match: _Match) -> Said:
    year = _financial_year_from(full_year(match["year"]))
    return Unclear(f"it may be {year.year_before()} or {year}")


def _six_digits(match: _Match) -> Said:
    """A year and a month, or two years, in six digits: 201609, 201617, and 201112, which may be either."""
    first, rest = int(match["year"]), int(match["digits"])
    month = Period.ending(first, rest, 1) if 1 <= rest <= 12 else None
    year = _financial_year_from(first) if (first + 1) % 100 == rest else None
    if month and year:
        return Either(month, year, month, "six digits")
    found = month or year
    return Named(found, shape="six digits") if found else None


def _calendar_year(match: _Match) -> Said:
    return Named(Period.ending(int(match["year"]), 12, 12))


# ------------------------------------------------------------------------ parts of years, words


def _quarter(match: _Match) -> Said:
    return Fragment(3, number=number(match["number"]))


def _quarters(match: _Match) -> Said:
    """The quarters from the first of a year: "Q1-Q3"."""
    last = number(match["number"])
    return Fragment(3, number=last, to_date=True) if 1 < last < 4 else None


def _two_digit_year(_: _Match) -> Said:
    return Unclear("its year may be a calendar or a financial year")


def _counted_month(match: _Match) -> Said:
    return Fragment(1, number=int(match["digits"])) if 1 <= int(match["digits"]) <= 12 else None


def _half(match: _Match) -> Said:
    return Fragment(6, number=number(match["number"]))


def _window(match: _Match) -> Said:
    found = match.groupdict()
    months = unit_months(found["unit"]) if found.get("unit") else number(found.get("months") or "12")
    return Window(months, rolling=bool(found.get("rolling"))) if months else None


def _word(_: _Match) -> Said:
    return None


# ------------------------------------------------------------------------------------ the table

_Reader = Callable[[_Match], Said]

# Tried in this order at a place. Where a reader gives None the next ones are tried.
_PARTS: tuple[tuple[str, re.Pattern[str], _Reader], ...] = tuple(
    (kind, pattern(template), reader)
    for kind, template, reader in (
        ("to date", "(?:fytd|ytd|y\\.t\\.d|cumulative)(?: to)?<no more letters>", _word),
        ("to date", "(?:(?:financial )?year|april)[ -]to[ -]date(?: to)?<no more letters>", _word),
        ("until", "to (?:the )?end(?: of)?<no more letters>", _word),
        ("wave", "wave ?[0-9]{1,3}<no more>", _word),
        ("survey", "(?:w ?[0-9]{1,2}|survey)<no more>", _word),
        ("counted", "(?:month|mth|m) ?<month digits><no more>", _counted_month),
        ("counted", "(?:period|p) ?[0-9]{1,2}<no more>", _word),
        ("season", "(?:spring|summer|autumn|winter)<no more letters>", _word),
        ("whole", "(?:full[ -]year|annual)<no more letters>", _word),
        ("window", "<rolling> (?:<months long>|<unit>)(?:<ending>)?<no more letters>", _window),
        ("window", "(?:<months long>|<unit>)(?: <rolling>)?<ending><no more letters>", _window),
        ("window", "<moving>(?:<ending>)?<no more letters>", _window),
        ("window", "<rolling><months long><no more>", _window),
        ("year", "fye ?<year><no more digits>", _year_ending),
        ("window", "(?:y/?e|fye)<no more letters>", _window),
        ("window", "r ?12 to<no more letters>", _window),
        ("dated", "<from day><first><from year><to><to day><last><of year>", _months),
        ("dated", "<first><and><middle><and><last><of year>", _months),
        ("part", "<first><and><middle><and><last>", _months_alone),
        ("part", "<first><to><last>", _months_alone),
        ("dated", "<first>/<last><of year>", _quarter_of_months),
        ("dated", "<day><month><of year>", _date),
        ("dated", "<month><of year>", _month),
        ("part", "<month>", _month_alone),
        ("part", "<quarter>[ .]?1<to>(?:<quarter>)?<four>", _quarters),
        ("part", "<quarter><four> [0-9]{2}<no more>(?![/-])", _two_digit_year),
        ("part", "<quarter><four>", _quarter),
        ("part", "<fourth> <quarter><no more>", _quarter),
        ("part", "(?:<half>|hy|h)<two>", _half),
        ("part", "<second> <half><no more letters>", _half),
        ("year", "(?:year )?<financial>?<any year><join><second year><financial year>?", _financial_year),
        ("year", "<financial><any year><no more digits>", _half_said_year),
        ("year", "<year><two digits><no more digits>", _six_digits),
        ("dated", "<year><dash><two digits><no more digits>", _month_in_digits),
        ("dated", "<year> ?m ?<month digits><no more digits>", _month_in_digits),
        ("dated", "<month digits>[/-]<year><no more digits>", _month_in_digits),
        ("calendar year", "(?:cy ?|calendar year )<year><no more digits>", _calendar_year),
        ("calendar year", "<year> calendar year", _calendar_year),
        ("year", "(?:year )?<year><no more digits>", _calendar_year),
    )
)
# The same without names for what is found: one look says whether any part begins at a place.
_ANY = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", each.pattern) for _, each, _ in _PARTS), re.ASCII)
_FILLER = re.compile(r"(?:[ ,:;.()\[\]-]|(?<![a-z])(?:of|in|the|for|as at)(?![a-z]))+")


def past_filler(text: str, at: int) -> int:
    """The place after the spaces, brackets and small words that may stand between parts."""
    match = _FILLER.match(text, at)
    return match.end() if match else at


def part_at(text: str, at: int) -> Part | None:
    """The part that begins at a place of a tidied text, or None."""
    if not _ANY.match(text, at):
        return None
    for kind, spelling, reader in _PARTS:
        match = spelling.match(text, at)
        said = reader(match) if match else None
        if match and (said or reader is _word):
            # Six digits are a year until they turn out to be a month.
            is_month = isinstance(said, Named) and said.period.months == 1
            return Part("dated" if is_month else kind, said, at, match.end())
    return None
