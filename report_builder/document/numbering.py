"""How Word numbers paragraphs: by a list that is bound to the paragraph or to its style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from report_builder.document.markup import name, value

_LEVELS = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """A level of a list: how a number is written, in which text, and where counting begins.

    `restarts` is the level after which it begins anew, counted from 1; 0 for never.
    """

    form: str
    text: str
    start: int
    restarts: int
    style: str
    is_legal: bool


@dataclass(frozen=True)
class List:
    """A list as paragraphs name it. Lists that share a `counter` go on counting where another stopped."""

    counter: str
    levels: Mapping[int, Level]
    anew: Mapping[int, int]


@dataclass(frozen=True)
class Numbering:
    """The styles of a document by id, each with those that it is based on, and its lists by number."""

    styles: Mapping[str, etree._Element]
    chains: Mapping[str, tuple[etree._Element, ...]]
    lists: Mapping[str, List]

    @classmethod
    def of(cls, styles: etree._Element, lists: etree._Element | None) -> Numbering:
        """The numbering that the styles part and the numbering part of a document lay down."""
        by_id = {each.get(name("w:styleId")): each for each in styles.iter(name("w:style"))}
        chains = {each: tuple(_based_on(each, by_id)) for each in by_id}
        return cls(by_id, chains, _lists(lists, by_id) if lists is not None else {})

    def numbered(self, body: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """The numbered paragraphs of a body, each with its number as printed, less a full stop at its end.

        Paragraphs with bullets are not numbered.
        """
        count = _Count()
        for paragraph in body.iter(name("w:p")):
            if (place := self._place(paragraph)) and (label := count.next(*place)):
                yield label, paragraph

    def style_names(self, paragraph: etree._Element) -> list[str]:
        """The name of the style of a paragraph and of the styles it is based on, in lower case."""
        return [value(style.find(name("w:name"))).casefold() for style in self.chain(paragraph)]

    def chain(self, paragraph: etree._Element) -> tuple[etree._Element, ...]:
        """The style of a paragraph and the styles that it is based on."""
        return self.chains.get(value(paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")), ())

    def _place(self, paragraph: etree._Element) -> tuple[str, List, int] | None:
        """The list that numbers a paragraph, by its number, and the level; None for no list."""
        for owner in (paragraph, *self.chain(paragraph)):
            found = owner.find(f"{name('w:pPr')}/{name('w:numPr')}")
            if found is not None and found.find(name("w:numId")) is not None:
                number = value(found.find(name("w:numId")))
                held = self.lists.get(number)
                return (number, held, self._level(owner, found, held)) if held else None
        return None

    def _level(self, owner: etree._Element, found: etree._Element, held: List) -> int:
        """The level that is named, or the one that the list binds to the style."""
        if typed := value(found.find(name("w:ilvl"))):
            return int(typed)
        style = owner.get(name("w:styleId"))
        return next((number for number, level in held.levels.items() if style and level.style == style), 0)


def _based_on(style: str, by_id: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    passed: set[str] = set()
    while style in by_id and style not in passed:
        passed.add(style)
        yield by_id[style]
        style = value(by_id[style].find(name("w:basedOn")))


@dataclass
class _Count:
    """Where the counting stands, by counter; the one thing here that changes."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, held: List, at: int) -> str:
        """The label of the next paragraph of a list at a level; '' for a bullet."""
        level = held.levels.get(at)
        if level is None:
            return ""
        counts = self.counts.setdefault(held.counter, [-1] * _LEVELS)
        counts[at] = level.start if counts[at] < 0 else counts[at] + 1
        if (number, at) not in self.begun and at in held.anew:
            counts[at] = held.anew[at]
        self.begun.add((number, at))
        for below in range(at + 1, _LEVELS):
            lower = held.levels.get(below)
            if lower is None or lower.restarts > at:
                counts[below] = -1
        return "" if level.form == "bullet" else _label(level, held, counts)


def _label(level: Level, held: List, counts: list[int]) -> str:
    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = held.levels[at].form if at in held.levels else "decimal"
        return _number(max(counts[at], 0), "decimal" if level.is_legal else form)

    return re.sub(r"%([1-9])", written, level.text).strip().rstrip(".")


def _number(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else "0"
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form == "none":
        return ""
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    letters = ""
    for size, letter in _ROMAN:
        times, count = divmod(count, size)
        letters += letter * times
    return letters


# --------------------------------------------------------------------------------- reading


def _lists(part: etree._Element, styles: Mapping[str, etree._Element]) -> dict[str, List]:
    """The lists of a numbering part by their number."""
    abstract = {each.get(name("w:abstractNumId")): each for each in part.iter(name("w:abstractNum"))}
    numbers = {each.get(name("w:numId")): each for each in part.iter(name("w:num"))}
    found = {}
    for number, each in numbers.items():
        key = _linked(value(each.find(name("w:abstractNumId"))), abstract, numbers, styles)
        if key in abstract:
            levels = {int(lvl.get(name("w:ilvl"))): _read(lvl) for lvl in abstract[key].iter(name("w:lvl"))}
            overrides = [(int(over.get(name("w:ilvl"))), over) for over in each.iter(name("w:lvlOverride"))]
            levels |= {
                at: _read(lvl) for at, over in overrides if (lvl := over.find(name("w:lvl"))) is not None
            }
            starts = {at: value(over.find(name("w:startOverride"))) for at, over in overrides}
            found[number] = List(key, levels, {at: int(start) for at, start in starts.items() if start})
    return found


def _linked(
    key: str,
    abstract: Mapping[str, etree._Element],
    numbers: Mapping[str, etree._Element],
    styles: Mapping[str, etree._Element],
) -> str:
    """The abstract list behind one that only names a list style."""
    link = value(abstract[key].find(name("w:numStyleLink"))) if key in abstract else ""
    if link not in styles:
        return key
    number = value(styles[link].find(f"{name('w:pPr')}/{name('w:numPr')}/{name('w:numId')}"))
    return value(numbers[number].find(name("w:abstractNumId"))) if number in numbers else key


def _read(level: etree._Element) -> Level:
    at = int(level.get(name("w:ilvl")))
    restarts = level.find(name("w:lvlRestart"))
    legal = level.find(name("w:isLgl"))
    return Level(
        form=value(level.find(name("w:numFmt"))) or "decimal",
        text=value(level.find(name("w:lvlText"))),
        start=int(value(level.find(name("w:start"))) or 0),
        restarts=int(value(restarts)) if restarts is not None else at,
        style=value(level.find(name("w:pStyle"))),
        is_legal=legal is not None and value(legal) not in ("0", "false"),
    )
