"""The period named within a line of text: a table's title, a sheet's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from report_builder.periods.parts import Part, part_at, past_filler
from report_builder.periods.period import Period
from report_builder.periods.readings import Fragment, SingleYear, Unclear, named_by
from report_builder.periods.spellings import together
from report_builder.periods.words import tidied

_BEGINS = re.compile(r"(?<![a-z0-9£$])(?<![a-z0-9][./])(?<![0-9][,-])[a-z0-9]")
_WORD = re.compile(r"[a-z0-9]+")
# Before a period that is not the table's: the end of a longer stretch, one of two, a date of publication,
# a year that begins in September or May.
_ANOTHER = re.compile(
    r"(?:\b(?:to|until|since|from|before|after|by|and|or|v|vs|versus)|&|[/&+] ?[a-z]+ ?[1-4]) *$"
    r"|\b(?:academic|school|municipal|tax)(?: years?)?[ :]*$"
    r"|(?:\b(?:published|updated|released?|publication|copyright|extracted)\b|©)[^,;()]*$"
)
_GOES_ON = re.compile(r" (?:to|until|onwards?|and|or|v|vs|versus|academic|school|municipal|tax)\b| ?&")
_DAY = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?[ .-]*[a-z]+[ .,/-]*[0-9]+")
_NUMBERED = re.compile(
    r"(?:\b(?:table|tab|figure|fig|chart|annex|appendix|sheet|page|no|number|tel)[ .:]*"
    r"|\b(?:act|census|mid|pre|post)[ -]*|[0-9]\)? *)$"
)
_AGED = re.compile(r"\b(?:ages?|aged)[ :]*$")
_LED_UP_TO = re.compile(r"(?:[,(\[:-]|\b(?:in|for|year)) *$")
_MOST_PARTS = 12  # more stand in no title, and would take long to compare
_LONGEST = 200  # a paragraph tells of more than its table


@lru_cache(maxsize=8192)
def titled(text: str, single: SingleYear | None = None) -> Period | None:
    """The one period that a line of text names; None where it names none, or two that differ.

    The longest spelling at a place counts. A year in digits alone counts at the end of the text, or behind
    a comma, colon, dash, bracket, "in", "for" or "year". `single` is as for `parse`.
    """
    if len(text) > _LONGEST:
        return None
    tidy = tidied(text)
    found = {period for group in _groups(tidy) for period in _named(tidy, group, single)}
    return found.pop() if len(found) == 1 else None


def _groups(text: str) -> Iterator[tuple[Part, ...]]:
    """The stretches of a text that are nothing but parts of periods."""
    group: list[Part] = []
    at = 0
    while at < len(text):
        is_next = bool(group) and past_filler(text, group[-1].end) == at
        part = _whole_part(text, at, is_next=is_next)
        if part and not isinstance(part.said, Unclear):
            if group and not is_next:
                yield tuple(group)
                group = []
            group.append(part)
        at = part.end if part else _after_word(text, at)
    if group:
        yield tuple(group)


def _whole_part(text: str, at: int, *, is_next: bool) -> Part | None:
    """The part that begins at a place, when it is no piece of a longer word or number."""
    part = part_at(text, at) if is_next or _BEGINS.match(text, at) else None
    goes_on = part and _WORD.match(text, part.end) and not part_at(text, part.end)
    return None if goes_on else part


def _after_word(text: str, at: int) -> int:
    word = _WORD.match(text, at)
    return word.end() if word else at + 1


def _named(text: str, group: tuple[Part, ...], single: SingleYear | None) -> Iterator[Period | None]:
    """The periods in a stretch, the longest spellings first; None for a stretch that contradicts itself."""
    if len(group) > _MOST_PARTS or _is_refused(group, single):
        yield None
        return
    for size in range(len(group), 0, -1):
        for start in range(len(group) - size + 1):
            chosen = group[start : start + size]
            period = named_by(together(chosen, single))
            if period:
                yield from [period] if _counts(text, chosen[0].start, chosen[-1].end) else []
                yield from _named(text, group[:start], single)
                yield from _named(text, group[start + size :], single)
                return


def _is_refused(group: tuple[Part, ...], single: SingleYear | None) -> bool:
    has_year = any(each.kind in ("dated", "year", "calendar year") for each in group)
    parts = {(each.said.months, each.said.number) for each in group if isinstance(each.said, Fragment)}
    is_two = len({part for part in parts if part[1]}) > 1
    return has_year and (is_two or isinstance(together(group, single), Unclear))


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a spelling names the period of the table: no date, no age, no end of a longer stretch."""
    spelled, before, after = text[start:end], text[:start], text[end:]
    if _ANOTHER.search(before) or _GOES_ON.match(after) or _DAY.fullmatch(spelled):
        return False
    if re.fullmatch(r"[0-9]{2}/[0-9]{2}", spelled):
        return not _AGED.search(before)
    return not re.fullmatch(r"[0-9 ]+", spelled) or _is_year(spelled, before, after)


def _is_year(digits: str, before: str, after: str) -> bool:
    """Whether digits alone are a year where they stand, and no number of a table or a telephone."""
    is_led_up_to = _LED_UP_TO.search(before) or not re.search(r"[a-z0-9]", after)
    return digits.isdecimal() and bool(is_led_up_to) and not _NUMBERED.search(before)
