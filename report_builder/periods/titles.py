"""The period named within a line of text: a table's title, a sheet's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from report_builder.periods.parts import Part, part_at, past_filler
from report_builder.periods.period import Period
from report_builder.periods.readings import Numbering, Unclear, named_by
from report_builder.periods.spellings import together
from report_builder.periods.words import tidied

_BEGINS = re.compile(r"(?<![a-z0-9£$])(?<![0-9][.,/-])[a-z0-9]")
_WORD = re.compile(r"[a-z0-9]+")
_NUMBERED = re.compile(
    r"(?:\b(?:table|tab|figure|fig|chart|annex|appendix|sheet|page|no|number|tel)[ .:]*|[0-9]\)? *)$"
)
_AGED = re.compile(r"\b(?:ages?|aged)[ :]*$")
_LED_UP_TO = re.compile(r"(?:[,(\[:-]|\b(?:in|for|year)) *$")
_MOST_PARTS = 12  # more stand in no title, and would take long to compare


@lru_cache(maxsize=8192)
def titled(text: str, quarters: Numbering | None = None) -> Period | None:
    """The one period that a line of text names; None where it names none, or two that differ.

    The longest spelling at a place counts. A year in digits alone counts at the end of the text, or behind
    a comma, colon, dash, bracket, "in", "for" or "year". `quarters` is as for `parse`.
    """
    tidy = tidied(text)
    found = {period for group in _groups(tidy) for period in _named(tidy, group, quarters)}
    return found.pop() if len(found) == 1 else None


def _groups(text: str) -> Iterator[tuple[Part, ...]]:
    """The stretches of a text that are nothing but parts of periods."""
    group: list[Part] = []
    at = 0
    while at < len(text):
        if part := _whole_part(text, at, group):
            if group and past_filler(text, group[-1].end) < at:
                yield tuple(group)
                group = []
            group.append(part)
        at = part.end if part else _after_word(text, at)
    if group:
        yield tuple(group)


def _whole_part(text: str, at: int, group: list[Part]) -> Part | None:
    """The part that begins at a place, when it is no piece of a longer word or number."""
    begins = _BEGINS.match(text, at) or (group and group[-1].end == at)
    part = part_at(text, at) if begins else None
    if part is None or isinstance(part.said, Unclear):
        return None
    goes_on = _WORD.match(text, part.end) and not part_at(text, part.end)
    return None if goes_on else part


def _after_word(text: str, at: int) -> int:
    word = _WORD.match(text, at)
    return word.end() if word else at + 1


def _named(text: str, group: tuple[Part, ...], numbering: Numbering | None) -> Iterator[Period | None]:
    """The periods in a stretch, the longest spellings first; None for a stretch that contradicts itself."""
    if len(group) > _MOST_PARTS or _is_refused(group, numbering):
        yield None
        return
    for size in range(len(group), 0, -1):
        for start in range(len(group) - size + 1):
            chosen = group[start : start + size]
            period = named_by(together(chosen, numbering))
            if period and _counts(text, chosen[0].start, chosen[-1].end):
                yield period
                yield from _named(text, group[:start], numbering)
                yield from _named(text, group[start + size :], numbering)
                return


def _is_refused(group: tuple[Part, ...], numbering: Numbering | None) -> bool:
    has_year = any(each.kind in ("dated", "year", "calendar year") for each in group)
    return has_year and isinstance(together(group, numbering), Unclear)


def _counts(text: str, start: int, end: int) -> bool:
    """Whether digits can be a period where they stand, and are no age, table number or telephone number."""
    spelled, before = text[start:end], text[:start]
    if re.fullmatch(r"[0-9]{2}/[0-9]{2}", spelled):
        return not _AGED.search(before)
    if not re.fullmatch(r"[0-9 ]+", spelled):
        return True
    is_last = not re.search(r"[a-z0-9]", text[end:])
    is_led_up_to = bool(_LED_UP_TO.search(before))
    return spelled.isdecimal() and not _NUMBERED.search(before) and (is_last or is_led_up_to)
