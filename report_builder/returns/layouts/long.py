"""Layout: long, one row a value, with columns for the period and the value and usually the indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from report_builder import periods
from report_builder.model import Source
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.files import Grid
from report_builder.returns.filters import is_wanted, missing_columns, no_rows
from report_builder.returns.layouts import Entry, Read, layout
from report_builder.returns.names import Names, Part, key
from report_builder.workbooks import is_blank

NAME = "long"

HEADINGS = {
    "indicator": (
        "indicator", "measure", "metric", "performance indicator", "pi", "kpi", "indicator name", "series",
    ),
    "area": (
        "area", "area name", "district", "borough", "local authority", "la", "la name", "authority",
        "geography", "force", "force name", "ward", "region",
    ),
    "period": (
        "period", "time period", "quarter", "financial quarter", "month", "date", "year", "financial year",
        "reporting period", "wave", "fiscal year", "calendar year", "year ending",
    ),
    "value": (
        "value", "count", "number", "total", "rate", "percentage", "percent", "%", "figure", "result",
        "actual",
    ),
    "numerator": ("numerator",),
    "denominator": ("denominator", "sample size", "base", "respondents", "n", "cohort"),
}  # fmt: skip


@dataclass(frozen=True)
class _Header:
    """Where the header row of a long table stands, and which columns play which part."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    parts: tuple[tuple[int, str, Part], ...]
    titled: str | None

    def one(self, role: str) -> int | None:
        return self.columns[role][0] if self.columns.get(role) else None


@layout(NAME, order=1)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Read the sheet below its header row; None where no row has headings for a period and a value."""
    header = _header(grid, names, source)
    if header is None:
        return Read(problems=tuple(_lost(grid, source))) if source and source.layout == NAME else None
    headings = ["" if is_blank(value) else str(value) for value in grid.rows[header.row]]
    if faults := missing_columns(source, headings, grid.place):
        return Read(problems=faults)
    rows = [
        (number, row)
        for number, row in enumerate(grid.rows[header.row + 1 :], header.row + 1)
        if is_wanted(source, partial(_under, headings, row))
    ]
    entries: list[Entry] = []
    unplaced, areas = [], []
    for number, row in rows:
        if (period := _period(header, row)) is None:
            continue
        indicator, label = _indicator(header, row, names, source)
        area, area_label = _area(header, row, names)
        if indicator is None and label is not None:
            unplaced.append((grid.cell(number, label), str(row[label]).strip()))
        elif area is None and area_label is not None:
            areas.append((grid.cell(number, area_label), str(row[area_label]).strip()))
        elif indicator and area:
            entries += _entries(grid, header, number, (indicator, area, period))
    return Read(tuple(entries), tuple(unplaced), tuple(areas), () if rows else no_rows(source, grid.place))


def _header(grid: Grid, names: Names, source: Source | None) -> _Header | None:
    for number, row in enumerate(grid.rows):
        columns = _columns(row, source)
        if not (columns.get("period") and columns.get("value")):
            continue
        titled = source.indicator if source else _titled(grid, number, names)
        if titled or columns.get("indicator"):
            return _Header(number, columns, tuple(_part_columns(row, names)), titled)
    return None


def _columns(row: tuple[object, ...], source: Source | None) -> dict[str, tuple[int, ...]]:
    keys = {i: key(value) for i, value in enumerate(row) if isinstance(value, str) and not is_blank(value)}
    columns = {
        role: tuple(i for i, name in keys.items() if name in known) for role, known in HEADINGS.items()
    }
    for role, typed in _typed(source):
        columns[role] = tuple(i for wanted in typed for i, name in keys.items() if name == key(wanted))
    return columns


def _typed(source: Source | None) -> Iterator[tuple[str, list[str]]]:
    if source:
        named = {"value": source.value_column, "area": source.area_column, "period": source.period_column}
        yield from ((role, text.split("+")) for role, text in named.items() if text)


def _titled(grid: Grid, header: int, names: Names) -> str | None:
    titles = [grid.sheet, *(str(v) for row in grid.rows[:header] for v in row if not is_blank(v))]
    return names.of_titles(titles)


def _part_columns(row: tuple[object, ...], names: Names) -> Iterator[tuple[int, str, Part]]:
    """Columns named after the numerator or the denominator of an indicator."""
    for column, value in enumerate(row):
        for indicator, part in names.parts(value) if isinstance(value, str) else ():
            if part is not Part.VALUE:
                yield column, indicator, part


def _lost(grid: Grid, source: Source) -> Iterator[Problem]:
    for _, (found, *_rest) in _typed(source):
        yield problem(
            "source-no-column", source.cells.get("indicator", ""), found=found, file=grid.place, suggestion=""
        )


def _under(headings: list[str], row: tuple[object, ...], name: str) -> object:
    """What stands in a row under a heading."""
    return next((row[i] for i, heading in enumerate(headings) if key(heading) == key(name)), "")


def _period(header: _Header, row: tuple[object, ...]) -> Period | None:
    """The period of a row, from one column or from a year and a quarter in two."""
    cells = [row[column] for column in header.columns["period"] if not is_blank(row[column])]
    if len(cells) > 1:
        text = [str(int(c)) if isinstance(c, float) and c.is_integer() else str(c).strip() for c in cells]
        text = [f"Q{each}" if each in "1234" else each for each in text]
        if period := periods.parse(" ".join(text)) or periods.parse(" ".join(reversed(text))):
            return period
    found = [period for cell in cells if (period := periods.parse(cell))]
    return min(found, key=lambda period: period.months) if found else None


def _indicator(
    header: _Header, row: tuple[object, ...], names: Names, source: Source | None
) -> tuple[str | None, int | None]:
    column = header.one("indicator")
    if source or column is None:
        return header.titled, None
    return names.indicator(row[column]), column


def _area(header: _Header, row: tuple[object, ...], names: Names) -> tuple[str | None, int | None]:
    column = header.one("area")
    if column is None or is_blank(row[column]):
        return names.subject, None
    return names.area(row[column]), column


def _entries(grid: Grid, header: _Header, number: int, place: tuple[str, str, Period]) -> Iterator[Entry]:
    indicator, area, period = place
    row = grid.rows[number]
    columns = [(header.one(part.value), part) for part in Part]
    columns += [(column, part) for column, name, part in header.parts if name == indicator]
    for column, part in columns:
        if column is not None:
            yield Entry(indicator, part, area, period, row[column], grid.cell(number, column))
