"""Facts about the report itself: its settings, and how many indicators went which way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder.facts.arithmetic import cells_of
from report_builder.facts.verdict import DIRECTIONS
from report_builder.model import Cell, Definition, Fact, IndicatorFacts, Settings, Unit

_TARGETS = ("met", "near", "missed")


def report_facts(definition: Definition, indicators: Sequence[IndicatorFacts]) -> dict[str, Fact]:
    """Facts by the part they play: `period`, `indicators`, `better` …, `targets`, `target.met` …"""
    return {**dict(_typed(definition.settings)), **dict(_counts(indicators)), **dict(_targets(indicators))}


def _typed(settings: Settings) -> Iterator[tuple[str, Fact]]:
    values = {"board": settings.board, "title": settings.title, "period": str(settings.period)}
    for name, value in values.items():
        period = settings.period if name == "period" else None
        unit = Unit.PERIOD if name == "period" else Unit.TEXT
        yield (
            name,
            Fact(
                id=f"report / {name}",
                method="typed",
                value=value,
                unit=unit,
                period=period,
                basis=settings.cell(name),
                tags={"status": "final"},
            ),
        )


def _counts(indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    yield "indicators", _count("indicators", indicators, ())
    for name in DIRECTIONS:
        mine = [each for each in indicators if _direction(each) == name]
        yield name, _count(name, mine, cells_of(each["direction"] for each in mine if "direction" in each))
    compared = [each for each in indicators if _direction(each) != "not compared"]
    yield "compared", _count("compared", compared, cells_of(each["direction"] for each in compared))


def _direction(each: IndicatorFacts) -> str:
    return str(each["direction"].value) if "direction" in each else "not compared"


def _targets(indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    aimed = [each for each in indicators if "gap" in each and "missing" not in each]
    yield "targets", _count("targets", aimed, cells_of(each["gap"] for each in aimed))
    for name in _TARGETS:
        mine = [each for each in aimed if _met(each) == name]
        yield f"target.{name}", _count(f"target {name}", mine, cells_of(each["gap"] for each in mine))


def _met(each: IndicatorFacts) -> str:
    status = each["gap"].tags["target"]
    return "met" if status == "exactly" else status


def _count(name: str, of: Sequence[IndicatorFacts], basis: tuple[Cell, ...]) -> Fact:
    listed = basis or tuple(cell for each in of for cell in each.indicator.cell("id"))
    size = {0: "zero", 1: "one"}.get(len(of), "many")
    return Fact(
        id=f"report / {name}",
        method="count of indicators",
        value=len(of),
        unit=Unit.INDICATORS,
        tags={"status": "final", "size": size},
        basis=listed,
        parts=tuple(each["direction"].id for each in of if "direction" in each),
    )
