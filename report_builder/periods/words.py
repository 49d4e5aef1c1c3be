"""The words of labels: how they are spelt, and what they count."""

from __future__ import annotations

import re
from calendar import monthrange

from report_builder.periods.period import MONTHS

# ------------------------------------------------------------------------------------- tidying

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2044\u2215\uff0f"), "/"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u0060\u00b4"), "'"),
    ord("_"): " ",
}
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d\d)(?!\d|[/.-]\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)([/.-])(\d\d)\2(\d\d)(?!\d|[/.-]\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"'([0-9]{2})(?![0-9])")
_TO_DAY = re.compile(r"(?<=\d)-(?=\d{1,2}([/.])\d{1,2}\1(?:19|20)\d\d(?!\d))", re.ASCII)
_UNDERSCORED = re.compile(r"((?:19|20)[0-9]{2})_([0-9]{2})(?![0-9])", re.ASCII)
_TIME = re.compile(r"(?<=\d)[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?z?\b", re.ASCII)


def tidied(text: str) -> str:
    """A text in small letters with plain dashes, slashes and spaces, '16 as 2016 and dates in words."""
    plain = _UNDERSCORED.sub(r"\1-\2", text).translate(_INVISIBLE).translate(_ALIKE).casefold()
    plain = _SHORT_YEAR.sub(lambda year: f" {full_year(year[1])}", plain).replace("'", " ")
    plain = _TIME.sub("", " ".join(plain.split()))
    plain = plain.replace(" ytd (to ", " ytd to (")
    plain = _TO_DAY.sub(" - ", plain)
    plain = _DAY_FIRST.sub(lambda day: _in_words(day[0], day[1], day[3], day[4]), plain)
    return _YEAR_FIRST.sub(lambda day: _in_words(day[0], day[4], day[3], day[1]), plain)


def _in_words(typed: str, day: str, month: str, year: str) -> str:
    is_date = 1 <= int(month) <= 12 and (len(year) == 4 or "-" not in typed)
    return f"{day} {MONTHS[int(month) - 1].casefold()} {full_year(year)}" if is_date else typed


# ----------------------------------------------------------------------------- numbers in words

_UNITS = {"year": 12, "yr": 12, "half": 6, "quarter": 3, "qtr": 3, "month": 1}
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, **_ORDINALS}


def full_year(digits: str) -> int:
    """A year of two or four digits: 16 is 2016, and 70 is 1970."""
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def month_number(name: str) -> int:
    """1 to 12 for the name of a month, short or in full."""
    return next(i for i, month in enumerate(MONTHS, 1) if month.casefold().startswith(name[:3]))


def number(typed: str) -> int:
    """A number in digits or words."""
    return _NUMBERS[typed] if typed in _NUMBERS else int(typed)


def unit_months(unit: str) -> int:
    """How many months a unit of time has: 6 for "half-year"."""
    return _UNITS[re.split("[ -]", unit)[0]]


def ends_month(day: int, year: int, month: int) -> bool:
    """Whether a month ends on a day; 28 February is taken for the end in a leap year too."""
    return day == monthrange(year, month)[1] or (month == 2 and day == 28)


# --------------------------------------------------------------------------------- how to spell

_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|sep"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = "(?:19|20)[0-9]{2}"
_ANY_YEAR = f"(?:{_YEAR}|[0-9]{{2}})"
_NO_MORE_DIGITS = "(?![0-9]|[/.,-][0-9])"
_FINANCIAL = "(?:fy|f/y|(?:financial|fiscal) year)"
_MONTHS_LONG = "(?:[0-9]{1,3}|three|six|nine|twelve)"

_SPELT = {
    "month": f"(?P<month>{_NAME})",
    "first": f"(?P<first>{_NAME})",
    "middle": f"(?P<middle>{_NAME})",
    "last": f"(?P<last>{_NAME})",
    "day": "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ .-]{0,2}",
    "from day": "(?:(?P<first_day>[0-9]{1,2})(?:st|nd|rd|th)?[ .-]{0,2})?",
    "to day": "(?:(?P<last_day>[0-9]{1,2})(?:st|nd|rd|th)?[ .-]{0,2})?",
    "from year": f"(?:[ .,/-]{{0,3}}(?P<from>{_ANY_YEAR}))?",
    "of year": f"[ .,/-]{{0,3}}(?P<year>{_ANY_YEAR}){_NO_MORE_DIGITS}",
    "year": f"(?P<year>{_YEAR})",
    "any year": f"(?P<year>{_ANY_YEAR})",
    "second year": f"(?P<second>{_ANY_YEAR}){_NO_MORE_DIGITS}",
    "month digits": "(?P<digits>[0-9]{1,2})",
    "two digits": "(?P<digits>[0-9]{2})",
    "no more digits": _NO_MORE_DIGITS,
    "no more letters": "(?![a-z])",
    "no more": "(?![a-z0-9])",
    "to": "(?: ?- ?| (?:to|until|through) )",
    "and": "(?: ?[/,&+-] ?| and )",
    "join": "(?P<join> ?[/-] ?| to )",
    "dash": "(?P<join> ?[-/ ] ?)",
    "financial": f"(?P<before>{_FINANCIAL}[ :]*)",
    "financial year": f"(?P<after> {_FINANCIAL}(?![a-z]))",
    "quarter": "(?:quarter|qtr|q)",
    "half": "half(?:[ -]year)?",
    "four": "[ .]{0,2}(?P<number>[1-4]|one|two|three|four)(?![0-9/]|[.,-][0-9](?![0-9]))",
    "two": "[ .]{0,2}(?P<number>[12]|one|two)(?![0-9/]|[.,-][0-9](?![0-9]))",
    "fourth": f"(?P<number>{'|'.join(_ORDINALS)})",
    "second": "(?P<number>1st|2nd|first|second)",
    "months long": f"(?P<months>{_MONTHS_LONG})[ -]?(?:months?|mths?|mnths?|m)",
    "unit": "(?P<unit>year|yr|half[ -]year|quarter|qtr|month)",
    "ending": " (?:to|ending|ended|up to|end)(?: on)?(?: (?:the )?end(?: of)?)?",
    "rolling": "(?P<rolling>rolling|r)",
    "moving": "(?P<rolling>mat|ltm|r ?12m?|moving annual totals?)",
}


def pattern(template: str) -> re.Pattern[str]:
    """The pattern of a template, in which names in angle brackets stand for what is spelt in many ways."""
    return re.compile(re.sub(r"<([a-z ]+)>", lambda name: _SPELT[name[1]], template), re.ASCII)
