"""The names that a return may use for indicators and areas, and what each stands for.

A name counts only when it is the same but for case, spacing, punctuation and footnote marks. A near
miss is proposed to a person and never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from report_builder.model import POPULATION, Definition, Indicator

_FOOTNOTE = re.compile(r"\s*(?:\[[^\]]{1,12}\]|\(\d\)|[¹²³*†‡]+)\s*$")
_TABLE = re.compile(r"^(?:table|sheet|fig(?:ure)?)\s*\d+[a-z]?\s*[:.\-–]*\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:\s*[-–:,(]\s*|\s+)(?:by|per|for each)\s+(?:local\s+)?"
    r"(?:district|borough|area|authority|authorities|force)s?"
    r"(?:\s+(?:and|by)\s+\w+)?\)?$",
    re.IGNORECASE,
)


class Part(StrEnum):
    """Which part of an indicator a row or column holds."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Names:
    """Look-up of the indicators' and areas' names; `subject` is the area the report is about."""

    indicators: Mapping[str, tuple[tuple[str, Part], ...]]
    areas: Mapping[str, str]
    subject: str

    def parts(self, label: object) -> tuple[tuple[str, Part], ...]:
        """The indicators, and the parts of them, that a label names: usually none or one."""
        return self.indicators.get(key(label), ())

    def indicator(self, label: object) -> str | None:
        """The one indicator whose values a label names."""
        found = [name for name, part in self.parts(label) if part is Part.VALUE]
        return found[0] if len(found) == 1 else None

    def titled(self, title: object) -> str | None:
        """The indicator that a title names, without 'Table 1:' before it or 'by district' after it."""
        text = _TAIL.sub("", _TABLE.sub("", str(title)))
        return self.indicator(title) or self.indicator(text)

    def of_titles(self, titles: Iterable[str]) -> str | None:
        """The indicator that the first of several titles names."""
        return next((found for title in titles if title and (found := self.titled(title))), None)

    def area(self, label: object) -> str | None:
        """The area that a label names."""
        return self.areas.get(key(label))


def key(label: object) -> str:
    """A label without case, punctuation, double spaces and footnote marks."""
    text = _FOOTNOTE.sub("", str(label).casefold()).replace("&", " and ")
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
    )


def _indicator_names(indicator: Indicator) -> Iterable[tuple[str, Part]]:
    names = (indicator.id, indicator.name, indicator.singular, indicator.short_name, *indicator.aliases)
    yield from ((name, Part.VALUE) for name in names if name)
    yield from ((name, Part.NUMERATOR) for name in indicator.numerator)
    yield from ((name, Part.DENOMINATOR) for name in indicator.denominator)
