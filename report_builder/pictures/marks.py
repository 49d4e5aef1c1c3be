"""What a drawing is made of. Lengths are centimetres on paper, from the bottom left corner.

Widths of strokes and sizes of dots and type are points. Marks are painted in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from report_builder.pictures import lettering

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the paper."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """The box with a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def overlaps(self, other: Box) -> bool:
        """Whether the boxes share any room."""
        apart_across = self.right <= other.left or other.right <= self.left
        apart_upwards = self.top <= other.bottom or other.top <= self.bottom
        return not (apart_across or apart_upwards)

    def within(self, other: Box) -> bool:
        """Whether the whole box lies inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top

    def crossed_by(self, start: Place, end: Place) -> bool:
        """Whether the straight line between two places touches the box (Liang and Barsky's clipping)."""
        enters, leaves = 0.0, 1.0
        for a, b, low, high in (
            (start[0], end[0], self.left, self.right),
            (start[1], end[1], self.bottom, self.top),
        ):
            if a == b:
                if not low <= a <= high:
                    return False
                continue
            near, far = sorted(((low - a) / (b - a), (high - a) / (b - a)))
            enters, leaves = max(enters, near), min(leaves, far)
        return enters <= leaves


class Align(StrEnum):
    """Which part of the words stands at their place."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Shape(StrEnum):
    """The shape of a dot; its value is the plural that a key line prints."""

    CIRCLE = "circles"
    SQUARE = "squares"
    DIAMOND = "diamonds"
    TRIANGLE = "triangles"


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke through two or more places. `dashes` are lengths on, off, on, off in points."""

    through: tuple[Place, ...]
    colour: str
    width: float
    dashes: tuple[float, ...] = ()

    def crosses(self, box: Box) -> bool:
        """Whether any part of the stroke touches the box."""
        return any(box.crossed_by(*ends) for ends in pairwise(self.through))


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots of one look at several places."""

    at: tuple[Place, ...]
    edge: str
    fill: str
    size: float
    shape: Shape = Shape.CIRCLE


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with an outline."""

    box: Box
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line. `at` is half way up their capitals; a plate clears what lies behind them."""

    at: Place
    words: str
    size: float
    colour: str
    bold: bool = False
    align: Align = Align.LEFT
    plate: bool = False

    @property
    def width(self) -> float:
        """How wide the words are."""
        return lettering.width(self.words, self.size, self.bold)

    @property
    def start(self) -> Place:
        """Where the line of writing begins."""
        before = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[self.align]
        down = lettering.CAP_HEIGHT / 2 * self.size * lettering.CM_PER_POINT
        return self.at[0] - before * self.width, self.at[1] - down

    @property
    def box(self) -> Box:
        """The room that the words take, tails included."""
        left, line = self.start
        em = self.size * lettering.CM_PER_POINT
        return Box(left, line - lettering.DESCENT * em, left + self.width, line + lettering.CAP_HEIGHT * em)

    def moved_to(self, at: Place) -> Text:
        """The same words elsewhere."""
        return replace(self, at=at)


Mark = Line | Dots | Bar | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet of paper with marks on it.

    `axis` are the ends and the step of its scale of values.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    axis: tuple[float, float, float] | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """The words on the sheet, in the order they are painted."""
        return tuple(mark for mark in self.marks if isinstance(mark, Text))


def strokes(marks: Iterable[Mark]) -> Iterator[Line]:
    """The lines among the marks."""
    return (mark for mark in marks if isinstance(mark, Line))
