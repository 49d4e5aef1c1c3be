"""The check of a template before anything is printed: every place known, every loop closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import TemplateSyntaxError, nodes
from markupsafe import Markup

from report_builder.document.markup import name, text_of
from report_builder.document.merge import WordTemplate, environment, fill, opened, place
from report_builder.document.places import Print, Report, Runs
from report_builder.problems import Faults, Problem, problem, suggestion

Scope = Mapping[str, Any]
"""The names that may be used at a point of the template, and the type of each."""

_SPECIMEN = Markup("specimen")
_SYNTAX = {
    "looking for": "a loop or a condition is not closed, or is closed in the wrong place",
    "unknown tag 'end": "a loop or a condition is closed that was not opened",
    "unknown tag": "a tag is neither a loop nor its end",
    "expected token": "a place is not written as two braces, a name and two braces",
    "unexpected": "a place is not written as two braces, a name and two braces",
}


def lint(template: Path) -> tuple[Problem, ...]:
    """The faults of a template, all at once; none means that it can be filled."""
    word = opened(template)
    if isinstance(word, Problem):
        return (word,)
    where = place(template)
    return _halves(word, where) or _misplaced(word, where) or _trial(word, where)


def _halves(word: WordTemplate, where: str) -> tuple[Problem, ...]:
    """The tags that are opened or closed by halves: looked for first, as what follows misreads them."""
    whole, half = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"), re.compile(r"\{\s*[{%#]|[}%#]\s*\}")
    texts = (text_of(each) for part in word.story() for each in part.iter(name("w:p")))
    broken = dict.fromkeys(text for text in texts if half.search(whole.sub("", text)))
    return tuple(
        problem("template-broken", where, why=f"“{text}” holds half a tag", near="") for text in broken
    )


def _misplaced(word: WordTemplate, where: str) -> tuple[Problem, ...]:
    """The places that are not known, and the loops that are not closed."""
    found = (each for xml in word.sources() for each in _Part(where, xml).problems())
    return tuple(dict.fromkeys(found))


def _trial(word: WordTemplate, where: str) -> tuple[Problem, ...]:
    """The faults that show only when the template is filled, with specimens for words."""
    try:
        fill(word, specimen(Report), where)
    except Faults as faults:
        return faults.problems
    return ()


def specimen(kind: Any) -> Any:
    """A value of the type of a place: text, runs, or a list of two."""
    if get_origin(kind) is tuple:
        return (specimen(get_args(kind)[0]),) * 2
    if kind in (Runs, Print):
        return Runs("<w:r><w:t>specimen</w:t></w:r>")
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{each.name: specimen(hints[each.name]) for each in fields(kind)})
    return _SPECIMEN


@dataclass(frozen=True)
class _Part:
    """A part of the template as Jinja reads it, and where it stands."""

    where: str
    xml: str

    def problems(self) -> Iterator[Problem]:
        """The faults of this part, in the order of its text."""
        try:
            tree = environment().parse(self.xml)
        except TemplateSyntaxError as error:
            yield self._broken(_plain(error), error.lineno)
        else:
            yield from self._walk(tree.body, get_type_hints(Report))

    def _walk(self, body: list[nodes.Node], scope: Scope) -> Iterator[Problem]:
        for node in body:
            if isinstance(node, nodes.Output):
                yield from self._output(node, scope)
            elif isinstance(node, nodes.For):
                yield from self._loop(node, scope)
            elif isinstance(node, nodes.If):
                yield from self._condition(node, scope)
            else:
                yield self._broken("it holds more than places and loops", node.lineno)

    def _output(self, node: nodes.Output, scope: Scope) -> Iterator[Problem]:
        for each in (each for each in node.nodes if not isinstance(each, nodes.TemplateData)):
            kind = self._kind(each, scope)
            if isinstance(kind, Problem):
                yield kind
            elif kind not in (Markup, Runs, Print):
                yield self._broken(f"“{_spelled(each)}” is not a text but several: loop over it", each.lineno)

    def _loop(self, node: nodes.For, scope: Scope) -> Iterator[Problem]:
        kind = self._kind(node.iter, scope)
        if isinstance(kind, Problem):
            yield kind
        elif get_origin(kind) is not tuple or not isinstance(node.target, nodes.Name):
            yield self._broken(f"“{_spelled(node.iter)}” is not a list to loop over", node.lineno)
        else:
            yield from self._walk(node.body, {**scope, node.target.name: get_args(kind)[0]})

    def _condition(self, node: nodes.If, scope: Scope) -> Iterator[Problem]:
        kind = self._kind(node.test, scope)
        if isinstance(kind, Problem):
            yield kind
        for body in (node.body, *(each.body for each in node.elif_), node.else_):
            yield from self._walk(body, scope)

    def _kind(self, node: nodes.Node, scope: Scope) -> Any:
        """The type of a place, or the problem that it is none."""
        if isinstance(node, nodes.Name):
            return scope[node.name] if node.name in scope else self._unknown(node, scope)
        if not isinstance(node, nodes.Getattr):
            return self._broken(f"“{_spelled(node)}” is more than the name of a place", node.lineno)
        parent = self._kind(node.node, scope)
        if isinstance(parent, Problem):
            return parent
        known = get_type_hints(parent) if is_dataclass(parent) else {}
        prefix = _spelled(node.node)
        names = {f"{prefix}.{each}": kind for each, kind in known.items()}
        return names.get(_spelled(node)) or self._unknown(node, {**scope, **names})

    def _unknown(self, node: nodes.Node, scope: Scope) -> Problem:
        found = _spelled(node)
        return problem(
            "template-tag-unknown",
            self.where,
            found=found,
            near=self._near(node.lineno),
            suggestion=suggestion(found, scope),
        )

    def _broken(self, why: str, line: int) -> Problem:
        return problem("template-broken", self.where, why=why, near=self._near(line))

    def _near(self, line: int) -> str:
        """The words that stand last before a line, so that a person finds the place in Word."""
        lines = self.xml.split("\n")[: max(line, 1)]
        texts = (re.sub(r"\{[{%#].*?[}%#]\}", "", _words(each)).strip() for each in reversed(lines))
        words = next((text for text in texts if re.search(r"\w", text)), "")
        return f" (near “{words[:40].strip()}”)" if words else " (at the beginning)"


def _words(xml: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", xml).split())


def _plain(error: TemplateSyntaxError) -> str:
    said = (error.message or "").casefold()
    return next(
        (why for sign, why in _SYNTAX.items() if sign in said), "a place or a loop is not well written"
    )


def _spelled(node: nodes.Node) -> str:
    """A place as it is written in the template; the kind of the expression where it is more than that."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_spelled(node.node)}.{node.attr}"
    return type(node).__name__.casefold()
