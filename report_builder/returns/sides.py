"""What the labels above a column of figures, or beside a row of them, say together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from report_builder import periods
from report_builder.model import Cell
from report_builder.periods import Period, SingleYear
from report_builder.returns.asides import Apart, Aside, is_breakdown
from report_builder.returns.columns import Column
from report_builder.returns.labels import Label, Role
from report_builder.returns.names import Part

_YEAR = 12
PART_OF = {Role.NUMERATOR: Part.NUMERATOR, Role.DENOMINATOR: Part.DENOMINATOR}


@dataclass(frozen=True, slots=True)
class Dating:
    """How the periods of a table are to be read: the period named in its title, and what 2016 stands for."""

    period: Period | None = None
    single: SingleYear | None = None

    @property
    def year(self) -> Period | None:
        """The year that labels without one may be of."""
        if self.period is None or self.period.months == _YEAR:
            return self.period
        year = self.period.financial_year_of()
        return year if year.holds(self.period) else None


@dataclass(frozen=True, slots=True)
class Side:
    """What is said of a row or a column: indicator, area and period, as far as its labels go.

    `undated` is a period without its year and the heading over it; `unclear` says why a label that is
    written as a period was refused, `assumed` how one was taken that a person should confirm. `unknown`
    is a label that stands for an indicator or an area and is none of the report; `other` one that keeps
    the figures out: a total, a note, a heading that is not known. `word` heads the figures: 'number', '%'.
    `aside` says that they are something else, or of a part: 'Target', 'Male'.
    """

    parts: tuple[tuple[str, Part], ...] = ()
    part: Part | None = None
    area: str = ""
    period: Period | None = None
    undated: tuple[object, str] | None = None
    unclear: tuple[Cell, str, str] | None = None
    assumed: tuple[Cell, str, str] | None = None
    unknown: tuple[Cell, str] | None = None
    unknown_area: tuple[Cell, str] | None = None
    other: tuple[Cell, str] | None = None
    mark: str = ""
    word: str = ""
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one label says as a period."""

    period: Period | None = None
    unclear: str = ""
    assumed: str = ""


@dataclass(frozen=True)
class LabelColumn:
    """What a column of labels holds: whether areas, indicators or periods, and the label of each row."""

    column: Column
    cells: Mapping[int, Label]
    areas: bool
    parts: bool
    dates: bool
    told: Mapping[int, Told]
    asides: Mapping[int, Apart]

    @property
    def is_breakdown(self) -> bool:
        """Whether its labels part a whole: then one that says "Total" stands for the whole."""
        return Apart.PART in self.asides.values() or is_breakdown(self.column.label.text)

    def is_of_whole(self, filters: Collection[int]) -> bool:
        """Whether a total in it is the figure asked for: rows that are picked are added without it."""
        return not filters or all(label.is_total for label in self.cells.values())

    @property
    def is_undated(self) -> bool:
        """Whether its labels are written as parts of years, and none of them names its year."""
        said = self.told.values()
        return any(each.unclear for each in said) and not any(each.period for each in said)


def completed(label: object, heading: str, over: Period, single: SingleYear | None = None) -> Period | None:
    """A period without its year in the year that stands over it."""
    return crossed(label, heading, over, single).period


@lru_cache(maxsize=4096)
def crossed(label: object, heading: str, over: Period, single: SingleYear | None = None) -> Told:
    """The same with what was assumed: that the quarter of a single year is one of the calendar year."""
    line = periods.read_line((label,), over=(over,), heading=heading, single=single)
    return Told(line.periods[0], "", line.assumed.get(0, ""))


def dated(labels: Sequence[Label], line: periods.Line) -> list[Told]:
    """What each label of a line says. A real date within a month names a day, and no month."""
    return [
        Told(None, "it is a day and not a month")
        if _is_day(label.period)
        else Told(line.periods[n], line.unclear.get(n, ""), line.assumed.get(n, ""))
        for n, label in enumerate(labels)
    ]


def _is_day(value: object) -> bool:
    return isinstance(value, date) and value.day != 1 and (value + timedelta(1)).day != 1
