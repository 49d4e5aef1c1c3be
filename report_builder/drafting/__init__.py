"""Drafting: the definition workbook before there is one, and the blank return for agencies.

A survey of returns becomes a draft in which everything assumed is marked; without returns a starter does.
"""

from report_builder.drafting.assuming import draft, without
from report_builder.drafting.blank import FILE_NAME as BLANK_RETURN
from report_builder.drafting.blank import blank_return
from report_builder.drafting.draft import Draft
from report_builder.drafting.starter import EXAMPLE_RETURN, example_return, starter
from report_builder.drafting.workbook import as_workbook

__all__ = [
    "BLANK_RETURN",
    "EXAMPLE_RETURN",
    "Draft",
    "as_workbook",
    "blank_return",
    "draft",
    "example_return",
    "starter",
    "without",
]
