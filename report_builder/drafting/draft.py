"""A draft of the definition: what is typed into each cell, and what of it was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Value = str | int | float | date


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into a cell. `assumed` says how it was come by, where a person has to confirm it.

    `place` is where in a return it comes from.
    """

    value: Value
    assumed: str = ""
    place: str = ""


Line = Mapping[str, Typed]
"""A row of a sheet: fields and what is typed."""


@dataclass(frozen=True)
class Draft:
    """The sheets of a definition before they are written.

    `settings` are pairs, for one may stand twice. `left_out` are the places in returns that were not taken
    over, each with the reason as a sentence.
    """

    settings: tuple[tuple[str, Typed], ...]
    priorities: tuple[Line, ...]
    indicators: tuple[Line, ...]
    areas: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
