"""`python -m factbook.cli` is the `factbook` command."""

from factbook.cli.main import main

main(prog_name="factbook")
