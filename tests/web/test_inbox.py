"""The inbox: what it shows to whom."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.apps.detection.triage.sample import make_signal, prepare
from tests.conftest import TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.models import TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.triage import TriageReason
from tilannekuva.intake.models import Signal

from .inbox_pages import client_of, page_of, send_step, signals, visible_text

__all__ = ["signals"]


def test_rows_are_grouped_by_proposal_and_say_what_speaks_for_it(signals: list[Signal], bob: Any) -> None:
    page = visible_text(page_of(client_of(bob)))
    assert "2 signals, 250 m apart, 1 day apart Are they one thing?" in page
    assert page.count("Join them") == 1
    assert page.index("Damage") < page.rindex("Unrest")
    assert "4 events" in page
    assert "Signals that wait for a judgement: 3." in page
    assert page.count("Not yet judged") == 3
    assert page.count("TLP:AMBER") == 3


@pytest.mark.req("S-01")
def test_sureness_in_plain_words_and_the_code_for_analysts(
    signals: list[Signal], alice: Any, bob: Any
) -> None:
    words = "Heard from others, possibly so, source usually right"
    for person, has_code in ((bob, True), (alice, False)):
        page = visible_text(page_of(client_of(person)))
        assert words in page
        assert bool(re.search(r"\bB3\b", page)) is has_code


def test_the_receipt_code_stands_nowhere(signals: list[Signal], bob: Any) -> None:
    client = client_of(bob)
    for address in ("/inbox/", f"/inbox/{signals[0].public_id}/"):
        page = page_of(client, address)
        assert not any(signal.receipt_code in page for signal in signals)


def test_the_door_is_open_to_those_who_take_steps(
    signals: list[Signal], bob: Any, charlie: Any, school: Organisation
) -> None:
    reader = add_person(
        email="rita@example.invalid", display_name="Rita", language="en", organisation=school,
        roles={RoleName.REPORTER: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip
    assert 'href="/inbox/"' in page_of(client_of(bob))
    client = client_of(reader)
    assert 'href="/inbox/"' not in client.get("/").content.decode()
    for address in ("/inbox/", "/inbox/step/", f"/inbox/{signals[0].public_id}/"):
        assert client.get(address).status_code == 404
        assert client_of(charlie).get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert send_step(client, press="confirm seen_on_the_spot", signal=signals[0].public_id).status_code == 404
    assert not TriageStep.objects.exists()


def test_unknown_and_forbidden_answer_alike(signals: list[Signal], bob: Any, school: Organisation) -> None:
    hidden = make_signal(school, marking=Marking.AMBER_STRICT)
    client = client_of(bob)
    for public_id in (hidden.public_id, uuid.uuid4()):
        assert client.get(f"/inbox/{public_id}/").status_code == 404
        assert send_step(client, press="confirm seen_on_the_spot", signal=public_id).status_code == 404
        both = [signals[0].public_id, public_id]
        assert send_step(client, press="confirm seen_on_the_spot", signal=both).status_code == 404
        assert send_step(client, propose=" ".join(map(str, both))).status_code == 404
        assert send_step(client, undo=public_id).status_code == 404
        assert send_step(client, answer=f"{public_id} we_know_of_it").status_code == 404
    assert str(hidden.public_id) not in page_of(client)
    assert not TriageStep.objects.exists()


def test_the_choice_stands_in_the_address(signals: list[Signal], bob: Any, school: Organisation) -> None:
    client = client_of(bob)
    old = make_signal(school, age_days=60)
    line = f"line-{old.public_id}"
    assert line not in page_of(client)
    assert line in page_of(client, "/inbox/?days=91")
    assert line in page_of(client, "/inbox/?days=0")
    assert "Unrest" not in _list(page_of(client, "/inbox/?kind=damage"))
    assert "Damage" not in _list(page_of(client, "/inbox/?kind=unrest"))
    assert "No signal fits this choice" in page_of(client, "/inbox/?organisation=safety-unit")
    joining = page_of(client, "/inbox/?waits=joining")
    assert joining.count("data-line") == 2
    # What no list has is read as the usual one.
    page = page_of(client, "/inbox/?waits=x&kind=x&organisation=x&days=x&page=-1")
    assert page.count("data-line") == 3


def _list(page: str) -> str:
    return page[page.index("inbox-list") : page.index("inbox-foot")]


def test_what_somebody_reported_by_hand_waits_until_it_is_judged(
    signals: list[Signal], alice: Any, bob: Any, school: Organisation
) -> None:
    from tilannekuva.domain.severity import Severity
    from tilannekuva.domain.stream import Stream
    from tilannekuva.domain.time_band import TimeBand
    from tilannekuva.intake.actions import receive_report
    from tilannekuva.intake.drafts import SignalDraft
    from tilannekuva.intake.models import Source

    draft = SignalDraft(
        kind_id=signals[0].kind_id, area_id=signals[0].area_id, cell_id=None, stream=Stream.PARTNER_OBSERVATION,
        occurred_on=dt.date.today() - dt.timedelta(days=200), time_band=TimeBand.DAY,
        severity=Severity.MINOR, marking=Marking.AMBER,
    )  # fmt: skip
    [reported] = receive_report(
        report_id=uuid.uuid4(), drafts=[draft], source=Source.objects.get(), by=viewer_of(alice)
    )
    page = page_of(client_of(bob))
    assert f"line-{reported.public_id}" in page
    assert "Kallio, the square not known" in visible_text(page)


def test_forty_blocks_on_a_page_and_the_rest_behind_a_link(
    signals: list[Signal], bob: Any, school: Organisation
) -> None:
    for number in range(50):
        make_signal(school, age_days=4 * (number % 6), kind="unrest", cell=("c0", "c9")[number % 2])
    client = client_of(bob)
    first = page_of(client, "/inbox/?waits=judgement&organisation=school")
    assert "Older" not in first  # proposals put them into few blocks
    from tilannekuva.web.pages import inbox

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "_BLOCKS_ON_PAGE", 2)
        first = page_of(client, "/inbox/?kind=unrest")
        assert 'href="?kind=unrest&amp;page=2" rel="next"' in first
        second = page_of(client, "/inbox/?kind=unrest&page=2")
        assert 'href="?kind=unrest" rel="prev"' in second
    lines = [set(re.findall(r'id="line-([0-9a-f-]{36})"', page)) for page in (first, second)]
    assert lines[0]
    assert lines[1]
    assert not lines[0] & lines[1]


def test_an_empty_inbox_teaches(safety_unit: Organisation, bob: Any) -> None:
    prepare()
    page = visible_text(page_of(client_of(bob)))
    assert "Nothing waits for a judgement." in page
    assert "every step can be undone" in page
    assert "Nothing. What your organisation passes on stays here until it is answered." in page


def test_a_look_at_the_inbox_leaves_its_trace_and_no_content(signals: list[Signal], bob: Any) -> None:
    page_of(client_of(bob))
    entry = AuditEntry.objects.get(act="page.read", object_type="inbox")
    assert "damage" not in entry.entry.lower()


def test_the_same_number_of_queries_for_few_and_for_many(
    signals: list[Signal], bob: Any, school: Organisation, django_assert_max_num_queries: Any
) -> None:
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=viewer_of(bob))
    for _number in range(60):
        make_signal(school, cell="c9")
    client = client_of(bob)
    page_of(client)
    with django_assert_max_num_queries(31):
        page_of(client)


def test_on_a_phone_the_choice_is_folded_unless_something_was_chosen(signals: list[Signal], bob: Any) -> None:
    client = client_of(bob)
    assert '<details class="inbox-choice">' in page_of(client)
    assert '<details class="inbox-choice" open>' in page_of(client, "/inbox/?days=7")
