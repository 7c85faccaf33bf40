"""Who may read findings and editions: readers of the joint picture, and no marking beyond its circle."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from django.db.models import QuerySet

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.models import DetectionRun, Finding
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import PICTURE_READERS, PICTURE_WORKERS, RoleName
from tilannekuva.domain.viewer import NOBODY, Viewer, system
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.picture.models import Edition
from tilannekuva.picture.queries import current_edition

pytestmark = pytest.mark.django_db

AS_OF = dt.date(2026, 6, 1)
NEVER_SHARED = {Marking.AMBER_STRICT, Marking.RED}


@pytest.fixture
def rows(db: None) -> None:
    """One finding for each marking; one edition for each marking and audience."""
    with unlocked():
        run = DetectionRun.objects.create(as_of=AS_OF, seed=1, requested_at=now_at())
        kind = PhenomenonKind.objects.create(
            code="damage", names={"en": "Damage"}, definitions={"en": "…"}, iccs="not_crime", order=1
        )
        for marking in Marking:
            Finding.objects.create(
                fingerprint=marking.value,
                first_run=run,
                last_run=run,
                kind=kind,
                first_on=AS_OF,
                last_on=AS_OF,
                marking=marking,
                facts={},
                found_at=now_at(),
                expires_on=AS_OF,
            )
        for marking, audience in product(Marking, Audience):
            Edition.objects.create(
                run=run,
                audience=audience,
                as_of=AS_OF,
                good_until=AS_OF,
                marking=marking,
                content="{}",
                sha256="0" * 64,
                composed_at=now_at(),
            )


def _markings(rows: QuerySet[Finding] | QuerySet[Edition]) -> set[str]:
    return set(rows.order_by().values_list("marking", flat=True))


def _viewer(organisation: Organisation, *roles: RoleName) -> Viewer:
    return Viewer(person_id=1, organisation_id=organisation.pk, roles=frozenset(roles))


@pytest.mark.usefixtures("rows")
def test_everybody_not_named_sees_nothing(school: Organisation, charlie: Person) -> None:
    denied = [_viewer(school, role) for role in set(RoleName) - PICTURE_READERS]
    homeless = Viewer(person_id=1, organisation_id=None, roles=frozenset(RoleName))
    for viewer in [*denied, homeless, _viewer(school), viewer_of(charlie), NOBODY]:
        assert not Finding.objects.visible_to(viewer).exists(), viewer
        assert not Edition.objects.visible_to(viewer).exists(), viewer
        assert current_edition(viewer) is None, viewer


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("role", sorted(PICTURE_READERS))
def test_readers_see_what_may_leave_its_organisation(role: RoleName, school: Organisation) -> None:
    viewer = _viewer(school, role)
    for markings in (
        _markings(Finding.objects.visible_to(viewer)),
        _markings(Edition.objects.visible_to(viewer)),
    ):
        assert markings == set(Marking) - NEVER_SHARED


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("role", sorted(PICTURE_READERS))
def test_exact_counts_are_for_those_who_work_on_the_picture(role: RoleName, school: Organisation) -> None:
    seen = set(Edition.objects.visible_to(_viewer(school, role)).values_list("audience", flat=True))
    assert (Audience.ANALYSTS in seen) is (role in PICTURE_WORKERS)
    assert Audience.PARTNERS in seen


@pytest.mark.usefixtures("rows")
def test_more_roles_never_show_less(school: Organisation) -> None:
    for one, other in product(RoleName, RoleName):
        small, larger = _viewer(school, one), _viewer(school, one, other)
        for table in (Finding, Edition):
            few = set(table.objects.visible_to(small).values_list("pk", flat=True))
            more = set(table.objects.visible_to(larger).values_list("pk", flat=True))
            assert few <= more, (table, one, other)


@pytest.mark.usefixtures("rows")
def test_the_program_itself_sees_all() -> None:
    worker = system("worker")
    assert _markings(Finding.objects.visible_to(worker)) == set(Marking)
    assert Edition.objects.visible_to(worker).count() == len(Marking) * len(Audience)
