"""A report project is begun: before there is a definition, or a return to read.

Returns are surveyed, a definition is drafted and tried, and all files are written together. The blank
return for agencies is written here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from report_builder import definition, drafting, returns
from report_builder.model import Definition, Survey
from report_builder.pipeline import inputs_of, tell
from report_builder.problems import Faults, Problem, fatal, problem
from report_builder.writing import write


@dataclass(frozen=True)
class Begun:
    """A project that was begun: what was written, and what was found in the returns.

    `survey` is None where the definition is the made-up example and no draft. `left_out` are places in
    returns with the reason as a sentence, `refused` the files that were not taken over, `found` why not.
    """

    home: Path
    written: tuple[Path, ...]
    survey: Survey | None
    left_out: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    found: tuple[Problem, ...] = ()


def new(home: Path, files: Sequence[Path] = ()) -> Begun:
    """Begin a project in a folder: a definition drafted from the files, or a made-up example.

    A folder among the files stands for all spreadsheets in it.
    Raises Faults, and then writes nothing, where there is a project already or a file cannot be copied.
    """
    sent = [each for path in files for each in _sent(path)]
    _must_be_new(home, sent)
    contents, refused, faults = _copies(sent)
    drafted = _drafted(contents)
    if files and drafted.definition is None:
        faults += (problem("nothing-to-draft"),)
    workbook, defined = drafted.workbook, drafted.definition
    if defined is None:
        contents[drafting.EXAMPLE_RETURN] = drafting.example_return()
        workbook = drafting.as_workbook(drafting.starter(drafted.left_out))
        defined = _definition_in(workbook)
    written = {home / "inputs" / name: content for name, content in contents.items()}
    written[home / "inputs" / definition.FILE_NAME] = workbook
    written[home / drafting.BLANK_RETURN] = drafting.blank_return(defined)
    _write_new(home, written)
    survey = drafted.survey if drafted.definition else None
    return Begun(home, tuple(written), survey, drafted.left_out, refused, faults)


def blank(home: Path) -> Path:
    """Write the blank return of a project; its path. Raises Faults."""
    defined, faults = definition.read(inputs_of(home))
    if defined is None or fatal(faults):
        raise Faults(fatal(faults))
    target = home / drafting.BLANK_RETURN
    if target.exists() and returns.is_filled_in(target):
        raise Faults([problem("blank-filled", target.name)])
    write({target: drafting.blank_return(defined)})
    return target


def _sent(path: Path) -> tuple[Path, ...]:
    return returns.returns_in(path, definition.FILE_NAME) if path.is_dir() else (path,)


def _must_be_new(home: Path, files: Sequence[Path]) -> None:
    there = (name for name in ("inputs", drafting.BLANK_RETURN) if (home / name).exists())
    faults = [problem("inputs-there", home, found=name) for name in islice(there, 1)]
    names = [path.name.casefold() for path in files]
    faults += [problem("file-missing", path) for path in files if not path.is_file()]
    faults += [
        problem("file-is-definition", path) for path in files if path.name.casefold() == definition.FILE_NAME
    ]
    twice = {path.name for path in files if names.count(path.name.casefold()) > 1}
    faults += [problem("file-name-twice", name) for name in sorted(twice)]
    if faults:
        raise Faults(faults)


def _copies(files: Sequence[Path]) -> tuple[dict[str, bytes], tuple[str, ...], tuple[Problem, ...]]:
    """The bytes of the files that can be read, the names of the others, and why."""
    contents: dict[str, bytes] = {}
    faults: list[Problem] = []
    for path in files:
        if why := returns.unreadable(path):
            faults += why
        else:
            contents[path.name] = path.read_bytes()
    refused = tuple(path.name for path in files if path.name not in contents)
    return contents, refused, tuple(faults)


@dataclass(frozen=True)
class _Drafted:
    """A definition drafted from returns; without `definition` nothing in them could be reported."""

    survey: Survey
    left_out: tuple[tuple[str, str], ...] = ()
    workbook: bytes = b""
    definition: Definition | None = None


def _drafted(contents: Mapping[str, bytes]) -> _Drafted:
    """What the returns hold, and a definition of it with which they are read without a fault.

    A series that stands where a fault is found is left out, and the rest tried again.
    """
    with TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs"
        inputs.mkdir()
        for name, content in contents.items():
            (inputs / name).write_bytes(content)
        survey, _ = returns.survey([inputs / name for name in contents])
        while (draft := drafting.draft(survey)).indicators:
            workbook = drafting.as_workbook(draft)
            (inputs / definition.FILE_NAME).write_bytes(workbook)
            try:
                told = tell(inputs.parent)
            except Faults as faults:
                survey = drafting.without(survey, fatal(faults.problems), definition.FILE_NAME)
            else:
                return _Drafted(survey, draft.left_out, workbook, told.definition)
    return _Drafted(survey, draft.left_out)


def _definition_in(workbook: bytes) -> Definition:
    with TemporaryDirectory() as folder:
        (Path(folder) / definition.FILE_NAME).write_bytes(workbook)
        defined, faults = definition.read(Path(folder))
    if defined is None or fatal(faults):
        raise Faults(faults)
    return defined


def _write_new(home: Path, files: Mapping[Path, bytes]) -> None:
    """Write all files of a project or none, and then not the folders either."""
    made = [folder for folder in (home / "inputs", home, *home.parents) if not folder.exists()]
    try:
        write(files)
    except Faults:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
