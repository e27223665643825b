"""The `factbook` command: each subcommand calls one function of a room and prints what it gave."""

from factbook.cli.framework import Command, Group
from factbook.cli.main import main

__all__ = ["Command", "Group", "main"]
