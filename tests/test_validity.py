"""Word files are valid by Microsoft's own validator: every house, both examples, pictures and native charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HOUSES

from report_builder import pipeline

VERSIONS = ("Office2016", "Microsoft365")


@pytest.mark.parametrize("charts", ["pictures", "native"])
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("name", ["leicestershire", "london"])
def test_every_report_is_valid(
    example: Callable[..., Path], validator: Callable[[Path, str], list[str]], name: str, house: str, charts: str
) -> None:
    built = pipeline.build(example(name, house, charts=charts))
    assert [error for version in VERSIONS for error in validator(built.document, version)] == []
