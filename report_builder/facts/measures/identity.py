"""What the definition says of an indicator in words: its name, unit, scope and range, as facts."""

from __future__ import annotations

from report_builder.facts.arithmetic import typed
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Cell, Fact, Indicator, Status, TargetKind, Unit

_WORDS = ("name", "singular", "label", "statement", "scope", "unit", "baseline", "comparator_set")
_DEFAULT_PER = 1000


@measure("identity", order=0)
def identity(workings: Workings) -> Found:
    """The typed words by their field, `per`, and `low` and `high` of a range."""
    indicator = workings.indicator
    roles = {
        name: typed(indicator, name, text, Unit.TEXT, basis=_cell(indicator, name))
        for name in _WORDS
        if (text := getattr(indicator, name))
    }
    if indicator.per or indicator.comparator_set or workings.definition.districts():
        roles["per"] = _figure(indicator, "per", indicator.per or _DEFAULT_PER, Unit.COUNT, 0)
    wants_range = indicator.better is Better.RANGE or indicator.target_kind is TargetKind.RANGE
    if wants_range and None not in (indicator.low, indicator.high):
        unit = Unit.PERCENT if indicator.is_percentage else Unit.NUMBER
        for name in ("low", "high"):
            roles[name] = _figure(indicator, name, getattr(indicator, name), unit, indicator.decimals or 0)
    area = workings.definition.subject
    roles["area"] = Fact(
        "report / area",
        "typed",
        area.name,
        Unit.TEXT,
        tags={"status": Status.FINAL.value},
        basis=area.cell("name"),
    )
    return Found(roles)


def _cell(indicator: Indicator, name: str) -> tuple[Cell, ...]:
    """Where a word was typed; a label is the short name, or else the name."""
    if name != "label":
        return indicator.cell(name)
    return indicator.cell("short_name" if indicator.short_name else "name")


def _figure(indicator: Indicator, name: str, value: float, unit: Unit, decimals: int) -> Fact:
    basis = indicator.cell(name) or indicator.cell("id")
    return typed(indicator, name, value, unit, basis=basis, decimals=decimals)
