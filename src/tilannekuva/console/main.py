"""The `tilannekuva` command. Every verb prints what it did, where, and what to do next.

What `look`, `import`, `detect` and `work` say is in the language that is asked for, or that of the machine;
so are refusals of the files and choices that they are given, and the help. What is refused before a language is
chosen, or in the folder of a city, is English.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

import tilannekuva
from tilannekuva.domain.errors import TilannekuvaError

from .help_words import speak
from .screen import complain

app = typer.Typer(
    name="tilannekuva",
    help="The joint situational picture of a city and its police: about places and phenomena, never about persons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tilannekuva {tilannekuva.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Shared by all verbs."""


def run() -> None:
    """Entry point: errors meant for people are printed without a traceback, with exit code 1."""
    command = whole_command()
    speak(command, sys.argv[1:])
    try:
        command()
    except TilannekuvaError as error:
        complain(error)
        sys.exit(1)


def whole_command() -> Any:
    """The command with all its verbs, as the library calls it."""
    # Here, not above: a test reads the verbs without running one, and their modules are light.
    from . import (
        city_commands,
        demo_commands,
        effort_command,
        fetch_command,
        gate_command,
        look_command,
        public_command,
        survey_command,
    )

    for commands in (
        look_command,
        demo_commands,
        city_commands,
        gate_command,
        fetch_command,
        effort_command,
        survey_command,
        public_command,
    ):
        commands.add_to(app)
    return typer.main.get_command(app)
