"""The areas of a survey: which one the report is about, its districts, and others to compare with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from report_builder.model import AreaKind, CandidateArea, Cell
from report_builder.returns.names import key
from report_builder.returns.parting import Parted, What
from report_builder.returns.slots import Slot, is_total, words_of

_COMPARED = frozenset((
    "comparison", "comparisons", "compare", "compared", "comparator", "comparators", "benchmark",
    "benchmarking", "peer", "peers", "regional", "similar", "neighbours", "neighbouring", "national",
))  # fmt: skip
_COUNCIL = re.compile(
    r"((?:[A-Z][\w'’-]+,? (?:and |upon |of |the |with )?)*?[A-Z][\w'’-]+)"
    r" (?:County |Borough |City |District |Metropolitan )*(?:Council|Constabulary|Police|County)\b"
)
_GENERIC = frozenset((
    "county", "council", "borough", "city", "district", "total", "area", "force", "unitary",
    "authority", "the",
))  # fmt: skip
_NOWHERE = frozenset(("unknown", "not known", "other", "others", "not recorded", "unallocated", "not stated"))
_PART = "it is headed as a part of the subject, or adds up to it with the others"
UNKNOWN = "Our area"
"""The name of the subject where the returns name none."""


def areas_of(tables: Sequence[Parted], *, has_unnamed: bool) -> tuple[CandidateArea, ...]:
    """The areas that the tables name, the subject first.

    `has_unnamed` says whether figures of no named area are there: they are the subject's.
    """
    named = _named(tables)
    subject, why, aliases = _subject(tables, named, has_unnamed=has_unnamed)
    districts = _districts(tables, named, subject)
    place = next((cell for name, (cell, _) in named.items() if name == subject), Cell("", "", ""))
    spelt = {key(each): each for each in (*_spellings(named, subject), *aliases) if each != subject}
    found = [CandidateArea(subject, AreaKind.SUBJECT, place, tuple(spelt.values()), why)]
    for name, (cell, others) in named.items():
        if name != subject:
            kind = AreaKind.DISTRICT if name in districts else AreaKind.COMPARATOR
            reason = _PART if name in districts else "nothing says that it is a part of the subject"
            found.append(CandidateArea(name, kind, cell, tuple(others), reason))
    return tuple(found)


def _slots(tables: Iterable[Parted]) -> Iterator[tuple[Parted, Slot]]:
    return ((table, slot) for table in tables for slot in table.slots(What.AREAS))


def _named(tables: Sequence[Parted]) -> dict[str, tuple[Cell, list[str]]]:
    """The areas by the shortest of their names, each with its first cell and its other names."""
    found: dict[str, tuple[Cell, list[str]]] = {}
    apart = [{text for text, _ in slot.labels} for _, slot in _slots(tables)]
    cells = {text: cell for _, slot in reversed([*_slots(tables)]) for text, cell in reversed(slot.labels)}
    cells = {text: cell for text, cell in cells.items() if key(text) not in _NOWHERE}
    for text in sorted(cells, key=lambda each: (len(each), each)):
        same = next(
            (n for n in found if _is_same(n, text) and not any({n, text} <= each for each in apart)), None
        )
        if same:
            found[same][1].append(text)
        else:
            found[text] = (cells[text], [])
    order = {text: n for n, text in enumerate(reversed([*cells]))}
    return dict(sorted(found.items(), key=lambda item: order[item[0]]))


def _is_same(one: str, other: str) -> bool:
    """Whether two names differ at most in saying what kind of area it is: 'Ashby', 'Ashby County'."""
    return key(one) == key(other) or _bare(one) == _bare(other) != ""


def _bare(name: str) -> str:
    return " ".join(word for word in key(name).split() if word not in _GENERIC)


def _spellings(named: dict[str, tuple[Cell, list[str]]], area: str) -> list[str]:
    return named[area][1] if area in named else []


# ---------------------------------------------------------------------------------------- the subject


def _subject(
    tables: Sequence[Parted], named: dict[str, tuple[Cell, list[str]]], *, has_unnamed: bool
) -> tuple[str, str, tuple[str, ...]]:
    """The area the report is about, how that was told, and the words for a total that stand for it."""
    totals = Counter(each.total for each in tables if each.total)
    words = tuple(name for name in totals if is_total(name))
    is_free = not any(
        is_total(text) for each in tables for s in each.slots(What.INDICATORS) for text in s.totals
    )
    aliases = words if is_free else ()
    for name, _ in totals.most_common():
        if area := next((n for n, (_, others) in named.items() if name in (n, *others)), ""):
            return area, "its figures are those of the other areas added up", aliases
    lone = [slot for _, slot in _slots(tables) if len(slot.labels) == 1 and slot.place == "beside"]
    for name, _ in Counter(text for slot in lone for text, _ in slot.labels).most_common(1):
        area = next(n for n, (_, others) in named.items() if name in (n, *others))
        return area, "it stands alone in a column of areas", aliases
    if area := _in_titles(tables, named):
        return area, "titles name it", aliases
    if has_unnamed or aliases:
        council = next(
            (m[1] for each in tables for text in each.surround.texts if (m := _COUNCIL.search(text))), ""
        )
        return council or UNKNOWN, "a title names it" if council else "no return names it", aliases
    if named:
        return (
            next(iter(named)),
            "the report needs one, no return names one, and this is the first there is",
            (),
        )
    return UNKNOWN, "no return names it", ()


def _in_titles(tables: Sequence[Parted], named: dict[str, tuple[Cell, list[str]]]) -> str:
    """The one area that most titles name; none where two are named as often."""
    texts = {text for each in tables for text in each.surround.texts}
    said = Counter(name for text in texts for name in named if f" {key(name)} " in f" {key(text)} ")
    ranked = said.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) < 2 or ranked[0][1] > ranked[1][1]) else ""


# -------------------------------------------------------------------------------------- its districts


def _districts(tables: Sequence[Parted], named: dict[str, tuple[Cell, list[str]]], subject: str) -> set[str]:
    """The parts of the subject: areas that add up to it, or that are headed as districts."""
    groups = [
        (
            {n for n, (_, others) in named.items() if {n, *others} & {t for t, _ in slot.labels}} - {subject},
            table,
            slot,
        )
        for table, slot in _slots(tables)
    ]
    compared = {name for names, table, _ in groups if _is_compared(table) for name in names}
    parts = {name for names, table, _ in groups if table.total for name in names}
    if parts:
        return parts
    said = {
        name
        for names, _, slot in groups
        if words_of(slot.heading) & {"district", "ward", "locality"} or slot.place != "beside"
        for name in names
    }
    is_one_of_them = any(
        subject in {t for t, _ in slot.labels} and len(slot.labels) > 1 for _, _, slot in groups
    )
    return (
        set() if is_one_of_them else (said or {name for names, _, _ in groups for name in names}) - compared
    )


def _is_compared(table: Parted) -> bool:
    return any(words_of(text) & _COMPARED for text in table.surround.texts)
