"""Commands and options with help and errors in the editor's language, without tracebacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption

from factbook.cli.session import Session, session
from factbook.data.edit import FileChangedError, RefusedError, fault
from factbook.data.edit.fields import Kind
from factbook.data.loader import suggestion
from factbook.i18n.messages import editor_languages
from factbook.problems import Problems
from factbook.problems.escape import escape_line

if TYPE_CHECKING:
    _TextType = click.ParamType[str]
    _PathType = click.ParamType[Path]
else:  # generic only in the newer versions of click
    _TextType = _PathType = click.ParamType


class Folder(_PathType):
    """The path of an existing folder."""

    name = "folder"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path. Raises BadParameter if there is no such folder."""
        folder = Path(str(value))
        if not folder.is_dir():
            self.fail(session(ctx).message("there is no folder “{name}”", name=str(value)), param, ctx)
        return folder


class Option(click.Option):
    """An option whose help is in the editor's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its translated help."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, session(ctx).translate(self.help), 1)


class Choice(click.Choice[str]):
    """One of several words; the error for another one suggests the nearest."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word. Raises BadParameter with the list of words."""
        words = [str(choice) for choice in self.choices]
        if str(value) not in words:
            values = {"found": str(value), "hint": suggestion(str(value), words), "known": ", ".join(words)}
            self.fail(session(ctx).problem_message("unknown-word", values), param, ctx)
        return str(value)


class ParsedText(_TextType):
    """A period, day or number in the form of the data files, kept as text."""

    def __init__(self, kind: Kind):
        self.kind = kind
        self.name = kind

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text. Raises BadParameter with an example."""
        text = str(value).strip()
        if code := fault(self.kind, text):
            self.fail(session(ctx).problem_message(code, {"found": text, "expected": "0, 1, 2…"}), param, ctx)
        return text


def _set_root(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        session(context).root = value.resolve()


def _set_language(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        session(context).lang = value


def common_options() -> list[click.Parameter]:
    """Return the options that are allowed before and after a subcommand."""
    return [
        Option(
            ["--root"],
            type=Folder(),
            expose_value=False,
            is_eager=True,
            callback=_set_root,
            help="The folder with mkdocs.yml; by default the current one.",
        ),
        Option(
            ["--lang"],
            type=Choice(editor_languages()),
            expose_value=False,
            is_eager=True,
            callback=_set_language,
            help="Language of the messages; by default that of the environment.",
        ),
    ]


class Command(click.Command):
    """A subcommand: its help is the function's docstring in the editor's language, with an example.

    `more` returns the options that depend on the site's languages, for a session.
    """

    example: str = ""
    more: Callable[[Session], list[click.Parameter]] | None = None

    def __init__(self, *args: Any, **settings: Any):
        self.example = settings.pop("example", "")
        self.more = settings.pop("more", None)
        settings["context_settings"] = {"allow_extra_args": True, **settings.get("context_settings", {})}
        super().__init__(*args, **settings)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters, those that depend on the site's languages, and the common ones."""
        more = self.more(session(ctx)) if self.more else []
        return [*self.params, *more, *common_options(), *self._help(ctx)]

    def _help(self, ctx: click.Context) -> list[click.Parameter]:
        option = self.get_help_option(ctx)
        if option is None:
            return []
        option.help = session(ctx).translate("Show this help.")
        return [option]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line. Raises UsageError for unexpected arguments."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            message = session(ctx).message("unexpected arguments: {words}", words=" ".join(ctx.args))
            raise click.UsageError(message, ctx)
        return rest

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help."""
        return _translated(self.help, click.get_current_context(silent=True)).rstrip(".")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        prefix = session(ctx).translate("Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description of the command and an example."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_translated(self.help, ctx))
            formatter.write_paragraph()
            formatter.write_text(f"\b\n{session(ctx).translate('Example: ')}{self.example}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options with their help."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(session(ctx).translate("Options")):
            formatter.write_dl(records)


def _translated(text: str | None, context: click.Context | None) -> str:
    plain = " ".join((text or "").split())
    return session(context).translate(plain) if context else plain


class Group(Command, click.Group):
    """A group of subcommands. Every exception of a subcommand is reported here as a message."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any):
        super().__init__(*args, **settings)
        self.context_settings = {}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the subcommand."""
        return click.Group.parse_args(self, ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand. Raises UsageError with the nearest name."""
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            near = suggestion(args[0], list(self.commands))
            raise click.UsageError(session(ctx).message("there is no command “{name}”", near, name=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the subcommands."""
        Command.format_options(self, ctx, formatter)
        with formatter.section(session(ctx).translate("Commands")):
            formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in self.commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the subcommands in their order of registration."""
        return list(self.commands)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command line and exit with status 0, 1 (errors) or 2 (wrong usage)."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.UsageError as error:
            _print_usage_error(error)
            sys.exit(2)
        except click.exceptions.Abort:
            sys.exit(1)
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand, and report each kind of exception in the editor's language."""
        current = session(ctx)
        try:
            return super().invoke(ctx)
        except Problems as problems:
            current.fail(problems.found)
        except RefusedError as refused:
            _end(current.problem_message(refused.code, refused.values))
        except FileChangedError as error:
            _end(current.problem_message("file-changed", {"file": str(error)}))
        except (click.exceptions.Exit, click.exceptions.Abort, click.ClickException, BrokenPipeError):
            raise
        except OSError as error:
            values = {"file": escape_line(str(error.filename or "")), "why": error.strerror or str(error)}
            _end(current.message("{file} cannot be read or written: {why}", **values))
        except Exception as error:
            if os.environ.get("FACTBOOK_DEBUG"):
                raise
            why = escape_line(f"{type(error).__name__}: {error}")
            _end(current.message("internal error in factbook: {why}. Please report it.", why=why))
        return None


def _end(message: str) -> None:
    click.echo(message, err=True)
    raise click.exceptions.Exit(1)


def _print_usage_error(error: click.UsageError) -> None:
    """Print what is wrong with a command line, an example and where to find help."""
    context = error.ctx
    current = session(context) if context else Session()
    lines = [(f"{context.command_path}: " if context else "") + _usage_message(error, current)]
    command = context.command if context else None
    if isinstance(command, Command) and command.example:
        lines.append("      " + current.translate("Example: ") + command.example)
    if context:
        lines.append("      " + current.translate("Help: ") + f"{context.command_path} --help")
    click.echo("\n".join(lines), err=True)


def _usage_message(error: click.UsageError, current: Session) -> str:
    if isinstance(error, NoSuchOption) and error.ctx:
        options = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts]
        near = suggestion(error.option_name, [name for name in options if name.startswith("--")])
        return current.message("there is no option {name}", near, name=error.option_name)
    if isinstance(error, BadOptionUsage):
        return current.message("{name} needs a value", name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param:
        param = error.param
        name = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
        if isinstance(error, MissingParameter):
            return current.message("{name} is missing", name=name)
        return f"{name}: {error.message}"
    return error.message


def texts(command: click.Command) -> Iterator[str]:
    """Yield the help texts of a command and its subcommands, the message ids for the editors' catalogues."""
    yield " ".join((command.help or "").split())
    for option in [*command.params, *common_options()]:
        if isinstance(option, Option) and option.help:
            yield option.help
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)
