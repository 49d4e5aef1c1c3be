"""One cell of a return: a number, a mark in place of one, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

NOT_AVAILABLE, SUPPRESSED, NOT_APPLICABLE, LOW, UNRELIABLE = "x", "c", "z", "low", "u"
PROVISIONAL, REVISED, ESTIMATED = "p", "r", "e"

MARKS = {
    "*": SUPPRESSED, "c": SUPPRESSED, "suppressed": SUPPRESSED,
    "..": NOT_AVAILABLE, ":": NOT_AVAILABLE, "-": NOT_AVAILABLE, "x": NOT_AVAILABLE,
    "–": NOT_AVAILABLE, "—": NOT_AVAILABLE,
    "n/a": NOT_AVAILABLE, "na": NOT_AVAILABLE, "nya": NOT_AVAILABLE,
    "tbc": NOT_AVAILABLE, "tba": NOT_AVAILABLE,
    "z": NOT_APPLICABLE, "not applicable": NOT_APPLICABLE, "low": LOW, "u": UNRELIABLE,
}  # fmt: skip
STATUSES = {
    "p": PROVISIONAL, "prov": PROVISIONAL, "provisional": PROVISIONAL, "preliminary": PROVISIONAL,
    "unvalidated": PROVISIONAL,
    "r": REVISED, "rev": REVISED, "revised": REVISED,
    "e": ESTIMATED, "est": ESTIMATED, "estimate": ESTIMATED, "estimated": ESTIMATED,
}  # fmt: skip
ABSENT = frozenset(MARKS.values())
"""Marks that stand in place of a figure."""
FINAL = frozenset({"f", "final", "a", "actual", "n", "normal", "validated", "confirmed", "published"})
"""Words of a column of data status that say nothing more of a figure."""
_RATINGS = frozenset({"r", "a", "g", "b", "red", "amber", "green", "blue"})

_ABSENT = re.compile(
    r"(?:data |figures? )?(?:not (?:yet )?"
    r"(?:available|asked|collected|reported|received|supplied|provided|produced|known)"
    r"|awaiting(?: data| figures?| return| information| confirmation)?|awaited|no data|to follow"
    r"|unavailable|to be confirmed|pending)"
    r"(?: (?:from|by|until|due|in|at) .{1,40}|)\.?"
)
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*£?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\s\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?P<percent>%)?\s*(?P<close>\))?"
)
_FRACTION = re.compile(
    r"(?P<part>\d{1,3}(?:,\d{3})+|\d+)(?:\s+(?:out\s+)?of\s+|\s*/\s*)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?:\s*\((?P<percent>\d+(?:\.\d+)?)\s*%\))?",
    re.IGNORECASE,
)
_FEWER_THAN = re.compile(r"(?:<=?|≤|fewer than|less than)\s*\d+", re.IGNORECASE)
_ROUNDING = 1e-9
_NOTE = re.compile(
    r"\s*(?:(?P<sign>[*†‡¹²³~]+)|\[(?P<square>[^\]]{1,8})\]|\((?P<round>[a-z]{1,4})\)|(?<=\d)\s?(?P<letter>[pre]))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a number and whether it was typed with '%', or the mark in its place, or beside it.

    `whole` is the 96 of '27 of 96'. With neither a number nor a mark, the text could not be read.
    """

    number: float | None = None
    mark: str = ""
    percent: bool = False
    whole: float | None = None

    @property
    def understood(self) -> bool:
        """Whether the cell said anything that can be used."""
        return self.number is not None or bool(self.mark)


def are_statuses(words: Iterable[str]) -> bool:
    """Whether most cells of a column are data statuses, and none a rating such as red, amber or green."""
    found = [word.strip().strip("[]()").casefold() for word in words]
    known = [word for word in found if word not in _RATINGS and status_of(word) is not None]
    are_ratings = any(word in _RATINGS - {"r", "a"} for word in found)
    ratings = sum(word in _RATINGS for word in found)
    return bool(known) and not are_ratings and 2 * (len(known) + ratings) >= len(found)


def status_of(word: str, *, has_figure: bool = False) -> str | None:
    """The mark that a word of a column of data status stands for; none for a final figure. None: unknown.

    A sign such as '*' beside a figure may mean anything.
    """
    said = word.strip().strip("[]()").casefold()
    if said in STATUSES or said in FINAL or not said:
        return STATUSES.get(said, "")
    is_sign = not any(map(str.isalnum, said))
    return None if is_sign and has_figure else _read_text(word.strip()).mark or None


def with_status(value: object, status: object) -> tuple[object, str]:
    """A cell and its mark, with what the column of data status beside it says.

    Where the cell is empty the status stands in its place: 'c' for a hidden figure.
    """
    has_figure = bool(str(value).strip())
    mark = status_of(str(status), has_figure=has_figure) or ""
    return (mark, "") if mark in ABSENT and not has_figure else (value, mark)


def read_value(value: object) -> Reading:
    """Read one cell. Footnote and status marks after a number are taken off and kept as the mark."""
    if isinstance(value, bool):
        return Reading()
    if isinstance(value, int | float):
        return Reading(float(f"{value:.13g}"))  # without the noise that sums of decimals leave
    return _read_text(str(value).strip()) if isinstance(value, str) else Reading()


@lru_cache(maxsize=1 << 14)
def _read_text(text: str) -> Reading:
    folded = " ".join(text.casefold().split())
    if mark := MARKS.get(folded) or MARKS.get(folded.strip("[]()")):
        return Reading(mark=mark)
    if _FEWER_THAN.fullmatch(folded):
        return Reading(mark=SUPPRESSED)
    if _ABSENT.fullmatch(folded):
        return Reading(mark=NOT_AVAILABLE)
    note = _NOTE.search(text)
    bare = text[: note.start()] if note else text
    mark = (note["square"] or note["round"] or note["letter"] or "") if note else ""
    status = STATUSES.get(mark.casefold(), "") or MARKS.get(mark.casefold(), "")
    if fraction := _FRACTION.fullmatch(text) or _FRACTION.fullmatch(bare.strip()):
        return _read_fraction(fraction, status)
    match = _NUMBER.fullmatch(bare.strip())
    if not match or bool(match["open"]) != bool(match["close"]):
        return Reading()
    number = float(re.sub(r"[,\s]", "", match["digits"]))
    if note and note["sign"] and not number:
        return Reading()  # "0*" may be a nought or a number that is not shown
    negative = bool(match["open"]) or match["sign"] in ("-", "\u2212")
    return Reading(-number if negative else number, status, bool(match["percent"]))


def _read_fraction(match: re.Match[str], status: str) -> Reading:
    """'27 of 96 (28%)': a percentage beside it has to be that of the two."""
    part, whole = (float(match[name].replace(",", "")) for name in ("part", "whole"))
    if not whole or part > whole:
        return Reading()
    if shown := match["percent"]:
        decimals = len(shown.partition(".")[2])
        if abs(100 * part / whole - float(shown)) > 0.5 * 10.0**-decimals + _ROUNDING:
            return Reading()
    return Reading(part, status, whole=whole)
