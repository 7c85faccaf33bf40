"""Starting Django for a verb: with an installation, or bare."""

from __future__ import annotations

import os
from pathlib import Path

from tilannekuva.domain.city import City, load_city
from tilannekuva.project.installation import HOME_VARIABLE, Installation, read


def start_bare() -> None:
    """Words and templates only: no database, nothing kept."""
    _start("tilannekuva.project.settings.bare")


def start_installed(home: Path) -> tuple[Installation, City]:
    """The installation in `home`. Raises BadInput when there is none."""
    installation = read(home)
    os.environ[HOME_VARIABLE] = str(home)
    _start("tilannekuva.project.settings.installed")
    return installation, load_city(installation.city_folder)


def _start(settings: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()


def prepare_database() -> None:
    """Bring the tables up to date and gather the static files. Safe to repeat."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
