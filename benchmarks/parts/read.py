"""Part 2: read every cell of the definition and the returns with pandas and calamine, and no more.

python -m benchmarks.parts.read FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import pandas as pd
import python_calamine  # noqa: F401  pandas would import it inside the time


def read(inputs: Path) -> list[pd.DataFrame]:
    """Every sheet of every workbook, as it stands."""
    paths = sorted(inputs.glob("*.xlsx"))
    books = (
        pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine") for path in paths
    )
    return [sheet for book in books for sheet in book.values()]


if __name__ == "__main__":
    start = perf_counter()
    sheets = read(Path(sys.argv[1]) / "inputs")
    took = 1000 * (perf_counter() - start)
    cells = sum(int(sheet.notna().to_numpy().sum()) for sheet in sheets)
    print(json.dumps({"read": took, "cells": cells, "sheets": len(sheets)}))
