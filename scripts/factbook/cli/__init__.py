"""The `factbook` command: one module per subcommand, which calls one function and prints its result."""

from factbook.cli.framework import Command, Group
from factbook.cli.main import main

__all__ = ["Command", "Group", "main"]
