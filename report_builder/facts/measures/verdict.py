"""The verdict on an indicator: what may be said of its leading change (rule book, 13.2).

Each indicator gets exactly one of six words, so that their counts add up.
"""

from __future__ import annotations

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Fact, Indicator, Unit

VERDICTS = ("improved", "worsened", "no clear change", "stable", "changed", "not assessed")


@measure("verdict on the year", order=9)
def on_the_year(workings: Workings) -> Found:
    """`rolling_before.verdict`: the same of the twelve months beside the twelve before, where tested."""
    change, test = (workings.role(f"rolling_before.{name}") for name in ("change", "test"))
    if change is None or test is None or workings.is_contradicted or test.tags["claim"] == "untested":
        return Found()
    word = "no clear change"
    if has_moved(change, test) and workings.indicator.better is not Better.RANGE:
        word = direction(workings.indicator, change.tags["way"])
    said = _said(word, (change, test), {"tested": "yes"}, named="verdict on the year")
    return Found({"rolling_before.verdict": said})


@measure("verdict", order=9)
def verdict(workings: Workings) -> Found:
    """`verdict`: improved, worsened, no clear change, stable, changed, or not assessed.

    Its tags say the same, whether the change was `tested`, and where the latest figure stands to the
    range it is expected in (`within`).
    """
    latest, change, test = (workings.role(name) for name in ("latest", "base.change", "base.test"))
    due = workings.role("missing")
    is_unsure = workings.is_contradicted or (test is not None and test.tags["why"] == "low reliability")
    if due is not None or latest is None or change is None or test is None or is_unsure:
        rests_on = tuple(fact for fact in (latest, due, workings.role("partial")) if fact)
        return Found({"verdict": _said("not assessed", rests_on, {"tested": "no"})} if rests_on else {})
    word = _verdict(workings, latest, change, test)
    is_tested = test.tags["strength"] != "untested" or test.tags["why"] == "few"
    tags = {"tested": "yes" if is_tested else "no", **within(workings.indicator, latest)}
    return Found({"verdict": _said(word, (change, test), tags)})


def _said(word: str, parts: tuple[Fact, ...], tags: dict[str, str], named: str = "") -> Fact:
    return derived("verdict", word, Unit.TEXT, parts, tags={"verdict": word, **tags}, named=named)


def within(indicator: Indicator, latest: Fact) -> dict[str, str]:
    """Where a figure stands to the range it is expected in, as a tag; none where no range is set."""
    if indicator.better is not Better.RANGE or indicator.low is None or indicator.high is None:
        return {}
    value = number(latest)
    place = "below" if value < indicator.low else "above" if value > indicator.high else "inside"
    return {"within": place}


def _verdict(workings: Workings, latest: Fact, change: Fact, test: Fact) -> str:
    indicator, base = workings.indicator, workings.role("base")
    if indicator.better is Better.RANGE and base is not None:
        now, before = within(indicator, latest).get("within"), within(indicator, base).get("within")
        if (now == "inside") != (before == "inside") and change.tags["way"] != "same":
            return "improved" if now == "inside" else "worsened"
        return _calm(workings)
    if not has_moved(change, test):
        return _calm(workings)
    return direction(indicator, change.tags["way"])


def has_moved(change: Fact, test: Fact) -> bool:
    """Whether a change may be called one: it matters, and it is more than chance or could not be tested."""
    is_open = test.tags["claim"] == "untested" and test.tags["material"] == "yes"
    return change.tags["way"] != "same" and (test.tags["claim"] == "moved" or is_open)


def direction(indicator: Indicator, way: str) -> str:
    """A movement set against the direction that is better; "changed" where neither is."""
    if indicator.better not in (Better.LOWER, Better.HIGHER):
        return "changed"
    return "improved" if (way == "down") == (indicator.better is Better.LOWER) else "worsened"


def _calm(workings: Workings) -> str:
    return "stable" if workings.role("stable") else "no clear change"
