"""Populations by area and year: typed in the definition, or read from a return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from report_builder.facts.arithmetic import fact_id
from report_builder.model import POPULATION, Cell, Definition, Fact, Status, Unit
from report_builder.periods import Period

Populations = Mapping[str, Mapping[int, Fact]]


def populations(definition: Definition, rows: Iterable[Mapping[str, Any]]) -> Populations:
    """The populations as facts. `rows` are observations; those of the indicator `population` count.

    Where both hold one for the same area and year, the return's is taken.
    """
    found: dict[str, dict[int, Fact]] = defaultdict(dict)
    for typed in definition.populations:
        found[typed.area][typed.year] = _population(typed.area, typed.year, typed.value, typed.cell("value"))
    for row in rows:
        if row["indicator"] == POPULATION and row["value"]:
            year, cell = row["period"].ends().year, Cell(row["workbook"], row["sheet"], row["cell"])
            found[row["area"]][year] = _population(row["area"], year, row["value"], (cell,))
    return found


def _population(area: str, year: int, value: float, basis: tuple[Cell, ...]) -> Fact:
    period = Period.ending(year, 12, 12)
    return Fact(
        id=fact_id(POPULATION, area, period, "value"),
        method="read",
        value=value,
        unit=Unit.COUNT,
        indicator=POPULATION,
        area=area,
        period=period,
        tags={"status": Status.FINAL.value},
        basis=basis,
    )
