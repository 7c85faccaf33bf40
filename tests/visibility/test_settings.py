"""Changes of settings are read by those who change them; everybody not named is denied."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.web import edition_sample as sample
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.setting import SETTING_KEEPERS
from tilannekuva.domain.viewer import NOBODY, Viewer, system
from tilannekuva.policy.actions import propose_change
from tilannekuva.policy.models import SettingChange

pytestmark = [pytest.mark.django_db, pytest.mark.req("C-09")]


@pytest.fixture(autouse=True)
def _change(alice: Any) -> None:
    propose_change(
        city=sample.CITY, key="thresholds.alarm_alpha", value=0.02, reason="x", seen=0, by=viewer_of(alice)
    )  # fmt: skip


def sees(viewer: Viewer) -> bool:
    return SettingChange.objects.visible_to(viewer).exists()


def person(*roles: RoleName) -> Viewer:
    return Viewer(person_id=1, organisation_id=1, roles=frozenset(roles))


def test_keepers_see_them_and_nobody_else(charlie: Any) -> None:
    assert {role for role in RoleName if sees(person(role))} == SETTING_KEEPERS
    program = Viewer(person_id=None, organisation_id=1, roles=frozenset(RoleName), sends_only=True)
    for viewer in (NOBODY, person(), program, viewer_of(charlie)):
        assert not sees(viewer), viewer
    assert sees(system("worker"))


def test_more_roles_never_show_less() -> None:
    for one, other in product(RoleName, RoleName):
        assert sees(person(one)) <= sees(person(one, other))
