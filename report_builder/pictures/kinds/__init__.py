"""The kinds of pictures. A file in this folder adds a kind by decorating its drawing function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from report_builder.model import Picture
from report_builder.pictures.look import Look
from report_builder.pictures.marks import Drawing

Draughtsman = Callable[[Picture, Look], Drawing]
_REGISTER: dict[str, Draughtsman] = {}


def kind(name: str) -> Callable[[Draughtsman], Draughtsman]:
    """Enter the decorated function as the one that draws pictures of this kind."""

    def enter(draughtsman: Draughtsman) -> Draughtsman:
        _REGISTER[name] = draughtsman
        return draughtsman

    return enter


@cache
def kinds() -> Mapping[str, Draughtsman]:
    """Every kind by name. Each file of this folder is imported, which enters what it decorates."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_REGISTER.items())))
