"""The nouns of a workbook: its sheets, and what a file says of cells that their values do not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import pandas as pd

Row = tuple[object, ...]
Place = tuple[int, int]
"""A row and a column, counted from 0."""

LARGEST = 16_777_216
"""The cells that the sheets of one file may span, empty ones too: 16 columns as long as Excel's."""
_EMPTY = 1_000_000
ROWS = 1_048_576
COLUMNS = 16_384
_LONGEST_ROW = 16_000_000
"""The bytes of a row."""
WITHOUT_RESULT = "a formula without its result"


class Unread(Exception):
    """Why a file or a sheet is not read: the code of the fault, and what its sentence tells."""

    def __init__(self, code: str, **found: object) -> None:
        self.code = code
        self.found = found
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, counted from 0, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Metadata:
    """What a file says of its cells that their values do not show. Places are (row, column), from 0.

    `percentages` are cells with content whose number format shows a percentage: a literal sign, as
    in `0"%"`, does not. `broken` are cells that read as empty and are not, with what stands there.
    """

    percentages: frozenset[Place] = frozenset()
    broken: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)


@dataclass
class Seen:
    """What the records of a binary sheet have said so far; `reach` is the last place with content."""

    reach: Place = (0, 0)
    percentages: set[Place] = field(default_factory=set)
    broken: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def metadata(self, comments: Mapping[Place, str]) -> Metadata:
        """The same as what is said of the whole sheet, with its comments."""
        return Metadata(
            frozenset(self.percentages),
            self.broken,
            tuple(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            comments,
        )


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its cells from A1 as pandas read them. The name is empty for a CSV file.

    Empty cells are empty text or NaN.
    """

    name: str
    frame: pd.DataFrame
    hidden: bool = False
    ask: Callable[[], Metadata] = Metadata

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The cells, row by row."""
        return tuple(self.frame.itertuples(index=False, name=None))

    @cached_property
    def metadata(self) -> Metadata:
        """What the file says of the cells; empty where that cannot be read."""
        try:
            return self.ask()
        except Exception:  # noqa: BLE001  what a part written by strangers can raise has no end
            return Metadata()


@dataclass(frozen=True)
class Outline:
    """A sheet before its values are read.

    `ask` reads its metadata; `is_at_risk` says that it may hold formulas without a result, which the
    reader of values leaves out. `why` says why the sheet is not to be read.
    """

    name: str
    hidden: bool = False
    ask: Callable[[], Metadata] = Metadata
    is_at_risk: bool = False
    why: Unread | None = None


def room(size: int) -> int:
    """The cells that a sheet of so many bytes may span: a million empty ones, and all it can fill."""
    return min(LARGEST, _EMPTY + size // 4)


def check_span(rows: int, columns: int, room: int = LARGEST, of: str = "") -> None:
    """Raises Unread where a sheet spans more cells than there is room for; with a name, for its file."""
    if rows <= ROWS and columns <= COLUMNS and rows * columns <= room:
        return
    why = f"{rows:,} rows by {columns:,} columns"
    if of:
        raise Unread("file-too-large", why=f"its sheet “{of}” spans {why}")
    raise Unread("sheet-too-large", why=why)


def check_row_lengths(content: bytes, start: bytes) -> None:
    """Raises Unread where a row, which begins with this pattern, is longer than could be held as a tree."""
    begins = [match.start() for match in re.finditer(start, content)]
    if max((b - a for a, b in pairwise([0, *begins, len(content)])), default=0) > _LONGEST_ROW:
        raise Unread("sheet-too-large", why="a row is longer than any that is known")
