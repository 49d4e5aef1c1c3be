"""What a tagged PDF holds, read from its structure, and held against the Word file that it was made of.

A pass of a validator says that tags are well formed, not that they are the right ones.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from report_builder.model import Structure

_HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def pages(paper: bytes) -> int:
    """The number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        return len(opened.pages)


def differences(paper: bytes, expected: Structure) -> tuple[str, ...]:
    """In what a PDF differs from the Word file, each a clause. Raises ValueError where it is no PDF."""
    found = structure(paper)
    return tuple(
        f"{what} {said}"
        for what, said in (
            ("its title", _other(found.title, expected.title)),
            ("its language", _other(found.language, expected.language)),
            ("its headings", _other(found.headings, expected.headings)),
            ("the number of its tables", _other(found.tables, expected.tables)),
            ("the number of its heading cells", _other(found.header_cells, expected.header_cells)),
            ("the alternative texts of its pictures", _others(found.figures, expected.figures)),
            ("the number of its pictures made of dots", _more(found.rasters, expected.rasters)),
        )
        if said
    )


def _other(found: object, expected: object) -> str:
    return "" if found == expected else f"is “{_shown(found)}”, not “{_shown(expected)}”"


def _more(found: int, most: int) -> str:
    return "" if found <= most else f"is {found}, not {most}"


def _others(found: tuple[str, ...], expected: tuple[str, ...]) -> str:
    missing = Counter(expected) - Counter(found)
    if not missing and len(found) == len(expected):
        return ""
    first = next(iter(missing), "")
    return f"lack “{first[:60]}”" if first else f"are {len(found)}, not {len(expected)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{number} of level {level}" for level, number in sorted(Counter(value).items()))
    return str(value)


# --------------------------------------------------------------------------------- reading


def structure(paper: bytes) -> Structure:
    """What the tags of a PDF say that it holds. Raises ValueError where it cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(paper)) as opened:
            return _structure(opened)
    except pikepdf.PdfError as error:
        raise ValueError("is no PDF that can be read") from error


def _structure(opened: pikepdf.Pdf) -> Structure:
    tree = opened.Root.get("/StructTreeRoot")
    roles = {str(key): str(role) for key, role in (tree.get("/RoleMap", {}) if tree else {}).items()}
    nodes = list(_nodes(tree.K, roles)) if tree is not None and "/K" in tree else []
    tags = Counter(tag for tag, _ in nodes)
    with opened.open_metadata() as metadata:
        title = str(metadata.get("dc:title") or "")
    return Structure(
        title=title,
        language=str(opened.Root.get("/Lang", "")),
        headings=tuple(_HEADINGS[tag] for tag, _ in nodes if tag in _HEADINGS),
        tables=tags["/Table"],
        header_cells=tags["/TH"],
        figures=tuple(str(node.get("/Alt", "")) for tag, node in nodes if tag == "/Figure"),
        rasters=_rasters(opened),
    )


def _nodes(node: Any, roles: dict[str, str]) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Every element of the structure in the order of reading, with its standard tag."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting.extend(reversed(list(each)))
        elif isinstance(each, pikepdf.Dictionary):
            if "/S" in each:
                tag = str(each.S)
                yield roles.get(tag, tag), each
            if "/K" in each:
                waiting.append(each.K)


def _rasters(opened: pikepdf.Pdf) -> int:
    """The pictures made of dots, each counted once."""
    found = set()
    for page in opened.pages:
        waiting = [page.obj.get("/Resources", pikepdf.Dictionary())]
        passed = set()
        while waiting:
            resources = waiting.pop()
            for held in dict(resources.get("/XObject", pikepdf.Dictionary())).values():
                if held.objgen in passed:
                    continue
                passed.add(held.objgen)
                if held.get("/Subtype") == "/Image" and "/ImageMask" not in held:
                    found.add(held.objgen)
                elif "/Resources" in held:
                    waiting.append(held.Resources)
    return len(found)
