"""What a label of a return says: an area, an indicator or a part of one, a role, a total, a period.

A label is a heading over figures or a name beside them. It is understood as a whole, or in pieces
("Burglary – Northam", "Q2 2016/17 actual"), and then only where every piece is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from report_builder import periods
from report_builder.model import PERCENTAGES, POPULATION, Kind
from report_builder.returns.names import Names, Part, key
from report_builder.returns.values import FINAL, STATUSES
from report_builder.workbooks import is_blank


class Role(StrEnum):
    """What the cells of a column are, by its heading."""

    INDICATOR = "indicator"
    AREA = "area"
    PERIOD = "period"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    STATUS = "data status"


HEADINGS: dict[Role, tuple[str, ...]] = {
    Role.INDICATOR: (
        "indicator", "measure", "metric", "performance indicator", "performance measure", "pi", "kpi",
        "indicator name", "measure name", "series", "question",
    ),
    Role.AREA: (
        "area", "area name", "district", "borough", "local authority", "la", "la name", "authority",
        "geography", "force", "force name", "ward", "region", "locality", "council", "place",
    ),
    Role.PERIOD: (
        "period", "time period", "quarter", "financial quarter", "calendar quarter", "month", "date", "year",
        "financial year", "reporting period", "wave", "survey wave", "fiscal year", "calendar year",
        "year ending", "half year", "time",
    ),
    Role.VALUE: (
        "value", "count", "number", "no", "total", "rate", "percentage", "percent", "%", "figure", "result",
        "actual", "outturn", "performance", "volume", "observed value", "total number",
    ),
    Role.NUMERATOR: ("numerator",),
    Role.DENOMINATOR: ("denominator", "sample size", "base", "respondents", "n", "cohort", "unweighted base"),
    Role.STATUS: (
        "status", "data status", "obs status", "observation status", "flag", "flags", "marker", "mark",
    ),
}  # fmt: skip
"""The headings that are known, by the part their column plays."""

_COUNTED = ("count", "number", "no", "volume", "total number")
_SHARED = ("percentage", "percent", "%")
_RATED = ("rate",)
_WORDS = {"number": "number", "count": "number", "no": "number", "percentage": "%", "proportion": "%"}

_MOST_WORDS = 8
_FOOTNOTE = 4
"""The letters that a footnote mark may have."""

TOTALS = frozenset(
    [
        "total",
        "totals",
        "grand total",
        "sub total",
        "subtotal",
        "overall total",
        "county total",
        "area total",
        "district total",
        "all",
        "all persons",
        "all people",
        "persons",
        "everyone",
        "both sexes",
        "all ages",
        "all areas",
        "all districts",
        "year total",
        "annual total",
        "full year",
        "ytd",
        "year to date",
        "cumulative",
    ]
)
_ROLES = {name: role for role, names in HEADINGS.items() for name in names}
_MARKED = re.compile(r"(?P<bare>.+?)\s*(?:[*†‡¹²³⁴]+|[\[(]\s*(?P<mark>\w{1,12})\s*[\])])", re.DOTALL)
_NOTES = re.compile(r"(?:\s*[\[(]\s*notes?\s*\d+(?:\s*(?:,|and)\s*\d+)*\s*[\])])+$", re.IGNORECASE)
"""References to notes as statistics on GOV.UK have them."""
_SAMPLE_SIZE = re.compile(r"\s*[\[(]?\bn\s*=\s*[\d,]+\s*[\])]?$", re.IGNORECASE)
_REFERENCE = re.compile(r"^(?:[A-Z]{1,4}\s?)?\d{1,3}(?:\.\d+)*[a-z]?\s*[.:)\-–]?\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})+[a-z]?\s+", re.IGNORECASE)
"""A reference within a label of several pieces; '2 ' and 'Q2 ' there may be of a period."""
_BETWEEN = re.compile(r"\s+[-–—|]\s+|\s+in\s+|\s*[:;,\n]\s*|\s*\(\s*|\s*\)\s*")
_BEFORE = re.compile(
    r"^(?:total\s+)?(?P<word>number|count|no\.?|percentage|proportion)\s+of\s+|^(?:actual)\s+", re.IGNORECASE
)
_TOTAL = re.compile(r"^(?:grand\s+)?total\s+|\s+(?:grand\s+)?total$", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:actual|outturn|count)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says. `period` is what of it may name a period: all of it, or what is left.

    `mark` is the data status mark of a heading such as "Q2 2016/17 (p)", `word` what heads figures: 'number'.
    """

    text: str = ""
    area: str = ""
    parts: tuple[tuple[str, Part], ...] = ()
    role: Role | None = None
    is_total: bool = False
    period: object = ""
    mark: str = ""
    word: str = ""

    @property
    def key(self) -> str:
        """The text without case, punctuation and footnotes."""
        return key(self.text)

    @property
    def is_named(self) -> bool:
        """Whether the label names an area or an indicator of the report."""
        return bool(self.area or self.parts)

    @property
    def is_period(self) -> bool:
        """Whether the label is written as a period is, with or without its year."""
        return not is_blank(self.period) and periods.is_period(self.period)

    @property
    def is_value(self) -> bool:
        """Whether the label only says that figures stand below: 'Number', 'Actual', '%'."""
        return self.role in (Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR)


def is_year_number(value: object) -> bool:
    """Whether a cell is a plain number that may be a year, a financial year or a month."""
    if isinstance(value, str):
        return value.strip().isdecimal() and is_year_number(int(value)) if len(value) < 9 else False
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return False
    return periods.parse(value) is not None


@lru_cache(maxsize=1 << 16)
def label_of(value: object, names: Names) -> Label:
    """What a cell says as a label, in the names of a report."""
    if is_blank(value):
        return Label()
    if not isinstance(value, str):
        return Label(str(value), period=value)
    text = " ".join(value.split())
    bare, mark = _without_mark(text)
    whole = _whole(text, names) or _whole(bare, names) or _numbered(bare, names) or _total_of(bare, names)
    if whole:
        return replace(whole, text=text, mark=mark)
    lines = _without_mark(value.strip())[0]
    found = None
    if not periods.is_period(bare):
        numbered = _pieces(_REFERENCE.sub("", lines), names)
        found = (
            _pieces(lines, names)
            or _beside_period(bare, names)
            or (numbered if _is_named(numbered) else None)
        )
    return replace(found or Label(period=bare), text=text, mark=mark)


def _is_named(label: Label | None) -> bool:
    return label is not None and label.is_named


def _without_mark(text: str) -> tuple[str, str]:
    """A label without its footnote, and the data status mark it carries."""
    if periods.is_period(text):
        return text, ""
    text = _SAMPLE_SIZE.sub("", _NOTES.sub("", text))
    if periods.is_period(text):
        return text, ""
    match = _MARKED.fullmatch(text)
    mark = (match["mark"] or "").casefold() if match else ""
    if match is None or (len(mark) > _FOOTNOTE and mark not in (*STATUSES, *FINAL)):
        return text, ""
    return match["bare"], STATUSES.get(mark, "")


def _whole(text: str, names: Names) -> Label | None:
    """A label that is one name, one role or one word for a total."""
    area, parts, word = names.area(text) or "", names.parts(text), key(text)
    if area or parts:
        return Label(area=area, parts=parts, role=_ROLES.get(word))
    if word in TOTALS:
        return Label(role=_ROLES.get(word), is_total=True)
    if word in _ROLES:
        return Label(role=_ROLES[word], word=word)
    return None


def _numbered(text: str, names: Names) -> Label | None:
    """A name with the reference number that a return puts before it: '1.2 Theft', 'PI 7: Theft'."""
    found = _whole(_REFERENCE.sub("", text), names)
    return found if found and (found.area or found.parts) else None


def _total_of(text: str, names: Names) -> Label | None:
    """The row that a table adds up for one indicator: 'Burglary Total', as a pivot table has it."""
    parts = names.parts(_TOTAL.sub("", text)) if _TOTAL.search(text) else ()
    return Label(parts=parts, is_total=True) if parts else None


def _pieces(text: str, names: Names) -> Label | None:
    """A label of several pieces, where what none of them explains is a period; else none is understood."""
    found = Label()
    rest: list[str] = []
    for piece in _split(text):
        whole = _whole(piece, names) or _whole(_NUMBERED.sub("", piece), names)
        if whole is None:
            rest.append(piece)
        elif (whole.area and found.area) or (whole.parts and found.parts):
            return None
        else:
            found = replace(
                found,
                area=found.area or whole.area,
                parts=found.parts or whole.parts,
                role=found.role or whole.role,
                is_total=found.is_total or whole.is_total,
                word=found.word or whole.word,
            )
    left = " ".join(rest)
    is_explained = found != Label() and (not left or periods.is_period(left))
    return replace(found, period=left) if is_explained else None


def _beside_period(text: str, names: Names) -> Label | None:
    """A name or a word with a period before or behind it: 'Bury Q1 2017/18', '% Q1 18/19'."""
    words = text.split()
    for n in range(1, len(words) if len(words) <= _MOST_WORDS else 0):
        for name, rest in ((words[:n], words[n:]), (words[n:], words[:n])):
            whole = _whole(" ".join(name), names)
            if whole and not (whole.is_total or _is_population(whole)) and periods.parse(" ".join(rest)):
                return replace(whole, period=" ".join(rest))
    return None


def _is_population(label: Label) -> bool:
    """Whether a label names the populations of areas, which are read only where they are asked for."""
    return any(name == POPULATION for name, _ in label.parts)


def _split(text: str) -> Iterator[str]:
    """The pieces of a label; of 'number of burglaries' the number is one."""
    for piece in _BETWEEN.split(text):
        bare = _AFTER.sub("", _BEFORE.sub("", piece.strip()))
        if bare != piece.strip():
            match = _BEFORE.match(piece.strip())
            yield _WORDS.get(key(match["word"] or ""), "value") if match else "value"
        if bare:
            yield bare


def settled(labels: Collection[Label]) -> list[Label]:
    """The labels of a row or column; one that names both an area and an indicator is what the others are."""
    only = {bool(each.area) for each in labels if bool(each.area) != bool(each.parts)}
    if len(only) != 1:
        return [*labels]
    are_areas = only.pop()
    return [
        replace(each, **({"parts": ()} if are_areas else {"area": ""})) if each.area and each.parts else each
        for each in labels
    ]


def is_count(word: str) -> bool:
    """Whether a heading says that the figures below it are counts: 'Number'."""
    return word in _COUNTED


def is_of_kind(word: str, kind: Kind, words: Collection[str]) -> bool:
    """Whether figures headed 'Number', '%' or 'Rate' can be an indicator's, among the heads of a table.

    A percentage may stand under 'Number' where no '%' stands beside it.
    """
    if word in _SHARED:
        return kind in PERCENTAGES
    if word in _RATED:
        return kind is not Kind.COUNT
    if word in _COUNTED and kind is not Kind.COUNT:
        return not {*_SHARED, *_RATED} & {*words}
    return True
