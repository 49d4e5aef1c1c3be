"""The exception score: how much an indicator asks for a board's attention (rule book, 13.3)."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.facts.arithmetic import derived, number, typed
from report_builder.facts.chance import rule
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.measures.verdict import direction
from report_builder.facts.regimes import comparable
from report_builder.facts.signals import known_of
from report_builder.model import Fact, Unit

_MOVED = {"clear": 4, "likely": 2, "untested": 2}
_TARGET = {"missed": 4, "near": 1}
_COMPARED = {"clear": 3, "likely": 2}
_SIGNAL, _WORST, _LATE, _FLAGGED = 4, 1, 2, 3
_YEARS = 3
_YEAR = 12

_Points = tuple[int, str, tuple[Fact, ...]]


@measure("score", order=10)
def score(workings: Workings) -> Found:
    """`score` with the tags `exception`, and `why`: what the points were given for."""
    if workings.role("verdict") is None:
        return Found()
    given = [each for each in _points(workings) if each[0]]
    total = sum(points for points, _, _ in given)
    is_exception = total >= workings.rules.exception_from_score
    tags = {
        "exception": "yes" if is_exception else "no",
        "why": "; ".join(f"{why} {points}" for points, why, _ in given),
    }
    verdict = workings.found.roles["verdict"]
    parts = (verdict, *[fact for _, _, facts in given for fact in facts])
    found = derived(
        "score",
        total,
        Unit.COUNT,
        (*{each.id: each for each in parts}.values(), rule(workings.rules, "exception_from_score")),
        decimals=0,
        tags=tags,
    )
    gain = sum(_mirror(workings))
    is_strong = gain >= workings.rules.exception_from_score
    gained = derived(
        "score",
        gain,
        Unit.COUNT,
        (verdict, rule(workings.rules, "exception_from_score")),
        named="gain",
        decimals=0,
        tags={"strong": "yes" if is_strong else "no", "why": "improvement"},
    )
    return Found({"score": found, "gain": gained})


def _points(workings: Workings) -> Iterator[_Points]:
    found = workings.found.roles
    verdict, test = found["verdict"], found.get("base.test")
    if verdict.value == "worsened" and test:
        yield _MOVED.get(test.tags["strength"], 2), "worsened", (test,)
    signal = found.get("signal")
    if signal and direction(workings.indicator, signal.tags["way"]) == "worsened":
        yield _SIGNAL, "signal", (signal,)
    gap = found.get("gap")
    if gap and (points := _TARGET.get(gap.tags["target"])):
        yield points, f"target {gap.tags['target']}", (gap,)
    against = found.get("peers.test")
    if against and direction(workings.indicator, against.tags["way"]) == "worsened":
        yield _COMPARED.get(against.tags["strength"], 0), "worse than comparators", (against,)
    if worst := _worst(workings):
        yield _WORST, "worst in three years", worst
    if _is_late(workings):
        yield (
            _LATE,
            "figures late",
            tuple(each for each in (found.get("expected"), found.get("missing")) if each),
        )
    if workings.indicator.flagged:
        cell = workings.indicator.cell("flagged")
        yield _FLAGGED, "flagged", (typed(workings.indicator, "flagged", "yes", Unit.TEXT, basis=cell),)


def _mirror(workings: Workings) -> Iterator[int]:
    """The points of an improvement: the same things, the other way round."""
    found = workings.found.roles
    test, signal, gap = found.get("base.test"), found.get("signal"), found.get("gap")
    if found["verdict"].value == "improved" and test:
        yield _MOVED.get(test.tags["strength"], 2)
    if signal and direction(workings.indicator, signal.tags["way"]) == "improved":
        yield _SIGNAL
    if gap and gap.tags["target"] == "met":
        yield 1


def _worst(workings: Workings) -> tuple[Fact, ...]:
    """The figures of three years or more, where the latest is the worst of them."""
    latest = workings.role("latest")
    if latest is None or workings.role("missing"):
        return ()
    known = known_of(comparable(workings, latest))
    if len(known) < _YEARS * _YEAR / workings.indicator.months:
        return ()
    values = [number(each) for each in known]
    ends = {"up": max(values[:-1]), "down": min(values[:-1])}
    for way, sign in (("up", 1), ("down", -1)):
        if sign * values[-1] > sign * ends[way] and direction(workings.indicator, way) == "worsened":
            return tuple(known[::-1])
    return ()


def _is_late(workings: Workings) -> bool:
    """Whether the figure is overdue, or those of two periods running are missing."""
    missing, latest = workings.role("missing"), workings.role("latest")
    if missing is None:
        return False
    before = missing.period.previous() if missing.period else None
    return bool(workings.role("expected")) or (
        latest is not None
        and before is not None
        and latest.period is not None
        and latest.period.last < before.last
    )
