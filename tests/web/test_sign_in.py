"""Sign-in: by invitation only, nothing learnt by trying, one clock for every session."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.conftest import PASSWORD
from tilannekuva.accounts.actions import deactivate, hand_over
from tilannekuva.accounts.models import Person
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.viewer import system

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
ACCOUNT = "/account/"


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    cache.clear()


def sign_in(client: Client, person: Person, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": person.email, "password": password})


def acts(person: Person) -> list[str]:
    return list(
        AuditEntry.objects.filter(object_type="person", object_id=str(person.pk)).values_list(
            "act", flat=True
        )
    )


def test_a_person_signs_in_and_out(client: Client, alice: Person) -> None:
    assert sign_in(client, alice).headers["Location"] == "/"
    assert client.get(ACCOUNT).status_code == 200
    answer = client.post("/sign-out/")
    assert answer.headers["Location"] == SIGN_IN
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert acts(alice)[-2:] == ["person.signed_in", "person.signed_out"]


@pytest.mark.req("C-06")
def test_the_session_has_a_new_id_after_sign_in(client: Client, alice: Person) -> None:
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    sign_in(client, alice)
    assert client.session.session_key != before


@pytest.mark.req("C-22")
def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client, alice: Person) -> None:
    wrong = client.post(SIGN_IN, {"login": alice.email, "password": "not this one at all"})
    unknown = client.post(SIGN_IN, {"login": "nobody@example.invalid", "password": "not this one at all"})
    deactivate(person=alice, by=system("tester"))
    gone = client.post(SIGN_IN, {"login": alice.email, "password": PASSWORD})
    bodies = [
        answer.content.decode().replace("nobody@example.invalid", alice.email).split("csrfmiddlewaretoken")
        for answer in (wrong, unknown, gone)
    ]
    # The token between the quotes differs at every answer; all the rest is compared.
    without_token = [[part.partition('">')[2] if i else part for i, part in enumerate(b)] for b in bodies]
    assert without_token[0] == without_token[1] == without_token[2]
    assert wrong.status_code == unknown.status_code == gone.status_code == 200
    assert "is not right" in wrong.content.decode()


@pytest.mark.req("C-22")
def test_unknown_addresses_cost_the_same_work_as_known_ones(
    client: Client, alice: Person, settings, monkeypatch
) -> None:
    # The work is counted, not timed: a clock on a busy machine says nothing.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    alice.set_password(PASSWORD)
    alice.save()
    settings.ACCOUNT_RATE_LIMITS = False
    rounds: list[int] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self, password: str, salt: str, iterations: int | None = None) -> str:
        rounds.append(iterations or self.iterations)
        return encode(self, password, salt, iterations)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)

    def work(email: str) -> list[int]:
        rounds.clear()
        client.post(SIGN_IN, {"login": email, "password": "not this one at all"})
        return list(rounds)

    assert sum(work(alice.email)) > 100_000
    assert work("nobody@example.invalid") == work(alice.email)


def test_a_refused_sign_in_is_audited_without_the_address(client: Client, alice: Person) -> None:
    sign_in(client, alice, "not this one at all")
    client.post(SIGN_IN, {"login": "nobody@example.invalid", "password": "not this one at all"})
    refused = AuditEntry.objects.filter(act="sign_in.refused")
    assert [entry.object_id for entry in refused] == [str(alice.pk), ""]
    assert not any("example.invalid" in entry.entry for entry in refused)


def test_attempts_are_limited(client: Client, alice: Person) -> None:
    for _ in range(5):
        sign_in(client, alice, "not this one at all")
    answer = sign_in(client, alice)
    assert "Too many attempts" in answer.content.decode()
    assert client.get(ACCOUNT).status_code == 302


def test_nobody_signs_up_and_mail_is_nobody_s_own_business() -> None:
    for name in ("account_signup", "account_email", "account_reset_password", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    client = Client()
    for path in ("/account/signup/", "/signup/", "/accounts/signup/", "/account/email/"):
        assert client.get(path).status_code == 404


@pytest.mark.req("C-06")
def test_thirty_minutes_idle_end_a_session(client: Client, alice: Person) -> None:
    begin = now_at()
    with time_machine.travel(begin, tick=False) as clock:
        sign_in(client, alice)
        clock.move_to(begin + dt.timedelta(minutes=29))
        assert client.get(ACCOUNT).status_code == 200
        clock.move_to(begin + dt.timedelta(minutes=60))
        assert client.get(ACCOUNT).status_code == 302


@pytest.mark.req("C-06")
def test_ten_hours_end_a_session_however_busy(client: Client, alice: Person) -> None:
    begin = now_at()
    with time_machine.travel(begin, tick=False) as clock:
        sign_in(client, alice)
        for minute in range(20, 601, 20):
            clock.move_to(begin + dt.timedelta(minutes=minute))
            assert client.get(ACCOUNT).status_code == 200
        clock.move_to(begin + dt.timedelta(minutes=601))
        assert client.get(ACCOUNT).headers["Location"] == SIGN_IN
        assert client.get(ACCOUNT).status_code == 302


@pytest.mark.req("C-06")
def test_deactivation_and_handing_over_end_sessions_on_every_device(alice: Person, bob: Person) -> None:
    phone, desk, other = Client(), Client(), Client()
    for client in (phone, desk):
        sign_in(client, alice)
    sign_in(other, bob)
    deactivate(person=alice, by=system("tester"))
    assert phone.get(ACCOUNT).status_code == desk.get(ACCOUNT).status_code == 302
    assert other.get(ACCOUNT).status_code == 200
    assert sign_in(phone, alice).status_code == 200
    assert phone.get(ACCOUNT).status_code == 302


@pytest.mark.req("C-13")
def test_handed_over_rights_work_at_once(alice: Person, bob: Person) -> None:
    giver, taker = Client(), Client()
    sign_in(giver, alice)
    sign_in(taker, bob)
    hand_over(person=bob, to=alice, by=system("tester"))
    assert taker.get(ACCOUNT).status_code == 302
    assert b"Analyst" in giver.get(ACCOUNT).content


@pytest.mark.req("C-03")
def test_without_a_role_in_force_there_is_a_page_that_says_so(client: Client, charlie: Person) -> None:
    sign_in(client, charlie)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "no role of yours is in force" in " ".join(answer.content.decode().split())
    assert client.post("/sign-out/").status_code == 302


def test_a_password_change_signs_out_everywhere(alice: Person) -> None:
    here, there = Client(), Client()
    sign_in(here, alice)
    sign_in(there, alice)
    new = "four grey herons at dusk"
    answer = here.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert "Your password is changed" in answer.content.decode()
    assert here.get(ACCOUNT).status_code == there.get(ACCOUNT).status_code == 302
    assert sign_in(here, alice, new).status_code == 302
    assert "person.password_changed" in acts(alice)


def test_a_short_password_is_refused_in_words(client: Client, alice: Person) -> None:
    sign_in(client, alice)
    answer = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "too short" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_a_second_step_is_asked_for_once_there_is_an_app(client: Client, alice: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    RecoveryCodes.activate(alice)
    stored = alice.authenticator_set.get(type="totp").data["secret"]
    assert secret not in stored
    assert sign_in(client, alice).headers["Location"] == "/sign-in/second-step/"
    assert client.get(ACCOUNT).status_code == 302
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"
    assert client.post("/sign-in/second-step/", {"code": code}).headers["Location"] == "/"
    assert client.get(ACCOUNT).status_code == 200
    again = Client()
    sign_in(again, alice)
    answer = again.post("/sign-in/second-step/", {"code": code})
    assert answer.status_code == 200, "the same code opens only once (C-04)"


def test_the_pages_of_the_second_step_open(client: Client, alice: Person) -> None:
    sign_in(client, alice)
    assert client.get("/account/second-step/").status_code == 200
    asked = client.get("/account/second-step/app/").headers["Location"]
    assert asked.startswith("/account/again/"), "keys are changed by whoever knows the password"
    assert client.post(asked, {"password": "not this one at all"}).status_code == 200
    client.post(asked, {"password": PASSWORD})
    assert b"data:image/svg+xml" in client.get("/account/second-step/app/").content
    TOTP.activate(alice, generate_totp_secret())
    RecoveryCodes.activate(alice)
    for path in (
        "/account/second-step/",
        "/account/second-step/app/remove/",
        "/account/recovery-codes/",
        "/account/recovery-codes/new/",
        "/account/recovery-codes/file/",
    ):
        assert client.get(path).status_code == 200, path


@pytest.mark.req("N-11")
def test_nothing_is_shown_when_the_audit_cannot_be_written(
    client: Client, alice: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(alice)
    assert client.get("/").status_code == 200

    def broken(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("tilannekuva.web.middleware.record", broken)
    caplog.set_level(logging.CRITICAL)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.content == b""


def test_what_was_shown_leaves_a_trace(client: Client, alice: Person) -> None:
    client.force_login(alice)
    client.get("/")
    entry = AuditEntry.objects.filter(act="page.read").get()
    assert (entry.object_type, entry.by) == ("picture", f"person:{alice.pk}")


def test_the_language_of_a_person_greets_them_unless_the_browser_chose(alice: Person) -> None:
    alice.language = "fi"
    alice.save()
    client = Client()
    sign_in(client, alice)
    assert client.get(ACCOUNT).headers["Content-Language"] == "fi"
    other = Client()
    other.post("/language/", {"language": "sv", "next": "/sign-in/"})
    sign_in(other, alice)
    assert other.get(ACCOUNT).headers["Content-Language"] == "sv"
