"""Areas told from indicators, without a list of either.

What is said counts most: a heading such as "District". Then labels that are areas elsewhere, labels that
are written as sentences, titles that say "by district", rows that add up to one among them, and the same
labels under several titles. What nothing tells is taken for indicators, and said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from report_builder.returns.labels import HEADINGS, Role
from report_builder.returns.names import key
from report_builder.returns.slots import Slot, Surround, words_of
from report_builder.returns.tables import Table
from report_builder.returns.values import read_value

_AREA_WORDS = words_of(" ".join(HEADINGS[Role.AREA])) - {"la", "name", "place"} | {"county", "borough"}
_INDICATOR_WORDS = words_of(" ".join(HEADINGS[Role.INDICATOR])) - {"name", "series"} | {
    "offence", "crime", "category", "type", "description", "service",
}  # fmt: skip
_BY = re.compile(
    r"\bby (?:local )?(?:district|borough|area|authority|force|ward|region|county|place)s?\b", re.IGNORECASE
)
_JOINING = frozenset((
    "and", "of", "the", "upon", "on", "in", "with", "by", "under", "le", "la", "de", "y", "a", "over",
    "sub", "next", "to", "near", "super", "al", "cum", "st",
))  # fmt: skip
_UNUSUAL = re.compile(r"[%?]|\d")
_WORDS = re.compile(r"[^\W\d_][\w'’]*")
_EXACT = 1e-6
_FEWEST = 3
_LONGEST = 2000
"""Rows of a table up to which totals are looked for; in longer ones every label stands on many."""


class What(StrEnum):
    """What the labels of a slot are."""

    AREAS = "areas"
    INDICATORS = "indicators"
    GROUPS = "groups"


@dataclass(frozen=True, eq=False)
class Parted:
    """A table whose slots have been told apart; `why` says how, in words, for those that are assumed."""

    surround: Surround
    what: tuple[What | None, ...]
    why: tuple[str, ...]
    total: str = ""

    def slots(self, what: What) -> tuple[Slot, ...]:
        """The slots of one kind."""
        return tuple(s for s, w in zip(self.surround.slots, self.what, strict=True) if w is what)

    @property
    def is_undecided(self) -> bool:
        """Whether two or more slots are there of which nothing says what they are."""
        return sum(each is None for each in self.what) > 1


def parted(surrounds: Sequence[Surround]) -> tuple[Parted, ...]:
    """Every table with its slots told apart."""
    under = _titles_by_labels(surrounds)
    found = tuple(_told(each, under) for each in surrounds)
    areas, known = None, _areas(found)
    while areas != known:
        areas = known
        found = tuple(_with_neighbours(each, areas) for each in found)
        known = _areas(found)
    return tuple(_decided(each) for each in found)


def _areas(found: Iterable[Parted]) -> frozenset[str]:
    return frozenset(name for each in found for slot in each.slots(What.AREAS) for name in slot.keys)


def _titles_by_labels(surrounds: Iterable[Surround]) -> Mapping[frozenset[str], set[str]]:
    """Under how many titles the same labels stand."""
    under: dict[frozenset[str], set[str]] = defaultdict(set)
    for each in surrounds:
        for slot in each.slots:
            under[slot.keys].add(key(each.title))
    return under


# ------------------------------------------------------------------------------ table by table


def _told(surround: Surround, under: Mapping[frozenset[str], set[str]]) -> Parted:
    what: list[What | None] = []
    why: list[str] = []
    total = ""
    for slot in surround.slots:
        kind, reason = _by_itself(slot, surround)
        if kind is None and (found := _sum_of_the_rest(surround.table, slot)):
            kind, reason, total = What.AREAS, f"“{found}” is the sum of the other rows", found
        elif kind is What.AREAS:
            total = _total(surround.table, slot)
        alone = len(surround.slots) == 1 and len(slot.keys) > 1
        if kind is None and alone and len(under[slot.keys]) > 1:
            kind, reason = What.AREAS, "the same names stand under several titles"
        what.append(kind)
        why.append(reason)
    return Parted(surround, tuple(what), tuple(why), total)


def _by_itself(slot: Slot, surround: Surround) -> tuple[What | None, str]:
    """What a slot is by its heading, by how its labels are written, or by the title."""
    words = words_of(slot.heading)
    if words & _AREA_WORDS:
        return What.AREAS, ""
    if words & _INDICATOR_WORDS:
        return What.INDICATORS, ""
    if any(map(is_sentence, (text for text, _ in slot.labels))):
        return What.INDICATORS, ""
    if len(surround.slots) == 1 and any(map(_BY.search, surround.texts)):
        return What.AREAS, "the title says so"
    return None, ""


def is_sentence(label: str) -> bool:
    """Whether a label is written as words and not as a name: 'Criminal damage', 'Satisfied (%)'."""
    _, *others = _WORDS.findall(label) or [""]
    return bool(_UNUSUAL.search(label)) or any(
        w.islower() and w not in _JOINING and len(w) > 1 for w in others
    )


def _total(table: Table, slot: Slot) -> str:
    """The label of the total of areas: the sum of the others, or the only one that says it is."""
    only = slot.totals[0] if len(slot.totals) == 1 else ""
    return _sum_of_the_rest(table, slot) or only


def _sum_of_the_rest(table: Table, slot: Slot) -> str:
    """The label of the one row, or column, that is all others added up; other totals are no part of it."""
    figures = _figures(table, slot)
    parts = {name: each for name, each in figures.items() if name not in slot.totals}
    if len(parts) < _FEWEST and not (slot.totals and len(parts) > 1):
        return ""
    fits = [
        name
        for name, mine in figures.items()
        if any(mine)
        and all(map(_is_sum, mine, zip(*(v for n, v in parts.items() if n != name), strict=True)))
    ]
    return fits[0] if len(fits) == 1 else ""


def _is_sum(total: float, parts: Sequence[float]) -> bool:
    return abs(sum(parts) - total) < _EXACT * max(1, abs(total))


def _figures(table: Table, slot: Slot) -> dict[str, list[float]]:
    """The figures of each label, where all have as many; none where a label stands more than once."""
    if len(table.body) > _LONGEST:
        return {}
    lines = [*(_rows(table, slot) if slot.place == "beside" else _columns(table, slot))]
    found = dict(lines)
    numbers = {
        name: [n for v in cells if (n := read_value(v).number) is not None] for name, cells in found.items()
    }
    whole = len(found) == len(lines) and len({len(each) for each in numbers.values()}) == 1
    return numbers if whole else {}


def _rows(table: Table, slot: Slot) -> Iterator[tuple[str, list[object]]]:
    names = {*slot.totals, *(text for text, _ in slot.labels)}
    for column in (each.index for each in table.labels if each.label.text == slot.heading):
        for row in table.body:
            label = " ".join(str(table.at(row, column)).split())
            if label in names and table.has_figures(row):
                yield label, [table.at(row, each.index) for each in table.figures]


def _columns(table: Table, slot: Slot) -> Iterator[tuple[str, list[object]]]:
    names = {*slot.totals, *(text for text, _ in slot.labels)}
    for column in table.figures:
        own = column.label.text
        if own in names:
            yield own, [table.at(row, column.index) for row in table.body if table.has_figures(row)]


# ------------------------------------------------------------------------------ with one another


def _with_neighbours(each: Parted, areas: frozenset[str]) -> Parted:
    """What the labels are elsewhere, and what the other slots of the table leave over."""
    what, why = [*each.what], [*each.why]
    for n, slot in enumerate(each.surround.slots):
        if what[n] is None and slot.keys and len(slot.keys & areas) * 2 >= len(slot.keys):
            what[n], why[n] = What.AREAS, "the same names are areas in another table"
        others = {kind for m, kind in enumerate(what) if m != n}
        if what[n] is None and others == {What.INDICATORS}:
            what[n], why[n] = What.AREAS, "they are written as names, beside indicators"
        elif what[n] is None and others == {What.AREAS}:
            what[n] = What.INDICATORS
    totals = (
        _total(each.surround.table, slot)
        for slot, kind in zip(each.surround.slots, what, strict=True)
        if kind is What.AREAS
    )
    return Parted(each.surround, tuple(what), tuple(why), each.total or next(filter(None, totals), ""))


def _decided(each: Parted) -> Parted:
    """The one slot that nothing tells holds indicators; of two with indicators the fuller one counts."""
    what, why = [*each.what], [*each.why]
    if what.count(None) == 1 and What.INDICATORS not in what:
        n = what.index(None)
        what[n], why[n] = What.INDICATORS, "nothing says whether these are indicators or areas"
    for a, b in pairwise([n for n, kind in enumerate(what) if kind is What.INDICATORS]):
        outer = a if len(each.surround.slots[a].keys) <= len(each.surround.slots[b].keys) else b
        what[outer] = What.GROUPS
    return Parted(each.surround, tuple(what), tuple(why), each.total)
