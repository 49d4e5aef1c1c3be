"""Files are written all or none, and never over one that is open elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from report_builder.problems import Faults, Problem, problem


def write(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then all put in place.

    Raises Faults where a file is open in another program or the folder cannot be written to.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path] = _beside(path, content)
        _must_be_free(files)
        for path, temporary in waiting.items():
            temporary.replace(path)
    except OSError as error:
        raise Faults([_why_not_written(error)]) from None
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _why_not_written(error: OSError) -> Problem:
    """A file that is there but may not be replaced is open elsewhere; any other trouble is said as it is."""
    place = Path(error.filename2 or error.filename or "")
    if isinstance(error, PermissionError) and place.is_file():
        return problem("output-open", place.name)
    return problem("output-refused", place, why=(error.strerror or "no reason given").lower())


def _beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(content)
    return temporary


def _must_be_free(files: Mapping[Path, bytes]) -> None:
    """Open every file that is there already: Word and Excel on Windows keep theirs locked."""
    for path in files:
        lock = path.with_name(f"~${path.name[2:]}")
        office = path.with_name(f".~lock.{path.name}#")
        if lock.exists() or office.exists():
            raise PermissionError(13, "open elsewhere", str(path))
        if path.is_dir():
            raise IsADirectoryError(21, "a folder has this name", str(path))
        if path.exists():
            with path.open("r+b"):
                pass


def clear(folder: Path, kept: Mapping[Path, bytes]) -> None:
    """Take away the charts of earlier builds."""
    names = {path.name for path in kept}
    for path in folder.glob("*.*"):
        if path.suffix in (".png", ".svg") and path.name not in names:
            path.unlink(missing_ok=True)
