"""One label by itself: its parts put together, and the period that they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from numbers import Real
from typing import Literal, cast

from report_builder.periods.parts import Part, part_at, past_filler, tidied
from report_builder.periods.period import MONTHS, Period, Span
from report_builder.periods.readings import (
    NO_YEAR,
    Either,
    Fragment,
    Named,
    Numbering,
    Reading,
    Unclear,
    Window,
    agrees,
    to_date,
    within,
)


def parse(value: object, quarters: Literal["calendar", "financial"] | None = None) -> Period | None:
    """The period that a cell names, or None where it names none.

    Takes text in the common spellings, real dates (the month they fall in) and whole numbers such as 2016,
    201604 and 201617. `quarters` says what "Q2 2016" counts: quarters of calendar years, as official
    statistics do, unless it is "financial". A bare 'Q2' or 'April' names no year and so no period.
    """
    found = reading(value, quarters)
    if isinstance(found, Either):
        return found.alone
    return found.period if isinstance(found, Named) else None


def reading(value: object, numbering: Numbering | None = None) -> Reading | None:
    """What a cell says of a period; None where it says nothing of one."""
    if isinstance(value, date):
        # An empty date of pandas is a date that does not equal itself.
        return Named(Period.ending(value.year, value.month, 1), whole=False) if value == value else None  # noqa: PLR0124
    text = text_of(value)
    return _reading(text, numbering) if text else None


def text_of(value: object) -> str:
    """A text or a whole number as it is typed: "2016" for 2016.0; empty for anything else."""
    if isinstance(value, str):
        return re.sub(r"^(\d+)\.0+$", r"\1", value.strip())
    if isinstance(value, bool) or not isinstance(value, Real):
        return ""
    number = float(value)
    return str(int(number)) if number.is_integer() else ""


@lru_cache(maxsize=65536)
def _reading(text: str, numbering: Numbering | None) -> Reading | None:
    parts = _parts_of(tidied(text))
    return together(parts, numbering) if parts else None


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


# ------------------------------------------------------------------------- parts put together


_FINAL = {"to date", "until", "window"}
_BESIDE = {"wave", "survey"}


def together(parts: tuple[Part, ...], numbering: Numbering | None) -> Reading | None:
    """What parts say together, in whatever order they stand; None where they say nothing of a period."""
    if unclear := next((each.said for each in parts if isinstance(each.said, Unclear)), None):
        return unclear
    words = sorted(each.kind for each in parts if each.kind in _FINAL)
    shape, core = _core([each for each in parts if each.kind not in _FINAL | _BESIDE], numbering)
    if core is None or len(words) > 1:
        return Unclear("it names no date") if [each.kind for each in parts] == ["wave"] else None
    if not words or isinstance(core, Unclear):
        return core
    window = next((each.said for each in parts if isinstance(each.said, Window)), None)
    if window:
        return _window(window, core)
    return None if words == ["until"] and "Y" not in shape else _to_date(shape, core)


def _core(about: list[Part], numbering: Numbering | None) -> tuple[str, Reading | None]:
    """What is said once the words are set aside, and the letters of the row of _CORES that says it."""
    letters = "".join(sorted(_LETTERS[each.kind] for each in about))
    if letters.startswith("PP") or letters.startswith("DPP"):
        merged = _merged([each.said for each in about if isinstance(each.said, Fragment)])
        if not isinstance(merged, Fragment):
            return letters, merged
        about = [each for each in about if each.kind != "part"] + [replace(about[0], kind="part", said=merged)]
        letters = letters.replace("PP", "P")
    reader = _CORES.get(letters)
    return letters, reader(_Sayings.of(about, numbering)) if reader else None


def _merged(fragments: list[Fragment]) -> Reading | None:
    """A quarter with its months beside it: "Q2 (Jul-Sep)"."""
    numbered = [each for each in fragments if each.number]
    by_months = [each for each in fragments if each.first]
    if len(numbered) != 1 or len(by_months) != 1:
        return None
    [number], [months] = numbered, by_months
    if not agrees(number, Period.starting(2000, months.first, months.months)):
        return Unclear(f"its months are not those of {_called(number)}")
    return replace(number, first=months.first)


def _called(fragment: Fragment) -> str:
    return f"{'Q' if fragment.months == 3 else 'H'}{fragment.number}"


@dataclass(frozen=True, slots=True)
class _Sayings:
    """What the parts of a label say: a dated period, a year, and a part of a year, where they are there."""

    dated: Named
    year: Named | Either
    part: Fragment
    numbering: Numbering | None
    sure: bool

    @classmethod
    def of(cls, about: list[Part], numbering: Numbering | None) -> _Sayings:
        said = {_LETTERS[each.kind]: each.said for each in about}
        sure = any(each.kind == "calendar year" for each in about)
        numbering = "calendar" if sure else numbering
        return cls(
            cast("Named", said.get("D")),
            cast("Named | Either", said.get("Y")),
            cast("Fragment", said.get("P")),
            numbering,
            sure,
        )

    @property
    def whole_year(self) -> Period:
        return self.year.year if isinstance(self.year, Either) else self.year.period


def _part_of_year(said: _Sayings) -> Reading:
    return within(said.part, said.whole_year, said.numbering)


def _part_dated(said: _Sayings) -> Reading:
    if agrees(said.part, said.dated.period):
        return Named(said.dated.period, number=said.part.number)
    return Unclear(f"its months are not {_those_of(said.part)}")


def _those_of(fragment: Fragment) -> str:
    return f"those of {_called(fragment)}" if fragment.number else f"{MONTHS[fragment.first - 1]}'s"


def _part_of_year_dated(said: _Sayings) -> Reading:
    """A part of a year with its months: the quarter that those months are, where it can be."""
    numberings: tuple[Numbering, ...] = (said.numbering,) if said.numbering else ("calendar", "financial")
    found = [within(said.part, said.whole_year, each) for each in numberings]
    agreed = [each for each in found if isinstance(each, Named) and each.period == said.dated.period]
    return agreed[0] if agreed else Unclear(f"its months are not {_those_of(said.part)}")


def _year_dated(said: _Sayings) -> Reading:
    if said.whole_year.holds(said.dated.period):
        return said.dated
    return Unclear(f"its months are not in {said.whole_year}")


# D a period with its date, Y a year, P a part of a year without its year.
_LETTERS = {"dated": "D", "year": "Y", "calendar year": "Y", "part": "P"}
_CORES: Mapping[str, Callable[[_Sayings], Reading]] = {
    "D": lambda said: said.dated,
    "Y": lambda said: said.year,
    "P": lambda said: said.part,
    "PY": _part_of_year,
    "DP": _part_dated,
    "DPY": _part_of_year_dated,
    "DY": _year_dated,
}


def _window(window: Window, end: Reading) -> Reading | None:
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


def _to_date(shape: str, end: Reading) -> Reading | None:
    """The months from April to an end: "YTD Aug 2016", "2016/17 to end Sep"."""
    if isinstance(end, Fragment):
        return replace(end, to_date=True)
    if shape == "Y":
        return Unclear("it names no end")
    if not isinstance(end, Named):
        return None
    if end.assumed:
        return Unclear("it may be of a calendar or a financial year")
    found = to_date(end.period)
    return Named(found) if found else Unclear("it does not begin in April")
