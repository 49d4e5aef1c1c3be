"""What the definition says of an indicator in words: its name, unit, scope and range, as facts."""

from __future__ import annotations

from report_builder.facts.arithmetic import fact_id
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Fact, Indicator, Status, TargetKind, Unit

_WORDS = ("name", "singular", "label", "statement", "scope", "unit", "baseline", "comparator_set")
_DEFAULT_PER = 1000


@measure("identity", order=0)
def identity(workings: Workings) -> Found:
    """The typed words by their field, `per`, and `low` and `high` of a range."""
    indicator = workings.indicator
    roles = {name: typed(indicator, name, text) for name in _WORDS if (text := getattr(indicator, name))}
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


def typed(indicator: Indicator, name: str, text: str) -> Fact:
    """A text of the definition as a fact."""
    cell_of = (
        "short_name" if name == "label" and indicator.short_name else "name" if name == "label" else name
    )
    return Fact(
        id=fact_id(indicator.id, "", None, name),
        method="typed",
        value=text,
        unit=Unit.TEXT,
        indicator=indicator.id,
        tags={"status": Status.FINAL.value},
        basis=indicator.cell(cell_of),
    )


def _figure(indicator: Indicator, name: str, value: float, unit: Unit, decimals: int) -> Fact:
    return Fact(
        id=fact_id(indicator.id, "", None, name),
        method="typed",
        value=value,
        unit=unit,
        indicator=indicator.id,
        decimals=decimals,
        tags={"status": Status.FINAL.value},
        basis=indicator.cell(name) or indicator.cell("id"),
    )
