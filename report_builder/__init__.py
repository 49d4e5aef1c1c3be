"""Partner agencies' spreadsheets become a committee-ready Word report, every word traced to a cell."""
