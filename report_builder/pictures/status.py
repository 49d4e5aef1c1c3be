"""How a picture shows that a value is provisional, estimated, illustrative or after a break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report_builder.model import Point, Status
from report_builder.pictures.marks import Shape


def caution(point: Point) -> str:
    """The status that makes a mark hollow, or nothing."""
    return "" if point.status in (Status.FINAL, Status.BREAK) else point.status


def starts_anew(point: Point) -> bool:
    """Whether the series was broken just before this point."""
    return point.status == Status.BREAK


def cautions(points: Iterable[Point]) -> tuple[str, ...]:
    """The statuses of hollow marks that are drawn, each once, in order."""
    drawn = (caution(point) for point in points if point.value is not None)
    return tuple(dict.fromkeys(status for status in drawn if status))


def shapes(points: Iterable[Point]) -> Mapping[str, Shape]:
    """A shape for each status, so that two kinds of hollow points can be told apart."""
    several = tuple(Shape)
    return {status: several[i % len(several)] for i, status in enumerate(cautions(points))}


def key_of_points(points: tuple[Point, ...]) -> str:
    """The line under a trend that explains what is hollow or broken; nothing where nothing is."""
    hollow = shapes(points)
    plain = len(hollow) == 1
    parts = [f"hollow {'points' if plain else shape}: {status}" for status, shape in hollow.items()]
    parts += ["dotted line: series break"] if any(map(starts_anew, points[1:])) else []
    parts += ["gap: no figure"] if _has_gap(points) else []
    return _sentence(parts)


def _has_gap(points: tuple[Point, ...]) -> bool:
    """Whether a figure is missing between others, or after the last."""
    known = [index for index, point in enumerate(points) if point.value is not None]
    return bool(known) and len(points) - known[0] > len(known)


def key_of_bars(points: tuple[Point, ...]) -> str:
    """The line under bars that explains hollow ones, or the status of all; nothing where all are final."""
    found = cautions(points)
    if not found:
        return ""
    hollow = f"hollow bars: {' or '.join(found)}"
    return _sentence([f"all figures: {found[0]}" if all_alike(points) else hollow])


def all_alike(points: Iterable[Point]) -> bool:
    """Whether every value has the same status: hollow marks would then set none apart."""
    return len({caution(point) for point in points if point.value is not None}) == 1


def _sentence(parts: list[str]) -> str:
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]
