"""Reading people and organisations, and the viewer that every other read begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet

from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import may_administer
from tilannekuva.domain.viewer import NOBODY, Viewer

from .models import Agreement, ApiKey, Invitation, Organisation, Person, Role, secret_sha256


def viewer_of(person: Person) -> Viewer:
    """The viewer that a signed-in person is today.

    Read afresh at every request, so that a changed right works at once (C-13). A person with roles in
    several organisations works for the one of the first role in force.
    """
    if not person.is_active or (person.is_simulated and not settings.DEMO):
        return NOBODY
    today = today_on(settings.TIME_ZONE)
    roles = list(roles_in_force(today).filter(person=person).order_by("valid_from_on", "pk"))
    if not roles:
        return NOBODY
    organisation_id = roles[0].organisation_id
    return Viewer(
        person_id=person.pk,
        organisation_id=organisation_id,
        roles=frozenset(RoleName(role.name) for role in roles if role.organisation_id == organisation_id),
        agreements=frozenset(givers_of_signals(organisation_id, today)),
        label=f"person:{person.pk}",
    )


def roles_in_force(today: dt.date) -> QuerySet[Role]:
    return Role.objects.filter(valid_from_on__lte=today, valid_to_on__gte=today)


def agreements_in_force(today: dt.date) -> QuerySet[Agreement]:
    return Agreement.objects.filter(valid_from_on__lte=today, valid_to_on__gte=today)


def givers_of_signals(organisation_id: int, today: dt.date) -> set[int]:
    """Ids of the organisations whose signals this organisation may read."""
    return set(
        agreements_in_force(today)
        .filter(data_class="signals", receives_id=organisation_id)
        .values_list("gives_id", flat=True)
    )


def givers_of_counts(today: dt.date) -> set[int]:
    """Ids of the organisations that give counts to the joint picture. To give signals gives counts."""
    return set(agreements_in_force(today).values_list("gives_id", flat=True))


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """The people an administrator handles; nobody else sees a list of people."""
    if not may_administer(viewer):
        return Person.objects.none()
    return Person.objects.prefetch_related("roles__organisation").order_by("display_name")


def open_invitations_for(viewer: Viewer) -> QuerySet[Invitation]:
    if not may_administer(viewer):
        return Invitation.objects.none()
    return Invitation.objects.select_related("organisation").filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now_at()
    )


def invitation_of(secret: str) -> Invitation | None:
    """The open invitation that a secret opens, if any."""
    rows = Invitation.objects.select_related("organisation")
    found = rows.filter(secret_sha256=secret_sha256(secret)).first()
    return found if found is not None and found.is_open(now_at()) else None


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def organisations_with(roles: Collection[RoleName], today: dt.date) -> set[int]:
    """Ids of the organisations in which somebody holds one of the roles today."""
    held = roles_in_force(today).filter(name__in=roles, person__is_active=True)
    return set(held.order_by().values_list("organisation_id", flat=True))


def somebody_else_holds(roles: Collection[RoleName], viewer: Viewer, today: dt.date) -> bool:
    """Whether, in the viewer's organisation, somebody but the viewer holds one of the roles today."""
    if viewer.organisation_id is None:
        return False
    held = roles_in_force(today).filter(
        organisation_id=viewer.organisation_id, name__in=roles, person__is_active=True
    )
    return held.exclude(person__pk=viewer.person_id or 0).exists()


def active_administrators(today: dt.date) -> int:
    """How many people hold the keys today."""
    roles = roles_in_force(today).filter(name=RoleName.ADMINISTRATOR, person__is_active=True)
    return roles.order_by().values("person").distinct().count()


def simulated_people() -> QuerySet[Person]:
    """The people of the demo city, for its one-click sign-in; nobody in a real city."""
    if not settings.DEMO:
        return Person.objects.none()
    return Person.objects.filter(is_simulated=True, is_active=True).prefetch_related("roles__organisation")


def own_organisation(viewer: Viewer) -> Organisation | None:
    """The organisation in which the viewer works."""
    if viewer.organisation_id is None:
        return None
    return Organisation.objects.filter(pk=viewer.organisation_id).first()


def organisation_of_code(code: str) -> Organisation | None:
    """An organisation that the program itself knows by its code, as that of residents."""
    return Organisation.objects.filter(code=code).first()


def keys_for(viewer: Viewer) -> QuerySet[ApiKey]:
    """The keys of programs that an administrator handles, newest first; nobody else sees that there are any."""
    if not may_administer(viewer):
        return ApiKey.objects.none()
    return ApiKey.objects.select_related("organisation").order_by("-made_at")


def key_of(secret: str) -> ApiKey | None:
    """The key that a secret opens today, if any."""
    found = ApiKey.objects.select_related("organisation").filter(secret_sha256=secret_sha256(secret)).first()
    if found is None or found.revoked_at is not None or found.expires_on < today_on(settings.TIME_ZONE):
        return None
    return found


def viewer_of_key(key: ApiKey) -> Viewer:
    """The program that holds a key: it reports for one organisation and reads nothing."""
    return Viewer(
        person_id=None,
        organisation_id=key.organisation_id,
        roles=frozenset({RoleName.REPORTER}),
        label=f"key:{key.public_id}",
        sends_only=True,
    )
