"""Direct labels: words beside the marks they name, kept off each other and off the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from report_builder.pictures.lettering import CM_PER_POINT
from report_builder.pictures.marks import Box, Line, Text

Label = tuple[Text, ...]
"""Words on one or more lines, top to bottom."""
LEADING = 1.25
"""From one line of writing to the next, in type sizes."""
CLEAR = 0.05
"""White around a label, in centimetres."""


def stacked(lines: Sequence[str], first: Text) -> Label:
    """The lines under each other in the manner of `first`, their block centred on its height."""
    x, middle = first.at
    pitch = LEADING * first.size * CM_PER_POINT
    top = middle + pitch * (len(lines) - 1) / 2
    return tuple(replace(first, words=words, at=(x, top - pitch * i)) for i, words in enumerate(lines))


def box_of(label: Label) -> Box:
    """The room a label takes."""
    boxes = [text.box for text in label]
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def raised(label: Label, by: float) -> Label:
    """The label moved up (down when negative)."""
    return tuple(text.moved_to((text.at[0], text.at[1] + by)) for text in label)


def apart(held: Label, moved: Label, room: Box) -> tuple[Label, Label]:
    """Two labels clear of each other: the second goes up or down, past the side it stands on.

    At one height it goes under. Where it would leave the room, both are pushed back into it.
    """
    if not (held and moved and box_of(held).grown(CLEAR).overlaps(box_of(moved))):
        return held, moved
    if _middle(moved) > _middle(held):
        moved = raised(moved, box_of(held).top - box_of(moved).bottom + CLEAR)
    else:
        moved = raised(moved, box_of(held).bottom - box_of(moved).top - CLEAR)
    back = _back_into(room, moved)
    return raised(held, back), raised(moved, back)


def kept_in(room: Box, label: Label) -> Label:
    """The label moved up or down into the room."""
    return raised(label, _back_into(room, label))


def _back_into(room: Box, label: Label) -> float:
    box = box_of(label)
    return max(0.0, room.bottom - box.bottom) or min(0.0, room.top - box.top)


def _middle(label: Label) -> float:
    return (label[0].at[1] + label[-1].at[1]) / 2


def first_clear(
    candidates: Iterable[Text], taken: Sequence[Box], lines: Sequence[Line], room: Box
) -> Text | None:
    """The first of the candidates that is inside the room and touches neither box nor line."""
    return next((each for each in candidates if _is_clear(each.box.grown(CLEAR), taken, lines, room)), None)


def _is_clear(box: Box, taken: Sequence[Box], lines: Sequence[Line], room: Box) -> bool:
    crossed = any(line.crosses(box) for line in lines)
    return box.within(room) and not crossed and not any(box.overlaps(other) for other in taken)
