"""Any layout that a return may have is read back as it was written, each figure from its own cell.

Sheets are made at random: where indicator, area and period are said, what stands around the figures, how
labels and figures are spelled. Then they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from conftest import Project
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from report_builder import definition, returns
from report_builder.model import Definition
from report_builder.periods import MONTHS, Period

AREAS = """
| name    | kind       | comparator set | aliases            |
|---------|------------|----------------|--------------------|
| Ashby   | subject    |                | Ashby UA           |
| Northam | district   |                | Northam Borough    |
| Southam | district   |                | Southam District   |
| Melbury | comparator | the region     | Melbury; E07000999 |
"""
INDICATORS = """
| id       | priority | name       | name singular | aliases                   | kind  |
|----------|----------|------------|---------------|---------------------------|-------|
| burglary | crime    | burglaries | burglary      | Dwelling burglary         | count |
| robbery  | crime    | robberies  | robbery       | All robbery               | count |
| arson    | crime    | arsons     | arson         | Deliberate fires          | count |
"""
LABELS: Mapping[object, tuple[str, ...]] = {
    "burglary": ("Burglaries", "Burglary", "Dwelling burglary", "1.1 Burglaries"),
    "robbery": ("Robberies", "ROBBERY", "All robbery", "1.2 Robberies"),
    "arson": ("Arsons", "arson", "Deliberate fires", "1.3 Arsons"),
    "Ashby": ("Ashby", "Ashby UA", "ASHBY"),
    "Northam": ("Northam", "Northam Borough", "NORTHAM"),
    "Southam": ("Southam", "Southam District", "SOUTHAM"),
    "Melbury": ("Melbury", "E07000999", "MELBURY"),
}
SPELLINGS = {
    "quarter": (
        "Q{q} {y}/{z}", "{y}/{z} Q{q}", "Q{q} {y}-{z}", "Quarter {q} {y}/{z}", "Qtr {q} {yy}/{z}", "{a}-{c} {cy}",
        "{a} to {c} {cy}", "Q{q} ({a}-{c}) {y}/{z}", "Quarter ending {d} {month} {cy}",
    ),
    "month": ("{month} {cy}", "{c} {cy}", "{c}-{cyy}", "{cy}-{m}", "{cy}{m}", "first day", "last day"),
    "year": ("{y}/{z}", "{y}-{z}", "FY {y}/{z}", "Financial year {y}/{z}", "{y} to {next}"),
    "calendar year": ("{cy}", "number"),
    "quarter of a year": ("Q{q}", "Quarter {q}", "Qtr {q}", "{a}-{c}", "Q{q} ({a}-{c})"),
    "month of a year": ("{month}", "{c}"),
}  # fmt: skip
ONCE = {
    "quarter": ("Q{q} {y}/{z}", "Q{q}"),
    "month": ("{c} {cy}", "{c}"),
}
"""How a label is spelled that names its year, and how the next ones are that leave it out."""
HEADINGS = {
    "indicator": ("Measure", "Indicator", "Performance measure", "KPI"),
    "area": ("Area", "District", "Local authority", "Borough"),
    "quarter": ("Period", "Quarter", "Time period"),
    "month": ("Period", "Month", "Date"),
    "year": ("Year", "Financial year", "Period"),
    "calendar year": ("Year", "Calendar year"),
}
TITLES = (
    "Return of the agency", "Performance return", "Prepared by the analysis team", "OFFICIAL", "Sheet 2 of 5", "Contact: the performance team",
)  # fmt: skip
NOTES = (
    "Source: records of the agency", "1. Figures exclude fraud.", "* provisional", "Notes", "[2] Recorded by the day of the report.",
    "Northam was without a system in May and its figures were counted by hand.",
)  # fmt: skip
BEFORE = {
    "Ref": ("A1", "A2", "A3", "A4"), "No.": (1, 2, 3, 4), "Owner": ("Police", "Council"), "Lead officer": ("Head of service",),
}  # fmt: skip
AFTER: dict[str, tuple[object, ...]] = {
    "% change": (-0.05, 0.12), "RAG": ("Green", "Red"), "Target": (400, 380), "Direction of travel": ("up", "down"),
    "Comments": ("A system change in May", None),
}  # fmt: skip
FIGURES: dict[str, tuple[str, float | None, str]] = {
    "suppressed": ("*", None, "c"), "no data": ("..", None, "x"), "in words": ("not yet available", None, "x"),
    "revised": ("117 (r)", 117, "r"), "footnote": ("118 [2]", 118, ""), "provisional": ("1,119 [p]", 1119, "p"), "thousands": ("1,234", 1234, ""),
    "as text": ("56", 56, ""), "nought": ("0", 0, ""), "bracketed": ("[c]", None, "c"),
}  # fmt: skip
DOUBTS = {"stale-return", "districts-differ", "parts-differ", "tenfold", "unchanged-figure"}
"""What may be said of figures that are made up."""

Key = tuple[str, str, str]
Found = tuple[float | None, str, str, str]
"""Number, mark, sheet and cell."""
Members = Mapping[str, object]
"""Of which indicator, area, period, year, and part of a year something is."""


# --------------------------------------------------------------------------- what is to be said


@dataclass(frozen=True)
class Look:
    """How a sheet is written: which names, spellings and habits its author has."""

    name: int = 0
    spelling: Mapping[str, str] = field(default_factory=dict)
    kind: str = "quarter"
    year_once: bool = False
    groups: str = "repeated"
    note: str = ""
    status: str = ""
    heads: int = 0
    heads_on_top: bool = False
    has_heads: bool = True
    word: str = ""
    joined: bool = False
    down: int = 0
    right: int = 0
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gap: int = 1
    title_gap: int = 1
    gap_in_body: bool = False
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    total_row: str = ""
    total_column: str = ""
    tab: bool = True
    title_form: str = "{}"
    hidden: bool = False
    figures: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Shape:
    """Where each of the things that a figure is of is said."""

    members: Mapping[str, tuple[object, ...]]
    sheet: str = ""
    table: str = ""
    beside: bool = False
    section: str = ""
    down: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    look: Look = Look()


def spelled(period: Period, spelling: str) -> object:
    """A period as someone types it."""
    year, month = divmod(period.last, 12)
    if spelling == "number":
        return year
    if spelling == "first day":
        return date(year, month + 1, 1)
    if spelling == "last day":
        return period.ends()
    start = (period.first - 3) // 12
    return spelling.format(
        q=(period.first - 3) % 12 // 3 + 1, y=start, z=f"{(start + 1) % 100:02d}", yy=f"{start % 100:02d}", next=start + 1,
        cy=year, cyy=f"{year % 100:02d}", m=f"{month + 1:02d}", month=MONTHS[month], a=MONTHS[period.first % 12][:3], c=MONTHS[month][:3],
        d=period.ends().day,
    )  # fmt: skip


def text(look: Look, dim: str, member: object, before: object = None) -> object:
    """The label of a member; a period whose year the label before it names may leave the year out."""
    if not isinstance(member, Period):
        names = LABELS[member]
        return names[look.name % len(names)] + look.note
    if dim == "part":
        return spelled(member, look.spelling[f"{look.kind} of a year"])
    if dim == "year":
        return spelled(member, look.spelling["calendar year" if member.first % 12 == 0 else "year"])
    if look.year_once and look.kind in ONCE:
        full, bare = ONCE[look.kind]
        starts = 3 if look.kind == "quarter" else 0
        is_same = (
            isinstance(before, Period) and (before.first - starts) // 12 == (member.first - starts) // 12
        )
        return spelled(member, bare if is_same and before != member else full)
    return spelled(member, look.spelling[look.kind])


def period_of(members: Members) -> Period:
    """The period of a figure, said at once or as a part of a year."""
    return next(each for dim in ("period", "part") if isinstance(each := members.get(dim), Period))


# ----------------------------------------------------------------------------- the sheets made


class Made:
    """A workbook in the making, and what has to be read from it."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.look = shape, shape.look
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.wanted: dict[Key, Found] = {}
        self.count = 0

    def figure(self, sheet: str, row: int, column: int, members: Members, mark: str) -> object:
        """The next figure, noted down with its cell."""
        self.count += 1
        special = dict(self.look.figures).get(self.count - 1)
        shown, number, own = (
            FIGURES[special] if special else (100 + 7 * self.count, 100.0 + 7 * self.count, "")
        )
        key = (str(members["indicator"]), str(members["area"]), str(period_of(members)))
        assert key not in self.wanted
        self.wanted[key] = (number, own or mark, sheet, f"{get_column_letter(column)}{row}")
        return shown


def within(shape: Shape, dim: str, members: Members) -> tuple[object, ...]:
    """The members of something; parts of a year are those of the year that is said, else of the first."""
    year = members.get("year", shape.members.get("year", (None,))[0])
    if dim == "part" and isinstance(year, Period):
        return tuple(each for each in shape.members[dim] if isinstance(each, Period) and year.holds(each))
    return shape.members[dim]


def combined(shape: Shape, dims: Sequence[str], members: Members) -> Iterator[dict[str, object]]:
    """Every way to choose one of each of some things, the first the outermost."""
    if not dims:
        yield dict(members)
        return
    for member in within(shape, dims[0], members):
        yield from combined(shape, dims[1:], {**members, dims[0]: member})


def settled(shape: Shape, members: Members) -> dict[str, object]:
    """Members in which a part of a year is that of the year beside it."""
    year, part = members.get("year"), members.get("part")
    if isinstance(year, Period) and isinstance(part, Period) and not year.holds(part):
        same = [
            e
            for e in shape.members["part"]
            if isinstance(e, Period) and year.holds(e) and e.last % 12 == part.last % 12
        ]
        return {**members, "part": same[0]}
    return dict(members)


@dataclass(frozen=True)
class Line:
    """A row or column of figures: its members, None where it holds no figures, and its labels, outermost first."""

    members: dict[str, object] | None
    labels: tuple[object, ...]
    group: tuple[object, ...] = ()


def lines(shape: Shape, dims: tuple[str, ...], fixed: Members, total: str) -> list[Line]:
    """The rows or columns of a table, a total after each innermost group."""
    found: list[Line] = []
    held: dict[str, object] = {}
    every = list(combined(shape, dims, fixed))
    for n, members in enumerate(every):
        group = tuple(members[dim] for dim in dims[:-1])
        held = held if found and found[-1].group == group else {}
        labels = tuple(text(shape.look, dim, members[dim], held.get(dim)) for dim in dims)
        found.append(Line(members, labels, group))
        held = {dim: members[dim] for dim in dims}
        following = tuple(every[n + 1][dim] for dim in dims[:-1]) if n + 1 < len(every) else None
        if total and dims and following != group:
            found.append(Line(None, (*labels[:-1], total), group))
            held = {}
    return found


def complete(look: Look, *, is_long: bool) -> Look:
    """A look in which columns of references stand only beside headed labels."""
    return replace(look, has_heads=True) if is_long or look.before else look


def put(made: Made, sheet: str, top: int, left: int, fixed: Members) -> tuple[int, int]:
    """Write one table; its last row and column."""
    shape, page = made.shape, made.book[sheet]
    look = complete(made.look, is_long=not shape.across)
    columns = (
        lines(shape, shape.across, fixed, look.total_column)
        if shape.across
        else [Line(dict(fixed), ("Value",))]
    )
    if look.joined and len(shape.across) > 1 and not look.total_column:
        columns = [
            replace(e, labels=(*e.labels[:-2], f"{e.labels[-2]} - {e.labels[-1]}"), group=e.group[:-1])
            for e in columns
        ]
    columns += [Line(None, (*[None] * (len(columns[0].labels) - 1), name), (name,)) for name in look.after]
    depth = len(columns[0].labels)
    first = left + len(look.before) + len(shape.down)
    for level in range(depth):
        across(made, sheet, top + level, first, columns, level)
    bottom = top + depth - 1
    if look.word and shape.across:
        bottom += 1
        for n, column in enumerate(columns):
            page.cell(bottom, first + n, look.word if column.members else None)
    corner = top if look.heads_on_top else bottom
    for n, name in enumerate(look.before):
        page.cell(corner, left + n, name)
    for n, dim in enumerate(shape.down if look.has_heads else ()):
        heads = HEADINGS[headed_as(shape, dim)]
        page.cell(corner, left + len(look.before) + n, heads[look.heads % len(heads)])
    row = body(made, sheet, bottom + 1, left, first, columns, fixed)
    return row - 1, first + len(columns) - 1


def headed_as(shape: Shape, dim: str) -> str:
    """What the column of some labels is headed as."""
    first = shape.members[dim][0]
    if dim == "year" and isinstance(first, Period) and first.first % 12 == 0:
        return "calendar year"
    return shape.look.kind if dim in ("period", "part") else dim


def across(made: Made, sheet: str, row: int, first: int, columns: Sequence[Line], level: int) -> None:
    """One row of headings, a group typed over each of its columns, once or merged."""
    page, is_inner = made.book[sheet], level == len(columns[0].labels) - 1
    start = 0
    for n, column in enumerate(columns):
        label = column.labels[level]
        is_first = n == 0 or is_inner or columns[n - 1].group[: level + 1] != column.group[: level + 1]
        start = n if is_first else start
        if label is None or not (is_first or made.look.groups == "repeated"):
            continue
        page.cell(row, first + n, headed(made.look, column, label, is_inner=is_inner))
        if made.look.groups == "merged" and not is_inner:
            last = max(
                i
                for i, e in enumerate(columns)
                if e.group[: level + 1] == column.group[: level + 1] and i >= n
            )
            if last > n:
                page.merge_cells(start_row=row, end_row=row, start_column=first + n, end_column=first + last)


def headed(look: Look, column: Line, label: object, *, is_inner: bool) -> object:
    """A heading with the mark of its figures."""
    return (
        f"{label} {look.status}"
        if is_inner and look.status and column.members is not None and isinstance(label, str)
        else label
    )


def body(
    made: Made, sheet: str, row: int, left: int, first: int, columns: Sequence[Line], fixed: Members
) -> int:
    """The rows of a table, each section under its heading; the row after the last."""
    shape, look, page = made.shape, made.look, made.book[sheet]
    labels = left + len(look.before)
    for head in within(shape, shape.section, fixed) if shape.section else (None,):
        members = {**fixed, shape.section: head} if shape.section else dict(fixed)
        if shape.section:
            page.cell(row, labels, text(look, shape.section, head))
            row += 1
        rows = lines(shape, shape.down, members, look.total_row)
        for n, line in enumerate(rows):
            if look.gap_in_body and n and rows[n - 1].group != line.group:
                row += 1
            beside(made, sheet, row, labels, rows, n)
            for m, name in enumerate(look.before):
                page.cell(row, left + m, BEFORE[name][n % len(BEFORE[name])] if line.members else None)
            for m, column in enumerate(columns):
                page.cell(row, first + m, cell(made, sheet, row, first + m, line, column, look))
            row += 1
    return row


def beside(made: Made, sheet: str, row: int, left: int, rows: Sequence[Line], n: int) -> None:
    """The labels of a row, a group typed beside each of its rows, once or merged."""
    page, line = made.book[sheet], rows[n]
    for level, label in enumerate(line.labels):
        is_inner = level == len(line.labels) - 1
        is_first = n == 0 or is_inner or rows[n - 1].group[: level + 1] != line.group[: level + 1]
        if not (is_first or made.look.groups == "repeated"):
            continue
        page.cell(row, left + level, label)
        alike = [e for e in rows[n:] if e.group[: level + 1] == line.group[: level + 1]]
        if made.look.groups == "merged" and not is_inner and len(alike) > 1 and not made.look.gap_in_body:
            page.merge_cells(
                start_row=row,
                end_row=row + len(alike) - 1,
                start_column=left + level,
                end_column=left + level,
            )


def cell(made: Made, sheet: str, row: int, column: int, line: Line, over: Line, look: Look) -> object:
    """A figure, a total, or what stands in one of the columns behind."""
    if line.members is None or over.members is None:
        shown = AFTER.get(str(over.labels[-1]))
        return shown[row % len(shown)] if shown else 90_000 + row * 10 + column
    members = settled(made.shape, {**over.members, **line.members})
    status = {"(p)": "p", "[r]": "r"}.get(look.status, "") if isinstance(over.labels[-1], str) else ""
    return made.figure(sheet, row, column, members, status)


def make(shape: Shape) -> Made:
    """The workbook of a shape."""
    made, look = Made(shape), shape.look
    fixed = {dim: known[0] for dim, known in shape.members.items() if dim not in said(shape)}
    for n, one in enumerate(shape.members[shape.sheet] if shape.sheet else (None,)):
        mine = {**fixed, shape.sheet: one} if shape.sheet else fixed
        label = str(text(replace(look, year_once=False, note=""), shape.sheet, one)) if shape.sheet else ""
        on_tab = look.tab and 0 < len(label) <= 31
        tab = label.replace("/", "-") if on_tab else f"Sheet{n + 1}"
        made.book.create_sheet(tab)
        page(made, tab, mine, [] if on_tab or not label else [label])
        if look.hidden:
            made.book[tab].row_dimensions[made.book[tab].max_row].hidden = True
    return made


def said(shape: Shape) -> set[str]:
    """What is said somewhere else than in the title."""
    return {shape.sheet, shape.table, shape.section, *shape.down, *shape.across}


def page(made: Made, tab: str, fixed: Members, titles: list[str]) -> None:
    """One sheet: what stands above, its tables one below or beside the other, what stands below."""
    shape, look, sheet = made.shape, made.look, made.book[tab]
    row = 1 + look.down
    for title in (*look.titles, *titles, *(str(text(look, dim, fixed[dim])) for dim in shape.title)):
        sheet.cell(row, 1 + look.right, title)
        row += 1
    row += look.title_gap if row > 1 + look.down else 0
    left, end = 1 + look.right, row
    for one in within(shape, shape.table, fixed) if shape.table else (None,):
        top = row
        if shape.table:
            sheet.cell(
                top, left, look.title_form.format(text(replace(look, year_once=False), shape.table, one))
            )
            top += 1
        bottom, right = put(made, tab, top, left, {**fixed, shape.table: one} if shape.table else fixed)
        end = max(end, bottom)
        if shape.beside:
            left = right + 1 + look.gap
        else:
            row = bottom + 1 + look.gap
    for n, note in enumerate(look.notes, 1):
        sheet.cell(end + look.gap + n, 1 + look.right, note)


# ------------------------------------------------------------------------------- made at random


def periods_of(draw: st.DrawFn) -> tuple[str, dict[str, tuple[object, ...]]]:
    """A run of periods, or years and the parts of each."""
    kind = draw(st.sampled_from(["quarter", "month", "quarter", "year"]))
    start = draw(st.integers(2012, 2016))
    if kind != "year" and draw(st.booleans()):
        first = 1 if kind == "month" and draw(st.booleans()) else 4
        years = tuple(Period.starting(start + n, first, 12) for n in range(draw(st.integers(1, 2))))
        months = 3 if kind == "quarter" else 1
        begin = draw(st.integers(0, 12 // months - 2))
        length = draw(st.integers(2, min(12 // months - begin, 5)))
        parts = [part for year in years for part in year.parts(months)[begin : begin + length]]
        return kind, {"year": years, "part": tuple(parts)}
    months = {"quarter": 3, "month": 1, "year": 12}[kind]
    offset = 0 if kind == "year" else months * draw(st.integers(0, 12 // months - 1))
    one = Period.starting(start, 4, months).moved(offset)
    return kind, {"period": tuple(one.moved(months * n) for n in range(draw(st.integers(1, 5))))}


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Where things are said, and by whom."""
    kind, dated = periods_of(draw)
    members: dict[str, tuple[object, ...]] = {
        "indicator": tuple(["burglary", "robbery", "arson"][: draw(st.integers(1, 3))]),
        "area": tuple(["Ashby", "Northam", "Southam", "Melbury"][: draw(st.integers(1, 4))]),
        **dated,
    }
    places: dict[str, str] = {}
    for dim in draw(st.permutations(list(members))):
        free = ["down", "across", "down", "across"]
        free += [
            each for each in ("sheet", "table", "section") if each not in places.values() and dim != "part"
        ]
        free += ["title", "title"] if len(members[dim]) == 1 else []
        free += (
            ["sheet"] * 3
            if dim == "part" and len(members["year"]) == 1 and "sheet" not in places.values()
            else []
        )
        free += ["nowhere"] if members[dim] == ("Ashby",) else []
        places[dim] = draw(st.sampled_from(free))
    if places.get("part") == "sheet":
        places["year"] = "title"
    return shaped(members, places, beside=draw(st.booleans()), look=draw(looks(kind)))


def shaped(
    members: Mapping[str, tuple[object, ...]], places: Mapping[str, str], *, beside: bool, look: Look
) -> Shape:
    """A shape; something stands beside the figures of every table."""
    at = {
        place: tuple(dim for dim, each in places.items() if each == place)
        for place in {*places.values(), "down", "across"}
    }
    down, over = at["down"], at["across"]
    if not down:
        # Something has to stand beside the figures.
        freed = next(each for each in ("across", "section", "table", "sheet", "title") if at.get(each))
        down, at[freed] = at[freed][:1], at[freed][1:]
        over = at["across"]
    one = {place: (at.get(place) or ("",))[0] for place in ("sheet", "table", "section")}
    return Shape(members, **one, beside=beside, down=down, across=over, title=at.get("title", ()), look=look)


def looks(kind: str) -> st.SearchStrategy[Look]:
    """The habits of the author of a return."""
    return st.builds(
        Look,
        name=st.integers(0, 3),
        spelling=st.fixed_dictionaries({each: st.sampled_from(known) for each, known in SPELLINGS.items()}),
        kind=st.just(kind),
        year_once=st.booleans(),
        groups=st.sampled_from(["repeated", "once", "merged"]),
        note=st.sampled_from(["", "", " [2]", "*"]),
        status=st.sampled_from(["", "", "", "(p)", "[r]", "[3]"]),
        heads=st.integers(0, 3),
        heads_on_top=st.booleans(),
        has_heads=st.sampled_from([True, True, False]),
        word=st.sampled_from(["", "", "", "", "", "Number", "Actual"]),
        joined=st.sampled_from([False, False, True]),
        down=st.integers(0, 3),
        right=st.integers(0, 2),
        titles=st.lists(st.sampled_from(TITLES), max_size=3, unique=True).map(tuple),
        notes=st.lists(st.sampled_from(NOTES), max_size=3, unique=True).map(tuple),
        gap=st.integers(1, 3),
        title_gap=st.integers(0, 2),
        gap_in_body=st.booleans(),
        before=st.one_of(
            st.just(()), st.lists(st.sampled_from(list(BEFORE)), max_size=2, unique=True).map(tuple)
        ),
        after=st.one_of(
            st.just(()), st.lists(st.sampled_from(list(AFTER)), max_size=2, unique=True).map(tuple)
        ),
        total_row=st.sampled_from(["", "", "", "", "Total", "Sub-total"]),
        total_column=st.sampled_from(["", "", "", "", "Total", "YTD"]),
        tab=st.booleans(),
        title_form=st.sampled_from(["{}", "Table 1: {}"]),
        hidden=st.sampled_from([False, False, False, True]),
        figures=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(list(FIGURES))), max_size=4).map(
            tuple
        ),
    )


# -------------------------------------------------------------------------------- what is left out


# Each of these stands for one or more of the cases at the end.


def _parts_left_of_their_year(shape: Shape) -> bool:
    return {"part", "year"} <= {*shape.down} and shape.down.index("part") < shape.down.index("year")


def _one_column(shape: Shape) -> bool:
    fixed = {dim: known[0] for dim, known in shape.members.items() if dim not in said(shape)}
    is_one = bool(shape.across) and len(list(combined(shape, shape.across, fixed))) == 1
    is_open = (
        len(shape.across) > 1 or bool(shape.look.word) or not (shape.look.has_heads or shape.look.before)
    )
    return is_one and (is_open or bool({"year", "part"} & {*shape.across}))


def _titles_of_one_column_beside(shape: Shape) -> bool:
    return (
        shape.beside
        and bool(shape.table)
        and (not shape.across or shape.look.title_form != "{}" or bool(shape.look.before))
    )


def _titles_over_tables_beside(shape: Shape) -> bool:
    return shape.beside and bool(shape.table) and bool(shape.title or (shape.sheet and not shape.look.tab))


def _parts_of_the_year_in_the_title(shape: Shape) -> bool:
    return shape.sheet == "part"


def _status_on_two_names(shape: Shape) -> bool:
    is_open = bool(shape.look.status) or "year" in shape.across[-2:]
    return shape.look.joined and len(shape.across) > 1 and is_open


def _bare_labels_again(shape: Shape) -> bool:
    axis = next((each for each in (shape.down, shape.across) if "period" in each), ())
    if not (shape.look.year_once and axis):
        return False
    years = {(each.first - 3) // 12 for each in shape.members["period"] if isinstance(each, Period)}
    is_outer = axis[-1] != "period" and (axis == shape.down or shape.look.groups == "repeated")
    return is_outer or (len(years) > 1 and (len(axis) > 1 or bool(shape.section)))


def _groups_without_a_merge(shape: Shape) -> bool:
    look = shape.look
    is_open = look.groups == "once" or (look.groups == "merged" and look.gap_in_body)
    return is_open and len(shape.down) > 1 and bool(shape.section or look.total_row or len(shape.down) > 2)


def _parts_over_the_rest(shape: Shape) -> bool:
    return any("part" in axis and "year" not in axis and len(axis) > 1 for axis in (shape.down, shape.across))


def _dates_alone(shape: Shape) -> bool:
    spelling, alone = shape.look.spelling, {shape.sheet, shape.section, shape.table, *shape.title}
    is_date = shape.look.kind == "month" and spelling["month"] in ("first day", "last day", "{cy}{m}")
    is_number = (
        spelling["calendar year"] == "number"
        and "year" in alone
        and headed_as(shape, "year") == "calendar year"
    )
    return (is_date and "period" in alone) or is_number


def _marks_beside_two_periods(shape: Shape) -> bool:
    return {"year", "part"} <= {*shape.down} and any(
        FIGURES[name][1] is None for _, name in shape.look.figures
    )


def _years_again_in_figures(shape: Shape) -> bool:
    return "year" in shape.across[:-1] and shape.look.spelling["calendar year"] == "number"


LEFT_OUT: tuple[Callable[[Shape], bool], ...] = (
    _parts_left_of_their_year, _one_column, _titles_of_one_column_beside,     _titles_over_tables_beside, _parts_of_the_year_in_the_title, _status_on_two_names, _bare_labels_again, _groups_without_a_merge, _parts_over_the_rest, _dates_alone,
    _marks_beside_two_periods, _years_again_in_figures,
)  # fmt: skip
"""What the reader gets wrong or cannot tell so far."""


# ---------------------------------------------------------------------------------- and read back


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Definition]:
    """A folder with a definition."""
    project = Project(tmp_path_factory.mktemp("layouts")).define(areas=AREAS, indicators=INDICATORS)
    defined, faults = definition.read(project.inputs)
    assert defined is not None, faults
    return project.inputs, defined


def shown(made: Made) -> str:
    """The sheets as Markdown tables."""
    out = []
    for sheet in made.book.worksheets:
        out += [f"[{sheet.title}]"] + [
            "| " + " | ".join("" if v is None else str(v) for v in row) + " |"
            for row in sheet.iter_rows(values_only=True)
        ]
        out += [f"merged: {sheet.merged_cells.ranges}"] if sheet.merged_cells.ranges else []
    return "\n".join(out)


@settings(max_examples=180, deadline=None, derandomize=True, database=None)
@given(shape=shapes())
def test_any_layout_is_read_back_as_it_was_written(inputs: tuple[Path, Definition], shape: Shape) -> None:
    assume(not any(is_left_out(shape) for is_left_out in LEFT_OUT))
    folder, defined = inputs
    made = make(shape)
    made.book.save(folder / "police.xlsx")
    frame, faults = returns.read(folder, defined)
    found = {
        (row["indicator"], row["area"], str(row["period"])): (
            row["value"],
            row["mark"],
            row["sheet"],
            row["cell"],
        )
        for row in frame.to_dict("records")
    }
    assert found == made.wanted, shown(made)
    assert not [fault for fault in faults if fault.fatal], shown(made)


# ------------------------------------------------------------------------- what is easily misread

TRAPS: dict[str, tuple[str, str]] = {
    "an area in the corner of a table is not seen": (
        """
        | Northam    | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 40         | 43         |
        """,
        "burglary Northam Q1 2016/17 40 B2; burglary Northam Q2 2016/17 43 C2",
    ),
    "an indicator in the corner of a table is not seen": (
        """
        | Burglaries | Q1 2016/17 | Q2 2016/17 |
        | Northam    | 40         | 43         |
        """,
        "burglary Northam Q1 2016/17 40 B2; burglary Northam Q2 2016/17 43 C2",
    ),
    "a year in the corner of a table is not seen": (
        """
        | 2016/17    | Q1 | Q2 |
        | Burglaries | 40 | 43 |
        """,
        "burglary Ashby Q1 2016/17 40 B2; burglary Ashby Q2 2016/17 43 C2",
    ),
    "a total over a row of words is read as the subject": (
        """
        | Burglaries |         |         |        |
        |            | Northam | Southam | Total  |
        | Month      | Number  | Number  | Number |
        | July 2016  | 1       | 2       | 3      |
        """,
        "burglary Northam July 2016 1 B4; burglary Southam July 2016 2 C4",
    ),
    "a title over two tables side by side holds for the first alone": (
        """
        | Northam    |            |         |            |
        | Measure    | Q1 2016/17 | Measure | Q1 2016/17 |
        | Burglaries | 1          | Arsons  | 2          |
        """,
        "burglary Northam Q1 2016/17 1 B3; arson Northam Q1 2016/17 2 D3",
    ),
    "a title right above another holds for the first table alone": (
        """
        | Northam    |        |
        | Burglaries |        |
        | Year       | Number |
        | 2013/14    | 107    |
        |            |        |
        | Robberies  |        |
        | Year       | Number |
        | 2013/14    | 114    |
        """,
        "burglary Northam 2013/14 107 B4; robbery Northam 2013/14 114 B8",
    ),
    "the quarter on the tab gives way to the year in the title": (
        """
        | 2012/13    |        |
        |            |        |
        | Measure    | Number |
        | Burglaries | 107    |
        """,
        "burglary Ashby Q3 2012/13 107 B4",
    ),
    "a month to the left of its year is read as the year": (
        """
        | Burglaries |         |        |
        | Month      | Year    | Number |
        | November   | 2015/16 | 107    |
        """,
        "burglary Ashby November 2015 107 C3",
    ),
    "a title behind a gap is not that of the table below it": (
        """
        | 2015/16         |            |        |          |  |                  |            |        |          |
        | Table 1: Ashby  |            |        |          |  | Table 2: Northam |            |        |          |
        | No.             | Measure    | Number | % change |  | No.              | Measure    | Number | % change |
        | 1               | Burglaries | 107    | 0.12     |  | 1                | Burglaries | 5      | 0.1      |
        """,
        "burglary Ashby 2015/16 107 C4; burglary Northam 2015/16 5 H4",
    ),
    "the numbers of the rows of a second table are figures of its year": (
        """
        | 2012 |         |     |     |  | 2013 |         |     |     |
        | No.  | Area    | May | Jun |  | No.  | Area    | May | Jun |
        | 1    | Ashby   | 107 | 114 |  | 1    | Ashby   | 121 | 128 |
        """,
        (
            "burglary Ashby May 2012 107 C3; burglary Ashby June 2012 114 D3;"
            " burglary Ashby May 2013 121 H3; burglary Ashby June 2013 128 I3"
        ),
    ),
    "the status in the title is lost": (
        """
        | Burglary [p] |            |
        | Area         | Q1 2016/17 |
        | Ashby        | 107        |
        """,
        "burglary Ashby Q1 2016/17 107 p B3",
    ),
    "a name alone over one column of figures is not seen": (
        """
        | Q2 2016/17 |            |
        |            | Burglaries |
        | Ashby      | 107        |
        | Northam    | 14         |
        """,
        "burglary Ashby Q2 2016/17 107 B3; burglary Northam Q2 2016/17 14 B4",
    ),
    "an area alone over one column of figures, twice on a sheet, is not seen": (
        """
        | 2015/16  |          |
        |          |          |
        | Burglary |          |
        |          | Ashby    |
        |          | Number   |
        | Oct      | 107      |
        | Nov      | 114      |
        |          |          |
        | Robbery  |          |
        |          | Ashby    |
        |          | Number   |
        | Oct      | 128      |
        """,
        "burglary Ashby October 2015 107 B6; burglary Ashby November 2015 114 B7; robbery Ashby October 2015 128 B12",
    ),
    "targets on a tab with its year are read as figures": (
        """
        | Measure    | Q1 2016/17 |
        | Burglaries | 120        |
        """,
        "",
    ),
    "a part that is left out of the area is not seen": (
        """
        | Ashby (excluding Northam) |            |
        | Measure                   | Q1 2016/17 |
        | Burglaries                | 322        |
        """,
        "",
    ),
    "what is counted is said over the rows": (
        """
        | Suspects charged | Q1 2016/17 | Q2 2016/17 |
        | Burglaries       | 20         | 22         |
        """,
        "",
    ),
    "a note below says that the figures are cumulative": (
        """
        | Measure    | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 117        | 240        |
        |            |            |            |
        | Note: figures are cumulative from 1 April. | | |
        """,
        "burglary Ashby Q1 2016/17 117 B2",
    ),
    "rates in a column of units are read as counts": (
        """
        | Measure    | Unit           | Quarter    | Value |
        | Burglaries | Number         | Q1 2016/17 | 117   |
        | Burglaries | Rate per 1,000 | Q2 2016/17 | 1     |
        """,
        "burglary Ashby Q1 2016/17 117 D2",
    ),
    "a rate in the title of a table is read as a count": (
        """
        | Offences per 1,000 population, 2016/17 |    |    |
        | Measure                                | Q1 | Q2 |
        | Burglaries                             | 2  | 1  |
        """,
        "",
    ),
    "the day on which a return was sent is its period": (
        """
        | Measure    | Date submitted | Quarter    | Value |
        | Burglaries | 2016-07-14     | Q1 2016/17 | 117   |
        | Burglaries | 2016-10-14     | Q2 2016/17 | 123   |
        """,
        "burglary Ashby Q1 2016/17 117 D2; burglary Ashby Q2 2016/17 123 D3",
    ),
    "references to notes hide the period": (
        """
        | Measure             | Apr to Jun 2016 [note 1] | Q2 2016/17 [note 2] |
        | Burglaries [note 3] | 117 [note 4]             | 123                 |
        """,
        "burglary Ashby Q1 2016/17 117 B2; burglary Ashby Q2 2016/17 123 C2",
    ),
    "years that end in March are read as calendar years": (
        """
        |            | Year ending March |      |
        | Measure    | 2015              | 2016 |
        | Burglaries | 510               | 500  |
        """,
        "burglary Ashby 2014/15 510 B3; burglary Ashby 2015/16 500 C3",
    ),
    "the quarter above the year in the title is passed over": (
        """
        | Apr-Jun    |        |
        | 2015/16    |        |
        | Table 1    |        |
        | Measure    | Number |
        | Burglaries | 107    |
        """,
        "burglary Ashby Q1 2015/16 107 B5",
    ),
    "a quarter on a line and its year on the next are two periods": (
        """
        | Q1         |         |
        | 2015/16    |         |
        | Measure    | Northam |
        | Burglaries | 107     |
        """,
        "burglary Northam Q1 2015/16 107 B4",
    ),
    "the total of some months is that of the year in the title": (
        """
        | FY 2016/17 |        |        |       |
        |            | Apr    | May    | Total |
        |            | Number | Number |       |
        | Burglaries | 107    | 114    | 221   |
        """,
        "burglary Ashby April 2016 107 B4; burglary Ashby May 2016 114 C4",
    ),
    "a total under the only period hides that it is one": (
        """
        |            | Burglaries | Robberies |
        | Q4 2012/13 | 107        | 114       |
        | Sub-total  | 107        | 114       |
        """,
        "burglary Ashby Q4 2012/13 107 B2; robbery Ashby Q4 2012/13 114 C2",
    ),
    "quarters below areas that are written over each column are not seen": (
        """
        |            | Northam    | Northam | Southam    | Southam |
        | Measure    | Q3 2015/16 | Q4      | Q3 2015/16 | Q4      |
        | Burglaries | 1          | 2       | 3          | 4       |
        """,
        (
            "burglary Northam Q3 2015/16 1 B3; burglary Northam Q4 2015/16 2 C3;"
            " burglary Southam Q3 2015/16 3 D3; burglary Southam Q4 2015/16 4 E3"
        ),
    ),
    "targets above the figures are read as figures": (
        """
        | Measure    | Q1 2016/17 | Q2 2016/17 |
        | Target     |            |            |
        | Burglaries | 40         | 43         |
        | Actual     |            |            |
        | Robberies  | 3          | 4          |
        """,
        "robbery Ashby Q1 2016/17 3 B5; robbery Ashby Q2 2016/17 4 C5",
    ),
    "months of a running total are read as months": (
        """
        | Rolling 12 months |          |          |
        | Measure           | Aug 2016 | Sep 2016 |
        | Burglaries        | 40       | 43       |
        """,
        "",
    ),
    "one sex is read as everyone": (
        """
        | Measure    | Sex    | Q2 2016/17 |
        | Burglaries | Male   | 4          |
        | Burglaries | Female | 6          |
        | Burglaries | All    | 10         |
        | Robberies  | Male   | 1          |
        """,
        "burglary Ashby Q2 2016/17 10 C4",
    ),
    "the total row of a measure is not that of the area beside it": (
        """
        | Measure          | District | Q2 2016/17 |
        | Burglaries       | Northam  | 10         |
        | Burglaries       | Southam  | 11         |
        | Burglaries Total | Ashby    | 21         |
        """,
        "burglary Northam Q2 2016/17 10 C2; burglary Southam Q2 2016/17 11 C3; burglary Ashby Q2 2016/17 21 C4",
    ),
    "a status without a figure hides that there is none": (
        """
        | Measure    | Period     | Value | Status        |
        | Burglaries | Q1 2016/17 | 12    | p             |
        | Burglaries | Q2 2016/17 |       | [c]           |
        | Robberies  | Q1 2016/17 |       | not available |
        | Robberies  | Q2 2016/17 | 13    | c             |
        """,
        (
            "burglary Ashby Q1 2016/17 12 p C2; burglary Ashby Q2 2016/17 c C3;"
            " robbery Ashby Q1 2016/17 x C4; robbery Ashby Q2 2016/17 c C5"
        ),
    ),
    "a footnote that is raised hides the number": (
        """
        | Measure    | Q1 2016/17 | Q2 2016/17 |
        | Burglaries | 117²       | 123        |
        """,
        "burglary Ashby Q1 2016/17 117 B2; burglary Ashby Q2 2016/17 123 C2",
    ),
    "the numbers of the rows are read as figures": (
        """
        | 2012/13 |            |     |     |
        | No.     | Measure    | Q2  | Q3  |
        | 1       | Burglaries | 107 | 117 |
        """,
        "burglary Ashby Q2 2012/13 107 C3; burglary Ashby Q3 2012/13 117 D3",
    ),
    "the numbers of the rows hide a section": (
        """
        | No. | Owner  | Area          | Burglaries |
        |     |        | February 2014 |            |
        | 1   | Police | Ashby         | 107        |
        |     |        | March 2014    |            |
        | 1   | Police | Ashby         | 114        |
        """,
        "burglary Ashby February 2014 107 D3; burglary Ashby March 2014 114 D5",
    ),
    "quarters that begin again go on into the next year": (
        """
        | Measure    | Northam    |    |    |    | Ashby |    |    |    |
        |            | Q1 2012/13 | Q2 | Q3 | Q4 | Q1    | Q2 | Q3 | Q4 |
        | Burglaries | 1          | 2  | 3  | 4  | 5     | 6  | 7  | 8  |
        """,
        "burglary Northam Q1 2012/13 1 B3; burglary Northam Q2 2012/13 2 C3; burglary Northam Q3 2012/13 3 D3;burglary Northam Q4 2012/13 4 E3; burglary Ashby Q1 2012/13 5 F3; burglary Ashby Q2 2012/13 6 G3;burglary Ashby Q3 2012/13 7 H3; burglary Ashby Q4 2012/13 8 I3",
    ),
    "the title of the table below spoils the one above": (
        """
        | Ashby      |            |
        | Period     | Burglaries |
        | Q1 2016/17 | 107        |
        |            |            |
        | Northam    |            |
        | Period     | Burglaries |
        | Q1 2016/17 | 17         |
        """,
        "burglary Ashby Q1 2016/17 107 B3; burglary Northam Q1 2016/17 17 B7",
    ),
    "the period of a second table below is not seen": (
        """
        | Burglaries |       |
        |            |       |
        | 2015/16    |       |
        | Area       | Value |
        | Ashby      | 107   |
        |            |       |
        | 2016/17    |       |
        | Area       | Value |
        | Ashby      | 114   |
        """,
        "burglary Ashby 2015/16 107 B5; burglary Ashby 2016/17 114 B9",
    ),
    "periods below the name of an area are not read": (
        """
        | Period     | Burglaries |
        | Ashby      |            |
        | Q3 2012/13 | 107        |
        """,
        "burglary Ashby Q3 2012/13 107 B3",
    ),
    "quarters below their year are refused": (
        """
        | Quarter | Burglaries | Robberies |
        | 2013/14 |            |           |
        | Q1      | 107        | 108       |
        """,
        "burglary Ashby Q1 2013/14 107 B3; robbery Ashby Q1 2013/14 108 C3",
    ),
    "three columns of names typed once are not filled down": (
        """
        | Area    | Year    | Measure    | Number |
        | Ashby   | 2013/14 | Burglaries | 1      |
        |         |         | Robberies  | 2      |
        |         | 2014/15 | Burglaries | 3      |
        |         |         | Robberies  | 4      |
        | Northam | 2013/14 | Burglaries | 5      |
        |         |         | Robberies  | 6      |
        |         | 2014/15 | Burglaries | 7      |
        |         |         | Robberies  | 8      |
        """,
        "burglary Ashby 2013/14 1 D2; robbery Ashby 2013/14 2 D3; burglary Ashby 2014/15 3 D4; robbery Ashby 2014/15 4 D5;burglary Northam 2013/14 5 D6; robbery Northam 2013/14 6 D7; burglary Northam 2014/15 7 D8; robbery Northam 2014/15 8 D9",
    ),
    "names typed once beside sub-totals are not filled down": (
        """
        | Period     | Area    | Measure    | Number |
        | Q1 2013/14 | Ashby   | Burglaries | 107    |
        |            |         | Sub-total  | 107    |
        |            | Northam | Burglaries | 114    |
        |            |         | Sub-total  | 114    |
        """,
        "burglary Ashby Q1 2013/14 107 D2; burglary Northam Q1 2013/14 114 D4",
    ),
    "names typed once in each of two sections are not filled down": (
        """
        | Area    | Measure    | Number |
        | 2013/14 |            |        |
        | Northam | Burglaries | 1      |
        |         | Robberies  | 2      |
        | 2014/15 |            |        |
        | Northam | Burglaries | 3      |
        |         | Robberies  | 4      |
        """,
        "burglary Northam 2013/14 1 C3; robbery Northam 2013/14 2 C4; burglary Northam 2014/15 3 C6; robbery Northam 2014/15 4 C7",
    ),
    "quarters that come more than once are refused though the title names their year": (
        """
        | 2014/15    |         |        |
        | Burglaries |         |        |
        |            |         |        |
        | Quarter    | Area    | Number |
        | Q3         | Ashby   | 1      |
        | Q3         | Northam | 2      |
        | Q4         | Ashby   | 3      |
        | Q4         | Northam | 4      |
        """,
        "burglary Ashby Q3 2014/15 1 C5; burglary Northam Q3 2014/15 2 C6; burglary Ashby Q4 2014/15 3 C7; burglary Northam Q4 2014/15 4 C8",
    ),
    "a row of two periods and a mark is taken for headings": (
        """
        | Measure    | Year    | Month | Number |
        | Burglaries | 2015/16 | June  | *      |
        | Burglaries | 2015/16 | July  | 142    |
        | Burglaries | 2016/17 | June  | *      |
        | Burglaries | 2016/17 | July  | 56     |
        """,
        "burglary Ashby June 2015 c D2; burglary Ashby July 2015 142 D3; burglary Ashby June 2016 c D4; burglary Ashby July 2016 56 D5",
    ),
    "three numbered titles side by side are taken for headings": (
        """
        | Table 1: 2015/16 |       |         |  | Table 2: 2016/17 |       |         |  | Table 3: 2017/18 |       |         |
        | Measure          | Ashby | Northam |  | Measure          | Ashby | Northam |  | Measure          | Ashby | Northam |
        | Burglaries       | 1     | 2       |  | Burglaries       | 3     | 4       |  | Burglaries       | 5     | 6       |
        """,
        "burglary Ashby 2015/16 1 B3; burglary Northam 2015/16 2 C3; burglary Ashby 2016/17 3 F3; burglary Northam 2016/17 4 G3; burglary Ashby 2017/18 5 J3; burglary Northam 2017/18 6 K3",
    ),
    "sections of two tables side by side are not seen": (
        """
        | Ashby      |        |  | Northam    |        |
        | Measure    | Number |  | Measure    | Number |
        | 2014/15    |        |  | 2014/15    |        |
        | Burglaries | 1      |  | Burglaries | 3      |
        """,
        "burglary Ashby 2014/15 1 B4; burglary Northam 2014/15 3 E4",
    ),
    "one year over its quarters is no heading": (
        """
        | Burglaries |         |
        | Quarter    | 2016/17 |
        | Q1         | 107     |
        | Q2         | 108     |
        """,
        "burglary Ashby Q1 2016/17 107 B3; burglary Ashby Q2 2016/17 108 B4",
    ),
    "two headings over one column are one too few": (
        """
        | Period     | Northam    |
        |            | Burglaries |
        | Q4 2014/15 | 107        |
        """,
        "burglary Northam Q4 2014/15 107 B3",
    ),
    "a status behind two names is not seen": (
        """
        | Period     | Ashby - Burglaries (p) | Northam - Burglaries (p) |
        | Q4 2014/15 | 107                    | 108                      |
        """,
        "burglary Ashby Q4 2014/15 107 p B2; burglary Northam Q4 2014/15 108 p C2",
    ),
    "a number before two names is not seen": (
        """
        | Period     | 1.1 Burglaries - Ashby | 1.1 Burglaries - Northam |
        | Q4 2014/15 | 107                    | 108                      |
        """,
        "burglary Ashby Q4 2014/15 107 B2; burglary Northam Q4 2014/15 108 C2",
    ),
    "a year beside a name does not hold for the months below": (
        """
        | Burglaries |              |              |
        | Month      | 2015 - Ashby | 2016 - Ashby |
        | March      | 107          | 108          |
        | April      | 109          | 110          |
        """,
        "burglary Ashby March 2015 107 B3; burglary Ashby March 2016 108 C3; burglary Ashby April 2015 109 B4; burglary Ashby April 2016 110 C4",
    ),
    "a date above the table is not seen": (
        """
        | 2014-09-30 |        |
        | Ashby      |        |
        |            |        |
        | Measure    | Number |
        | Burglaries | 107    |
        """,
        "burglary Ashby September 2014 107 B5",
    ),
    "years in figures over several columns are taken for figures": (
        """
        |          | 2012  | 2012    | 2013  | 2013    |
        | Measure  | Ashby | Northam | Ashby | Northam |
        | Burglary | 1     | 2       | 3     | 4       |
        """,
        "burglary Ashby 2012 1 B3; burglary Northam 2012 2 C3; burglary Ashby 2013 3 D3; burglary Northam 2013 4 E3",
    ),
    "quarters that begin again in the midst of a year are not read": (
        """
        | Area    | Period     | Burglaries |
        | Ashby   | Q3 2012/13 | 1          |
        | Ashby   | Q4         | 2          |
        | Ashby   | Q1 2013/14 | 3          |
        | Ashby   | Q2         | 4          |
        | Northam | Q3 2012/13 | 5          |
        """,
        "burglary Ashby Q3 2012/13 1 C2; burglary Ashby Q4 2012/13 2 C3; burglary Ashby Q1 2013/14 3 C4;burglary Ashby Q2 2013/14 4 C5; burglary Northam Q3 2012/13 5 C6",
    ),
}
"""Sheets that are easily misread, by what goes wrong then, and each figure that a person sees in them."""

TABS = {
    "targets on a tab with its year are read as figures": "Targets 2016-17",
    "the numbers of the rows of a second table are figures of its year": "Burglary",
    "the quarter on the tab gives way to the year in the title": "Q3",
}
REFUSED = (
    "a date above the table is not seen",
    "quarters that begin again in the midst of a year are not read",
)
"""Those of which a figure is left out, and told, rather than guessed."""


@pytest.mark.parametrize("name", TRAPS)
def test_a_sheet_that_is_easily_misread_is_read_as_a_person_reads_it(project: Project, name: str) -> None:
    sheet, seen = TRAPS[name]
    project.define(areas=AREAS, indicators=INDICATORS).returns(sheet, sheet=TABS.get(name, "Sheet1"))
    defined, _ = definition.read(project.inputs)
    assert defined is not None
    frame, faults = returns.read(project.inputs, defined)
    found = {
        " ".join(
            filter(
                None,
                (
                    row["indicator"],
                    row["area"],
                    str(row["period"]),
                    "" if row["value"] is None else format(row["value"], "g"),
                    row["mark"],
                    row["cell"],
                ),
            )
        )
        for row in frame.to_dict("records")
    }
    wanted = {each.strip() for each in seen.split(";") if each.strip()}
    assert found < wanted if name in REFUSED else found == wanted
    assert faults or name not in REFUSED
