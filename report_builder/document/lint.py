"""The check of a template before anything is printed: every place known, every loop closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import TemplateSyntaxError, nodes
from markupsafe import Markup

from report_builder.document.markup import name, text_of
from report_builder.document.merge import WordTemplate, environment, fill, opened, place
from report_builder.document.places import Print, Report, Runs
from report_builder.problems import Faults, Problem, problem, suggestion


@dataclass(frozen=True)
class Named:
    """A place as it is known at a point of the template: its type, and its full name from the top."""

    kind: Any
    path: str

    def within(self) -> dict[str, Named]:
        """The places in this one, by their last name."""
        is_inner = is_dataclass(self.kind) and self.kind is not Runs
        hints = get_type_hints(self.kind) if is_inner else {}
        return {each: Named(kind, f"{self.path}.{each}".lstrip(".")) for each, kind in hints.items()}

    def each(self) -> Named:
        """What a list holds."""
        return Named(get_args(self.kind)[0], self.path)


Scope = Mapping[str, Named]
"""The names that may be used at a point of the template."""

_TOP = Named(Report, "")
_MAY_BE_LEFT_OUT = re.compile(
    r"board|meeting_date|organisation|details\..*|contact|tally\..*|.*\.charts"
    r"|(introduction|summary|recommendations|method)\.pictures\..*"
)
"""What a template need not print: it stands elsewhere too, or is never there."""

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


def _required(named: Named = _TOP) -> Iterator[str]:
    """The full names of the places that a template must print, or else words or figures would be lost."""
    if get_origin(named.kind) is tuple:
        yield from _required(named.each())
    elif inner := named.within():
        for each in inner.values():
            yield from _required(each)
    elif not _MAY_BE_LEFT_OUT.fullmatch(named.path):
        yield named.path


def _halves(word: WordTemplate, where: str) -> tuple[Problem, ...]:
    """The tags that are opened or closed by halves: looked for first, as what follows misreads them."""
    whole, half = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"), re.compile(r"\{\s*[{%#]|[}%#]\s*\}")
    found = (
        (f" ({label}paragraph {number})", text_of(each))
        for label, part in word.story()
        for number, each in enumerate(part.iter(name("w:p")), 1)
    )
    broken = [(near, text) for near, text in found if half.search(whole.sub("", text))]
    return tuple(
        problem("template-broken", where, why=f"“{text}” holds half a tag", near=near)
        for near, text in broken
    )


def _misplaced(word: WordTemplate, where: str) -> tuple[Problem, ...]:
    """The places that are not known, and the loops that are not closed."""
    parts = [_Part(where, label, xml) for label, xml in word.sources()]
    found = tuple(dict.fromkeys(each for part in parts for each in part.problems()))
    if found:
        return found
    printed = {path for part in parts for path in part.printed()}
    return tuple(
        problem("template-place-missing", where, found=_as_found(path))
        for path in _required()
        if path not in printed
    )


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
    """A part of the template as Jinja reads it, where it stands, and "header" or "footer" where it is one."""

    where: str
    label: str
    xml: str

    def problems(self) -> Iterator[Problem]:
        """The faults of this part, in the order of its text."""
        try:
            tree = environment().parse(self.xml)
        except TemplateSyntaxError as error:
            yield self._broken(_plain(error), error.lineno)
        else:
            yield from self._walk(tree.body, _TOP.within())

    def printed(self) -> Iterator[str]:
        """The full names of the places that this part prints."""
        tree = environment().parse(self.xml)
        yield from self._printed(tree.body, _TOP.within())

    def _printed(self, body: Iterable[nodes.Node], scope: Scope) -> Iterator[str]:
        for node in body:
            if isinstance(node, nodes.Output):
                found = (
                    self._kind(each, scope) for each in node.nodes if not isinstance(each, nodes.TemplateData)
                )
                yield from (each.path for each in found if isinstance(each, Named))
            elif isinstance(node, nodes.For):
                held = self._kind(node.iter, scope)
                if isinstance(held, Named) and isinstance(node.target, nodes.Name):
                    yield from self._printed(node.body, {**scope, node.target.name: held.each()})
            else:
                yield from self._printed(node.iter_child_nodes(), scope)

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
            elif kind.kind not in (Markup, Runs, Print):
                yield self._broken(f"“{_spelled(each)}” is not a text but several: loop over it", each.lineno)

    def _loop(self, node: nodes.For, scope: Scope) -> Iterator[Problem]:
        kind = self._kind(node.iter, scope)
        if isinstance(kind, Problem):
            yield kind
        elif get_origin(kind.kind) is not tuple or not isinstance(node.target, nodes.Name):
            yield self._broken(f"“{_spelled(node.iter)}” is not a list to loop over", node.lineno)
        else:
            yield from self._walk(node.body, {**scope, node.target.name: kind.each()})

    def _condition(self, node: nodes.If, scope: Scope) -> Iterator[Problem]:
        kind = self._kind(node.test, scope)
        if isinstance(kind, Problem):
            yield kind
        for body in (node.body, *(each.body for each in node.elif_), node.else_):
            yield from self._walk(body, scope)

    def _kind(self, node: nodes.Node, scope: Scope) -> Named | Problem:
        """The place that is named, or the problem that it is none."""
        if isinstance(node, nodes.Name):
            return scope[node.name] if node.name in scope else self._unknown(node, scope)
        if not isinstance(node, nodes.Getattr):
            return self._broken(f"“{_spelled(node)}” is more than the name of a place", node.lineno)
        parent = self._kind(node.node, scope)
        if isinstance(parent, Problem):
            return parent
        prefix = _spelled(node.node)
        names = {f"{prefix}.{each}": kind for each, kind in parent.within().items()}
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
        """The paragraph of a line and the words that stand last before it, so that it is found in Word."""
        lines = self.xml.split("\n")[: max(line, 1)]
        texts = (re.sub(r"\{[{%#].*?[}%#]\}", "", _words(each)).strip() for each in reversed(lines))
        words = next((text for text in texts if re.search(r"\w", text)), "")
        counted = f"{self.label}paragraph {max(len(lines) - 1, 1)}"
        return f" ({counted}, near “{words[:40].strip()}”)" if words else f" ({counted}, at the beginning)"


def _as_found(path: str) -> str:
    """A full name in the words of the docs: “text” of “method”."""
    lists, _, last = path.rpartition(".")
    return f"“{last}” of “{lists}”" if lists else f"“{last}”"


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
