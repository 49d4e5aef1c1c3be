"""Facts about the report itself: its settings, and how many indicators went which way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder.facts.arithmetic import cells_of
from report_builder.facts.measures.notes import is_due, said
from report_builder.facts.measures.verdict import DIRECTIONS
from report_builder.model import Cell, Definition, Fact, IndicatorFacts, Rules, Unit
from report_builder.periods import Period

_TARGETS = ("met", "near", "missed")


def report_facts(
    definition: Definition, indicators: Sequence[IndicatorFacts], files: Sequence[str], rules: Rules
) -> dict[str, Fact]:
    """Facts by the part they play: `period`, `indicators`, `better`, `targets`, `introduction 1`."""
    found = dict(_typed(definition))
    found |= {**dict(_counts(indicators)), **dict(_targets(indicators))}
    found["files"] = Fact(
        "report / files", "named", len(files), Unit.COUNT, basis=tuple(Cell(name, "", "") for name in files)
    )
    found["percent_from_base"] = Fact(
        "report / percent_from_base",
        "typed",
        rules.percent_from_base,
        Unit.COUNT,
        basis=(Cell("rules.toml", "", "percent_from_base"),),
    )
    if rate := next((each for each in indicators if "rate" in each and "per" in each), None):
        found["per"] = rate["per"]
    return found


def _typed(definition: Definition) -> Iterator[tuple[str, Fact]]:
    """What was typed in the definition and is printed as it stands."""
    settings = definition.settings
    for name in ("board", "title", "period"):
        yield name, _text(name, str(getattr(settings, name)), settings.cell(name), settings.period)
    for name in ("introduction", "recommendations"):
        for n, line in enumerate(getattr(settings, name), 1):
            yield f"{name} {n}", _text(f"{name} {n}", line, settings.cell(name), None)
    for priority in definition.priorities:
        if priority.text:
            name = f"priority {priority.id} / 1"
            yield name, _text(name, priority.text, priority.cell("text"), None)
    general = [
        n
        for n in definition.notes
        if n.text and not (n.indicator or n.status) and is_due(n, [settings.period])
    ]
    for n, note in enumerate(general, 1):
        name = f"advice {note.priority} / {n}" if note.priority else f"note {n}"
        yield name, said(note, name, n)


def _text(name: str, value: str, basis: tuple[Cell, ...], period: Period | None) -> Fact:
    return Fact(
        f"report / {name}", "typed", value, Unit.TEXT, period=period, tags={"status": "final"}, basis=basis
    )


def _counts(indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    yield "indicators", _count("indicators", indicators, (), indicators)
    for name in DIRECTIONS:
        mine = [each for each in indicators if each.direction == name]
        yield (
            name,
            _count(
                name, mine, cells_of(each["direction"] for each in mine if "direction" in each), indicators
            ),
        )
    compared = [each for each in indicators if each.direction != "not compared"]
    yield (
        "compared",
        _count("compared", compared, cells_of(each["direction"] for each in compared), indicators),
    )


def _targets(indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    aimed = [each for each in indicators if "gap" in each and "missing" not in each]
    yield "targets", _count("targets", aimed, cells_of(each["gap"] for each in aimed), indicators)
    for name in _TARGETS:
        mine = [each for each in aimed if _met(each) == name]
        yield (
            f"target.{name}",
            _count(f"target {name}", mine, cells_of(each["gap"] for each in mine), indicators),
        )


def _met(each: IndicatorFacts) -> str:
    status = each["gap"].tags["target"]
    return "met" if status == "exactly" else status


def _count(
    name: str,
    of: Sequence[IndicatorFacts],
    basis: tuple[Cell, ...],
    everyone: Sequence[IndicatorFacts],
) -> Fact:
    """How many; a count of none rests on all that were looked at."""
    listed = basis or tuple(cell for each in of or everyone for cell in each.indicator.cell("id"))
    size = {0: "zero", 1: "one"}.get(len(of), "many")
    return Fact(
        id=f"report / {name}",
        method="count of indicators",
        value=len(of),
        unit=Unit.INDICATORS,
        tags={"status": "final", "size": size},
        basis=listed,
        parts=tuple(each["direction"] for each in of if "direction" in each),
    )
