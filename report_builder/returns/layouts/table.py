"""Layout: a table, whichever way it is turned.

Labels stand above the figures, beside them, in the title or on the sheet's tab. Together they say of which
indicator, area and period each figure is: indicators down and periods across, areas down, months down and
areas across, headings on several rows, one row a value. A figure of which one of the three is not said, or
is said in two ways, is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from openpyxl.utils import get_column_letter

from report_builder import periods
from report_builder.model import Cell, Source
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.above import above
from report_builder.returns.asides import Apart, Aside
from report_builder.returns.beside import beside
from report_builder.returns.context import Context, context_of, scaled
from report_builder.returns.files import Grid
from report_builder.returns.filters import missing_columns, no_rows, rows_wanted
from report_builder.returns.labels import Role, is_count, is_of_kind
from report_builder.returns.layouts import Entry, Read, joined, layout
from report_builder.returns.names import Names, Part, key
from report_builder.returns.sides import Dating, Side, completed, crossed
from report_builder.returns.tables import Roles, Table, tables_of
from report_builder.returns.values import status_of
from report_builder.workbooks import is_blank

NAME = "table"
_NO_AREA = "(no area)"
_PER = re.compile(r"\bper ((?:\d{1,3}(?:,\d{3})+)|\d{3,})\b", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:sheet|tab|table)\s*\(?\d*\)?(?:\s*\(\d+\))?", re.IGNORECASE)
"""A tab that nobody gave a name."""


@layout(NAME, order=1)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Read every table of the sheet; None where there is none."""
    tables = tables_of(grid, names, _roles(source, names))
    if not tables:
        return None
    reads = [_read(table, names, source) for table in tables]
    # A source asks for one table of a sheet: the others are not at fault for being laid out another way.
    asked = [each for each in reads if each.entries] if source else reads
    return joined(asked or reads)


def _roles(source: Source | None, names: Names) -> Roles:
    """The headings that a source gives a part to; an area or a period in their place is none."""
    if source is None:
        return ()
    typed = {
        Role.VALUE: source.value_column,
        Role.AREA: "" if names.area(source.area_column) else source.area_column,
        Role.PERIOD: "" if periods.parse(source.period_column) else source.period_column,
    }
    return tuple(
        (key(name), role) for role, text in typed.items() for name in text.split("+") if name.strip()
    )


def _read(table: Table, names: Names, source: Source | None) -> Read:
    if faults := missing_columns(source, table.headings(), table.grid.place, names):
        return Read(problems=faults)
    context = context_of(table, names, source)
    dating = Dating(context.period, source.years if source else None)
    wanted = rows_wanted(table, source)
    columns = above(table, dating)
    rows = tuple(beside(table, names, dating, columns, wanted))
    if not rows and source and source.row_filter:
        return Read(problems=no_rows(source, table.grid.place))
    apart = _months_apart({each.period for each in (*columns, *(side for _, side in rows)) if each.period})
    words = frozenset(each.word for each in (*columns, *(side for _, side in rows)))
    named = frozenset(name for each in (*columns, *(side for _, side in rows)) for name, _ in each.parts)
    reading = _Reading(table, names, source, context, dating, apart, words, named)
    by_row = {row: tuple(reading.entries(row, side, columns)) for row, side in rows}
    parted = {row: column for row, column in table.parted().items() if by_row.get(row)}
    entries = tuple(entry for row, found in by_row.items() if row not in parted for entry in found)
    kept = _of_an_area(entries, table, names)
    unknown, areas, faults = reading.left_out(rows, columns, kept)
    faults += tuple(problem("row-parted", table.grid.cell(*place)) for place in parted.items())
    nowhere = [(entry.cell, _NO_AREA) for entry in entries if not entry.is_said][: len(entries) - len(kept)][
        :1
    ]
    return Read(kept, unknown, (*areas, *nowhere), faults)


def _of_an_area(entries: tuple[Entry, ...], table: Table, names: Names) -> tuple[Entry, ...]:
    """The entries without those whose row leaves the column of areas empty, where that is not the subject.

    An empty cell may stand for the subject, but not where the subject has rows of its own, or where several
    rows without an area have figures for the same thing.
    """
    empty = [entry for entry in entries if not entry.is_said]
    said = [entry for entry in entries if entry.is_said]
    has_areas = any(column.label.role is Role.AREA for column in table.labels) or bool(said)
    places = {(entry.indicator, entry.part, entry.period) for entry in empty}
    is_subject = not any(entry.area == names.subject for entry in said) and len(places) == len(empty)
    return entries if is_subject or not has_areas else tuple(said)


@dataclass(frozen=True)
class _Reading:
    """One table being read: what its labels say is put together with what is said of all of it."""

    table: Table
    names: Names
    source: Source | None
    context: Context
    dating: Dating
    apart: int
    words: frozenset[str]
    named: frozenset[str]

    def entries(self, row: int, side: Side, columns: tuple[Side, ...]) -> Iterator[Entry]:
        """The cells of a row of which indicator, area and period are all said."""
        if side.unknown_area or side.other or (side.unknown and not self._is_filtered):
            return
        for column, over in zip(self.table.figures, columns, strict=True):
            if over.other:
                continue
            area, period = self._area(side, over), self._period(side, over)
            if area and period:
                raw, mark = self.table.figure(row, column.index)
                cell = self.table.grid.cell(row, column.index)
                for indicator, part in self._parts(side, over):
                    is_said = bool(side.area or over.area) or self.context.is_stated
                    yield Entry(
                        indicator,
                        part,
                        area,
                        period,
                        raw,
                        cell,
                        mark or side.mark or over.mark or self.context.mark,
                        self.apart,
                        is_said=is_said,
                        asides=self._asides(side, over),
                        table=self.table.body.start,
                    )

    def _asides(self, side: Side, over: Side) -> tuple[Aside, ...]:
        """The labels that say that a figure is something else; 'Rate' in the title gives way to 'Number'."""
        found = (side.aside, self.context.aside)
        is_number = is_count(over.word or side.word)
        return tuple(each for each in found if each and not (is_number and each.apart is Apart.RATED))

    @property
    def _is_filtered(self) -> bool:
        return bool(self.source and self.source.row_filter)

    def _parts(self, side: Side, over: Side) -> tuple[tuple[str, Part], ...]:
        """The indicators, and the parts of them, that row and column name together."""
        beside = side.parts
        if self._is_filtered and self.source:
            beside = ((self.source.indicator, Part.VALUE),)
        part = side.part or over.part
        named = _both(beside, over.parts)
        if not (beside or over.parts) and (whole := self._of_all(part)):
            named = ((whole, Part.VALUE),)
        if self.source:
            named = tuple(each for each in named if each[0] == self.source.indicator)
        fitting = (
            each for each in named if self._fits(each[0], side.word) and self._fits(each[0], over.word)
        )
        return tuple((name, part or held) for name, held in fitting)

    def _of_all(self, part: Part | None) -> str:
        """The indicator of a table whose labels name none; a sample size is that of the one they name."""
        if part is None or not self.named:
            return self.context.indicator
        return next(iter(self.named)) if len(self.named) == 1 else ""

    def _fits(self, indicator: str, word: str) -> bool:
        """Whether a heading such as 'Number' or '%' can be that of an indicator's figures."""
        kind = self.names.kinds.get(indicator)
        return kind is None or is_of_kind(word, kind, self.words)

    def _area(self, side: Side, over: Side) -> str:
        if side.area and over.area and side.area != over.area:
            return ""
        return side.area or over.area or self.context.area

    def _period(self, side: Side, over: Side) -> Period | None:
        """The period of a cell: the label of row or column, the narrower one where both name one."""
        if side.undated or over.undated:
            return self._completed(side, over)
        if side.period and over.period:
            narrow, wide = sorted((side.period, over.period), key=lambda each: each.months)
            return narrow if wide.first <= narrow.first and narrow.last <= wide.last else None
        return side.period or over.period or (None if self.context.disagreeing else self.context.period)

    def _completed(self, side: Side, over: Side) -> Period | None:
        """A label without its year, such as 'Q2' or 'April', in the year of the other side."""
        undated, other = (side.undated, over.period) if side.undated else (over.undated, side.period)
        return completed(*undated, other, self.dating.single) if undated and other else None

    def left_out(
        self, rows: tuple[tuple[int, Side], ...], columns: tuple[Side, ...], entries: tuple[Entry, ...]
    ) -> tuple[tuple[tuple[Cell, str], ...], tuple[tuple[Cell, str], ...], tuple[Problem, ...]]:
        """What was not read: labels that name nothing, labels of areas that name nothing, and faults."""
        unknown = [side.unknown for _, side in rows if side.unknown and not self.source]
        is_named = self.context.indicator or any(
            self._parts(side, over) for _, side in rows for over in columns
        )
        if not (entries or is_named or unknown or self.source):
            unknown = self._title()
        unknown += [side.other for _, side in rows if side.other and not self.source]
        unknown += self._unread(columns) if entries and not self.source else ()
        areas = [side.unknown_area for _, side in rows if side.unknown_area]
        if is_named and not (entries or self.context.area or self.context.mentioned):
            areas.append((self.table.grid.cell(0, 0), self.table.grid.sheet))
        faults = (
            *self._unclear(rows, columns),
            *self._of_whom(rows, columns),
            *self._scaled(entries),
            *self._other_period(entries),
            *self._wider(entries),
            *self._based(entries),
            *(self._statuses(rows) if entries else ()),
        )
        return tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(areas)), faults

    def _title(self) -> list[tuple[Cell, str]]:
        """The words in which the indicator of a table would be looked for, where there are any."""
        grid, first = self.table.grid, self.table.body.start
        said = [text for text in (*self.table.titles, grid.sheet) if text and not _UNNAMED.fullmatch(text)]
        return [(grid.cell(max(first - 1, 0), 0), text) for text in said[:1]]

    def _unclear(self, rows: tuple[tuple[int, Side], ...], columns: tuple[Side, ...]) -> Iterator[Problem]:
        """Labels that are written as periods and were refused, or taken in a way that is to be confirmed.

        It is a fault where no label of the table could be told, and so none of its figures.
        """
        beside = tuple(side for _, side in rows)
        yield from self._disagreement((*columns, *beside))
        if not any(self._parts(side, over) for side in beside for over in columns):
            return
        yield from self._assumed((*columns, *beside, *self._crossed(columns, beside)))
        for sides, others in ((columns, beside), (beside, columns)):
            code = "period-not-read" if any(each.period for each in sides) else "period-unclear"
            for each in sides:
                if each.unclear and not self._is_crossed(each, others):
                    yield problem(code, each.unclear[0], found=each.unclear[1], why=each.unclear[2])

    def _assumed(self, sides: Iterable[Side]) -> Iterator[Problem]:
        """The first label that was taken in a way that a person should confirm."""
        for cell, found, how in islice((each.assumed for each in sides if each.assumed), 1):
            yield problem("period-assumed", cell, found=found, how=how)

    def _crossed(self, columns: tuple[Side, ...], beside: tuple[Side, ...]) -> Iterator[Side]:
        """Labels without their year, with what was assumed where they stand across a year."""
        for sides, others in ((columns, beside), (beside, columns)):
            years = sorted({each.period for each in others if each.period})
            for each in dict.fromkeys(each for each in sides if each.undated and each.unclear):
                told = (crossed(*each.undated, year, self.dating.single) for year in years if each.undated)
                if each.unclear and (how := next((one.assumed for one in told if one.assumed), "")):
                    yield Side(assumed=(*each.unclear[:2], how))

    def _is_crossed(self, undated: Side, others: tuple[Side, ...]) -> bool:
        """Whether the other side names the years that these labels lack."""
        return any(self._completed(side, undated) for side in others if side.period)

    def _disagreement(self, sides: tuple[Side, ...]) -> Iterator[Problem]:
        """The fault that title and tab name two periods, where nothing else names one."""
        if self.context.disagreeing and not any(each.period or each.unclear for each in sides):
            grid, why = self.table.grid, f"the title says {self.context.period}"
            yield problem("period-unclear", grid.place, found=grid.sheet, why=why)

    def _scaled(self, entries: tuple[Entry, ...]) -> Iterator[Problem]:
        """The doubt that the figures are thousands, as a line above them says."""
        if entries and (found := scaled(self.table)):
            yield problem("scale-named", self.table.grid.place, found=found)

    def _wider(self, entries: tuple[Entry, ...]) -> Iterator[Problem]:
        """The doubt that figures read as the subject's are of more than it, as a title says."""
        if self.context.wider and any(each.area == self.names.subject for each in entries):
            found, subject = self.context.wider, self.names.subject
            yield problem("area-wider", self.table.grid.place, found=found, subject=subject)

    def _based(self, entries: tuple[Entry, ...]) -> Iterator[Problem]:
        """The doubt that a rate is of another number of people than the definition says."""
        texts = (*self.table.titles, self.table.grid.sheet, *self.table.around)
        said = [(text, int(match[1].replace(",", ""))) for text in texts if (match := _PER.search(text))]
        bases = {self.names.bases[each.indicator] for each in entries if each.indicator in self.names.bases}
        for text, number in said[:1]:
            if bases and number not in bases:
                per = f"{min(bases):,}"
                yield problem("rate-base-differs", self.table.grid.place, found=text, per=per)

    def _other_period(self, entries: tuple[Entry, ...]) -> Iterator[Problem]:
        """The doubt that title or tab name a period, and the figures are of none that has to do with it."""
        said = self.context.period
        found = {entry.period for entry in entries}
        if said and found and not any(each.holds(said) or said.holds(each) for each in found):
            newest = max(found, key=lambda each: each.last)
            yield problem("title-disagrees", self.table.grid.place, found=said, newest=newest)

    def _statuses(self, rows: tuple[tuple[int, Side], ...]) -> Iterator[Problem]:
        """The words in a column of data status that are none, each once, at its first row."""
        found: dict[str, Cell] = {}
        for row, (figures, column) in product((row for row, _ in rows), self.table.statuses.items()):
            word = "" if is_blank(said := self.table.at(row, column)) else str(said).strip()
            has_figure = not is_blank(self.table.at(row, figures))
            if word and has_figure and status_of(word, has_figure=True) is None:
                found.setdefault(word, self.table.grid.cell(row, column))
        for word, cell in found.items():
            yield problem("status-not-known", cell, found=word)

    def _unread(self, columns: tuple[Side, ...]) -> Iterator[tuple[Cell, str]]:
        """The headings of columns of figures that were not read, beside columns that were."""
        yield from (side.other for side in columns if side.other)
        named = self.named or {self.context.indicator}
        for column, over in zip(self.table.figures, columns, strict=True):
            if over.word and column.own and not any(self._fits(each, over.word) for each in named):
                yield self.table.place(column.own), column.own.label.text
        for column in self.table.unread:
            own, grid = column.own, self.table.grid
            place = self.table.place(own) if own else grid.cell(self.table.body.start - 1, column.index)
            yield (
                place,
                own.label.text if own else f"column {get_column_letter(column.index + 1)}, without a heading",
            )

    def _of_whom(self, rows: tuple[tuple[int, Side], ...], columns: tuple[Side, ...]) -> Iterator[Problem]:
        """The fault that figures may be the subject's or another area's."""
        nameless = any(
            self._parts(side, over) and not (side.area or over.area or side.unknown_area or side.unknown)
            for _, side in rows
            for over in columns
            if not over.other
        )
        if nameless and self.context.mentioned:
            found = self.context.mentioned
            yield problem("area-unclear", self.table.grid.place, found=found, subject=self.names.subject)


def _months_apart(labels: set[Period]) -> int:
    """How many months lie between labels that are all months: 3 where only the quarters' ends are named."""
    if len(labels) < 2 or any(each.months > 1 for each in labels):
        return 0
    steps = {later.last - earlier.last for earlier, later in pairwise(sorted(labels))}
    return steps.pop() if len(steps) == 1 and steps != {1} else 0


def _both(
    beside: tuple[tuple[str, Part], ...], over: tuple[tuple[str, Part], ...]
) -> tuple[tuple[str, Part], ...]:
    """What two labels name: one of them an indicator, the other perhaps a part of it."""
    if not beside or not over:
        return beside or over
    return tuple(
        (name, part if part is not Part.VALUE else other)
        for name, part in beside
        for same, other in over
        if name == same and Part.VALUE in (part, other)
    )
