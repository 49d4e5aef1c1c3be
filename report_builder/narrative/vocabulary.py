"""The names that phrases may use: slots, the parts that facts play in them, what may be said of a fact.

A phrase that uses any other name is a fault at load, with a suggestion.
"""

from __future__ import annotations

FRAGMENTS = (
    "there", "counted", "comparison", "during", "before", "set_off", "aimed", "moved", "basis", "cases",
)  # fmt: skip
"""Slots whose phrases are parts of sentences; other phrases use them as fields."""

INDICATOR_SLOTS = (
    "change", "skipped", "earlier", "year_ago", "rolling", "year", "spread", "rank",
    "districts", "range", "target", "missing", "break", "advice",
    "dashboard.indicator", "dashboard.latest", "dashboard.previous", "dashboard.change",
    "dashboard.twelve_months", "dashboard.target", "dashboard.aim", "dashboard.rank",
    "summary.item",
    "trend.title", "trend.subtitle", "trend.alt", "trend.axis",
    "districts.title", "districts.subtitle", "districts.alt",
    "peers.title", "peers.subtitle", "peers.alt",
    "sparkline.title", "sparkline.subtitle", "sparkline.alt",
)  # fmt: skip

REPORT_SLOTS = (
    "summary.count", "summary.worse", "summary.better", "summary.not_compared", "summary.targets",
    "recommendation", "method.sources", "method.change", "method.direction", "method.rates", "method.marks",
)  # fmt: skip

SLOTS = (*FRAGMENTS, *INDICATOR_SLOTS, *REPORT_SLOTS)

COMPARED = ("latest", "base", "change", "percent", "times")
IDENTITY = (
    "name", "singular", "noun", "label", "statement", "scope", "unit", "baseline", "comparator_set",
    "area", "per",
)  # fmt: skip
INDICATOR_ROLES = (
    *COMPARED, *IDENTITY,
    "numerator", "denominator", "base.numerator", "base.denominator", "missing", "expected", "skipped",
    "previous", "low", "high", "lowest", "highest", "first", "last",
    "rolling", "rate", "population", "rank", "rank.of", "rank.with", "district.lowest", "district.highest",
    "target", "gap", "break", "estimate", "note", "paragraph", "direction", "axis", "items",
)  # fmt: skip
REPORT_ROLES = (
    "board", "title", "period", "indicators", "compared", "better", "worse", "same", "changed",
    "not compared",
    "targets", "target.met", "target.near", "target.missed", "items", "files",
    "percent_from_base", "per",
)  # fmt: skip
ATTRIBUTES = ("period", "when", "between", "ends", "months", "mark", "aside", "code", "area", "adviser")
"""What can be said of any fact beside its value: `{latest.period}`, `{base.aside}`."""

SPECS = ("a", "unsigned", "words")
"""How a field is written: `{percent:a}` with its article, `{change:unsigned}` without its sign."""

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
        "zero", "one", "many",
    ),
    "number": ("none", "one", "many"),
    "status": ("final", "provisional", "estimated", "revised", "illustrative"),
    "mark": ("", "x", "c", "z", "low", "u", "p", "r", "e"),
    "elsewhere": ("yes", "no"),
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
    "target_kind": ("level", "at most", "at least", "range"),
    "adviser": ("named", "unnamed"),
    "cases": ("few", "many", "unknown"),
    "within": ("inside", "above", "below"),
    "direction": ("better", "worse", "same", "changed", "not compared"),
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
