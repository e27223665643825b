"""`python -m factbook.cli` is the `factbook` command."""

from factbook.cli.commands import main

main(prog_name="factbook")
