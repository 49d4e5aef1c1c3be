"""Facts about the report itself: its settings, its thresholds, and how many indicators got which verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from report_builder.facts.arithmetic import cells_of
from report_builder.facts.chance import rule
from report_builder.facts.measures.notes import is_due, said
from report_builder.facts.measures.verdict import VERDICTS
from report_builder.model import Cell, Definition, Fact, IndicatorFacts, Rules, Unit
from report_builder.periods import Period

_TARGETS = ("met", "near", "missed")


def report_facts(
    definition: Definition, indicators: Sequence[IndicatorFacts], files: Sequence[str], rules: Rules
) -> dict[str, Fact]:
    """Facts by the part they play: `period`, `indicators`, `improved`, `targets`, `introduction 1`.

    Counts by verdict stand for the report, and again for each priority under `priority crime / improved`.
    """
    found = dict(_typed(definition))
    found |= {**dict(_counts(indicators, "")), **dict(_targets(indicators))}
    for priority in definition.priorities:
        mine = [each for each in indicators if each.indicator.priority == priority.id]
        found |= dict(_counts(mine, f"priority {priority.id} / "))
    found["files"] = Fact(
        "report / files", "named", len(files), Unit.COUNT, basis=tuple(Cell(name, "", "") for name in files)
    )
    found |= {each.name: rule(rules, each.name) for each in fields(Rules)}
    found |= dict(_dates(definition, indicators))
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


def _counts(indicators: Sequence[IndicatorFacts], prefix: str) -> Iterator[tuple[str, Fact]]:
    """How many got which verdict. Those that are stable count with those of no clear change as well."""
    groups = {
        name.replace(" ", "_"): [each for each in indicators if each.verdict == name] for name in VERDICTS
    }
    groups["calm"] = [each for each in indicators if each.verdict in ("no clear change", "stable")]
    groups["assessed"] = [each for each in indicators if each.verdict != "not assessed"]
    groups["not_tested"] = [each for each in groups["assessed"] if each["verdict"].tags["tested"] == "no"]
    groups["exceptions"] = [each for each in indicators if each.is_exception]
    for name, mine in {"indicators": list(indicators), **groups}.items():
        basis = (
            cells_of(each["verdict"] for each in mine if "verdict" in each) if name != "indicators" else ()
        )
        yield f"{prefix}{name}", _count(f"{prefix}{name}", mine, basis, indicators)


def _targets(indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    aimed = [each for each in indicators if "gap" in each and "missing" not in each]
    yield "targets", _count("targets", aimed, cells_of(each["gap"] for each in aimed), indicators)
    for name in _TARGETS:
        mine = [each for each in aimed if _met(each) == name]
        basis = cells_of(each["gap"] for each in mine)
        yield f"target.{name}", _count(f"target {name}", mine, basis, indicators)


def _met(each: IndicatorFacts) -> str:
    status = each["gap"].tags["target"]
    return "met" if status == "exactly" else status


def _dates(definition: Definition, indicators: Sequence[IndicatorFacts]) -> Iterator[tuple[str, Fact]]:
    """`reached`, the last month of the period, and how many indicators have figures to another month."""
    end = definition.settings.period.last
    month = Period(end, 1)
    yield "reached", _text("reached", str(month), definition.settings.cell("period"), month)
    mine = [each for each in indicators if "latest" in each]
    apart = [each for each in mine if (p := each["latest"].period) and p.last != end]
    yield "otherwise", _count("otherwise", apart, cells_of(each["latest"] for each in apart), indicators)
    against = {each["base.change"].tags["against"] for each in mine if "base.change" in each}
    if len(against) == 1:
        found = against.pop()
        assessed = tuple(each["verdict"] for each in mine if "base.change" in each)
        yield (
            "lead",
            Fact(
                "report / lead",
                "named",
                found,
                Unit.TEXT,
                tags={"status": "final", "against": found},
                basis=cells_of(assessed),
            ),
        )


def _count(
    name: str,
    of: Sequence[IndicatorFacts],
    basis: tuple[Cell, ...],
    everyone: Sequence[IndicatorFacts],
) -> Fact:
    """How many; a count of none rests on all that were looked at. The tag `all` says whether it is all."""
    listed = basis or tuple(cell for each in of or everyone for cell in each.indicator.cell("id"))
    size = {0: "zero", 1: "one", 2: "two"}.get(len(of), "many")
    return Fact(
        id=f"report / {name}",
        method="count of indicators",
        value=len(of),
        unit=Unit.INDICATORS,
        tags={"status": "final", "size": size, "all": "yes" if of and len(of) == len(everyone) else "no"},
        basis=listed,
        parts=tuple(each["verdict"] for each in of if "verdict" in each),
    )
