"""The files of `inputs/published/`: editions as JSON, a line a figure.

The same figures give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from report_builder.model import PUBLISHED, Cell, Figure, Status
from report_builder.periods import Period, parse, say
from report_builder.problems import Problem, problem
from report_builder.published.editions import Edition

_ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Record:
    """The editions of the report for one period, newest last; there is always one."""

    name: str
    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        """What went out last."""
        return self.editions[-1]


def name_of(period: Period) -> str:
    """The name of the file that holds a period: 'Q2 2016-17.json'."""
    return f"{say(period).replace('/', '-')}{_ENDING}"


def records_in(inputs: Path) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The records in a folder of inputs, and a doubt for each file there that is none."""
    folder = inputs / PUBLISHED
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.exists() else []
    except OSError as error:
        return (), (_unreadable(PUBLISHED, _why(error)),)
    read = [_read(path) for path in paths if not path.name.startswith((".", "~"))]
    return (
        tuple(each for each in read if isinstance(each, Record)),
        tuple(each for each in read if isinstance(each, Problem)),
    )


def _read(path: Path) -> Record | Problem:
    """One record, or the doubt that says why it is none."""
    place = f"{PUBLISHED}/{path.name}"
    if path.suffix.casefold() != _ENDING:
        return problem("published-stray", place)
    try:
        editions = _editions(path.read_bytes())
    except OSError as error:
        return _unreadable(place, "it is a folder" if path.is_dir() else _why(error))
    except UnicodeDecodeError:
        return _unreadable(place, "it is not a text in UTF-8")
    except ValidationError as error:
        is_text = error.errors()[0]["type"] == "json_invalid"
        return _unreadable(
            place, "it is cut short or damaged" if is_text else "it was not written by “publish”"
        )
    held = {name_of(each.period) for each in editions}
    if held != {path.name}:
        return _unreadable(
            place, f"it holds what belongs into {' and '.join(f'“{each}”' for each in sorted(held))}"
        )
    return Record(path.name, editions)


def _unreadable(place: str, why: str) -> Problem:
    return problem("record-unreadable", place, why=why)


def _why(error: OSError) -> str:
    return f"it cannot be opened: {(error.strerror or 'no reason given').lower()}"


# ------------------------------------------------------------------------------- reading


def _known(period: str) -> str:
    if parse(period) is None:
        raise ValueError(period)
    return period


_Said = Annotated[str, AfterValidator(_known)]


class _Line(BaseModel):
    """A figure as it is written: a value, or the mark that stands in its place."""

    model_config = ConfigDict(extra="forbid", strict=True)
    indicator: str
    area: str
    period: _Said
    part: Literal["value", "numerator", "denominator"] = "value"
    value: float | None = Field(default=None, allow_inf_nan=False)
    mark: str = ""
    status: Annotated[Status, Field(strict=False)]
    workbook: str
    sheet: str
    cell: str


class _Issue(BaseModel):
    """An edition as it is written."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)
    title: str
    board: str
    meeting_date: Annotated[date, Field(strict=False, alias="meeting date")]
    period: _Said
    figures: tuple[_Line, ...]


class _File(BaseModel):
    """A record as it is written."""

    model_config = ConfigDict(extra="forbid", strict=True)
    editions: tuple[_Issue, ...] = Field(min_length=1)


def _editions(content: bytes) -> tuple[Edition, ...]:
    """The editions of a file. Raises UnicodeDecodeError and ValidationError."""
    held = _File.model_validate_json(content.decode("utf-8-sig"))
    return tuple(
        Edition(
            each.title, each.board, each.meeting_date, _period(each.period), tuple(map(_figure, each.figures))
        )
        for each in held.editions
    )


def _figure(line: _Line) -> Figure:
    return Figure(
        indicator=line.indicator,
        area=line.area,
        period=_period(line.period),
        part=line.part,
        value=line.value,
        mark=line.mark,
        status=line.status,
        cell=Cell(line.workbook, line.sheet, line.cell),
    )


def _period(said: str) -> Period:
    period = parse(said)
    assert period is not None  # noqa: S101  it was looked at when the line was read
    return period


# ------------------------------------------------------------------------------- writing


def as_json(editions: Iterable[Edition]) -> bytes:
    """The file that holds the editions, oldest first."""
    written = ",\n".join(_issue(each) for each in editions)
    return f'{{"editions": [\n{written}\n]}}\n'.encode(errors="replace")


def _issue(edition: Edition) -> str:
    head = {
        "title": edition.title,
        "board": edition.board,
        "meeting date": edition.meeting_date.isoformat(),
        "period": say(edition.period),
    }
    lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    figures = ",\n".join(f"   {_json(dict(_fields(each)))}" for each in edition.figures)
    return " {\n  " + ",\n  ".join([*lines, f'"figures": [\n{figures}\n  ]']) + "\n }"


def _fields(figure: Figure) -> Iterator[tuple[str, object]]:
    """The fields of a figure's line; what is the same for nearly all is left out."""
    yield from (("indicator", figure.indicator), ("area", figure.area), ("period", say(figure.period)))
    if figure.part != "value":
        yield "part", figure.part
    if figure.value is None:
        yield "mark", figure.mark
    else:
        yield "value", int(figure.value) if float(figure.value).is_integer() else figure.value
    yield "status", figure.status.value
    cell = figure.cell
    yield from (("workbook", cell.workbook), ("sheet", cell.sheet), ("cell", cell.ref))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
