"""`python -m report_builder`: the command, for where its script is not on the path."""

from report_builder.cli import main

main()
