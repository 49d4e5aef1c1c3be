"""The order of a priority: exceptions first, a part after its whole, the unremarkable together.

The rule book has it in section 13.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from report_builder.model import IndicatorFacts
from report_builder.narrative.indicator import is_remarkable
from report_builder.narrative.voice import Voice

_MOST_IN_A_SENTENCE = 4
_CALM = ("no clear change", "stable")


@dataclass(frozen=True)
class Order:
    """The indicators told on their own, in order, and the groups told in one sentence."""

    alone: tuple[IndicatorFacts, ...]
    groups: tuple[tuple[IndicatorFacts, ...], ...]


def order_of(indicators: Sequence[IndicatorFacts], voice: Voice) -> Order:
    """The plan of one priority."""
    groups = _groups(indicators, voice)
    grouped = {each.indicator.id for group in groups for each in group}
    alone = [each for each in indicators if each.indicator.id not in grouped]
    return Order(tuple(_ranked(alone)), groups)


def _ranked(indicators: Sequence[IndicatorFacts]) -> list[IndicatorFacts]:
    """Exceptions by score, then improvements, then the rest as defined; a part stands after its whole."""
    parts: dict[str, list[IndicatorFacts]] = defaultdict(list)
    ids = {each.indicator.id for each in indicators}
    for each in indicators:
        parts[each.indicator.part_of if each.indicator.part_of in ids else ""].append(each)
    return [
        one for each in sorted(parts[""], key=lambda e: _place(e, parts)) for one in _with_parts(each, parts)
    ]


def _with_parts(whole: IndicatorFacts, parts: dict[str, list[IndicatorFacts]]) -> list[IndicatorFacts]:
    mine = sorted(parts[whole.indicator.id], key=lambda each: _place(each, parts))
    return [whole, *(one for each in mine for one in _with_parts(each, parts))]


def _place(each: IndicatorFacts, parts: dict[str, list[IndicatorFacts]]) -> tuple[int, float]:
    """Where an indicator stands: by the highest score among it and its parts."""
    family = _with_parts(each, parts) if parts[each.indicator.id] else [each]
    worst = max((one.score for one in family if one.is_exception), default=0.0)
    if worst:
        return 0, -worst
    gained = max((one.gain for one in family if has_gained(one)), default=0.0)
    return (1, -gained) if gained else (2, 0.0)


def has_gained(each: IndicatorFacts) -> bool:
    """Whether an indicator improved, by its leading change or by a signal as strong as an exception's."""
    return each.verdict == "improved" or (each.is_strong_gain and not each.is_exception)


def _groups(indicators: Sequence[IndicatorFacts], voice: Voice) -> tuple[tuple[IndicatorFacts, ...], ...]:
    """Unremarkable indicators that may share a sentence, at most four in each.

    They share area, periods and polarity, for no sentence is about two of these.
    """
    wholes = {each.indicator.part_of for each in indicators}
    alike: dict[tuple[object, ...], list[IndicatorFacts]] = defaultdict(list)
    for each in indicators:
        is_apart = each.indicator.part_of or each.indicator.id in wholes
        if not is_apart and _is_unremarkable(each, voice):
            scope = each.indicator.scope
            key = (each["latest"].period, each["base"].period, each.indicator.better, scope)
            alike[key].append(each)
    return tuple(
        tuple(group[start : start + _MOST_IN_A_SENTENCE])
        for group in alike.values()
        for start in _starts(len(group))
    )


def _starts(size: int) -> list[int]:
    """Where the sentences of a group begin. None of them has a single indicator."""
    if size < 2:
        return []
    starts = list(range(0, size, _MOST_IN_A_SENTENCE))
    return starts[:-1] if size - starts[-1] == 1 else starts


def _is_unremarkable(each: IndicatorFacts, voice: Voice) -> bool:
    if each.verdict not in _CALM or each.score or "base" not in each or each.groups.get("advice"):
        return False
    is_final = all(each[name].tags.get("status") == "final" for name in ("latest", "base"))
    return is_final and not is_remarkable(each, voice)
