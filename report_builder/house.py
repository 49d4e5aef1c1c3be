"""A house: the folder of `templates/` that holds the look, the words and the thresholds of a board."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from report_builder.model import Options, Rules
from report_builder.problems import Faults, problem, suggestion

_PACKAGED = Path(__file__).parent / "templates"
_CHECKED_OUT = Path(__file__).parent.parent / "templates"
SHIPPED = _PACKAGED if _PACKAGED.is_dir() else _CHECKED_OUT
DEFAULT = "committee"


@dataclass(frozen=True, slots=True)
class House:
    """The files of a house. A file that the house leaves out is taken from the shipped one."""

    name: str
    folder: Path

    def file(self, name: str) -> Path:
        """The path of one of the house's files, or of the shipped one in its place."""
        own = self.folder / name
        return own if own.exists() else SHIPPED / DEFAULT / name

    @property
    def template(self) -> Path:
        """The Word template."""
        return self.folder / "report.docx"

    def phrase_files(self) -> tuple[Path, ...]:
        """The files of phrases, the house's own before the shipped one."""
        own, shipped = self.folder / "phrases.toml", SHIPPED / DEFAULT / "phrases.toml"
        is_own = own.exists() and own.resolve() != shipped.resolve()
        return (own, shipped) if is_own else (shipped,)


def find(home: Path, name: str, where: object = "report.xlsx, report") -> House:
    """The house of that name in a project, or else the shipped one. Raises Faults where there is none."""
    folders = {path.name: path for root in (SHIPPED, home / "templates") for path in _folders(root)}
    if name not in folders:
        near = suggestion(name, folders) or f"There are: {', '.join(sorted(folders))}."
        raise Faults([problem("house-missing", where, found=name, suggestion=near)])
    return House(name, folders[name])


def houses_in(home: Path) -> tuple[House, ...]:
    """The houses of a project: the folders of its `templates`."""
    return tuple(House(path.name, path) for path in sorted(_folders(home / "templates")))


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []


def rules_of(house: House) -> Rules:
    """The thresholds of a house; those it does not name keep their shipped value. Raises Faults."""
    typed = _typed(house.file("rules.toml"), Rules)
    wrong = [
        (name, value, "Write a number from zero up.")
        for name, value in typed.items()
        if not _is_threshold(value)
    ]
    _stop(house.file("rules.toml"), wrong)
    return Rules(**typed)


def options_of(house: House) -> Options:
    """What a house chooses besides; what it does not name stays as it is shipped. Raises Faults."""
    typed = _typed(house.file("house.toml"), Options)
    expected: dict[str, tuple[str, Callable[[object], bool]]] = {
        "charts": ("Write “pictures” or “native”.", lambda value: value in ("pictures", "native")),
        "blank_last_page": ("Write the words in quotation marks.", lambda value: isinstance(value, str)),
    }
    wrong = [
        (name, value, expected[name][0]) for name, value in typed.items() if not expected[name][1](value)
    ]
    _stop(house.file("house.toml"), wrong)
    return Options(**typed)


def _typed(path: Path, kind: type[Rules | Options]) -> dict[str, Any]:
    """What a file of a house says, every name of it known. Raises Faults."""
    if not path.exists():
        return {}
    try:
        typed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults([problem("phrases-unreadable", _place(path), why=error)]) from None
    known = [each.name for each in fields(kind)]
    unknown = [name for name in typed if name not in known]
    if unknown:
        raise Faults(
            [
                problem("rule-unknown", _place(path), found=name, suggestion=suggestion(name, known))
                for name in unknown
            ]
        )
    return typed


def _stop(path: Path, wrong: list[tuple[str, object, str]]) -> None:
    if wrong:
        raise Faults(
            [
                problem(
                    "value-not-allowed",
                    _place(path),
                    found=value,
                    heading=name,
                    suggestion="",
                    expected=expected,
                )
                for name, value, expected in wrong
            ]
        )


def _is_threshold(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value >= 0  # type: ignore[arg-type, operator]


def _place(path: Path) -> str:
    return "/".join(path.parts[-3:])
