"""The headings of the definition workbook: each field, and the other names it may go by.

A field's own name, with spaces for underscores, is always a heading.
"""

from __future__ import annotations

import re

SETTINGS = {
    "board": ("board name", "committee"),
    "title": ("report title",),
    "meeting_date": ("date of meeting", "date"),
    "period": ("reporting period",),
    "subject": ("subject area", "area"),
    "organisation": ("organization", "authority", "council"),
    "author": ("report author", "author role", "report of", "report by"),
    "contact": ("contact lines", "contact line", "officer to contact", "officers to contact"),
    "agenda_item": ("agenda item number", "item"),
    "introduction": ("introduction paragraph",),
    "recommendations": ("recommendation",),
    "accepted": ("accepted recommendations", "accept", "recommendations accepted"),
    "house": ("template",),
    "style": ("style profile", "profile"),
    "lead": ("lead comparison", "comparison"),
}
PRIORITIES = {
    "id": ("code", "priority"),
    "heading": ("title", "name"),
    "order": ("sequence", "no", "number"),
    "text": ("fixed text", "introduction"),
}
INDICATORS = {
    "id": ("code", "indicator id"),
    "priority": ("priority id", "outcome"),
    "name": ("indicator", "plural", "name plural", "plural name", "indicator name"),
    "singular": ("name singular", "singular name"),
    "short_name": ("short", "label"),
    "aliases": ("alias", "also called", "other names"),
    "numerator": ("numerator rows", "numerator row"),
    "denominator": ("denominator rows", "denominator row", "sample size", "cohort"),
    "kind": ("type", "kind of value"),
    "statement": ("what was felt", "survey statement"),
    "baseline": ("baseline wording",),
    "unit": ("units", "unit of measure"),
    "per": ("rate per",),
    "decimals": ("decimal places", "dp"),
    "can_be_negative": ("negative", "may be negative"),
    "better": ("polarity", "good is", "better is"),
    "low": ("range low", "range from", "better low", "lower end"),
    "high": ("range high", "range to", "better high", "upper end"),
    "frequency": ("reported", "how often"),
    "basis": ("period basis",),
    "seasonal": ("is seasonal",),
    "design_effect": ("deff",),
    "waves_overlap": ("overlapping waves",),
    "materiality": ("material change",),
    "flagged": ("for attention", "flag", "watch"),
    "target": ("target value",),
    "target_kind": ("kind of target", "target type"),
    "target_period": ("target baseline", "baseline period", "reduction on"),
    "profile": ("target profile", "profiled target"),
    "tolerance": ("target tolerance",),
    "part_of": ("subset of",),
    "scope": ("scope note",),
    "comparator_set": ("comparators", "peer group", "comparator group"),
    "suppress_below": ("suppress under", "small numbers"),
    "owner": ("data owner", "supplied by"),
    "expected_by": ("days to arrive", "expected within"),
    "charts": ("chart", "pictures"),
}
AREAS = {
    "name": ("area", "area name"),
    "kind": ("type", "role"),
    "sets": ("set", "comparator set", "comparator sets", "group"),
    "aliases": ("alias", "also called", "code"),
}
SOURCES = {
    "indicator": ("indicator id",),
    "workbook": ("file", "workbook pattern", "file name"),
    "sheet": ("worksheet", "tab"),
    "layout": ("shape",),
    "row_filter": ("filter", "rows where", "rows"),
    "value_column": ("value", "values", "number column"),
    "area_column": ("area",),
    "period_column": ("period", "period columns", "periods"),
    "years": ("single years", "year means"),
}
NOTES = {
    "indicator": ("indicator id",),
    "priority": ("priority id",),
    "area": ("areas",),
    "period": ("periods", "for period"),
    "status": ("data status", "flag"),
    "text": ("note", "reason", "officers note"),
    "adviser": ("advised by", "who advises it", "source", "officer"),
}

SHEETS = {
    "priorities": PRIORITIES,
    "indicators": INDICATORS,
    "areas": AREAS,
    "sources": SOURCES,
    "notes": NOTES,
}
NEEDED = ("priorities", "indicators")


def plain(field: str) -> str:
    """A field as its heading is written."""
    return field.replace("_", " ")


def key(heading: object) -> str:
    """A heading without case, punctuation and double spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", str(heading).casefold().replace("'", "")).split())


def by_key(headings: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Every way to write a heading, and the field it means."""
    return {key(name): field for field, aliases in headings.items() for name in (plain(field), *aliases)}
