"""A made-up report project of a realistic size: the definition and ten returns, the same every time.

Each return has five sheets of about 2,400 cells. Four hold a table an indicator, its areas down and 38
quarters across; three hold 60 indicators down with quarters or months across; three are long, 400 rows
of six columns. As in real returns most rows are of no use to the report, and all have to be read.

    python -m benchmarks.project FOLDER
"""

from __future__ import annotations
