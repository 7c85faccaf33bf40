"""A protected source is named nowhere: no page, entry or row leads to it, but for the one that two people open (R3)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client

from tests.conftest import TESTER
from tests.web.report_sample import event, sending, with_words
from tilannekuva.accounts.actions import add_person, agree, allow_vouching
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.queries import signals_for_detection
from tilannekuva.detection.triage.listing import Choice, count_of
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.protection import OpeningReason
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.protection import can_protect
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import ask_opening, decide_opening, read_source, withdraw_protected
from tilannekuva.intake.models import ProtectedSource, Signal, SourceOpening, Withdrawal

pytestmark = pytest.mark.django_db

OWNER_SHOWN = {"vouched": "protected source, vouched for by School", "partner": "a partner"}


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def with_role(name: str, organisation: Organisation, *roles: RoleName) -> Person:
    return add_person(
        email=f"{name.lower()}@example.invalid", display_name=name, language="en", organisation=organisation,
        roles=dict.fromkeys(roles, dt.date.today() + dt.timedelta(days=9)), password=None, by=TESTER,
    )  # fmt: skip


@pytest.fixture
def voucher(sample_finding: Any, school: Organisation) -> Organisation:
    allow_vouching(organisation=school, vouches=True, by=TESTER)
    return school


@pytest.fixture(params=["vouched", "partner"])
def shown_as(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def protected(voucher: Organisation, alice: Person, shown_as: str) -> Signal:
    client = signed_in(alice)
    answer = client.post("/report/", sending(with_words("Valot pimeinä"), protect=shown_as))
    assert answer.headers["Location"] == "/report/protected/"
    shown = client.get("/report/protected/").content.decode()
    signal = Signal.objects.get()
    assert signal.receipt_code[:4] in shown
    # Once: neither going back nor the next page shows it again.
    assert client.get("/report/protected/").status_code == 302
    return signal


@pytest.fixture
def officer(voucher: Organisation) -> Person:
    return with_role("Dora", voucher, RoleName.DATA_PROTECTION)


def test_no_row_but_one_knows_who_brought_it(protected: Signal, alice: Person) -> None:
    assert protected.recorded_by_id is None
    assert protected.report is not None
    assert protected.report.recorded_by_id is None
    assert ProtectedSource.objects.get().brought_by_id == alice.pk


def test_the_audit_names_nobody_and_no_code(protected: Signal, alice: Person, shown_as: str) -> None:
    report_id = str(protected.report.public_id) if protected.report else ""
    about_it = [
        entry for entry in AuditEntry.objects.all()
        if any(named in entry.entry for named in (report_id, str(protected.public_id), protected.receipt_code))
    ]  # fmt: skip
    assert [entry.act for entry in about_it] == ["report.received"]
    assert about_it[0].by == "protected source"
    assert about_it[0].organisation == ""
    for hidden in (alice.display_name, "school", protected.receipt_code):
        assert hidden not in about_it[0].entry


def test_every_page_shows_the_words_in_the_place_of_the_owner(
    protected: Signal, alice: Person, colleague: Person, bob: Person, school: Organisation, shown_as: str
) -> None:
    everything = with_role("Olli", school, *(set(RoleName)))
    for person in (alice, colleague, bob, everything):
        client = signed_in(person)
        for address in ("/inbox/", f"/inbox/{protected.public_id}/"):
            answer = client.get(address)
            assert answer.status_code == 200
            shown = answer.content.decode().partition("<main")[2]
            assert OWNER_SHOWN[shown_as] in shown, (person, address)
            line = shown.partition('class="inbox-who"')[2].partition("</span>")[0]
            assert alice.display_name not in line
            if shown_as == "partner":
                assert "School" not in line


def test_a_nameless_partner_is_found_under_no_name(
    protected: Signal, bob: Person, alice: Person, school: Organisation, shown_as: str
) -> None:
    for viewer in (viewer_of(bob), viewer_of(alice)):
        assert count_of(viewer, Choice()) == 1
        assert count_of(viewer, Choice(owner_id=school.pk)) == (0 if shown_as == "partner" else 1)


def test_it_is_among_nobodys_own_reports(protected: Signal, alice: Person) -> None:
    page = signed_in(alice).get("/report/own/").content.decode()
    assert "You have not reported anything yet." in page
    by_hand = signed_in(alice).post("/report/own/withdraw/", {"code": protected.receipt_code}, follow=True)
    assert "no signal with this code" in by_hand.content.decode()


def test_withdrawn_by_the_code_alone_and_left_out_of_the_next_run(
    protected: Signal, alice: Person, school: Organisation
) -> None:
    today = dt.date.today()
    agree(
        code="school-counts", gives=school, receives=None, data_class="counts", legal_ground="Invented",
        valid_from_on=today, valid_to_on=today, by=TESTER,
    )  # fmt: skip
    assert protected in signals_for_detection(today)
    nobody = Client(headers={"accept-language": "en"})
    cache.clear()
    assert (
        "Withdraw this signal" in nobody.post("/answer/", {"code": protected.receipt_code}).content.decode()
    )
    question = nobody.post("/answer/withdraw/", {"code": protected.receipt_code}).content.decode()
    assert "Withdraw this signal?" in question
    assert not Withdrawal.objects.exists()
    confirmed = {"code": protected.receipt_code, "confirmed": "1"}
    answer = nobody.post("/answer/withdraw/", confirmed).content.decode()
    assert "It was taken back, counts nowhere" in answer
    assert "Withdraw this signal" not in answer
    assert protected not in signals_for_detection(today)
    assert Withdrawal.objects.get().withdrawn_by_id is None
    history = signed_in(alice).get(f"/inbox/{protected.public_id}/").content.decode()
    assert "Withdrawn by its source" in history
    assert "Valot" not in history
    assert AuditEntry.objects.get(act="signal.withdrawn").by == "protected source"
    again = nobody.post("/answer/withdraw/", {"code": protected.receipt_code}).content.decode()
    assert "withdrawn already" in again


def test_a_code_withdraws_no_other_signal(voucher: Organisation, alice: Person) -> None:
    signed_in(alice).post("/report/", sending(event()))
    own = Signal.objects.get()
    cache.clear()
    Client().post("/answer/withdraw/", {"code": own.receipt_code, "confirmed": "1"})
    assert not Withdrawal.objects.exists()
    with pytest.raises(NotAllowed):
        withdraw_protected(signal=own)
    assert (
        "Withdraw this signal" not in Client().post("/answer/", {"code": own.receipt_code}).content.decode()
    )


@pytest.mark.parametrize("role", RoleName)
def test_opened_by_two_of_the_partner_that_vouches_and_by_nobody_else(
    protected: Signal,
    role: RoleName,
    alice: Person,
    officer: Person,
    police: Organisation,
    school: Organisation,
) -> None:
    source = ProtectedSource.objects.get()
    for organisation in (police, school):
        viewer = viewer_of(with_role(f"{role.title()}-{organisation.code}", organisation, role))
        may = organisation == school and role in (RoleName.COORDINATOR, RoleName.DATA_PROTECTION)
        if not may:
            with pytest.raises(NotAllowed):
                ask_opening(source=source, reason=OpeningReason.COURT_ORDER, by=viewer)
            assert not SourceOpening.objects.visible_to(viewer).exists()
            continue
        opening = ask_opening(source=source, reason=OpeningReason.COURT_ORDER, by=viewer)
        with pytest.raises(NotAllowed):
            read_source(opening=opening, by=viewer)
        with pytest.raises(RuleBroken):
            decide_opening(opening=opening, opens=True, by=viewer)
        decide_opening(opening=opening, opens=True, by=viewer_of(officer))
        opening.refresh_from_db()
        assert read_source(opening=opening, by=viewer) == alice.display_name
        for other in (viewer_of(officer), viewer_of(alice)):
            with pytest.raises(NotAllowed):
                read_source(opening=opening, by=other)
        with pytest.raises(WrongState):
            decide_opening(opening=opening, opens=False, by=viewer_of(officer))
        with unlocked():
            SourceOpening.objects.update(opened_at=now_at() - dt.timedelta(days=8))
        opening.refresh_from_db()
        with pytest.raises(WrongState):
            read_source(opening=opening, by=viewer)
        acts = list(
            AuditEntry.objects.filter(act__startswith="protected_source.").values_list("act", flat=True)
        )
        assert sorted(acts) == sorted(
            f"protected_source.{act}" for act in ("opening_asked", "opened", "read")
        )
        assert not AuditEntry.objects.filter(
            act="protected_source.read", entry__contains=alice.display_name
        ).exists()


def test_the_pages_of_opening(
    protected: Signal, alice: Person, bob: Person, colleague: Person, officer: Person
) -> None:
    address = f"/sources/{protected.public_id}/ask/"
    # Another organisation may read the signal, and learns nothing of its source, nor that there is a page.
    assert signed_in(bob).post(address, {"reason": "court_order"}).status_code == 404
    assert (
        "Ask to open the source" not in signed_in(bob).get(f"/inbox/{protected.public_id}/").content.decode()
    )
    asker = signed_in(colleague)
    assert "Ask to open the source" in asker.get(f"/inbox/{protected.public_id}/").content.decode()
    asker.post(address, {"reason": "curiosity"})
    assert not SourceOpening.objects.exists()
    asker.post(address, {"reason": "life_in_danger"})
    opening = SourceOpening.objects.get()
    assert "Open this source" not in asker.get("/sources/").content.decode()
    decider = signed_in(officer)
    assert "Open this source" in decider.get("/sources/").content.decode()
    decider.post(f"/sources/{opening.public_id}/decide/", {"open": "1"})
    assert "Show who told" not in decider.get("/sources/").content.decode()
    assert "Brought by" not in asker.get("/sources/").content.decode()
    told = asker.post(f"/sources/{opening.public_id}/read/").content.decode()
    assert f"Brought by {alice.display_name}." in told
    assert decider.post(f"/sources/{opening.public_id}/read/").status_code == 404


def test_only_who_may_vouch_is_offered_it_and_can(
    sample_finding: Any, alice: Person, school: Organisation
) -> None:
    client = signed_in(alice)
    assert "Protect the source?" not in client.get("/report/").content.decode()
    assert client.post("/report/", sending(event(), protect="vouched")).status_code == 422
    assert not Signal.objects.exists()
    allow_vouching(organisation=school, vouches=True, by=TESTER)
    assert "Protect the source?" in client.get("/report/").content.decode()
    assert not can_protect(may_vouch=True, markings=frozenset({Marking.AMBER, Marking.RED}))
    assert can_protect(may_vouch=True, markings=frozenset({Marking.AMBER}))
    asked = client.post(
        "/report/",
        sending(with_words("Romanit seisoivat aukiolla", text_reason="aimed_at_a_group"), protect="vouched"),
    )
    assert asked.status_code == 422
    assert not Signal.objects.exists()
    # A value that is no choice does not name anybody by a slip.
    client.post("/report/", sending(event(), protect="yes"))
    assert ProtectedSource.objects.get().shown_as == "partner"


def test_sent_by_the_program_in_the_page_it_is_as_protected(voucher: Organisation, alice: Person) -> None:
    client = signed_in(alice)
    writer = client.get("/report/send/").json()["writer"]
    told = sending(event(), protect="partner")
    kwargs = {"headers": {"x-report-writer": writer}, "content_type": "application/x-www-form-urlencoded"}
    first = client.post("/report/send/", urlencode(told), **kwargs).json()
    again = client.post("/report/send/", urlencode(told), **kwargs).json()
    assert first["codes"] == again["codes"]
    assert first["address"] == "/report/protected/"
    assert Signal.objects.get().recorded_by_id is None


def test_administrators_decide_who_vouches_and_it_is_kept(police: Organisation, school: Organisation) -> None:
    keeper = with_role("Anna", police, RoleName.ADMINISTRATOR)
    client = signed_in(keeper)
    assert "does not vouch for sources" in client.get("/organisations/school/").content.decode()
    for _twice in range(2):
        client.post("/organisations/school/", {"vouching": "allow"})
    assert "may vouch for sources" in client.get("/organisations/school/").content.decode()
    assert AuditEntry.objects.filter(act="organisation.vouching_allowed", object_id="school").count() == 1
    for role in set(RoleName) - {RoleName.ADMINISTRATOR}:
        viewer = Viewer(person_id=keeper.pk, organisation_id=police.pk, roles=frozenset({role}))
        with pytest.raises(NotAllowed):
            allow_vouching(organisation=school, vouches=False, by=viewer)
