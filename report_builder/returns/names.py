"""The names that a return may use for indicators and areas, and what each stands for.

A name counts only when it is the same but for case, spacing, punctuation and footnote marks. A near
miss is proposed to a person and never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from report_builder.model import POPULATION, Definition, Indicator, Kind

_FOOTNOTE = re.compile(r"\s*(?:\[[^\]]{1,12}\]|\(\d\)|[¹²³*†‡]+)\s*$")


class Part(StrEnum):
    """Which part of an indicator a row or column holds."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, eq=False)
class Names:
    """Look-up of the indicators' and areas' names; `subject` is the area the report is about.

    `scopes` are the wider areas that indicators are said to be of, as keys; `bases` of how many a rate is.
    """

    indicators: Mapping[str, tuple[tuple[str, Part], ...]]
    areas: Mapping[str, str]
    subject: str
    kinds: Mapping[str, Kind]
    scopes: tuple[str, ...] = ()
    bases: Mapping[str, int] = field(default_factory=dict)

    def parts(self, label: object) -> tuple[tuple[str, Part], ...]:
        """The indicators, and the parts of them, that a label names: usually none or one."""
        return self.indicators.get(key(label), ())

    def indicator(self, label: object) -> str | None:
        """The one indicator whose values a label names."""
        return indicator_of(self.parts(label))

    def area(self, label: object) -> str | None:
        """The area that a label names."""
        return self.areas.get(key(label))


def indicator_of(parts: Iterable[tuple[str, Part]]) -> str | None:
    """The one indicator whose values are named among the parts that a label names."""
    found = [name for name, part in parts if part is Part.VALUE]
    return found[0] if len(found) == 1 else None


def key(label: object) -> str:
    """A label without case, punctuation, double spaces and footnote marks."""
    return _key(str(label))


@lru_cache(maxsize=1 << 16)
def _key(label: str) -> str:
    text = _FOOTNOTE.sub("", label.casefold()).replace("&", " and ")
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", text).split())


def names_of(definition: Definition) -> Names:
    """The names that a definition gives to its indicators and areas."""
    indicators: dict[str, tuple[tuple[str, Part], ...]] = {key(POPULATION): ((POPULATION, Part.VALUE),)}
    for indicator in definition.indicators:
        for name, part in _indicator_names(indicator):
            pair = (indicator.id, part)
            known = indicators.get(key(name), ())
            indicators[key(name)] = known if pair in known else (*known, pair)
    return Names(
        indicators,
        {key(name): area.name for area in definition.areas for name in (area.name, *area.aliases)},
        definition.subject.name,
        {each.id: each.kind for each in definition.indicators},
        tuple(key(each.scope) for each in definition.indicators if each.scope),
        {each.id: each.per for each in definition.indicators if each.kind is Kind.RATE and each.per},
    )


def _indicator_names(indicator: Indicator) -> Iterable[tuple[str, Part]]:
    names = (indicator.id, indicator.name, indicator.singular, indicator.short_name, *indicator.aliases)
    yield from ((name, Part.VALUE) for name in names if name)
    yield from ((name, Part.NUMERATOR) for name in indicator.numerator)
    yield from ((name, Part.DENOMINATOR) for name in indicator.denominator)
