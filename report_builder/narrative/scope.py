"""The scope of a sentence: the facts it may speak of under the names that phrases use, and their tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from report_builder import periods, wording
from report_builder.model import Fact, Indicator, Sentence, Unit, Words


@dataclass(frozen=True)
class Scope:
    """Facts by role, ready-made texts by name, and the indicator they are about."""

    roles: Mapping[str, Fact]
    texts: Mapping[str, Sentence]
    indicator: Indicator | None = None

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
            return None if not fact.known else spoken(_value(fact, spec), fact)
        role, _, attribute = name.rpartition(".")
        if role not in self.roles:
            return None
        text = _attribute(self.roles[role], attribute)
        return None if text is None else spoken(text, self.roles[role])


def spoken(text: str, fact: Fact) -> Sentence:
    """A text that is wholly one fact."""
    return Sentence(text, (Words(0, len(text), fact.id),) if text else ())


def _value(fact: Fact, spec: str) -> str:
    is_change = (
        fact.method.startswith(("difference", "percentage change", "gap", "distance")) or spec == "unsigned"
    )
    text = wording.value_of(fact, unsigned=is_change)
    if spec == "words" and isinstance(fact.value, int | float):
        return wording.in_words(int(fact.value))
    return wording.with_article(text) if spec == "a" else text


def _attribute(fact: Fact, attribute: str) -> str | None:
    if attribute == "adviser":
        return fact.tags.get("adviser") or None
    if attribute == "area":
        return fact.area or None
    if attribute in ("mark", "aside", "code"):
        return getattr(wording, attribute)(fact)  # type: ignore[no-any-return]
    if fact.period is None:
        return None
    if attribute == "months":
        return f"{fact.period.months} months"
    if attribute == "between":
        return " and ".join(periods.months_of(fact.period).rsplit(" to ", 1))
    if attribute == "ends":
        return periods.say(periods.Period(fact.period.last, 1))
    return periods.say_in_full(fact.period) if attribute == "when" else periods.say(fact.period)


def _tag(fact: Fact, tag: str) -> str | None:
    if tag == "number" and isinstance(fact.value, int | float):
        shown = wording.rounded(float(fact.value), fact.decimals)
        return {0: "none", 1: "one"}.get(shown, "many")  # type: ignore[call-overload, no-any-return]
    if tag == "span" and fact.period:
        return fact.period.span.value
    if tag == "printed" and fact.unit is not Unit.TEXT and isinstance(fact.value, int | float):
        return "different" if wording.rounded(float(fact.value), fact.decimals) else "equal"
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
