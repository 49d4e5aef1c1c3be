"""Part 1: import the libraries that a report needs. The whole process is timed, Python's own start too.

With the word `program` as argument, only what the program itself imports: it paints with matplotlib's
renderers and does without Figure, which the plain drawing of part 3 needs.

    python -m benchmarks.parts.imports [program]
"""

from __future__ import annotations

import sys

import docx  # noqa: F401
import docxtpl  # noqa: F401
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg
import openpyxl  # noqa: F401
import pandas as pd  # noqa: F401
import pydantic  # noqa: F401
import python_calamine  # noqa: F401
import rich.console
import rich.table  # noqa: F401
import typer  # noqa: F401

if sys.argv[1:] != ["program"]:
    import matplotlib.figure  # noqa: F401
