"""The public picture of the demo city: proposed by one of its people, released by another."""

from __future__ import annotations

import datetime as dt

from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.city import City
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.public_release import RELEASE_DECIDERS, RELEASE_PROPOSERS, ReleaseState
from tilannekuva.domain.role import RoleName
from tilannekuva.publication.release.actions import propose_release, publish_release

from .plan import DemoPlan

_LEAD = {
    "fi": "Tämä on keksitty esimerkki siitä, mitä asukkaille kerrotaan: mitä kaupungissa on ilmoitettu, myös hyvää.",
    "sv": "Det här är ett påhittat exempel på vad invånarna får veta: vad som har anmälts i staden, också det goda.",
    "en": "This is an invented example of what residents are told: what was reported in the city, good things too.",
}


def publish(plan: DemoPlan, city: City, *, as_of: dt.date) -> None:
    """Propose, prepare and release it. Without two people who may, there is none."""
    proposer = _person(plan, RELEASE_PROPOSERS, besides=None)
    decider = _person(plan, RELEASE_DECIDERS, besides=proposer)
    if proposer is None or decider is None:
        return
    release = propose_release(
        as_of=as_of,
        lead=_LEAD,
        smallest_count=city.thresholds.smallest_count_public,
        by=viewer_of(proposer),
    )
    from ..work_commands import release_through

    release_through(city)
    release.refresh_from_db()
    if release.state != ReleaseState.PREPARED:
        raise BadInput("The public picture of the demo failed", release.failure, "See the log above.")
    publish_release(release=release, by=viewer_of(decider))


def _person(plan: DemoPlan, roles: frozenset[RoleName], besides: Person | None) -> Person | None:
    for number, planned in enumerate(plan.people, start=1):
        person = Person.objects.get(email=f"demo{number}@example.invalid")
        if planned.role in roles and person != besides:
            return person
    return None
