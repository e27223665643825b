"""The `factbook` command: each subcommand calls one function of a room and prints what it gave."""

from factbook.cli.base import Command, Group
from factbook.cli.commands import main

__all__ = ["Command", "Group", "main"]
