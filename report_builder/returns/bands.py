"""Header bands: the rows of headings over each table of a sheet, found by what stands in them.

A heading row holds two or more periods, areas or indicators, or the heading of a column of them, and no
figure. Rows of headings with no figures between them are one band: years over quarters, areas over
measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_builder.returns.files import Grid
from report_builder.returns.labels import Label, Role, is_year_number, label_of
from report_builder.returns.names import Names
from report_builder.returns.values import read_value
from report_builder.workbooks import Row, is_blank

_SIDE = (Role.PERIOD, Role.AREA, Role.INDICATOR)
_SEVERAL = 2
_STEPS = (1.0, 89.0)
"""From one year to the next, and from 201512 to 201601."""


@dataclass(frozen=True)
class Band:
    """The rows of headings of a table, and the rows below it up to the next band."""

    rows: tuple[int, ...]
    body: range


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a sheet: `heading`, `figures`, `text` or empty, and its labels by column."""

    kind: str
    labels: Mapping[int, Label]

    @property
    def first(self) -> int:
        """The first column that a heading row has figures under, as far as the row tells.

        "No." in front of the labels numbers the rows.
        """
        said = (c for c, label in self.labels.items() if label.is_named or label.is_period)
        side = next((c for c, label in self.labels.items() if label.role in _SIDE), 0)
        words = (c for c, label in self.labels.items() if label.is_value and c >= side)
        return next(said, next(words, max(self.labels, default=0)))

    def is_over(self, column: int) -> bool:
        """Whether a row of text holds several headings from a column on."""
        return self.kind == "text" and sum(c >= column for c in self.labels) >= _SEVERAL


_FIGURES = _Line("figures", {})


def bands_of(grid: Grid, names: Names, headings: frozenset[str]) -> tuple[Band, ...]:
    """The bands of a sheet from the top down. `headings` are those that the definition names, as keys."""
    lines = _with_lone_headings([_line(row, names, headings) for row in grid.rows], grid.rows)
    groups = [_with_rows_around(lines, rows) for rows in _groups(lines)]
    return joined((tuple(rows) for rows in groups), len(lines))


def _with_lone_headings(lines: list[_Line], rows: Sequence[Row]) -> list[_Line]:
    """The lines; down to the first heading row a name or a period alone over a column of figures is one.

    Within a table it would head a section of its rows.
    """
    found = list(lines)
    title = 0
    for number, line in enumerate(lines):
        if line.kind == "heading":
            title = max(title, *line.labels)
            if len(line.labels) > 1:
                break
        elif line.kind == "text" and _is_lone_heading(lines, rows, number, title):
            found[number] = _Line("heading", line.labels)
    return found


def _is_lone_heading(lines: Sequence[_Line], rows: Sequence[Row], number: int, title: int) -> bool:
    """Whether a row holds one name or period, over figures with labels beside them; a word may come between.

    It stands to the right of what may be the title.
    """
    labels = lines[number].labels
    column = next((c for c, label in labels.items() if _names_something(label)), 0)
    if column <= title or min(lines[number].labels) < column:
        return False
    for below in range(number + 1, len(lines)):
        line = lines[below]
        if line.kind == "figures":
            row = rows[below]
            has_label = any(isinstance(value, str) and not is_blank(value) for value in row[:column])
            return has_label and column < len(row) and read_value(row[column]).understood
        if line.kind == "text" and all(c >= column and each.is_value for c, each in line.labels.items()):
            continue
        if line.kind != "text" or [*line.labels] != [min(line.labels)] or min(line.labels) >= column:
            return False
    return False


def _names_something(label: Label) -> bool:
    """Whether a label is a name or a period, and no bare number that may be one."""
    return label.is_named or (label.is_period and not is_year_number(label.period))


def joined(headings: Iterable[tuple[int, ...]], end: int) -> tuple[Band, ...]:
    """Rows of headings, each with the rows down to the next ones, or to the end of the sheet."""
    found = tuple(headings)
    stops = (*(rows[0] for rows in found[1:]), end)
    return tuple(Band(rows, range(rows[-1] + 1, stop)) for rows, stop in zip(found, stops, strict=False))


def _groups(lines: Sequence[_Line]) -> Iterator[list[int]]:
    """The runs of heading rows that nothing but empty rows and rows of text over figures interrupts."""
    current: list[int] = []
    for number, line in enumerate(lines):
        if line.kind != "heading" or (current and _heads_a_section(line, lines[current[-1]])):
            continue
        if all(_is_title(lines[row], line) for row in current):
            current = []
        if current and not all(
            each.kind == "" or (each.is_over(line.first) and not _are_titles(each, line))
            for each in lines[current[-1] + 1 : number]
        ):
            yield current
            current = []
        current.append(number)
    if current:
        yield current


def _is_title(above: _Line, line: _Line) -> bool:
    """Whether a row of headings only says something of the table: 'Period: Q2 2016/17', '2016/17'."""
    is_alone = len(above.labels) == 1 < len(line.labels) and min(above.labels) < line.first
    return is_alone or _is_key_and_value(tuple(above.labels.values()))


def _heads_a_section(line: _Line, above: _Line) -> bool:
    """Whether the labels of a row stand where those of the rows do, and not over figures."""
    is_alone = len(line.labels) == 1 < len(above.labels) and max(line.labels) < above.first
    return is_alone or _are_titles(above=line, below=above) or _stand_in_corners(line, above)


def _stand_in_corners(line: _Line, above: _Line) -> bool:
    """Whether the labels of a row stand one each below the empty corners of tables side by side."""
    columns = [*line.labels]
    ends = (*columns[1:], max(above.labels, default=0) + 1)
    return len(columns) > 1 and all(
        c not in above.labels and any(c < each < end for each in above.labels)
        for c, end in zip(columns, ends, strict=True)
    )


def _with_rows_around(lines: Sequence[_Line], rows: list[int]) -> list[int]:
    """A band with the rows just above and below it that are headings too, though they name nothing."""
    top, bottom, first = rows[0], rows[-1], lines[rows[-1]].first
    while top and lines[top - 1].is_over(first) and not _are_titles(above=lines[top - 1], below=lines[top]):
        top -= 1
    while bottom + 1 < len(lines) and _is_below(lines[bottom + 1], first):
        bottom += 1
    return [n for n in range(top, bottom + 1) if lines[n].kind]


def _are_titles(above: _Line, below: _Line) -> bool:
    """Whether each cell of a row stands over the labels of a table of its own, of tables side by side.

    Nothing but the numbers of rows, or their references, may stand in front of the labels.
    """
    ends = (*[*above.labels][1:], max(below.labels, default=0) + 1)
    heads = [
        [
            label
            for c, label in below.labels.items()
            if start <= c < end and _says_something(label) and not label.is_value
        ]
        for start, end in zip(above.labels, ends, strict=False)
    ]
    return len(heads) > 1 and all(each and each[0].role in _SIDE for each in heads)


def _is_below(line: _Line, first: int) -> bool:
    """Whether a row of text below headings is one more row of them, and not a row of a table's words."""
    if line.kind == "text" and list(line.labels) == [first] and line.labels[first].is_named:
        return True
    has_corner = any(c < first for c in line.labels)
    return line.is_over(first) and (
        not has_corner or all(label.is_value for c, label in line.labels.items() if c >= first)
    )


def _line(row: Row, names: Names, headings: frozenset[str]) -> _Line:
    labels: dict[int, Label] = {}
    numbers: list[float] = []
    marks = 0
    for column, value in enumerate(row):
        if is_blank(value):
            continue
        if is_year_number(value):
            numbers.append(float(str(value)))
        elif isinstance(value, int | float):
            return _FIGURES
        label = label_of(value, names)
        if isinstance(value, str) and not _says_something(label):
            reading = read_value(value)
            if reading.number is not None:
                return _FIGURES
            marks += reading.understood
        labels[column] = label
    if not _are_in_order(numbers) or marks * 2 >= len(labels) > 0:
        return _FIGURES
    is_heading = _is_heading(labels, headings, has_marks=bool(marks))
    return _Line("heading" if is_heading else "text" if labels else "", labels)


def _says_something(label: Label) -> bool:
    return label.is_named or label.is_period or label.role is not None or label.is_total


def _is_heading(cells: Mapping[int, Label], headings: frozenset[str], *, has_marks: bool) -> bool:
    labels = tuple(cells.values())
    numbers = sum(is_year_number(label.period) for label in labels)
    periods = sum(label.is_period for label in labels) - (numbers if numbers < _SEVERAL else 0)
    areas = sum(bool(label.area) for label in labels)
    indicators = sum(bool(label.parts) for label in labels)
    is_row_of_words = has_marks and periods and areas + indicators
    if max(periods, areas, indicators) >= _SEVERAL and not is_row_of_words:
        return True
    over = any(label.is_named for column, label in cells.items() if column)
    if over and len(labels) > _SEVERAL and not (periods or has_marks):
        return True
    sides = {label.role for label in labels if label.role in _SIDE}
    typed = sum(label.key in headings for label in labels)
    if len(labels) < _SEVERAL or not (sides or typed):
        named = [label for label in labels[-1:] if label.is_period and not is_year_number(label.period)]
        return periods == 1 and len(labels) <= _SEVERAL and bool(named)
    return not labels[0].text.endswith(":")


def _is_key_and_value(labels: Sequence[Label]) -> bool:
    """Whether a row says something of the whole sheet: 'Period: Q2 2016/17', 'Area: Northam'."""
    if len(labels) != _SEVERAL:
        return False
    name, value = labels
    return {
        Role.PERIOD: value.is_period,
        Role.AREA: bool(value.area),
        Role.INDICATOR: bool(value.parts),
    }.get(name.role or Role.VALUE, False)


def _are_in_order(numbers: list[float]) -> bool:
    """Whether bare numbers can be years or months in a row, and not counts that look like years.

    A run may be repeated, once under each of several areas.
    """
    numbers = [each for n, each in enumerate(numbers) if not n or numbers[n - 1] != each]
    breaks = [
        i for i, (a, b) in enumerate(pairwise(numbers), 1) if b - a not in _STEPS and a - b not in _STEPS
    ]
    length = breaks[0] if breaks else len(numbers)
    return all(numbers[i : i + length] == numbers[:length] for i in range(0, len(numbers), length or 1))
