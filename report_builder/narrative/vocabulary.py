"""The names that phrases may use: slots, the parts that facts play in them, what may be said of a fact.

A phrase that uses any other name is a fault at load, with a suggestion.
"""

from __future__ import annotations

from dataclasses import fields

from report_builder.model import Rules

FRAGMENTS = (
    "there", "counted", "things", "level", "comparison", "since", "during", "before", "then", "set_off",
    "where", "done", "aimed", "aiming", "moved", "basis", "cases", "figure", "variation", "beside", "besides",
    "periods", "quarterly", "on_trial", "place", "placed", "among", "shared", "beyond", "stood", "went",
)  # fmt: skip
"""Slots whose phrases are parts of sentences; other phrases use them as fields."""

INDICATOR_SLOTS = (
    "change", "alone", "skipped", "revised", "reliability", "break", "resumes_in", "missing", "partial",
    "rest", "strength", "untested", "reporting", "range", "target", "on_year", "year_ago", "signal", "trend",
    "levelled", "streak", "extreme", "stable", "rolling", "year", "assurance", "spread", "rank",
    "districts", "advice", "calm", "calm.first", "calm.item", "lead.item",
    "dashboard.indicator", "dashboard.basis", "dashboard.latest", "dashboard.reached", "dashboard.previous",
    "dashboard.previous_period", "dashboard.year_ago", "dashboard.year_ago_period", "dashboard.change",
    "dashboard.verdict", "dashboard.twelve_months", "dashboard.year_change", "dashboard.letter",
    "dashboard.target", "dashboard.aim", "dashboard.rank",
    "summary.exception", "summary.worse", "summary.better", "summary.longer",
    "trend.title", "trend.subtitle", "trend.alt", "trend.axis",
    "districts.title", "districts.subtitle", "districts.alt", "districts.aim",
    "peers.title", "peers.subtitle", "peers.alt", "aim.label",
    "sparkline.title", "sparkline.subtitle", "sparkline.alt",
    "offer.consider", "offer.late", "offer.target",
)  # fmt: skip

REPORT_SLOTS = (
    "summary.count", "summary.not_assessed", "summary.not_tested", "summary.targets", "summary.exceptions",
    "summary.others", "summary.dates", "summary.compared", "lead", "tally.improved", "tally.calm",
    "tally.worsened", "tally.changed", "tally.not_assessed",
    "recommendation", "method.sources", "method.change", "method.strength", "method.tests",
    "method.verdict", "method.patterns", "method.areas", "method.exceptions", "method.season", "method.marks",
)  # fmt: skip

SLOTS = (*FRAGMENTS, *INDICATOR_SLOTS, *REPORT_SLOTS)

COMPARED = ("latest", "base", "change", "percent", "times", "test")
IDENTITY = (
    "name", "singular", "noun", "label", "statement", "scope", "unit", "baseline", "comparator_set",
    "area", "per",
)  # fmt: skip
INDICATOR_ROLES = (
    *COMPARED, *IDENTITY,
    "numerator", "denominator", "base.numerator", "base.denominator", "missing", "expected", "skipped",
    "previous", "earlier", "earlier.change", "year_ago", "uncompared", "revised", "suppress_below",
    "partial", "partial.base", "partial.rest", "whole", "whole.name",
    "interval.low", "interval.high", "interval.level",
    "low", "high", "lowest", "highest", "first", "last",
    "signal", "signal.low", "signal.high", "signal.centre", "signal.since", "run", "run.mean", "run.from",
    "run.to", "trend", "trend.since", "streak", "extreme", "levelled", "stable", "stable.since",
    "rolling", "rolling.target", "rolling_before", "rolling_before.change", "rolling_before.test",
    "rate", "population", "rank", "rank.of", "rank.all", "rank.with", "rank.shared",
    "peers.test", "district.lowest", "district.highest", "districts.above", "districts.below",
    "districts.test", "target", "target.base", "target.cut", "tolerance", "gap", "narrowly",
    "break", "resumes", "estimate", "first_figure", "discontinued", "note",
    "verdict", "score", "gain", "paragraph", "axis", "items", "apart",
)  # fmt: skip
REPORT_ROLES = (
    "board", "title", "period", "indicators", "assessed", "improved", "worsened", "calm", "stable",
    "no_clear_change", "changed", "not_assessed", "not_tested", "exceptions",
    "targets", "target.met", "target.near", "target.missed", "reached", "otherwise", "lead",
    "items", "named", "gained", "paragraphs", "untested", "files", "per",
    *(each.name for each in fields(Rules)),
)  # fmt: skip
ATTRIBUTES = (
    "period", "when", "between", "ends", "month", "months", "stretch", "year", "places", "mark", "aside",
    "code", "area", "adviser",
)  # fmt: skip
"""What can be said of any fact beside its value: `{latest.period}`, `{base.aside}`."""

SPECS = ("a", "unsigned", "words", "short", "one")
"""How a field is written: `{percent:a}` with its article, `{change:unsigned}` without its sign.

`words` writes small numbers out, `short` leaves out "percentage", `one` puts a verb in the singular.
"""

TAGS: dict[str, tuple[str, ...]] = {
    "way": ("up", "down", "same"),
    "against": (
        "previous month", "previous quarter", "previous year", "month last year", "quarter last year",
        "year", "other",
    ),
    "percent": ("said", "withheld"),
    "size": (
        "plain", "slight", "none", "all gone", "double", "more than double", "times", "half",
        "less than half",
        "zero", "one", "two", "many",
    ),
    "all": ("yes", "no"),
    "spelled": ("yes", "no"),
    "exact": ("yes", "no"),
    "season": ("in it", "out", "yes", "no"),
    "strength": ("none", "likely", "clear", "untested"),
    "material": ("yes", "no"),
    "claim": ("moved", "little", "chance", "untested", "few"),
    "why": (
        "", "few", "few cases", "no sample size", "no cohort size", "overlap", "estimated",
        "low reliability", "kind",
    ),
    "rule": ("outside", "shift", "trend", "outer third"),
    "again": ("yes", "no"),
    "extent": ("tie", "since", "ever", "one", "within a year", "across years"),
    "outside": ("some", "none"),
    "spread": ("wide", "by chance"),
    "told_apart": ("yes", "no", "unknown"),
    "assurance": ("met", "missed", "by chance"),
    "led": ("yes", "no"),
    "recent": ("yes", "no"),
    "months": ("month", "quarter", "year", "other"),
    "exception": ("yes", "no"),
    "strong": ("yes", "no"),
    "trial": ("yes", "no"),
    "tested": ("yes", "no"),
    "number": ("none", "one", "many"),
    "status": ("final", "provisional", "estimated", "revised", "illustrative", "low reliability"),
    "mark": ("", "x", "c", "z", "low", "u", "p", "r", "e"),
    "elsewhere": ("yes", "no"),
    "hidden": ("small", "secondary"),
    "span": ("discrete", "rolling", "to date"),
    "side": ("lowest", "highest", "above", "below"),
    "ties": ("none", "one", "many"),
    "place": ("first", "near the end", "middle"),
    "complete": ("yes", "no"),
    "target": ("met", "exactly", "near", "missed"),
    "printed": ("equal", "different"),
    "kind": ("count", "rate", "percentage", "survey", "ratio", "mean", "percentage reduction", "index"),
    "better": ("lower", "higher", "neither", "reporting", "range"),
    "basis": ("discrete", "cumulative", "rolling 12 months", "annual"),
    "frequency": ("month", "quarter", "year"),
    "negative": ("yes", "no"),
    "target_kind": ("level", "at most", "at least", "range", "reduction", "profile"),
    "adviser": ("named", "unnamed"),
    "cases": ("few", "some", "counted", "many", "unknown"),
    "within": ("inside", "above", "below"),
    "verdict": ("improved", "worsened", "no clear change", "stable", "changed", "not assessed"),
}  # fmt: skip
"""The tags that a phrase may ask for, and the values of each."""

PRESENCE = ("present", "absent")

NUMBER_WORDS = frozenset(
    (
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "twenty", "thirty", "fifty", "hundred", "thousand", "million", "dozen", "half", "double", "twice",
        "once", "first", "second", "third",
    )
)  # fmt: skip
"""Words that are figures: a phrase that needs one declares it as `literal`."""
