"""The register of measures. A measure is a file of this folder that registers one function.

It is given the workings of an indicator, with what the measures before it found, and gives facts by
the part they play.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from report_builder.facts.series import Series
from report_builder.model import Definition, Fact, Indicator, Rules
from report_builder.periods import Period


@dataclass(frozen=True)
class Found:
    """Facts by the part they play, and groups of facts."""

    roles: Mapping[str, Fact] = field(default_factory=dict)
    groups: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Workings:
    """All that a measure may use: the series by area, the populations, and what is found so far."""

    definition: Definition
    rules: Rules
    indicator: Indicator
    series: Mapping[str, Series]
    populations: Mapping[str, Mapping[int, Fact]]
    cases: Mapping[tuple[str, object, str], Fact]
    target: Fact | None
    published: Mapping[tuple[str, str, Period], Fact] = field(default_factory=dict)
    is_contradicted: bool = False
    found: Found = field(default_factory=Found)

    @property
    def subject(self) -> Series:
        """The series of the area that the report is about."""
        return self.series[self.definition.subject.name]

    def elsewhere(self) -> tuple[str, ...]:
        """The other areas that have figures."""
        return tuple(
            area for area, series in self.series.items() if series.known() and series is not self.subject
        )

    def role(self, name: str) -> Fact | None:
        """A fact that an earlier measure found."""
        return self.found.roles.get(name)

    def with_more(self, more: Found) -> Workings:
        """The workings with what one more measure found."""
        found = Found(
            {**self.found.roles, **more.roles},
            {**self.found.groups, **more.groups},
        )
        return replace(self, found=found)


Measure = Callable[[Workings], Found]
_REGISTER: dict[str, tuple[int, Measure]] = {}


def measure(name: str, *, order: int) -> Callable[[Measure], Measure]:
    """Register a measure; those of lower order are taken first, and later ones may use what they found."""

    def register(function: Measure) -> Measure:
        _REGISTER[name] = (order, function)
        return function

    return register


@cache
def measures() -> tuple[Measure, ...]:
    """The measures in the order in which they are taken. Every file of this folder is imported."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return tuple(function for _, function in sorted(_REGISTER.values(), key=lambda each: each[0]))
