"""Planned pictures become files: PNG and SVG, the same bytes on every machine.

A kind turns a picture into a `Drawing`, marks at places on paper; the canvas paints it twice.
Titles are not drawn: they are words of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from report_builder.model import Drawn, Picture
from report_builder.pictures.kinds import kinds
from report_builder.pictures.look import read
from report_builder.problems import Problem, problem

KINDS = tuple(kinds())
"""The names of the chart kinds."""


def lint(style: Path) -> tuple[Problem, ...]:
    """What is wrong with a style file, before anything is drawn."""
    place = "/".join(style.parts[-2:])
    try:
        read(style)
    except FileNotFoundError:
        return (problem("house-file-missing", place),)
    except (ValueError, OSError) as error:
        return (problem("style-unreadable", place, why=error),)
    return ()


def draw(pictures: Iterable[Picture], style: Path) -> tuple[Drawn, ...]:
    """Every picture drawn, in the order given, in the look of the style file `charts.mplstyle`.

    Raises KeyError for a picture of a kind not in KINDS, OSError where there is no style file
    and ValueError where the style file cannot be read.
    """
    # Imported here: naming the kinds must not wait for matplotlib.
    from report_builder.pictures import canvas

    look = read(style)
    with canvas.steady():
        return tuple(
            canvas.drawn(picture, kinds()[picture.kind](picture, look), look) for picture in pictures
        )
