"""Is it more than chance: the test that fits two figures, and what it says (rule book, sections 5 to 7).

A test is a fact: its value is the probability of a difference as large when nothing has changed, its tags
say how strong the evidence is and whether the change is large enough to matter, and its parts are the
figures, what the test took from the past, and the thresholds in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from report_builder.facts.arithmetic import derived, number, shown_decimals, typed
from report_builder.facts.measures import Workings
from report_builder.facts.regimes import regime_start
from report_builder.facts.statistics import counts, proportions
from report_builder.model import Basis, Cell, Fact, Indicator, Kind, Rules, Status, Unit

_YEAR = 12
_RATIO_DISPERSION = 2.0
_LEVEL = 0.95
_RELATIVE = frozenset({Kind.COUNT, Kind.RATE, Kind.RATIO, Kind.MEAN, Kind.INDEX})
_SURVEYED = frozenset({Kind.SURVEY, Kind.REDUCTION})
_FEWEST_PAIRS = 4


@dataclass(frozen=True)
class _Outcome:
    """What a test found: a probability, or the reason why there was none; and what it rests on."""

    method: str = "not tested"
    probability: float | None = None
    why: str = ""
    parts: tuple[Fact, ...] = ()


def tested(later: Fact, earlier: Fact, workings: Workings) -> Fact:
    """The test of one comparison.

    Tags: `strength` none, likely, clear or untested, and `why` untested; `material` yes or no; and of these
    the `claim` that may be made: moved, little (seen, and too small to matter), chance, untested, or few
    (too few cases for any test to find something).
    """
    rules = workings.rules
    outcome = _outcome(later, earlier, workings)
    size = materiality(workings.indicator, rules)
    limits = (rule(rules, "likely_below_percent"), rule(rules, "clear_below_percent"), size)
    strength = strength_of(outcome.probability, rules)
    matters = is_material(later, earlier, workings.indicator, number(size))
    tags = {
        "strength": strength,
        "material": "yes" if matters else "no",
        "claim": _claim(strength, outcome.why, matters=matters),
        "why": outcome.why,
    }
    return derived(
        outcome.method,
        outcome.probability,
        Unit.NUMBER,
        (later, earlier, *outcome.parts, *limits),
        named=f"test against {earlier.period}",
        decimals=4,
        tags=tags,
    )


def strength_of(probability: float | None, rules: Rules) -> str:
    """How strong the evidence is: none, likely or clear; untested where there is no probability."""
    if probability is None:
        return "untested"
    if 100 * probability < rules.clear_below_percent:
        return "clear"
    return "likely" if 100 * probability < rules.likely_below_percent else "none"


def _claim(strength: str, why: str, *, matters: bool) -> str:
    if strength == "untested":
        return "few" if why == "few" else "untested"
    if strength == "none":
        return "chance"
    return "moved" if matters else "little"


def _outcome(later: Fact, earlier: Fact, workings: Workings) -> _Outcome:
    held = {later.tags.get("status"), earlier.tags.get("status")}
    for status, why in ((Status.ESTIMATED, "estimated"), (Status.UNRELIABLE, "low reliability")):
        if status.value in held:
            return _Outcome(why=why)
    kind, indicator = workings.indicator.kind, workings.indicator
    if kind is Kind.COUNT and not indicator.can_be_negative:
        return _of_counts(later, earlier, workings)
    if kind in (Kind.PERCENTAGE, Kind.SURVEY):
        return _of_proportions(later, earlier, workings)
    if kind in (Kind.RATE, Kind.RATIO):
        return _of_rates(later, earlier, workings)
    return _Outcome(why="kind")


# ---------------------------------------------------------------------------------- counts


def _of_counts(later: Fact, earlier: Fact, workings: Workings) -> _Outcome:
    a, b = number(earlier), number(later)
    if a + b < workings.rules.chance_from_cases or not (a.is_integer() and b.is_integer()):
        return _Outcome(why="few" if a + b < workings.rules.chance_from_cases else "kind")
    share = _share_of_days(later, earlier)
    spread = _dispersion(later, earlier, workings)
    if spread is None or number(spread) <= 1:
        exact = counts.exact_conditional(int(a), int(b), share)
        return _Outcome("exact conditional test", exact, parts=(spread,) if spread else ())
    held = counts.Dispersion(number(spread), float(spread.tags["freedom"]))
    return _Outcome(
        "conditional test with dispersion", counts.quasi_conditional(a, b, share, held), parts=(spread,)
    )


def _share_of_days(later: Fact, earlier: Fact) -> float:
    """The later period's part of the days. Quarters and years count as equally long, months by their days."""
    if later.period is None or earlier.period is None or later.period.months > 1:
        return 0.5
    return later.period.days / (later.period.days + earlier.period.days)


def _dispersion(later: Fact, earlier: Fact, workings: Workings) -> Fact | None:
    """How much more the counts before the later period varied than chance alone makes them.

    From pairs as far apart as the two that are compared, so that the season drops out of a comparison
    with the same period a year earlier.
    """
    indicator = workings.indicator
    if later.period is None or earlier.period is None or indicator.basis is Basis.CUMULATIVE:
        return None
    start = regime_start(workings, earlier.period)
    past = [
        fact
        for fact in workings.series[later.area].known()
        if fact.period and fact.period.last < later.period.first and fact.period.first >= start
    ]
    gap = later.period.last - earlier.period.last
    months = indicator.months
    apart = max(1, gap // months) if gap in (months, _YEAR) else 1
    by_period = {fact.period: fact for fact in past}
    pairs = [
        (other, fact)
        for fact in past
        if fact.period and (other := by_period.get(fact.period.moved(-apart * months)))
    ]
    if len(past) < workings.rules.dispersion_from_figures or len(pairs) < _FEWEST_PAIRS:
        return None
    found = counts.dispersion_of([(number(a), number(b)) for a, b in pairs], apart)
    return derived(
        "dispersion",
        found.value,
        Unit.NUMBER,
        past,
        named=f"dispersion {apart} apart, before {later.period}",
        decimals=2,
        tags={"freedom": f"{found.freedom:.12g}", "apart": str(apart)},
    )


# ----------------------------------------------------------------------- percentages and rates


def _of_proportions(later: Fact, earlier: Fact, workings: Workings) -> _Outcome:
    indicator = workings.indicator
    cases = _cases(later, earlier, "denominator", workings)
    if cases is None:
        return _Outcome(why="no sample size")
    if indicator.waves_overlap and _are_near(later, earlier):
        return _Outcome(why="overlap")
    if min(map(number, cases)) < workings.rules.smallest_cohort:
        return _Outcome(why="few cases")
    effect = indicator.design_effect or 1.0
    sizes = [number(each) / effect for each in cases]
    shares = [number(each) / 100 for each in (later, earlier)]
    if not all(0 <= each <= 1 for each in shares):
        return _Outcome(why="kind")
    found = proportions.two_proportions(shares[1], sizes[1], shares[0], sizes[0])
    pooled = (shares[0] * sizes[0] + shares[1] * sizes[1]) / sum(sizes)
    method = "Fisher's exact test" if proportions.is_sparse(pooled, sizes[1], sizes[0]) else "score test"
    ends = _difference_interval(later, earlier, shares, sizes, cases)
    assumed = (_design_effect(indicator),) if indicator.design_effect else ()
    return _Outcome(method, found, parts=(*cases, *assumed, *ends))


def _difference_interval(
    later: Fact, earlier: Fact, shares: Sequence[float], sizes: Sequence[float], cases: Sequence[Fact]
) -> Iterator[Fact]:
    ends = proportions.newcombe(shares[1], sizes[1], shares[0], sizes[0], _LEVEL)
    for name, end in zip(("low", "high"), ends, strict=True):
        yield derived(
            "Newcombe interval",
            100 * end,
            Unit.POINTS,
            (later, earlier, *cases),
            named=f"{name} end of the difference from {earlier.period}",
            decimals=1,
            tags={"end": name, "effect": f"{number(cases[0]) / sizes[0]:g}"},
        )


def _of_rates(later: Fact, earlier: Fact, workings: Workings) -> _Outcome:
    """Rates and ratios are tested on their counts; offences of the same few people come in clusters."""
    tops = _cases(later, earlier, "numerator", workings)
    bottoms = _cases(later, earlier, "denominator", workings)
    if tops is None or bottoms is None:
        return _Outcome(why="no cohort size")
    if min(map(number, bottoms)) < workings.rules.smallest_cohort:
        return _Outcome(why="few cases")
    b, a = (number(each) for each in tops)
    if a + b < workings.rules.chance_from_cases:
        return _Outcome(why="few")
    days = [each.period.days if each.period and each.period.months == 1 else 1 for each in (later, earlier)]
    weights = [number(each) * each_days for each, each_days in zip(bottoms, days, strict=True)]
    share = weights[0] / sum(weights)
    if workings.indicator.kind is Kind.RATE:
        found = counts.exact_conditional(int(a), int(b), share)
        return _Outcome("exact conditional test", found, parts=(*tops, *bottoms))
    held = counts.Dispersion(_RATIO_DISPERSION)
    found = counts.quasi_conditional(a, b, share, held)
    return _Outcome("conditional test with assumed dispersion", found, parts=(*tops, *bottoms))


def _cases(later: Fact, earlier: Fact, part: str, workings: Workings) -> tuple[Fact, Fact] | None:
    found = [workings.cases.get((each.area, each.period, part)) for each in (later, earlier)]
    first, second = found
    return (first, second) if first and second and number(first) > 0 and number(second) > 0 else None


def _are_near(later: Fact, earlier: Fact) -> bool:
    return later.period is None or earlier.period is None or later.period.last - earlier.period.last < _YEAR


def _design_effect(indicator: Indicator) -> Fact:
    effect = indicator.design_effect or 1.0
    cell = indicator.cell("design_effect")
    return typed(indicator, "design effect", effect, Unit.NUMBER, basis=cell, decimals=2)


def interval(latest: Fact, cases: Fact, indicator: Indicator, rules: Rules) -> dict[str, Fact]:
    """`interval.low` and `interval.high`: Wilson's interval of a survey percentage, at `interval.level`."""
    size = number(cases) / (indicator.design_effect or 1.0)
    level = 100 - number(rule(rules, "likely_below_percent"))
    ends = proportions.wilson(number(latest) / 100, size, level / 100)
    said = replace(
        rule(rules, "likely_below_percent"), id="report / confidence", value=level, method="confidence"
    )
    return {"interval.level": said} | {
        f"interval.{name}": derived(
            "Wilson interval",
            100 * end,
            Unit.PERCENT,
            (latest, cases),
            named=f"{name} end of the interval",
            decimals=max(1, latest.decimals),
            tags={"end": name, "effect": f"{indicator.design_effect or 1:g}", "level": f"{level:g}"},
        )
        for name, end in zip(("low", "high"), ends, strict=True)
    }


# ---------------------------------------------------------------------------------- materiality


def is_material(later: Fact, earlier: Fact, indicator: Indicator, least: float) -> bool:
    """Whether a change is large enough to matter: in per cent of the earlier figure, or in points."""
    change = abs(number(later) - number(earlier))
    if indicator.kind not in _RELATIVE:
        return change >= least - 1e-9
    base = abs(number(earlier))
    return bool(change) if not base else 100 * change / base >= least - 1e-9


def materiality(indicator: Indicator, rules: Rules) -> Fact:
    """The smallest change that matters: as typed for the indicator, or the threshold for its kind."""
    unit = Unit.PERCENT if indicator.kind in _RELATIVE else Unit.POINTS
    if indicator.materiality is not None:
        cell = indicator.cell("materiality")
        return typed(
            indicator,
            "materiality",
            indicator.materiality,
            unit,
            basis=cell,
            decimals=shown_decimals(indicator.materiality),
        )
    name = "material_percent" if indicator.kind in _RELATIVE else "material_points"
    if indicator.kind in _SURVEYED:
        name = "material_survey_points"
    return replace(rule(rules, name), unit=unit)


def rule(rules: Rules, name: str) -> Fact:
    """A threshold of the house as a fact."""
    value = float(getattr(rules, name))
    ends = name.rpartition("_")[2]
    unit = {"percent": Unit.PERCENT, "points": Unit.POINTS}.get(ends, Unit.NUMBER)
    return Fact(
        id=f"report / {name}",
        method="typed",
        value=value,
        unit=unit,
        decimals=shown_decimals(value),
        tags={"status": Status.FINAL.value},
        basis=(Cell("rules.toml", "", name),),
    )
