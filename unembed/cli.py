"""Arguments to commands; the only place that turns errors into text and exit codes.

Exit codes: 0 clear · 1 traces left · 2 wrong use or a known error · 3 could not check everything · 4 a bug in unembed ·
130 interrupted.
"""

import os
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from scanner.errors import UnembedError, UsageError
from unembed import __version__, config
from unembed.commands.crawl import crawl
from unembed.commands.dates import Day
from unembed.commands.outputs import to_stderr
from unembed.commands.report import report
from unembed.commands.send import send
from unembed.posting.password import VARIABLE

EXIT_ERROR = 2
EXIT_BUG = 4
EXIT_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="unembed")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find every trace a CRM leaves on a website before the account closes, and say where each one is edited out."""
    if context.invoked_subcommand in (crawl.name, send.name):
        check_variables()
        context.default_map = clinic_settings()


def clinic_settings() -> dict[str, dict[str, object]]:
    """The settings file of the current folder as defaults of `unembed crawl` and `unembed send`.

    One value of a list may stand alone. What is sent is not asked of the file, nor whether to ask.
    """
    options = {str(command.name): _settable(command) for command in (crawl, send)}
    known = {name: setting(option) for named in options.values() for name, option in named.items()}
    settings = config.read(known)
    return {
        command: {
            str(option.name): [settings[name]]
            if known[name].several and not isinstance(settings[name], list)
            else settings[name]
            for name, option in named.items()
            if name in settings
        }
        for command, named in options.items()
    }


def _settable(command: click.Command) -> dict[str, click.Parameter]:
    """The options of a command that the settings file may hold, by the names that they have there."""
    left = ("scan", "yes", "dry_run")
    return {long_name(option): option for option in command.params if option.name not in left}


def long_name(option: click.Parameter) -> str:
    """The name of an option in the settings file, with `_` for `-`."""
    flags = [flag for flag in option.opts if flag.startswith("--")]
    return flags[0].removeprefix("--").replace("-", "_") if flags else str(option.name)


def setting(option: click.Parameter) -> config.Setting:
    """What the settings file may hold for an option."""
    several = option.nargs == -1 or (isinstance(option, click.Option) and option.multiple)
    if isinstance(option, click.Option) and option.is_flag:
        return config.Setting(bool)
    for type_, kind in ((click.types.IntParamType, int), (click.types.FloatParamType, float), (Day, date)):
        if isinstance(option.type, type_):
            return config.Setting(kind, several)
    return config.Setting(str, several)


def check_variables() -> None:
    """Raises UsageError for an environment variable that looks like a misspelt one of `unembed crawl` or `send`."""
    options = (*crawl.params, *send.params)
    known = {str(option.envvar): None for option in options if option.envvar} | {VARIABLE: None}
    for name in os.environ:
        if name.startswith("UNEMBED_") and name not in known:
            hint = config.nearest(name, known, "")
            if hint:
                raise UsageError("unknown environment variable", name, hint)


@cli.command()
@click.option("--browser", type=click.Path(path_type=Path), envvar="UNEMBED_BROWSER", help="The browser to try first.")
@click.option("--allow-unsandboxed-browser", is_flag=True, envvar="UNEMBED_ALLOW_UNSANDBOXED_BROWSER",
              help="Let it run without its sandbox where it cannot have one.")  # fmt: skip
def doctor(browser: Path | None, *, allow_unsandboxed_browser: bool) -> int:
    """Say which browser is used, whether it works, and what to do if there is none."""
    from unembed.commands import doctor as command

    return command.run(browser, allow_unsandboxed=allow_unsandboxed_browser)


@cli.command()
@click.argument("name", type=click.Choice(["scan"]), default="scan")
def schema(name: str) -> int:
    """Print the JSON Schema of scan.json."""
    from unembed.commands import schema as command

    return command.run(name)


@cli.group()
def signatures() -> None:
    """The data by which the CRM is recognised."""


FOLDERS = click.option(
    "--signatures",
    "folders",
    type=click.Path(path_type=Path),
    multiple=True,
    envvar="UNEMBED_SIGNATURES",
    metavar="DIR",
    help="A folder with signatures of your own.",
)


@signatures.command("list")
@click.option("--markdown", is_flag=True, help="As a Markdown page.")
@FOLDERS
def list_signatures(markdown: bool, folders: tuple[Path, ...]) -> int:
    """List all signatures."""
    from unembed.commands import signatures as command

    return command.list_signatures(folders, markdown=markdown)


@signatures.command()
@click.argument("identifier", metavar="ID")
@FOLDERS
def explain(identifier: str, folders: tuple[Path, ...]) -> int:
    """Say what a signature means, how it is recognised and how it is removed."""
    from unembed.commands import signatures as command

    return command.explain(identifier, folders)


@signatures.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
def check(files: tuple[Path, ...]) -> int:
    """Run the samples of your own signature files."""
    from unembed.commands import signatures as command

    return command.check(files)


cli.add_command(crawl)
cli.add_command(report)
cli.add_command(send)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code; every error leaves here as text on stderr."""
    try:
        return int(cli.main(arguments, prog_name="unembed", standalone_mode=False) or 0)
    except UnembedError as error:
        return _say(error.what, error.thing, error.hint)
    except click.UsageError as error:
        return _wrong_use(error)
    except (click.Abort, KeyboardInterrupt):
        to_stderr("interrupted")
        return EXIT_INTERRUPTED
    except SystemExit:  # click's way of leaving when whoever reads the result has had enough
        return 0
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a message instead of a stack trace
        return _bug(error)


def _wrong_use(error: click.UsageError) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        to_stderr(error.format_message())
        return EXIT_ERROR
    command = error.ctx.command_path if error.ctx else "unembed"
    return _say("wrong use", f"{error.format_message().rstrip('.')}{_source(error)}", f"{command} --help")


def _source(error: click.UsageError) -> str:
    """Where a bad value stands, if not on the command line."""
    if not isinstance(error, click.BadParameter) or error.ctx is None or error.param is None:
        return ""
    source = error.ctx.get_parameter_source(str(error.param.name))
    if source is ParameterSource.ENVIRONMENT:
        return f" (in the environment variable {error.param.envvar})"
    return " (in the settings file)" if source is ParameterSource.DEFAULT_MAP else ""


def _say(what: str, thing: str, hint: str) -> int:
    to_stderr(f"{click.style('error:', fg='red')} {_line(what)}: {_line(thing)}\n  try: {_line(hint)}")
    return EXIT_ERROR


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


def _bug(error: Exception) -> int:
    """A log ready to paste: where it happened and with which versions, without texts from pages or arguments."""
    import platform
    import tempfile
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"- `{Path(f.filename).name}:{f.lineno}` in `{f.name}`: `{f.line}`" for f in frames]
    text = "\n".join(
        [
            f"### unembed {__version__}: {type(error).__name__}",
            "",
            f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
            "",
            *lines,
            "",
        ]
    )
    descriptor, name = tempfile.mkstemp(prefix="unembed-bug-", suffix=".md")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    to_stderr(
        f"{click.style('error:', fg='red')} a bug in unembed: {type(error).__name__}\n  try: report it with {name}"
    )
    return EXIT_BUG
