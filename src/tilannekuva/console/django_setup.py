"""Starting Django for a verb: with an installation, or bare."""

from __future__ import annotations

import hashlib
import io
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


def prepare_installation() -> None:
    """Check the trust requirements, bring the tables up to date, gather static files. Safe to repeat."""
    from django.core.management import call_command

    # Nothing starts whose tables could hold an observed person.
    call_command("check", tags=["trust"], stdout=io.StringIO())
    _make_database_file()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _gather_static_files()


def _make_database_file() -> None:
    """The file of SQLite, before anything is in it, so that its owner alone can ever read it."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        os.close(os.open(database["NAME"], os.O_WRONLY | os.O_CREAT, 0o600))


def _gather_static_files() -> None:
    """Name, compress and copy the static files, which takes seconds: again only when one has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            about = os.stat(storage.path(path))
            seen.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    gathered = Path(settings.STATIC_ROOT).with_name("static-gathered")
    if gathered.exists() and gathered.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    gathered.write_text(seen.hexdigest())
