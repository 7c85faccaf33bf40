"""Finnish and Swedish are complete: what a page says in English, it says in no other language."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from tests.conftest import PASSWORD, TESTER
from tests.visible_text import sentences_on
from tests.web import edition_sample as sample
from tilannekuva.accounts.actions import add_person, invite
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.role import RoleName
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.policy.actions import propose_change
from tilannekuva.project.city import folder_city
from tilannekuva.web.refusals import refusal_text

pytestmark = [pytest.mark.django_db, pytest.mark.req("L-36")]

LANGUAGES = ("fi", "sv")
SOON = dt.date.today() + dt.timedelta(days=30)


def _page(person: Person | None, address: str, language: str) -> str:
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    assert answer.headers["Content-Language"] == language, answer.status_code
    text = answer.content.decode()
    assert f'<html lang="{language}">' in text
    return text


def _assert_speaks(person: Person | None, address: str, language: str) -> None:
    english = sentences_on(_page(person, address, "en"))
    assert english, address
    assert english & sentences_on(_page(person, address, language)) == set()


@pytest.fixture
def olga(safety_unit: Organisation) -> Person:
    """The administrator."""
    cache.clear()
    return add_person(
        email="olga@example.invalid", display_name="Olga", language="en", organisation=safety_unit,
        roles={RoleName.ADMINISTRATOR: SOON}, password=PASSWORD, by=TESTER,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/?kind={sample.DRUG_TRADE}&period=8&stream=all",
        f"/?kind={sample.DRUG_TRADE}&stream=discovered",
        "/?kind=x&period=5&stream=seen",
        f"/kinds/{sample.DRUG_TRADE}/",
        "/findings/{finding}/",
        "/account/",
        "/account/password/",
        "/account/second-step/",
        "/nowhere/",
    ],
)
def test_a_reader_finds_no_english_left(
    sample_finding: Any, bob: Person, address: str, language: str
) -> None:
    _assert_speaks(bob, address.format(finding=sample_finding.public_id), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_administrator_finds_no_english_left(olga: Person, bob: Person, language: str) -> None:
    invite(
        email="dora@example.invalid", display_name="Dora", language="en", role=RoleName.LEADER,
        organisation=olga.roles.get().organisation, role_ends_on=SOON, by=TESTER,
    )  # fmt: skip
    for address in ("/", "/people/", "/people/invite/", f"/people/{bob.pk}/", "/organisations/new/"):
        _assert_speaks(olga, address, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_changes_settings_finds_no_english_left(olga: Person, alice: Person, language: str) -> None:
    load_vocabulary(kinds=folder_city().kinds, by=TESTER)
    for key, value in (("thresholds.alarm_alpha", 0.02), ("thresholds.answer_within_days", 21)):
        propose_change(city=folder_city(), key=key, value=value, reason="…", seen=0, by=viewer_of(alice))
    # A kind and a channel stand on their own page in every language of the city.
    keys = ("thresholds.answer_within_days", "thresholds.alarm_alpha", "report_notice")
    for address in ("/settings/", "/settings/new-kind/", *(f"/settings/{key}/" for key in keys)):
        _assert_speaks(olga, address, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_auditor_finds_no_english_left(safety_unit: Organisation, olga: Person, language: str) -> None:
    gustav = add_person(
        email="gustav@example.invalid", display_name="Gustav", language="en", organisation=safety_unit,
        roles={RoleName.AUDITOR: SOON}, password=PASSWORD, by=TESTER,
    )  # fmt: skip
    for address in ("/", "/audit/", "/audit/?until_on=2020-01-01", "/audit/?from_on=nonsense"):
        _assert_speaks(gustav, address, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_not_in_yet_finds_no_english_left(olga: Person, language: str) -> None:
    _invitation, secret = invite(
        email="dora@example.invalid", display_name="Dora", language="en", role=RoleName.LEADER,
        organisation=olga.roles.get().organisation, role_ends_on=SOON, by=TESTER,
    )  # fmt: skip
    add_person(
        email="demo@example.invalid", display_name="Alva", language="en", is_simulated=True, password=None,
        organisation=olga.roles.get().organisation, roles={RoleName.ANALYST: SOON}, by=TESTER,
    )  # fmt: skip
    for address in ("/sign-in/", f"/invitation/{secret}/", "/invitation/none/"):
        _assert_speaks(None, address, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_went_wrong_is_told_in_the_language_of_the_page(bob: Person, language: str) -> None:
    said = {}
    for spoken in ("en", language):
        cache.clear()
        client = Client(headers={"accept-language": spoken})
        answer = client.post("/sign-in/", {"login": "nobody@example.invalid", "password": "wrong"})
        client.force_login(bob)
        other = client.post("/account/password/", {"oldpassword": "x", "password1": "y", "password2": "z"})
        said[spoken] = sentences_on(answer.content.decode()) | sentences_on(other.content.decode())
    assert said["en"] & said[language] == set()


def test_a_refused_rule_says_why_in_the_language_of_the_reader() -> None:
    refused = RuleBroken("There already is an organisation with the code %(code)s.", code="police")
    assert str(refused) == "There already is an organisation with the code police."
    with translation.override("fi"):
        assert refusal_text(refused) == "Koodilla police on jo organisaatio."
        assert refusal_text(WrongState("A text that no catalogue knows, 100 %")).endswith("100 %")


def test_dates_and_numbers_are_written_as_in_the_language(sample_finding: Any, bob: Person) -> None:
    address = f"/findings/{sample_finding.public_id}/"
    written = {language: _page(bob, address, language) for language in ("en", *LANGUAGES)}
    assert "since 3 November" in written["en"]
    assert "3.1 expected" in written["en"]
    assert "3. marraskuuta alkaen" in written["fi"]
    assert "odotettu 3,1" in written["fi"]
    assert "sedan den 3 november" in written["sv"]
    assert "väntat 3,1" in written["sv"]
