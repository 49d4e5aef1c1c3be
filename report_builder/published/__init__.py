"""The published record: what each report that went out said, and what has changed since.

`inputs/published/` holds a file a period. Publishing the same period again adds an edition to its file.
"""

from report_builder.published.editions import Edition, edition_of
from report_builder.published.restatements import changes, strangers
from report_builder.published.sentences import differences, renamed, restated
from report_builder.published.store import Record, as_json, name_of, records_in

__all__ = [
    "Edition",
    "Record",
    "as_json",
    "changes",
    "differences",
    "edition_of",
    "name_of",
    "records_in",
    "renamed",
    "restated",
    "strangers",
]
