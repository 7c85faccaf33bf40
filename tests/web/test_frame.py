"""What every page has: a door, headers, the simulated banner, the language chooser."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.web.checks import check_every_view_names_a_door
from tilannekuva.web.doors import Door, all_patterns, opening_of

pytestmark = pytest.mark.django_db


def a_view_without_a_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("what nobody may see")


urlpatterns = [path("open/", a_view_without_a_door)]

PUBLIC = {
    "account_login",
    "account_logout",
    "accept_invitation",
    # Who holds a receipt code has no account, and needs none.
    "answer",
    "withdraw_by_code",
    "demo_entrance",
    "demo_sign_in",
    # What a browser needs to install the report page: addresses of files, and the name of the city.
    "manifest",
    "mfa_authenticate",
    # What residents read and report (R9): one release, and nothing but that release.
    "public_area",
    "public_data_csv",
    "public_data_json",
    "public_feed",
    "public_map",
    "public_picture",
    "public_report",
    "service_worker",
    "set_language",
}
"""All that is open to everybody. To make this list longer is a decision, not an accident."""


@pytest.mark.req("C-09")
def test_every_view_names_its_door() -> None:
    assert check_every_view_names_a_door() == []
    open_to_all = {
        pattern.name for pattern in all_patterns() if opening_of(pattern.callback).door is Door.EVERYBODY
    }
    assert open_to_all == PUBLIC


@pytest.mark.req("C-09")
@pytest.mark.urls("tests.web.test_frame")
def test_a_view_without_a_door_is_found_and_stays_shut(client: Client, alice: Person) -> None:
    assert [error.id for error in check_every_view_names_a_door()] == ["tilannekuva.E001"]
    client.force_login(alice)
    client.raise_request_exception = False
    answer = client.get("/open/")
    assert answer.status_code >= 400
    assert b"what nobody may see" not in answer.content


@pytest.mark.req("C-09")
def test_nobody_passes_a_door_without_signing_in(client: Client) -> None:
    values = {
        "uuid": "7b0bd9a2-5a0a-4a2e-9a35-7d2f4ee9c1d5",
        "int": "1",
        "slug": "street_drug_trade",
        "str": "x",
    }
    for pattern in all_patterns():
        if pattern.name in PUBLIC:
            continue
        address = "/" + re.sub(r"<(\w+):\w+>", lambda found: values[found.group(1)], str(pattern.pattern))
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/sign-in/?next="), address


@pytest.mark.req("C-17")
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/account/", "/no/such/page/", "/invitation/wrong/"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_headers_of_every_page(client: Client, alice: Person, address: str, signed_in: bool) -> None:
    if signed_in:
        client.force_login(alice)
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.req("C-17")
def test_no_page_carries_inline_script_or_style(client: Client, alice: Person) -> None:
    client.force_login(alice)
    for address in ("/", "/sign-in/", "/account/", "/account/second-step/", "/account/password/"):
        page = client.get(address, follow=True).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page), address
        for tag in re.findall(r"<script[^>]*>", page):
            assert "src=" in tag or 'type="application/json"' in tag, tag


def test_the_demo_says_on_every_page_that_it_is_simulated(client: Client, alice: Person, settings) -> None:
    client.force_login(alice)
    for address in ("/", "/account/", "/no/such/page/"):
        assert "Simulated: nothing shown here happened." in client.get(address).content.decode(), address
    settings.DEMO = False
    assert "Simulated" not in client.get("/account/").content.decode()


def test_the_language_is_chosen_by_a_form(client: Client) -> None:
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()
    answer = client.post("/language/", {"language": "fi", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert '<html lang="fi">' in client.get("/sign-in/").content.decode()
    elsewhere = client.post("/language/", {"language": "fi", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in elsewhere.headers["Location"]


def test_unknown_and_forbidden_answer_alike(client: Client, alice: Person) -> None:
    client.force_login(alice)
    unknown, forbidden = client.get("/no/such/page/"), client.get("/people/")
    assert unknown.status_code == forbidden.status_code == 404
    bodies = [
        re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.content.decode())
        for answer in (unknown, forbidden)
    ]
    assert bodies[0] == bodies[1]


def test_a_fragment_asked_for_after_sign_out_reloads_the_page(client: Client, school: Organisation) -> None:
    answer = client.get("/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Refresh"] == "true"
