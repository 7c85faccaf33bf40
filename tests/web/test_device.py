"""What a device may keep: the empty report page and its files, where the organisation allows it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.conftest import TESTER
from tilannekuva.accounts.actions import allow_drafts
from tilannekuva.accounts.models import Organisation, OrganisationKind
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.role import RoleName


@pytest.fixture
def reporter(sample_finding: Any, alice: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    return client


def known(client: Client) -> dict[str, Any]:
    body = client.get("/service-worker.js").content.decode()
    [first] = re.findall(r"^const KNOWN = (.*);$", body, re.MULTILINE)
    return json.loads(first)


@pytest.mark.req("C-39")
def test_only_the_empty_page_and_its_files_are_kept(reporter: Client) -> None:
    told = known(reporter)
    assert (told["page"], told["offline"]) == ("/report/", "/report/offline/")
    for address in told["files"]:
        assert address.startswith("/static/")
        assert finders.find(address.removeprefix("/static/")), address
    page = reporter.get("/report/offline/").content.decode()
    loaded = set(re.findall(r'(?:<script src|<link rel="(?:icon|stylesheet)" href)="([^"]+)"', page))
    assert loaded
    assert loaded <= set(told["files"])


@pytest.mark.req("C-39")
def test_the_kept_page_tells_of_nobody_and_holds_no_token(reporter: Client) -> None:
    reporter.post("/report/nothing/")
    page = reporter.get("/report/offline/").content.decode()
    assert "Alice" not in page
    assert re.findall('name="csrfmiddlewaretoken" value="([^"]*)"', page) == [""]
    assert re.findall('name="report_id" value="([^"]*)"', page) == [""]
    for address in ("/inbox/", "/report/own/", "/texts/", "/account/"):
        assert f'href="{address}"' not in page


@pytest.mark.req("C-39")
def test_an_organisation_can_keep_nothing_on_devices(reporter: Client, school: Organisation) -> None:
    assert 'data-keeps="true"' in reporter.get("/report/").content.decode()
    allow_drafts(organisation=school, keeps=False, by=TESTER)
    assert 'data-keeps="false"' in reporter.get("/report/").content.decode()
    assert reporter.get("/report/offline/").status_code == 404
    assert reporter.get("/report/send/").json()["keeps_drafts"] is False


@pytest.mark.req("C-39")
@pytest.mark.parametrize("kind", OrganisationKind)
def test_police_and_child_welfare_begin_without(db: None, kind: OrganisationKind) -> None:
    from tests.conftest import _organisation

    made = _organisation("new", "New", kind=kind.value)
    assert made.keeps_drafts_on_devices == (kind not in ("police", "child_welfare"))


def test_an_administrator_decides_and_it_is_logged(school: Organisation) -> None:
    from tests.conftest import _person

    client = Client(headers={"accept-language": "en"})
    client.force_login(_person("Ada", school, RoleName.ADMINISTRATOR))
    address = f"/organisations/{school.code}/"
    assert "may keep them" in client.get(address).content.decode()
    assert f'href="{address}"' in client.get("/people/").content.decode()
    for _ in range(2):
        page = client.post(address, {"drafts": "forbid"}, follow=True).content.decode()
    assert "Nothing is kept on devices of this organisation." in page
    client.post(address, {"drafts": "allow"})
    acts = AuditEntry.objects.filter(object_type="organisation", object_id="school", act__contains="drafts")
    assert list(acts.values_list("act", flat=True)) == [
        "organisation.drafts_forbidden",
        "organisation.drafts_allowed",
    ]
    assert client.get("/organisations/nobody/").status_code == 404


def test_nobody_else_decides(reporter: Client, school: Organisation) -> None:
    assert reporter.post(f"/organisations/{school.code}/", {"drafts": "forbid"}).status_code == 404
    school.refresh_from_db()
    assert school.keeps_drafts_on_devices


def test_the_page_can_be_installed(reporter: Client) -> None:
    page = reporter.get("/report/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    told = json.loads(Client().get("/manifest.webmanifest").content)
    assert told["start_url"] == "/report/"
    assert told["icons"][0]["src"].endswith("icon.svg")
