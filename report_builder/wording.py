"""The only place where a number, a date or a list becomes text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from report_builder import periods
from report_builder.model import Fact, Status, Unit
from report_builder.periods import Style

_PLACES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_CODES = {
    Status.PROVISIONAL.value: "p",
    Status.ESTIMATED.value: "e",
    Status.REVISED.value: "r",
    Status.ILLUSTRATIVE.value: "i",
    Status.UNRELIABLE.value: "u",
}
_SINGULAR = {"were": "was", "are": "is", "have": "has", "had": "had", "do": "does"}
_NAMED = 3
_TEENS = range(11, 14)
_ABSENT = {
    "x": "not available",
    "c": "suppressed",
    "z": "not applicable",
    "low": "too low to show",
    "u": "too unreliable to show",
}


def rounded(value: float, decimals: int) -> float:
    """Rounded half away from zero on the decimal digits, as a spreadsheet prints it."""
    return float(_quantized(value, decimals))


def _quantized(value: float, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float, decimals: int = 0) -> str:
    """'1,234', '0.82', 'minus 3'. A value that rounds to zero has no sign."""
    digits = _quantized(value, decimals)
    sign = "minus " if digits < 0 else ""
    return f"{sign}{abs(digits):,.{decimals}f}"


def value_of(fact: Fact, *, unsigned: bool = False, style: Style = Style.COMMITTEE) -> str:
    """The value of a fact as it is printed: '123', '5%', '2 percentage points', '2nd', 'none'."""
    value = fact.value
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    if fact.unit is Unit.ORDINAL:
        return place_in_words(int(value)) if style is Style.ONS else ordinal(int(value))
    if fact.unit is Unit.INDICATORS:
        return in_words(int(value)) if style is Style.ONS or not value else str(int(value))
    if fact.unit is Unit.COUNT and fact.tags.get("status") == Status.ESTIMATED:
        value = _two_figures(value)
    digits = number(abs(value) if unsigned else value, fact.decimals)
    return _with_unit(digits, fact.unit)


def _two_figures(value: float) -> float:
    """An estimate to two significant figures: 1,534 is about 1,500."""
    places = len(f"{abs(value):.0f}") - 2
    return rounded(value / 10**places, 0) * 10**places if places > 0 else value


def _with_unit(digits: str, unit: Unit) -> str:
    if unit is Unit.PERCENT:
        return f"{digits}%"
    if unit is Unit.POINTS:
        return f"{digits} percentage {_points(digits)}"
    return f"{digits} times" if unit is Unit.TIMES else digits


def in_short(fact: Fact) -> str:
    """A difference in percentage points once these have been named: '3 points'."""
    digits = number(abs(float(fact.value or 0)), fact.decimals)
    return f"{digits} {_points(digits)}" if fact.unit is Unit.POINTS else _with_unit(digits, fact.unit)


def _points(digits: str) -> str:
    return "point" if digits in ("1", "minus 1") else "points"


def in_words(value: int) -> str:
    """'two', and numerals from ten up."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else number(value)


def ordinal(value: int) -> str:
    """'1st', '2nd', '11th'."""
    ending = "th" if value % 100 in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def places(decimals: int) -> str:
    """To how many decimals: 'one decimal place', 'the nearest whole number'."""
    if not decimals:
        return "the nearest whole number"
    return f"{in_words(decimals)} decimal place{'' if decimals == 1 else 's'}"


def of_one(text: str) -> str:
    """What is said of several, said of one: 'were completed' becomes 'was completed'."""
    verb, _, rest = text.partition(" ")
    return f"{_SINGULAR.get(verb, verb)} {rest}".strip()


def place_in_words(value: int) -> str:
    """'third', and '10th' from ten up."""
    return _PLACES[value] if 0 < value < len(_PLACES) else ordinal(value)


def with_article(text: str) -> str:
    """'a 5%', 'an 18%', 'an 8%': by the sound of the number or word."""
    return f"{'an' if _starts_with_a_vowel(text) else 'a'} {text}"


def _starts_with_a_vowel(text: str) -> bool:
    digits = re.match(r"[\d,]+", text)
    if digits:
        figure = digits[0].replace(",", "")
        leading = figure[: (len(figure) - 1) % 3 + 1]
        return figure.startswith("8") or leading in ("11", "18")
    return text[:1].casefold() in "aeiou"


def capitalised(text: str) -> str:
    """The text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))


def named(areas: Sequence[str]) -> str:
    """'Northam and Southam'; '7 other areas' where there are too many to name."""
    return listed(areas) if len(areas) <= _NAMED else f"{len(areas)} other areas"


def day(value: date) -> str:
    """'8 December 2016'."""
    return f"{value.day} {periods.MONTHS[value.month - 1]} {value.year}"


def mark(fact: Fact) -> str:
    """' (illustrative)' after a figure that has a data status; '' after a final one."""
    note_text = status_word(fact)
    return f" ({note_text})" if note_text else ""


def aside(fact: Fact) -> str:
    """', illustrative': the mark within brackets."""
    note_text = status_word(fact)
    return f", {note_text}" if note_text else ""


def code(fact: Fact) -> str:
    """' [i]': the mark in a table."""
    letter = _CODES.get(fact.tags.get("status", ""))
    return f" [{letter}]" if letter else ""


def status_word(fact: Fact) -> str:
    """The data status of a figure in a word; '' for a final one."""
    status = fact.tags.get("status", "")
    return status if status in _CODES else ""


def absence(letter: str) -> str:
    """The mark that stands in place of a figure, in words: 'not available', 'suppressed'."""
    return _ABSENT.get(letter, f"marked “{letter}”")
