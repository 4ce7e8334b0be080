"""The commands: each settles its settings and calls one function, whose room is imported only then."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from vertrag import __version__
from vertrag.cli.ending import asked_to_end
from vertrag.cli.failures import Reader
from vertrag.cli.flags import config_option, given, parameters
from vertrag.config import (
    ExportSettings,
    FuzzSettings,
    MutateSettings,
    PersonasSettings,
    ResourcesSettings,
    ServeSettings,
    Settings,
    SettingsFile,
    ShowSettings,
    StatsSettings,
    TokenSettings,
    WhySettings,
    aimed,
    read_file,
    resolve,
)
from vertrag.errors import UsageError

S = TypeVar("S", bound=Settings)

EPILOG = "Every option can also be a variable VERTRAG_NAME or a key in vertrag.toml: see `vertrag settings`."


@click.group(no_args_is_help=False, invoke_without_command=True)
@click.version_option(__version__, prog_name="vertrag", message="%(prog)s %(version)s")
@click.pass_context
def vertrag(context: click.Context) -> None:
    """Serve a mock backend from OpenAPI documents, and fuzz real ones against them."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def serve(settings: ServeSettings) -> None:
    """Serve until a signal comes."""
    from vertrag.contract.undisturbed import undisturbed

    with undisturbed(to_stay=True):
        from vertrag.serve.running.server import ready

        serve_on = ready(settings)
    serve_on()


def why(settings: WhySettings) -> None:
    """Print every decision on the way to an answer."""
    from vertrag.serve.showing.explanation import explained

    if settings.method is None or settings.target is None:
        raise UsageError("no request to explain", hint="give one: vertrag why GET /path")
    for step in explained(settings):
        click.echo(f"{step.subject:<10} {step.decision}")


def resources(settings: ResourcesSettings) -> None:
    """Print what was inferred, as a table where people look."""
    from vertrag.cli.inferences import print_inferred

    if not settings.documents:
        raise UsageError("no document to read", hint="name one: vertrag resources DOC")
    print_inferred(settings, sys.stdout)


def fuzz(settings: FuzzSettings) -> int:
    """Fuzz; 0 when nothing was found, 1 when something was."""
    from vertrag.fuzz.options import from_settings
    from vertrag.fuzz.reporting.report import run

    with asked_to_end():
        return run(from_settings(settings), sys.stdout)


def mutate(settings: MutateSettings) -> int:
    """Test tests; 1 where they see less than was asked for."""
    from vertrag.mutation.campaign import Campaign
    from vertrag.mutation.scoreboard import show
    from vertrag.serve.running.processes import set_up_logging

    if settings.document is None or not settings.command:
        raise UsageError("no command to test", hint="give one: vertrag mutate DOC -- COMMAND --url {url}")
    mock = replace(
        resolve(ServeSettings, file=_file(None)).settings,
        documents=(settings.document,),
        host="127.0.0.1",
        port=0,
        workers=1,
        store="memory",
        sabotage=(),
        reload=False,
    )
    set_up_logging(mock.log_level)
    campaign = Campaign(mock, settings.command, settings.only, settings.time_limit, settings.jobs)
    with asked_to_end():
        score = show(campaign.outcomes(), len(campaign.ways), settings.format, sys.stdout)
    return int(score.percent < settings.min_score)


def token(settings: TokenSettings) -> None:
    """Print nothing but a token, so that a shell can take it."""
    from vertrag.credentials import Authority, load_key

    authority = Authority(load_key(settings.key))
    click.echo(authority.issue(settings.role, settings.lifetime, scope=settings.scope))


def personas(settings: PersonasSettings) -> None:
    """Print the people with a story."""
    from vertrag.vendors.persona_requests import describe

    click.echo(describe(settings))


@vertrag.group("world")
def world() -> None:
    """Look at the invented supplier: show records, export tables, count the mixes."""


def show(settings: ShowSettings) -> None:
    """Print the picture of a record."""
    from vertrag.cli.worlds import show

    show(settings, sys.stdout)


def export(settings: ExportSettings) -> None:
    """Write tables of the world to files."""
    from vertrag.cli.worlds import export

    export(settings, sys.stdout)


def stats(settings: StatsSettings) -> int:
    """Print the mixes; 1 if a law is broken."""
    from vertrag.cli.worlds import stats

    return stats(settings, sys.stdout)


@vertrag.command("settings", params=[config_option()])
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def settings_overview(form: str, config_file: str | None) -> None:
    """Show the value of every setting and where it comes from."""
    from vertrag.cli.overview import as_json, as_text

    file = _file(config_file)
    click.echo(as_json(file) if form == "json" else as_text(file))


@vertrag.command("lint")
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Fail on warnings as well.")
@click.option("--all", "everything", is_flag=True, help="List every place of what only informs.")
def lint_documents(documents: tuple[str, ...], form: Any, *, strict: bool, everything: bool) -> int:
    """Say what is wrong with documents: code, place, cause and remedy."""
    from vertrag.cli.linting import lint

    return lint(documents, form, sys.stdout, strict=strict, everything=everything)


@vertrag.command("report")
@click.argument("files", nargs=-1, required=True, metavar="[merge] RUN.ndjson...")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write a report, by its ending, as `fuzz --report` does; repeat for more.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def report_runs(files: tuple[str, ...], outputs: tuple[str, ...], form: Any) -> int:
    """Tell a recorded fuzz run again, in any form; several are told as one, as the word `merge` says."""
    from vertrag.fuzz.reporting.retelling import retell

    runs = files[1:] if files[0] == "merge" and len(files) > 1 else files
    return retell([Path(each) for each in runs], [Path(each) for each in outputs], form, sys.stdout)


@vertrag.command("explain")
@click.argument("code")
def explain_code(code: str) -> None:
    """Explain a code of `vertrag lint`, such as V121, or of `vertrag sabotages`, such as S101."""
    from vertrag.cli.linting import explained

    click.echo(explained(code))


@vertrag.command("sabotages")
@click.argument("document", required=False, metavar="[DOC]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_sabotages(document: str | None, form: Any) -> None:
    """List the ways in which `vertrag serve --sabotage` can lie, and which of them fit a document."""
    from vertrag.cli.sabotages import print_sabotages

    print_sabotages(document, form, sys.stdout)


class _Command(click.Command):
    """A command whose mistakes in parsing name it, so that the hint leads to its own help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


def _command(section: type[S], deed: Callable[[S], Any]) -> click.Command:
    @click.pass_obj
    def settle_and_do(reader: Reader | None, /, config_file: str | None, **values: Any) -> Any:
        file = _file(config_file)
        settings = resolve(section, given(values), file=file).settings
        if isinstance(settings, FuzzSettings) and settings.target is not None:
            file = aimed(file, section.section, settings.target)
            settings = resolve(section, given(values), file=file).settings
        if reader is not None and getattr(settings, "format", "") == "json":
            reader.wants_json = True
        return deed(settings)

    return _Command(
        section.section,
        callback=settle_and_do,
        params=parameters(section),
        help=section.__doc__,
        epilog=EPILOG,
    )


def _file(chosen: str | None) -> SettingsFile:
    return read_file(Path(chosen) if chosen else None, Path.cwd())


for command in (
    _command(ServeSettings, serve),
    _command(WhySettings, why),
    _command(ResourcesSettings, resources),
    _command(FuzzSettings, fuzz),
    _command(MutateSettings, mutate),
    _command(TokenSettings, token),
    _command(PersonasSettings, personas),
):
    vertrag.add_command(command)
for command in (
    _command(ShowSettings, show),
    _command(ExportSettings, export),
    _command(StatsSettings, stats),
):
    world.add_command(command)
