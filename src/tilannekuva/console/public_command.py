"""The verb that attacks what was published: attack-public."""

from __future__ import annotations

import time

import typer

from tilannekuva.domain.errors import BadInput

from .django_setup import start_installed
from .home import Home
from .language import chosen_language
from .screen import say


def add_to(app: typer.Typer) -> None:
    app.command("attack-public")(attack_public)


def attack_public(home: Home) -> None:
    """Try to work out small counts from everything that was ever published. Fails if one can be."""
    start_installed(home)
    from django.utils import translation
    from django.utils.translation import gettext as _

    from tilannekuva.publication.release_attack import attack_register

    started = time.monotonic()
    tables = list(attack_register())
    with translation.override(chosen_language(None)):
        found = [table for table in tables if table.n_open]
        if found:
            where = ", ".join(f"{table.period} {table.kind}" for table in found[:5])
            raise BadInput(_("Counts can be worked out"), where, _("Withdraw the releases that told them."))
        say(
            _("%(tables)d tables with %(left_out)d counts left out: none can be worked out (%(seconds)d s).")
            % {
                "tables": len(tables),
                "left_out": sum(table.n_left_out for table in tables),
                "seconds": max(1, round(time.monotonic() - started)),
            }
        )
