"""Partner agencies' spreadsheets become a committee-ready Word report, every word traced to a cell."""

__version__ = "0.1.0"
