"""The statistics against scipy and statsmodels, 10,000 random cases a test, and against published examples."""

from __future__ import annotations

import math
import warnings
from itertools import pairwise, permutations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from report_builder.facts.statistics import control, counts, distributions, proportions, trends

CASES = 10_000


def close(found: float, wanted: float) -> bool:
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)


def test_the_exact_conditional_test_agrees_with_scipy() -> None:
    draw = np.random.default_rng(1)
    for _ in range(CASES):
        mean = 10 ** draw.uniform(0, 4)
        a, b = (int(each) for each in draw.poisson(mean, 2))
        share = draw.choice([0.5, draw.uniform(0.05, 0.95)])
        wanted = stats.binomtest(b, a + b, share).pvalue if a + b else 1.0
        assert close(counts.exact_conditional(a, b, share), wanted), (a, b, share)


def test_the_test_with_dispersion_agrees_with_student_s_t_in_scipy() -> None:
    draw = np.random.default_rng(2)
    a, b = draw.poisson(10 ** draw.uniform(0, 4, (2, CASES)))
    share, spread = draw.uniform(0.05, 0.95, CASES), draw.uniform(1, 5, CASES)
    freedom = draw.uniform(1, 40, CASES)
    z = (b - (a + b) * share) / np.sqrt(np.maximum(spread * (a + b) * share * (1 - share), 1e-300))
    wanted = np.where(a + b, 2 * stats.t.sf(np.abs(z), freedom), 1.0)
    for i in range(CASES):
        held = counts.Dispersion(spread[i], freedom[i])
        found = counts.quasi_conditional(float(a[i]), float(b[i]), share[i], held)
        assert close(found, wanted[i])
    known = counts.Dispersion(2.0)
    assert close(counts.quasi_conditional(10, 20, 0.5, known), 2 * stats.norm.sf(5 / math.sqrt(15)))


def test_the_dispersion_has_the_value_and_freedom_of_a_mean_square_successive_difference() -> None:
    draw = np.random.default_rng(3)
    for apart in (1, 4):
        series = draw.normal(1000, math.sqrt(2000), (CASES, 24))
        found = [
            counts.dispersion_of(list(zip(row[:-apart], row[apart:], strict=True)), apart) for row in series
        ]
        values = np.array([each.value for each in found])
        assert values.mean() == pytest.approx(2, rel=0.02)
        assert found[0].freedom == pytest.approx(2 * values.mean() ** 2 / values.var(), rel=0.05)


def test_steady_growth_is_no_dispersion() -> None:
    draw = np.random.default_rng(15)
    series = draw.poisson(np.linspace(300, 900, 20), (CASES, 20))
    found = [counts.dispersion_of(list(pairwise(map(float, row)))).value for row in series]
    assert np.mean(found) == pytest.approx(1, rel=0.03)


def test_the_limits_of_a_rate_agree_with_scipy_below_ten_and_with_byar_s_formula_above() -> None:
    draw = np.random.default_rng(4)
    for _ in range(CASES):
        count, level = int(draw.integers(0, 10)), draw.uniform(0.8, 0.998)
        low, high = counts.rate_limits(count, 1.0, level)
        tail = (1 - level) / 2
        assert close(low, stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0)
        assert close(high, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)
    for count in range(10, 500):  # Byar's approximation lies close to the exact limits
        low, high = counts.rate_limits(count, 2.0)
        assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 4, rel=2e-3)
        assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 4, rel=2e-3)


def test_wilson_s_interval_agrees_with_statsmodels() -> None:
    draw = np.random.default_rng(5)
    cases = draw.integers(1, 5000, CASES)
    hits = np.floor(draw.uniform(0, 1, CASES) * (cases + 1)).astype(int)
    levels = draw.choice([0.95, 0.998], CASES)
    for level in (0.95, 0.998):
        mine = levels == level
        wanted = np.array(proportion_confint(hits[mine], cases[mine], 1 - level, "wilson")).T
        for hit, size, (low, high) in zip(hits[mine], cases[mine], wanted, strict=True):
            found = proportions.wilson(hit / size, float(size), level)
            assert close(found[0], max(low, 0.0))
            assert close(found[1], high)


def test_newcombe_s_interval_and_the_score_test_agree_with_statsmodels() -> None:
    draw = np.random.default_rng(6)
    for _ in range(CASES):
        sizes = draw.integers(20, 3000, 2)
        hits = np.array([draw.binomial(n, draw.uniform(0.02, 0.98)) for n in sizes])
        shares = hits / sizes
        found = proportions.newcombe(shares[0], sizes[0], shares[1], sizes[1])
        wanted = confint_proportions_2indep(
            hits[1], sizes[1], hits[0], sizes[0], method="newcomb", compare="diff"
        )
        assert close(found[0], wanted[0])
        assert close(found[1], wanted[1])
        pooled = hits.sum() / sizes.sum()
        if not proportions.is_sparse(pooled, sizes[0], sizes[1]):
            wanted_p = proportions_ztest(hits, sizes)[1]
            assert close(proportions.two_proportions(shares[0], sizes[0], shares[1], sizes[1]), wanted_p)


def test_fisher_s_test_agrees_with_scipy() -> None:
    draw = np.random.default_rng(7)
    for _ in range(CASES):
        sizes = draw.integers(1, 120, 2)
        hits = [int(draw.binomial(n, draw.uniform(0, 0.4))) for n in sizes]
        table = [[hits[0], sizes[0] - hits[0]], [hits[1], sizes[1] - hits[1]]]
        assert close(
            proportions.fisher(hits[0], int(sizes[0]), hits[1], int(sizes[1])),
            stats.fisher_exact(table).pvalue,
        )


def test_kendall_s_test_agrees_with_scipy() -> None:
    """Without ties scipy's exact test; with ties its normal one, from which the variance is taken."""
    draw = np.random.default_rng(8)
    for i in range(CASES):
        size = int(draw.integers(4, 30))
        values = list(map(float, draw.permutation(size) if i % 2 else draw.integers(0, size, size)))
        score, found = trends.kendall(values)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            is_exact = len(set(values)) == size
            method = "exact" if is_exact else "asymptotic"
            wanted = stats.kendalltau(range(size), values, method=method).pvalue
        if is_exact:
            assert close(found, wanted)
        elif abs(score) > 1 and wanted > 0:
            spread = abs(score) / stats.norm.isf(wanted / 2)
            assert close(found, 2 * stats.norm.sf((abs(score) - 1) / spread))
        else:
            assert found == 1.0


def test_the_seasonal_test_adds_up_the_seasons() -> None:
    draw = np.random.default_rng(9)
    for _ in range(1000):
        seasons = [list(map(float, draw.integers(0, 30, int(draw.integers(3, 9))))) for _ in range(4)]
        each = [trends.kendall(season) for season in seasons]
        score, found = trends.seasonal_kendall(seasons)
        assert score == sum(s for s, _ in each)
        spread = math.sqrt(sum(_variance_by_scipy(season) for season in seasons))
        wanted = 2 * stats.norm.sf((abs(score) - 1) / spread) if abs(score) > 1 and spread else 1.0
        assert close(found, wanted)


def _variance_by_scipy(values: list[float]) -> float:
    """The variance of Kendall's score with ties, by its definition over all that scipy counts as tied."""
    size = len(values)
    ties = np.unique(values, return_counts=True)[1]
    return float(size * (size - 1) * (2 * size + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18


def test_the_exact_orders_are_those_of_all_permutations() -> None:
    for size in range(2, 7):
        scores = [trends.kendall(list(map(float, order)))[0] for order in permutations(range(size))]
        for score in set(scores):
            share = sum(abs(each) >= abs(score) for each in scores) / len(scores)
            order = next(o for o, s in zip(permutations(range(size)), scores, strict=True) if s == score)
            assert close(trends.kendall(list(map(float, order)))[1], min(1.0, share))


def test_sen_s_slope_agrees_with_scipy() -> None:
    draw = np.random.default_rng(10)
    for _ in range(CASES):
        size = int(draw.integers(2, 20))
        when = np.sort(draw.choice(60, size, replace=False)).astype(float)
        values = draw.normal(0, 5, size).round(1)
        found = trends.slope(list(zip(when, values, strict=True)))
        assert close(found, stats.theilslopes(values, when).slope)


def test_the_seasonal_slope_of_a_seasonal_line_is_the_line_s() -> None:
    seasons = [[(float(t), 100 * (t % 4) + 2.0 * t) for t in range(s, 24, 4)] for s in range(4)]
    assert trends.seasonal_slope(seasons) == 2.0


def test_the_tails_of_counts_agree_with_scipy() -> None:
    draw = np.random.default_rng(11)
    mean = 10 ** draw.uniform(-1, 4, CASES)
    count = draw.poisson(mean)
    low, high = stats.poisson.cdf(count, mean), stats.poisson.sf(count - 1, mean)
    for i in range(CASES):
        assert close(distributions.poisson_at_most(int(count[i]), mean[i]), low[i])
        assert close(distributions.poisson_at_least(int(count[i]), mean[i]), high[i])
        assert close(control.funnel_tail(int(count[i]), mean[i]), min(1, 2 * min(low[i], high[i])))


def test_the_incomplete_beta_function_agrees_with_scipy() -> None:
    draw = np.random.default_rng(12)
    a, b = 10 ** draw.uniform(-1, 3, (2, CASES))
    x = draw.uniform(0, 1, CASES)
    wanted = stats.beta.cdf(x, a, b)
    for i in range(CASES):
        assert close(distributions.incomplete_beta(a[i], b[i], x[i]), wanted[i])


# --------------------------------------------------------------- published examples, where no oracle is


def test_the_limits_of_individual_values_are_those_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, ten flow rates."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    held = control.limits(flow)
    assert held.centre == pytest.approx(50.81)
    assert held.high == pytest.approx(55.8041, abs=1e-3)
    assert held.low == pytest.approx(45.8159, abs=1e-3)


@pytest.mark.parametrize(
    ("earlier", "earlier_cases", "later", "later_cases", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, table II, method 10
        (48, 80, 56, 70, 0.0524, 0.3339),
        (3, 10, 9, 10, 0.1705, 0.8090),
        (2, 7, 6, 7, 0.0582, 0.8062),
        (0, 29, 5, 56, -0.0381, 0.1926),
        (0, 20, 0, 10, -0.1611, 0.2775),
        (0, 10, 10, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_s_published_examples(
    earlier: int, earlier_cases: int, later: int, later_cases: int, low: float, high: float
) -> None:
    found = proportions.newcombe(earlier / earlier_cases, earlier_cases, later / later_cases, later_cases)
    assert list(found) == pytest.approx([low, high], abs=5e-5)


LEVEL = [50.0, 52, 49, 51, 50, 48, 51, 50, 49, 52, 50, 51]


@pytest.mark.parametrize(
    ("latest", "rule"),
    [
        ([50.0], ("", "")),
        ([70.0], ("outside", "up")),
        ([30.0], ("outside", "down")),
        ([51.0, 51.5, 51, 52, 51, 51.5, 51], ("shift", "up")),
        ([47.0, 48, 49, 50, 50.6, 51, 51.5], ("trend", "up")),
        ([53.9, 50, 53.9], ("outer third", "up")),
        ([53.9, 50, 50], ("", "")),
    ],
)
def test_the_four_rules_of_a_control_chart(latest: list[float], rule: tuple[str, str]) -> None:
    held = control.limits(LEVEL)
    assert [held.low, held.high] == pytest.approx([45.17, 55.33], abs=0.01)
    assert control.signal([*LEVEL, *latest], held) == rule


def test_funnel_limits_hold_what_chance_alone_gives() -> None:
    """Of counts that differ by chance alone about two in a thousand lie outside the 99.8% limits."""
    draw = np.random.default_rng(13)
    for expected in (50, 400, 3000):
        found = draw.poisson(expected, 200_000)
        low, high = control.funnel_limits(expected, 0.002)
        assert np.mean((found < low) | (found > high)) == pytest.approx(0.002, abs=0.001)


def test_the_dispersion_of_a_funnel_is_below_one_by_chance_alone_and_draws_in_the_outermost() -> None:
    draw = np.random.default_rng(14)
    scores = draw.normal(0, 1, (2000, 40))
    assert np.mean([control.funnel_dispersion(list(row)) for row in scores]) == pytest.approx(0.7, abs=0.05)
    assert control.funnel_dispersion([0.5, -0.5, 1, -1, 0.8, -0.8, 0.2, -0.2, 0.1, -0.1, 60]) < 1
