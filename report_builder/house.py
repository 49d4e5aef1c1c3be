"""A house: the folder of `templates/` that holds the look, the words and the thresholds of a board."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from report_builder.model import Rules
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


def _folders(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []


def rules_of(house: House) -> Rules:
    """The thresholds of a house; those it does not name keep their shipped value. Raises Faults."""
    path = house.file("rules.toml")
    if not path.exists():
        return Rules()
    try:
        typed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults([problem("phrases-unreadable", _place(path), why=error)]) from None
    known = [each.name for each in fields(Rules)]
    faults = [
        problem("rule-unknown", _place(path), found=name, suggestion=suggestion(name, known))
        for name in typed
        if name not in known
    ]
    faults += [
        problem(
            "value-not-allowed",
            _place(path),
            found=value,
            heading=name,
            suggestion="",
            expected="Write a number from zero up.",
        )
        for name, value in typed.items()
        if name in known and not _is_threshold(value)
    ]
    if faults:
        raise Faults(faults)
    return Rules(**typed)


def _is_threshold(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value >= 0  # type: ignore[arg-type, operator]


def _place(path: Path) -> str:
    return "/".join(path.parts[-3:])
