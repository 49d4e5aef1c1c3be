"""The phrase book: phrases read from `phrases.toml`, checked at load; the first that fits wins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report_builder.narrative.vocabulary import (
    ATTRIBUTES,
    FRAGMENTS,
    INDICATOR_ROLES,
    INDICATOR_SLOTS,
    NUMBER_WORDS,
    PRESENCE,
    REPORT_ROLES,
    REPORT_SLOTS,
    SLOTS,
    SPECS,
    TAGS,
)
from report_builder.problems import Faults, Problem, problem, suggestion

FIELD = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")


@dataclass(frozen=True)
class Phrase:
    """One phrase: where it may stand, what must hold, what it says, and its example.

    `also` are wordings of the same meaning, for where too many paragraphs in a row begin alike.
    """

    id: str
    slot: str
    say: str
    when: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that the phrase needs."""
        return frozenset(match[1] for match in FIELD.finditer(self.say))


@dataclass(frozen=True)
class Book:
    """The phrases of a house by slot, in the order in which they are tried."""

    phrases: Mapping[str, tuple[Phrase, ...]]

    def of(self, slot: str) -> tuple[Phrase, ...]:
        """The phrases of a slot."""
        return self.phrases.get(slot, ())


def load(files: Iterable[Path]) -> tuple[Book, tuple[Problem, ...]]:
    """The book in these files, the phrases of the first before those of the next, and its faults.

    Raises Faults where a file is not valid TOML.
    """
    found = [(path, phrase) for path in files for phrase in _read(path)]
    faults = [fault for path, phrase in found for fault in _faults(phrase, _place(path, phrase))]
    faults += _unreachable(found)
    slots: dict[str, tuple[Phrase, ...]] = {}
    for _, phrase in found:
        slots[phrase.slot] = (*slots.get(phrase.slot, ()), phrase)
    return Book(slots), tuple(faults)


def _unreachable(found: list[tuple[Path, Phrase]]) -> Iterator[Problem]:
    """Phrases behind one of the same file that always fits: a house may well hide shipped ones."""
    before: dict[tuple[Path, str], list[Phrase]] = {}
    for path, phrase in found:
        earlier = before.setdefault((path, phrase.slot), [])
        if any(_always_fits_before(each, phrase) for each in earlier):
            yield problem("phrase-unreachable", _place(path, phrase), found=phrase.say)
        earlier.append(phrase)


def _read(path: Path) -> Iterator[Phrase]:
    place = "/".join(path.parts[-3:])
    if not path.exists():
        raise Faults([problem("house-file-missing", place)])
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("phrase", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults([problem("phrases-unreadable", place, why=error)]) from None
    if not all(isinstance(table, dict) for table in tables):
        raise Faults([problem("phrases-unreadable", place, why="each phrase begins with [[phrase]]")])
    counted: dict[str, int] = {}
    for table in tables:
        slot = str(table.get("slot", ""))
        counted[slot] = counted.get(slot, 0) + 1
        yield Phrase(
            id=f"{slot} {counted[slot]}",
            slot=slot,
            say=str(table.get("say", "")),
            when=dict(_flat(table.get("when", {}))),
            also=tuple(map(str, table.get("also", ()))),
            literal=tuple(table.get("literal", ())),
            example=table.get("example", {}),
        )


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def _place(path: Path, phrase: Phrase) -> str:
    return f"{'/'.join(path.parts[-3:])}, phrase {phrase.id}"


def _always_fits_before(earlier: Phrase, later: Phrase) -> bool:
    return earlier.when.items() <= later.when.items() and earlier.fields <= later.fields


# --------------------------------------------------------------------------------- lint


def _faults(phrase: Phrase, where: str) -> Iterator[Problem]:
    if phrase.slot not in SLOTS:
        yield problem(
            "phrase-slot-unknown", where, found=phrase.slot, suggestion=suggestion(phrase.slot, SLOTS)
        )
        return
    known = _names(phrase.slot)
    for match in FIELD.finditer(" ".join((phrase.say, *phrase.also))):
        name, spec = match[1], match[2]
        if not _is_field(name, known):
            near = suggestion(name, known)
            yield problem("phrase-field-unknown", where, found=name, slot=phrase.slot, suggestion=near)
        if spec is not None and spec not in SPECS:
            near = suggestion(spec, SPECS)
            yield problem("phrase-field-unknown", where, found=f":{spec}", slot=phrase.slot, suggestion=near)
    if re.search(r"[{}]", FIELD.sub("", " ".join((phrase.say, *phrase.also)))):
        yield problem(
            "phrase-field-unknown", where, found="{", slot=phrase.slot, suggestion="Close its bracket."
        )
    for name, value in phrase.when.items():
        if not _is_tag(name, value, known):
            near = suggestion(f"{name} = {value}", [f"{name} = {each}" for each in _values(name)])
            found = f"{name} = {value}"
            yield problem("phrase-tag-unknown", where, found=found, slot=phrase.slot, suggestion=near)
    yield from _typed_figures(phrase, where)


def _names(slot: str) -> tuple[str, ...]:
    roles = {
        *(() if slot in REPORT_SLOTS else INDICATOR_ROLES),
        *(() if slot in INDICATOR_SLOTS else REPORT_ROLES),
    }
    return (*sorted(roles), *FRAGMENTS)


def _is_field(name: str, known: Iterable[str]) -> bool:
    role, _, attribute = name.rpartition(".")
    return name in known or (role in known and attribute in ATTRIBUTES)


def _is_tag(name: str, value: str, known: Iterable[str]) -> bool:
    if name in known:
        return value in PRESENCE
    role, _, tag = name.rpartition(".")
    return (role in known or role == "indicator") and value in TAGS.get(tag, ())


def _values(name: str) -> tuple[str, ...]:
    return TAGS.get(name.rpartition(".")[2], PRESENCE)


def _typed_figures(phrase: Phrase, where: str) -> Iterator[Problem]:
    """Digits and number words outside the fields: figures come from facts."""
    literal = FIELD.sub(" ", " ".join((phrase.say, *phrase.also)))
    words = re.findall(r"[\w-]*\d[\w-]*|[a-z-]+", literal.casefold())
    for word in words:
        if (any(c.isdigit() for c in word) or word in NUMBER_WORDS) and word not in phrase.literal:
            yield problem("phrase-digit", where, found=word)
