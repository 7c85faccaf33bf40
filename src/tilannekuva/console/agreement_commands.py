"""Verbs that record who gives what to whom: share-counts, share-signals. Nothing flows without one in force (L-11)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.viewer import system

from .django_setup import start_installed
from .home import Home
from .screen import say

CONSOLE = system("console")
AGREED_DAYS = 365


def share_counts(
    home: Home,
    organisation: Annotated[str, typer.Argument(help="Code of the organisation that gives its counts.")],
) -> None:
    """Record an agreement: an organisation gives counts to the joint picture, for a year."""
    _installation, city = start_installed(home)
    from .importing import share_counts as share
    from .organisations import organisation_with

    owner = organisation_with(organisation)
    share(owner, city)
    say(f"{owner.code} gives counts to the joint picture. The legal ground is to be confirmed by a lawyer.")
    say(f"Next: tilannekuva detect --home {home}")


def share_signals(
    home: Home,
    giver: Annotated[str, typer.Argument(help="Code of the organisation that gives its signals.")],
    receiver: Annotated[str, typer.Argument(help="Code of the organisation that may read them one by one.")],
    ground: Annotated[str, typer.Option(help="The legal ground, in words a lawyer has confirmed.")],
    days: Annotated[int, typer.Option(help="For how many days it holds.", min=1, max=2 * 366)] = AGREED_DAYS,
) -> None:
    """Record an agreement: an organisation lets another read its AMBER signals one by one."""
    _installation, city = start_installed(home)
    from tilannekuva.accounts.actions import agree
    from tilannekuva.domain.clock import today_on
    from tilannekuva.intake.gate import judge

    from .organisations import organisation_with

    gives, receives = organisation_with(giver), organisation_with(receiver)
    if gives == receives:
        raise BadInput("An organisation reads its own signals anyway", "", "Name two organisations.")
    if not ground.strip() or judge(ground).hits:
        raise BadInput(
            "A legal ground is told in words, without anything about a person",
            "--ground",
            "Name the section of the law, such as --ground 'Section 22 of the Act on …'.",
        )
    today = today_on(city.time_zone)
    agreement = agree(
        # By number: two long codes cut to the length of one would be taken for versions of one agreement.
        code=f"signals-{gives.pk}-to-{receives.pk}",
        gives=gives,
        receives=receives,
        data_class="signals",
        legal_ground=ground,
        valid_from_on=today,
        valid_to_on=today + dt.timedelta(days=days),
        by=CONSOLE,
    )
    say(f"{receives.code} may read the AMBER signals of {gives.code} until {agreement.valid_to_on}.")
