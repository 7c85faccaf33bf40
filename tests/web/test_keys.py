"""The pages of keys: for administrators alone, a secret shown once, shut at once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import ApiKey
from tilannekuva.accounts.queries import key_of
from tilannekuva.domain.role import RoleName

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client, school: Any) -> Client:
    """The browser of an administrator."""
    client.force_login(
        add_person(
            email="adele@example.invalid", display_name="Adele", language="en", organisation=school,
            roles={RoleName.ADMINISTRATOR: dt.date.today() + dt.timedelta(days=9)}, password=PASSWORD, by=TESTER,
        )
    )  # fmt: skip
    return client


def test_a_key_is_made_shown_once_and_revoked(keeper: Client, school: Any) -> None:
    assert "There is no key yet" in keeper.get("/keys/").content.decode()
    ends_on = dt.date.today() + dt.timedelta(days=30)
    form = {"organisation": school.pk, "program": "Wilma", "expires_on": ends_on.isoformat()}
    made = keeper.post("/keys/new/", form).content.decode()
    secret = re.search(r"<textarea[^>]*>([^<]+)</textarea>", made)[1]  # type: ignore[index]
    assert key_of(secret) == ApiKey.objects.get()
    listed = keeper.get("/keys/").content.decode()
    assert "Wilma" in listed
    assert "Never" in listed
    assert secret not in listed
    keeper.post(f"/keys/{ApiKey.objects.get().public_id}/revoke/")
    assert key_of(secret) is None
    assert "Revoked" in keeper.get("/keys/").content.decode()


def test_a_key_without_an_end_is_refused(keeper: Client, school: Any) -> None:
    form = {"organisation": school.pk, "program": "Wilma", "expires_on": "2099-01-01"}
    answer = keeper.post("/keys/new/", form)
    assert answer.status_code == 422
    assert "one year at most" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_others_see_no_keys(client: Client, alice: Any) -> None:
    client.force_login(alice)
    for path in ("/keys/", "/keys/new/"):
        assert client.get(path).status_code == 404
