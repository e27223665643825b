"""Commands and options whose help and faults are in the editor's language, and never a traceback."""

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
    """A folder that is there."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path."""
        if not Path(value).is_dir():
            self.fail(session(ctx).message("there is no folder “{name}”", name=str(value)), param, ctx)
        return Path(value)


class Option(click.Option):
    """An option whose help is in the editor's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help, as click shows them."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, session(ctx).translate(self.help), 1)


class Choice(click.Choice[str]):
    """One of some words; a mistyped one suggests the right one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or a fault that lists the words."""
        words = [str(choice) for choice in self.choices]
        if str(value) not in words:
            values = {"found": str(value), "hint": suggestion(str(value), words), "known": ", ".join(words)}
            self.fail(session(ctx).problem_message("unknown-word", values), param, ctx)
        return str(value)


class ParsedText(_TextType):
    """A period, day or number as the data writes it; it stays the text that was typed."""

    def __init__(self, kind: Kind):
        self.kind = kind
        self.name = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, or a fault with an example."""
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
    """The options that may stand before a subcommand or after it."""
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

    `more` gives further options when the session is known: those that depend on the site's languages.
    """

    example: str = ""
    more: Callable[[Session], list[click.Parameter]] | None = None

    def __init__(self, *args: Any, **settings: Any):
        self.example = settings.pop("example", "")
        self.more = settings.pop("more", None)
        settings["context_settings"] = {"allow_extra_args": True, **settings.get("context_settings", {})}
        super().__init__(*args, **settings)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own parameters, those of the site's languages, and the common ones."""
        more = self.more(session(ctx)) if self.more else []
        return [*self.params, *more, *common_options(), *self._help(ctx)]

    def _help(self, ctx: click.Context) -> list[click.Parameter]:
        option = self.get_help_option(ctx)
        if option is None:
            return []
        option.help = session(ctx).translate("Show this help.")
        return [option]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; what is left over is a fault."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            told = session(ctx).message("unexpected arguments: {words}", words=" ".join(ctx.args))
            raise click.UsageError(told, ctx)
        return rest

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help."""
        return _said(self.help, click.get_current_context(silent=True)).rstrip(".")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        prefix = session(ctx).translate("Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, and an example."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_said(self.help, ctx))
            formatter.write_paragraph()
            formatter.write_text(f"\b\n{session(ctx).translate('Example: ')}{self.example}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their help."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(session(ctx).translate("Options")):
            formatter.write_dl(records)


def _said(text: str | None, context: click.Context | None) -> str:
    plain = " ".join((text or "").split())
    return session(context).translate(plain) if context else plain


class Group(Command, click.Group):
    """The subcommands. Whatever goes wrong in one of them ends here as a message."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any):
        super().__init__(*args, **settings)
        self.context_settings = {}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the subcommand."""
        return click.Group.parse_args(self, ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand, or a fault that suggests the right one."""
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            near = suggestion(args[0], list(self.commands))
            raise click.UsageError(session(ctx).message("there is no command “{name}”", near, name=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the subcommands."""
        Command.format_options(self, ctx, formatter)
        with formatter.section(session(ctx).translate("Commands")):
            formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in self.commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The subcommands in the order an editor meets them."""
        return list(self.commands)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command line and end the process, with 0, 1 (something is wrong) or 2 (mistyped)."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.UsageError as error:
            _tell_usage(error)
            sys.exit(2)
        except click.exceptions.Abort:
            sys.exit(1)
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; each kind of fault becomes a message in the editor's language."""
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


def _tell_usage(error: click.UsageError) -> None:
    """A mistyped command line: what is wrong, an example, where help is."""
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
    """Every help text of a command and its subcommands: message identifiers for the editors' catalogues."""
    yield " ".join((command.help or "").split())
    for option in [*command.params, *common_options()]:
        if isinstance(option, Option) and option.help:
            yield option.help
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)
