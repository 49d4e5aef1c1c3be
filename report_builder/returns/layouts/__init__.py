"""The register of source layouts, and what a layout hands on.

A layout is a file of this folder that registers one function. It is given a sheet and what is known
of the report, and gives the entries it read, or None where the sheet is not laid out its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from report_builder.model import Cell, Source
from report_builder.periods import Period
from report_builder.problems import Problem
from report_builder.returns.asides import Aside
from report_builder.returns.files import Grid
from report_builder.returns.names import Names, Part


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a return, placed: which part of which indicator, area and period it holds.

    `mark` is the data status mark of its heading. `apart` is how many months the labels are from one
    another, where they are months and stand further apart than one. `method` is how it was come by;
    `is_said` is whether its area was said, and not only taken for the subject. `asides` are the labels that
    say that the figure may be another one than that of the period. `table` is the first row of its table.
    """

    indicator: str
    part: Part
    area: str
    period: Period
    raw: object
    cell: Cell
    mark: str = ""
    apart: int = 0
    method: str = "read"
    is_said: bool = True
    asides: tuple[Aside, ...] = ()
    table: int = 0


@dataclass(frozen=True)
class Read:
    """What one sheet gave: entries, labels that are not names of the report, and faults."""

    entries: tuple[Entry, ...] = ()
    unplaced: tuple[tuple[Cell, str], ...] = ()
    unplaced_areas: tuple[tuple[Cell, str], ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def joined(reads: Iterable[Read]) -> Read:
    """What several tables gave, as one."""
    found = tuple(reads)
    return Read(
        tuple(entry for each in found for entry in each.entries),
        tuple(label for each in found for label in each.unplaced),
        tuple(label for each in found for label in each.unplaced_areas),
        tuple(fault for each in found for fault in each.problems),
    )


ONE_TABLE = ("long", "areas down", "indicators down")
"""Names that say which way a table is turned: it is seen by itself."""

Layout = Callable[[Grid, Names, Source | None], Read | None]
_REGISTER: dict[str, tuple[int, Layout]] = {}


def layout(name: str, *, order: int) -> Callable[[Layout], Layout]:
    """Register a layout under the name it has in the sheet `sources`; lower orders are tried first."""

    def register(function: Layout) -> Layout:
        _REGISTER[name] = (order, function)
        return function

    return register


@cache
def layouts() -> Mapping[str, Layout]:
    """The layouts by name, in the order in which they are tried. Every file of this folder is imported."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    ranked = sorted(_REGISTER.items(), key=lambda item: item[1][0])
    return MappingProxyType({name: function for name, (_, function) in ranked})
