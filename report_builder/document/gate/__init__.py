"""The accessibility gate: what a finished Word file must not do to those who read, hear or print it.

Rules after Microsoft's Accessibility Checker, WCAG 2.2 and the government's guidance on documents, and
what Word repairs or refuses on opening. Nothing here knows how the file was made: any .docx may be held
against it.
"""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.document.gate import package, pictures, tables, words
from report_builder.document.gate.paper import Finding, Paper
from report_builder.problems import Problem, problem

__all__ = ["gate"]

_MOST_OF_A_KIND = 3


def gate(document: bytes, where: str = "") -> tuple[Problem, ...]:
    """Everything that is wrong with a Word file; of one kind the first three, and how many more there are."""
    seen: dict[str, int] = {}
    told: list[Finding] = []
    for each in dict.fromkeys(findings(document)):
        seen[each.what] = seen.get(each.what, 0) + 1
        if seen[each.what] <= _MOST_OF_A_KIND:
            told.append(each)
    more = [
        Finding(each.rule, each.what, each.hint, f"and {seen[each.what] - _MOST_OF_A_KIND} more")
        for each in {each.what: each for each in told}.values()
        if seen[each.what] > _MOST_OF_A_KIND
    ]
    return tuple(
        problem("not-accessible", where, what=each.said, hint=each.hint, rule=each.rule)
        for each in (*told, *more)
    )


def findings(document: bytes) -> Iterator[Finding]:
    """Every finding, in the order of the rules."""
    broken = list(package.broken(document))
    yield from broken
    paper = Paper.read(document) if not broken else None
    if paper is not None:
        yield from package.found(paper)
        yield from words.found(paper)
        yield from tables.found(paper)
        yield from pictures.found(paper)
