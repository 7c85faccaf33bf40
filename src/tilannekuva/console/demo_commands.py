"""Verbs for the demo city: build and serve it, and rehearse detection on cities like it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Annotated

import typer

from .django_setup import prepare_installation, start_bare, start_installed
from .screen import progress, say
from .serving import DEFAULT_HOST, DEFAULT_PORT
from .serving import serve as serve_installation

DEFAULT_CITY = Path("cities/helsinki")
# The seed of the demo is one of those on which things were tried out; the rehearsal uses others.
DEMO_SEED = 1


def add_to(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(rehearse)


def demo(
    city: Annotated[Path, typer.Option("--city", help="Folder of a city with a demo.toml.")] = DEFAULT_CITY,
    home: Annotated[Path, typer.Option("--home", help="Folder of the demo.")] = Path("var/demo"),
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day the demo shows. Default: yesterday."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the simulation.", min=0)] = DEMO_SEED,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw an earlier demo away first.")] = False,
    build_only: Annotated[bool, typer.Option("--build-only", help="Build it, but do not serve it.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = DEFAULT_PORT,
) -> None:
    """Build the demo city once, run detection, and serve it. A second start takes seconds."""
    from tilannekuva.domain.city import load_city
    from tilannekuva.project.installation import create

    if fresh and (home / "installation.toml").exists():
        shutil.rmtree(home)
    ready = home / "demo-is-ready"
    if not ready.exists():
        described = load_city(city)
        say(f"Building the demo city of {described.name('en')} (simulated signals, about a minute) …")
        if home.exists():
            shutil.rmtree(home)  # a build that was cut off; nothing in it is anybody's
        create(home, city_folder=city, demo=True)
        _installation, described = start_installed(home)
        prepare_installation()
        from .demo.build import build

        with progress() as tell:
            lines = build(described, home=home, as_of=as_of.date() if as_of else None, seed=seed, tell=tell)
        for line in lines:
            say(line)
        ready.touch()
    else:
        start_installed(home)
        prepare_installation()
    if not build_only:
        raise typer.Exit(serve_installation(home, host=host, port=port, with_worker=True, entrance="demo/"))


def rehearse(
    city: Annotated[Path, typer.Option("--city", help="Folder of a city with a demo.toml.")] = DEFAULT_CITY,
    seeds: Annotated[int, typer.Option(help="How many cities with stories, and as many without.", min=1)] = 3,
    first_seed: Annotated[
        int, typer.Option(help="Seeds from here on; below 100 were used to choose settings.")
    ] = 101,
    weeks: Annotated[int, typer.Option(help="Weekly looks back from the last day.", min=2)] = 12,
    out: Annotated[Path | None, typer.Option("--out", help="Also write the report as Markdown.")] = None,
) -> None:
    """Report which planted stories detection finds, how late, and how many false findings stand beside them."""
    start_bare()
    from .demo.rehearsal import rehearse as rehearse_cities

    with progress() as tell:
        report = rehearse_cities(city, seeds=seeds, first_seed=first_seed, weeks=weeks, tell=tell)
    say(report)
    if out is not None:
        out.write_text(report + "\n", encoding="utf-8")
