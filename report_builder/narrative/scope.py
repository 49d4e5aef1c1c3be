"""The scope of a sentence: the facts it may speak of under the names that phrases use, and their tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from report_builder import periods, wording
from report_builder.model import Fact, Indicator, Sentence, Unit, Words
from report_builder.periods import Period, Style

_SIGNLESS = frozenset(
    (
        "difference", "difference as printed", "percentage change", "gap", "gap to a reduction",
        "distance from a range", "trend",
    )
)  # fmt: skip
"""Methods whose direction is said by a word, so that their figure has no sign."""


@dataclass(frozen=True)
class Scope:
    """Facts by role, ready-made texts by name, and the indicator they are about.

    `avoid` is a word that a sentence had better not begin with.
    """

    roles: Mapping[str, Fact]
    texts: Mapping[str, Sentence]
    indicator: Indicator | None = None
    style: Style = Style.COMMITTEE
    avoid: str = ""

    def having(self, **more: Fact | Sentence | None) -> Scope:
        """The scope with more facts or texts; a name given None is taken out."""
        facts = {name: value for name, value in more.items() if isinstance(value, Fact)}
        texts = {name: value for name, value in more.items() if isinstance(value, Sentence)}
        roles = {name: fact for name, fact in self.roles.items() if name not in more}
        kept = {name: text for name, text in self.texts.items() if name not in more}
        return replace(self, roles={**roles, **facts}, texts={**kept, **texts})

    def has(self, name: str) -> bool:
        """Whether a role or text of that name is there."""
        return name in self.roles or name in self.texts

    def fact_of(self, name: str) -> str:
        """The id of the fact behind a tag's name."""
        role = name if name in self.roles else name.rpartition(".")[0]
        return self.roles[role].id if role in self.roles else ""

    def tag(self, name: str) -> str | None:
        """The value of a tag such as `change.way`; None where the fact or the tag is not there."""
        if name in self.roles or name in self.texts:
            return "present"
        role, _, tag = name.rpartition(".")
        if role == "indicator":
            return _indicator_tag(self.indicator, tag)
        if role not in self.roles:
            return "absent" if not role else None
        return _tag(self.roles[role], tag)

    def field(self, name: str, spec: str) -> Sentence | None:
        """What a field says, as text whose span is its fact; None where its fact is not there."""
        if name in self.texts:
            return self.texts[name]
        if name in self.roles:
            fact = self.roles[name]
            return None if not fact.known else spoken(_value(fact, spec, self.style), fact)
        role, _, attribute = name.rpartition(".")
        if role not in self.roles:
            return None
        text = _attribute(self.roles[role], attribute, self.style)
        return None if text is None else spoken(text, self.roles[role])


def spoken(text: str, fact: Fact) -> Sentence:
    """A text that is wholly one fact."""
    return Sentence(text, (Words(0, len(text), fact.id),) if text else ())


def _value(fact: Fact, spec: str, style: Style) -> str:
    is_change = fact.method in _SIGNLESS or spec == "unsigned"
    if spec == "words" and isinstance(fact.value, int | float):
        whole = int(fact.value)
        return wording.place_in_words(whole) if fact.unit is Unit.ORDINAL else wording.in_words(whole)
    if spec == "short":
        return wording.in_short(fact)
    if spec == "one":
        return wording.of_one(str(fact.value))
    text = wording.value_of(fact, unsigned=is_change, style=style)
    return wording.with_article(text) if spec == "a" else text


def _attribute(fact: Fact, attribute: str, style: Style) -> str | None:
    if attribute == "adviser":
        return fact.tags.get("adviser") or None
    if attribute == "area":
        return fact.area or None
    if attribute == "places":
        return wording.places(fact.decimals)
    if attribute in ("mark", "aside", "code"):
        return getattr(wording, attribute)(fact)  # type: ignore[no-any-return]
    return None if fact.period is None else _of_period(fact.period, attribute, style)


def _of_period(period: Period, attribute: str, style: Style) -> str | None:
    """What an attribute says of a period; None where the period has no such thing."""
    if attribute == "months":
        return f"{period.months} months"
    if attribute == "stretch":
        return f"{wording.in_words(period.months)} months"
    if attribute == "between":
        return " and ".join(periods.months_of(period).rsplit(" to ", 1))
    if attribute == "ends":
        return periods.say(Period(period.last, 1))
    if attribute == "month":
        month, year = periods.say(Period(period.last, 1)).split()
        return f"{month[:3]} {year}"
    if attribute == "year":
        return str(period.last // 12) if period.first // 12 == period.last // 12 else None
    if attribute == "when":
        return periods.styled_in_full(period, style)
    return periods.styled(period, style)


def _tag(fact: Fact, tag: str) -> str | None:
    if tag == "number" and isinstance(fact.value, int | float):
        shown = wording.rounded(float(fact.value), fact.decimals)
        return {0: "none", 1: "one"}.get(shown, "many")  # type: ignore[call-overload, no-any-return]
    if tag == "span" and fact.period:
        return fact.period.span.value
    if tag == "printed" and fact.unit is not Unit.TEXT and isinstance(fact.value, int | float):
        return "different" if wording.rounded(float(fact.value), fact.decimals) else "equal"
    if tag == "months" and fact.period:
        return {1: "month", 3: "quarter", 12: "year"}.get(fact.period.months, "other")
    if tag == "spelled" and isinstance(fact.value, int | float):
        return "yes" if fact.value < 10 else "no"
    if tag == "adviser":
        return "named" if fact.tags.get("adviser") else "unnamed"
    return fact.tags.get(tag)


def _indicator_tag(indicator: Indicator | None, tag: str) -> str | None:
    if indicator is None:
        return None
    if tag == "negative":
        return "yes" if indicator.can_be_negative else "no"
    value = getattr(indicator, tag, None)
    return None if value is None else str(value)
