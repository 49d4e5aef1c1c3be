"""Where labels stand around the tables of a sheet, while no name is known yet.

A slot is one such place: a column beside the figures, a row over them, or headings alone on a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from report_builder.model import Cell
from report_builder.returns.columns import SIDES, Column
from report_builder.returns.files import Grid
from report_builder.returns.labels import TOTALS, Label, Role, is_year_number, label_of
from report_builder.returns.names import Names, Part, key
from report_builder.returns.tables import Table, tables_of
from report_builder.returns.values import read_value
from report_builder.workbooks import is_blank

_QUALIFIED = re.compile(r"\s*[:(]\s*")
"""What parts 'Respondents' from the question that they answered."""
_ASIDE = frozenset((
    "target", "targets", "plan", "rag", "rating", "change", "changes", "difference", "variance",
    "rank", "code", "codes", "trend", "note", "notes", "comment", "comments", "commentary", "status",
    "direction", "dot", "id", "ons", "gss", "owner", "lead", "responsible", "contact", "officer",
    "supplier",
))  # fmt: skip
"""Words of headings over what is no figure of a series."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GENERIC = re.compile(
    r"(?:sheet|data|table|tab|return|results?|figures?|form|page|copy|version)\s*\d*", re.IGNORECASE
)
_LONGEST = 90
_ROWS = 200
_DEPTH = 12
_SAMPLE = 400
"""Values of a column that are looked at, at most, to tell whether they are names."""
NOTHING_KNOWN = Names(MappingProxyType({}), MappingProxyType({}), "", MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Slot:
    """The labels of one place around a table, each with its first cell, and the heading over them.

    `totals` are those of its labels that only say "Total".
    """

    place: str
    heading: str
    labels: tuple[tuple[str, Cell], ...]
    totals: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The labels without case and punctuation."""
        return frozenset(key(text) for text, _ in self.labels)


@dataclass(frozen=True, eq=False)
class Surround:
    """A table with the slots around it and the line that names it: a title, the tab or the file."""

    table: Table
    slots: tuple[Slot, ...]
    title: str

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is said of the table as a whole."""
        grid = self.table.grid
        return (*self.table.titles, grid.sheet, *self.table.around, grid.workbook.rsplit(".", 1)[0])


def is_total(label: str) -> bool:
    """Whether a label says that its figures are those of others added up: 'Total', 'Force total'."""
    return key(label) in TOTALS or "total" in key(label).split()


def words_of(text: str) -> frozenset[str]:
    """The words of a heading in lower case: 'BoroughName' has two."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def surrounds_of(grid: Grid) -> tuple[Surround, ...]:
    """The tables of a sheet with all labels around them."""
    tables = tables_of(grid, _provisional(grid))
    return tuple(
        Surround(
            table, tuple(each for each in _slots(table) if each.labels or each.totals), _title(table, tables)
        )
        for table in tables
    )


# ------------------------------------------------------------------- headings that name no period


def _provisional(grid: Grid) -> Names:
    """Names under which the headings of columns of figures stand for themselves, so that tables are found."""
    labels = {key(text): text for row in range(min(len(grid.rows), _ROWS)) for text in _headings(grid, row)}
    parts = {each: ((text, Part.VALUE),) for each, text in labels.items()}
    return Names(parts, {}, "", {})


def _headings(grid: Grid, row: int) -> tuple[str, ...]:
    """The texts of a row with figures below them, where the row names no period and no column of values."""
    cells = {c: value for c, value in enumerate(grid.rows[row]) if not is_blank(value)}
    labels = {c: label_of(value, NOTHING_KNOWN) for c, value in cells.items()}
    if any(_is_figure(v) or labels[c].is_period or _is_of_values(labels[c]) for c, v in cells.items()):
        return ()
    plain = [
        label.text for c, label in labels.items() if _is_plain(label) and _has_figures_below(grid, row, c)
    ]
    has_corner = any(not _has_figures_below(grid, row, c) for c in labels) or 0 not in labels
    return tuple(plain) if has_corner else ()


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) or read_value(value).number is not None


def _is_of_values(label: Label) -> bool:
    """Whether a heading says nothing but that figures stand below: 'Value', and not 'Satisfied (%)'."""
    return label.is_value and not label.is_total and is_blank(label.period)


def _is_a_part(label: Label) -> bool:
    """Whether a label names the cases behind another figure, or only that figures stand there."""
    first = label_of(_QUALIFIED.split(label.text)[0], NOTHING_KNOWN)
    return first.role in (Role.NUMERATOR, Role.DENOMINATOR) or _is_of_values(label)


def _is_plain(label: Label) -> bool:
    return not (
        _is_a_part(label)
        or label.role in SIDES
        or is_total(label.text)
        or words_of(label.text) & _ASIDE
        or len(label.text) > _LONGEST
    )


def _has_figures_below(grid: Grid, row: int, column: int) -> bool:
    below = [rows[column] for rows in grid.rows[row + 1 : row + 1 + _DEPTH] if column < len(rows)]
    filled = [value for value in below if not is_blank(value)]
    figures = [v for v in filled if not is_year_number(v) and read_value(v).number is not None]
    return bool(figures) and filled[0] in figures and len(figures) * 2 >= len(filled)


# ------------------------------------------------------------------------------------------ slots


def _slots(table: Table) -> Iterator[Slot]:
    yield from _above(table)
    yield _alone(table)
    yield from (_beside(table, column) for column in table.labels if _holds_names(table, column))


def _above(table: Table) -> Iterator[Slot]:
    """The rows of headings over the figures, those that stand over all of them left out."""
    for row in sorted({each.row for column in table.figures for each in column.headings}):
        over = [each for column in table.figures for each in column.headings if each.row == row]
        if len({each.column for each in over}) == 1 < len(table.figures):
            continue
        plain = [each for each in over if not each.label.is_period and _is_plain(each.label)]
        owns = (column.own for column in (*table.figures, *table.unread))
        totals = (each.label.text for each in owns if each and each.row == row and is_total(each.label.text))
        if plain:
            labels = _firsts((each.label.text, table.place(each)) for each in plain)
            yield Slot("above", "", labels, tuple(dict.fromkeys(totals)))


def _over_all(table: Table) -> Iterator[str]:
    """The headings that stand once over all columns, and so are titles."""
    for row in sorted({each.row for column in table.figures for each in column.headings}):
        over = {e.column: e.label.text for c in table.figures for e in c.headings if e.row == row}
        if len(over) == 1 < len(table.figures):
            yield from over.values()


def _beside(table: Table, column: Column) -> Slot:
    named: list[tuple[str, Cell]] = []
    totals: list[str] = []
    for value, row in _distinct(table, column).items():
        label = label_of(value, NOTHING_KNOWN)
        if _is_empty(value) or label.is_period or len(label.text) > _LONGEST:
            continue
        if is_total(label.text):
            totals.append(label.text)
        elif not _is_a_part(label):
            named.append((label.text, table.grid.cell(row, column.index)))
    return Slot("beside", column.label.text, _firsts(named), tuple(dict.fromkeys(totals)))


def _distinct(table: Table, column: Column) -> dict[object, int]:
    """What stands in a column beside figures, each value with its first row."""
    found: dict[object, int] = {}
    for row in table.body:
        value = table.at(row, column.index)
        if value not in found and not is_blank(value) and table.is_filled(row):
            found[value] = row
    return found


def _is_empty(value: object) -> bool:
    """Whether a label is none: nothing, a mark such as 'n/a', or a word that stands beside any figure."""
    return is_blank(value) or read_value(value).understood or words_of(str(value)) <= _ASIDE


def _holds_names(table: Table, column: Column) -> bool:
    """Whether a column beside figures holds names, and not periods, codes or numbers."""
    if words_of(column.label.text) & _ASIDE:
        return False
    values = [*_distinct(table, column)]
    texts = [v for v in values[:_SAMPLE] if isinstance(v, str) and not _is_figure(v)]
    names = [v for v in texts if not label_of(v, NOTHING_KNOWN).is_period]
    return len(names) * 2 > len(values[:_SAMPLE])


def _alone(table: Table) -> Slot:
    """The headings alone on a row over rows of figures, where the same labels come again below each."""
    heads: dict[str, tuple[Cell, list[str]]] = {}
    head = ""
    for row in table.body:
        if table.is_filled(row):
            label = next((str(v) for c in table.labels if not is_blank(v := table.at(row, c.index))), "")
            if head in heads:
                heads[head][1].append(key(label))
        elif text := _only(table.grid, row):
            head = text
            heads.setdefault(head, (_cell(table.grid, row), []))
    filled = {name: below for name, (_, below) in heads.items() if below and len(name) <= _LONGEST}
    below = [set(each) for each in filled.values()]
    is_repeated = len(below) > 1 and bool(set.intersection(*below))
    return Slot("alone", "", tuple((name, heads[name][0]) for name in filled) if is_repeated else ())


def _only(grid: Grid, row: int) -> str:
    """The text of a row that holds nothing else."""
    filled = [value for value in grid.rows[row] if not is_blank(value)]
    return " ".join(filled[0].split()) if len(filled) == 1 and isinstance(filled[0], str) else ""


def _cell(grid: Grid, row: int) -> Cell:
    return grid.cell(row, next(c for c, value in enumerate(grid.rows[row]) if not is_blank(value)))


def _firsts(labels: Iterable[tuple[str, Cell]]) -> tuple[tuple[str, Cell], ...]:
    """Each label once, with its first cell."""
    found: dict[str, tuple[str, Cell]] = {}
    for text, cell in labels:
        found.setdefault(key(text), (text, cell))
    return tuple(each for name, each in found.items() if name)


def _title(table: Table, tables: tuple[Table, ...]) -> str:
    """The line that names what a table counts: mostly the tab, where it says something, or the title."""
    tab, stem = table.grid.sheet, table.grid.workbook.rsplit(".", 1)[0]
    says = not is_generic(tab) and not label_of(tab, NOTHING_KNOWN).is_period
    titles = tuple(text for text in (*_over_all(table), *table.titles) if is_name(text))
    pairs = pairwise(table.titles)
    if measure := next((b for a, b in pairs if label_of(a, NOTHING_KNOWN).role is Role.INDICATOR), ""):
        return measure
    if titles and (len(tables) > 1 or titles[0] in _over_all(table)):
        return titles[0]
    return tab if says else next(iter((*titles, *filter(is_name, table.around))), stem)


def is_generic(tab: str) -> bool:
    """Whether a tab says nothing of what its sheet holds: 'Sheet1', 'Data'."""
    return not tab.strip() or _GENERIC.fullmatch(tab.strip()) is not None


def is_name(text: str) -> bool:
    """Whether a line of text can be the name of something, and is no sentence and no period."""
    label = label_of(text, NOTHING_KNOWN)
    is_sentence = text.rstrip().endswith((".", ";", ":")) or len(text) > _LONGEST or ". " in text
    return not (is_sentence or label.is_period or label.is_total or label.role) and any(
        map(str.isalpha, text)
    )
