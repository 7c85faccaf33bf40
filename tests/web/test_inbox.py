"""The inbox: what it shows to whom, and every step by a plain form."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.apps.detection.triage.sample import make_signal, prepare
from tests.conftest import TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.models import PassedOn, SignalGroup, TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.queries import asked_of
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.triage import REASONS_IN_A_GROUP, REASONS_OF, TriageAct, TriageReason
from tilannekuva.intake.models import Signal


def _client(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def _page(client: Client, address: str = "/inbox/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def visible_text(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).replace(" ,", ",").replace(" .", ".").split())


def _step(client: Client, **values: Any) -> Any:
    return client.post("/inbox/step/", values)


@pytest.fixture
def signals(school: Organisation, safety_unit: Organisation) -> list[Signal]:
    """Three signals of the school: two near, one far."""
    prepare()
    graded = {
        "reliability": SourceReliability.USUALLY_RELIABLE,
        "credibility": InfoCredibility.POSSIBLY_TRUE,
        "observation": Observation.HEARD,
    }
    return [
        make_signal(school, **graded),
        make_signal(school, age_days=2, cell="c1"),
        make_signal(school, cell="c9", kind="unrest", n_events=4),
    ]


def test_rows_are_grouped_by_proposal_and_say_what_speaks_for_it(signals: list[Signal], bob: Any) -> None:
    page = visible_text(_page(_client(bob)))
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
        page = visible_text(_page(_client(person)))
        assert words in page
        assert bool(re.search(r"\bB3\b", page)) is has_code


def test_the_receipt_code_stands_nowhere(signals: list[Signal], bob: Any) -> None:
    client = _client(bob)
    for address in ("/inbox/", f"/inbox/{signals[0].public_id}/"):
        page = _page(client, address)
        assert not any(signal.receipt_code in page for signal in signals)


def test_the_door_is_open_to_those_who_take_steps(
    signals: list[Signal], bob: Any, charlie: Any, school: Organisation
) -> None:
    reader = add_person(
        email="rita@example.invalid", display_name="Rita", language="en", organisation=school,
        roles={RoleName.REPORTER: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip
    assert 'href="/inbox/"' in _page(_client(bob))
    client = _client(reader)
    assert 'href="/inbox/"' not in client.get("/").content.decode()
    for address in ("/inbox/", "/inbox/step/", f"/inbox/{signals[0].public_id}/"):
        assert client.get(address).status_code == 404
        assert _client(charlie).get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert _step(client, press="confirm seen_on_the_spot", signal=signals[0].public_id).status_code == 404
    assert not TriageStep.objects.exists()


def test_unknown_and_forbidden_answer_alike(signals: list[Signal], bob: Any, school: Organisation) -> None:
    hidden = make_signal(school, marking=Marking.AMBER_STRICT)
    client = _client(bob)
    for public_id in (hidden.public_id, uuid.uuid4()):
        assert client.get(f"/inbox/{public_id}/").status_code == 404
        assert _step(client, press="confirm seen_on_the_spot", signal=public_id).status_code == 404
        both = [signals[0].public_id, public_id]
        assert _step(client, press="confirm seen_on_the_spot", signal=both).status_code == 404
        assert _step(client, propose=" ".join(map(str, both))).status_code == 404
        assert _step(client, undo=public_id).status_code == 404
        assert _step(client, answer=f"{public_id} we_know_of_it").status_code == 404
    assert str(hidden.public_id) not in _page(client)
    assert not TriageStep.objects.exists()


def _now(signal: Signal) -> tuple[str, str]:
    found = Signal.objects.get(pk=signal.pk)
    return found.judgement, found.handling


@pytest.mark.parametrize(
    ("press", "after"),
    [
        ("confirm seen_on_the_spot", ("confirmed", "received")),
        ("find_plausible fits_what_is_known", ("plausible", "received")),
        ("leave_unconfirmed nobody_else_knows", ("unconfirmed", "received")),
        ("refute did_not_happen", ("refuted", "received")),
        ("drop out_of_our_scope", ("not_yet_judged", "out_of_scope")),
    ],
)
def test_one_press_and_back_to_the_same_place(
    press: str, after: tuple[str, str], signals: list[Signal], bob: Any
) -> None:
    client = _client(bob)
    page = _page(client, "/inbox/?kind=damage")
    # The button that is pressed stands on the page, and needs no script.
    assert f'name="press" value="{press}"' in page
    answer = _step(client, press=press, signal=signals[0].public_id, query="kind=damage", at=3)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/inbox/?kind=damage#place-3"
    assert _now(signals[0]) == after
    page = _page(client, "/inbox/?kind=damage")
    assert f'id="line-{signals[0].public_id}"' not in page
    # Undo instead of "are you sure".
    [undo] = set(re.findall(r'name="undo" value="([0-9a-f-]{36})"', page))
    answer = _step(client, undo=undo)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/inbox/#line-{signals[0].public_id}"
    assert _now(signals[0]) == ("not_yet_judged", "received")
    assert "The step is undone." in _page(client)


def test_join_the_proposal_judge_the_group_and_split(signals: list[Signal], bob: Any) -> None:
    client = _client(bob)
    [proposed] = re.findall(r'name="propose" value="([^"]+)"', _page(client))
    assert _step(client, propose=proposed).status_code == 303
    group = SignalGroup.objects.get()
    page = visible_text(_page(client))
    assert "Joined: 2 signals, 250 m apart, 1 day apart, 1 organisation" in page
    assert "Join them" not in page
    assert f'name="group" value="{group.public_id}"' in _page(client)
    assert _step(client, press="split things_apart", signal=signals[0].public_id).status_code == 303
    assert _now(signals[1]) == ("not_yet_judged", "in_review")
    _step(client, undo=TriageStep.objects.get(act="split").public_id)
    assert _step(client, press="confirm several_sources_agree", group=group.public_id).status_code == 303
    assert [_now(signal) for signal in signals[:2]] == [("confirmed", "joined")] * 2


def test_pass_on_by_form_and_answer_by_form(
    signals: list[Signal], alice: Any, bob: Any, school: Organisation
) -> None:
    asking, asked = _client(bob), _client(alice)
    page = _page(asking)
    assert 'name="press" value="pass_on"' in page
    assert f'<option value="{school.code}">' in page
    until = dt.date.today() + dt.timedelta(days=7)
    answer = _step(
        asking, press="pass_on", signal=signals[0].public_id, receiver=school.code,
        pass_on_reason="to_check_on_the_spot", answer_by_on=until.isoformat(),
    )  # fmt: skip
    assert answer.status_code == 303
    assert _now(signals[0]) == ("not_yet_judged", "passed_on")
    page = _page(asked)
    assert "1 signal waits for your organisation's answer" in visible_text(page)
    button = f"{asked_of(viewer_of(alice)).get().public_id} we_know_of_it"
    assert f'name="answer" value="{button}"' in page
    assert _step(asked, answer=button).status_code == 303
    assert PassedOn.objects.get().answer == "we_know_of_it"
    page = visible_text(_page(asking))
    assert "Answers that came Damage, Kallio School: We know of it" in page
    assert _step(asking, answer=button).status_code == 404  # only the organisation that was asked


def test_what_is_overdue_turns_red_in_words_and_never_disappears(
    signals: list[Signal], bob: Any, alice: Any, school: Organisation
) -> None:
    actions.pass_on(
        signals=signals[:1], receiver=school, answer_by_on=dt.date.today(), by=viewer_of(bob),
        reason=TriageReason.TO_CHECK_ON_THE_SPOT,
    )  # fmt: skip
    assert "overdue" not in _page(_client(bob))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=60)):
        for person in (bob, alice):
            page = _page(_client(person))
            assert 'class="is-late"' in page
            assert "60 days overdue, since" in visible_text(page)
        assert "1 answer is overdue" in visible_text(_page(_client(bob)))
        assert f"line-{signals[0].public_id}" in _page(_client(bob), "/inbox/?waits=answer&days=7")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"press": "confirm seen_on_the_spot"}, "Choose at least one signal."),
        ({"press": ""}, "Choose what to do"),
        ({"press": "answer"}, "Choose a reason"),
        ({"press": "answer we_know_of_it"}, "of nothing that is there"),
        ({"press": "undo"}, "of nothing that is there"),
        ({"press": "confirm did_not_happen"}, "Choose a reason"),
        ({"press": "confirm"}, "Choose a reason"),
        ({"press": "join one_event"}, "at least two"),
        ({"press": "split things_apart"}, "joined with no other"),
        ({"press": "drop told_already"}, "Join it with that one first"),
        ({"press": "pass_on", "pass_on_reason": "to_check_on_the_spot"}, "Choose the organisation"),
        (
            {"press": "pass_on", "pass_on_reason": "x", "receiver": "school", "answer_by_on": "2026-13-40"},
            "Choose a reason",
        ),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_list(
    values: dict[str, str], said: str, signals: list[Signal], bob: Any
) -> None:
    client = _client(bob)
    chosen = {} if "at least one" in said else {"signal": signals[0].public_id}
    for one in ({}, {"of_one": signals[0].public_id}):
        answer = _step(client, query="kind=damage", **values, **chosen, **one)
        if values["press"] in ("undo", "answer we_know_of_it"):
            assert answer.status_code == 404
            continue
        assert answer.status_code == 422
        page = answer.content.decode()
        assert re.search(rf'role="alert">[^<]*{said}', page)
        assert not TriageStep.objects.exists()
    assert _now(signals[0]) == ("not_yet_judged", "received")


def test_after_a_refusal_what_was_chosen_is_still_chosen(signals: list[Signal], bob: Any) -> None:
    page = _step(_client(bob), press="join one_event", signal=signals[2].public_id).content.decode()
    assert re.findall(r'id="line-([0-9a-f-]{36})" data-line checked', page) == [str(signals[2].public_id)]


def test_the_choice_stands_in_the_address(signals: list[Signal], bob: Any, school: Organisation) -> None:
    client = _client(bob)
    old = make_signal(school, age_days=60)
    line = f"line-{old.public_id}"
    assert line not in _page(client)
    assert line in _page(client, "/inbox/?days=91")
    assert line in _page(client, "/inbox/?days=0")
    assert "Unrest" not in _list(_page(client, "/inbox/?kind=damage"))
    assert "Damage" not in _list(_page(client, "/inbox/?kind=unrest"))
    assert "No signal fits this choice" in _page(client, "/inbox/?organisation=safety-unit")
    joining = _page(client, "/inbox/?waits=joining")
    assert joining.count("data-line") == 2
    # What no list has is read as the usual one.
    page = _page(client, "/inbox/?waits=x&kind=x&organisation=x&days=x&page=-1")
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
    page = _page(_client(bob))
    assert f"line-{reported.public_id}" in page
    assert "Kallio, the square not known" in visible_text(page)


def test_forty_blocks_on_a_page_and_the_rest_behind_a_link(
    signals: list[Signal], bob: Any, school: Organisation
) -> None:
    for number in range(50):
        make_signal(school, age_days=4 * (number % 6), kind="unrest", cell=("c0", "c9")[number % 2])
    client = _client(bob)
    first = _page(client, "/inbox/?waits=judgement&organisation=school")
    assert "Older" not in first  # proposals put them into few blocks
    from tilannekuva.web.pages import inbox

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "_BLOCKS_ON_PAGE", 2)
        first = _page(client, "/inbox/?kind=unrest")
        assert 'href="?kind=unrest&amp;page=2" rel="next"' in first
        second = _page(client, "/inbox/?kind=unrest&page=2")
        assert 'href="?kind=unrest" rel="prev"' in second
    lines = [set(re.findall(r'id="line-([0-9a-f-]{36})"', page)) for page in (first, second)]
    assert lines[0]
    assert lines[1]
    assert not lines[0] & lines[1]


def test_an_empty_inbox_teaches(safety_unit: Organisation, bob: Any) -> None:
    prepare()
    page = visible_text(_page(_client(bob)))
    assert "Nothing waits for a judgement." in page
    assert "every step can be undone" in page
    assert "Nothing. What your organisation passes on stays here until it is answered." in page


def test_one_signal_with_all_that_was_done(signals: list[Signal], alice: Any, bob: Any) -> None:
    client, address = _client(bob), f"/inbox/{signals[0].public_id}/"
    assert "Nobody has taken a step" in _page(client, address)
    step = {"of_one": signals[0].public_id, "signal": signals[0].public_id}
    answer = _step(client, press="confirm seen_on_the_spot", **step)
    assert answer.status_code == 303
    assert answer.headers["Location"] == address
    page = visible_text(_page(client, address))
    assert "Confirmed. Seen on the spot" in page
    assert "Bob (Safety unit)" in page
    # Of another organisation: the step is seen, and can be answered by another one, but not undone.
    other = _page(_client(alice), address)
    assert "Bob (Safety unit)" in visible_text(other)
    assert 'name="undo"' not in other
    undo = re.findall(r'name="undo" value="([0-9a-f-]{36})"', _page(client, address))[0]
    _step(client, undo=undo, **step)
    page = visible_text(_page(client, address))
    assert "Undone." in page
    assert "Not yet judged" in page


def test_a_step_that_somebody_built_on_offers_no_undo(signals: list[Signal], bob: Any) -> None:
    viewer = viewer_of(bob)
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=viewer)
    actions.confirm(signals=signals[:1], reason=TriageReason.SEEN_ON_THE_SPOT, by=viewer)
    page = _page(_client(bob))
    assert len(set(re.findall(r'name="undo" value="([0-9a-f-]{36})"', page))) == 1


def test_a_step_leads_nowhere_but_to_the_inbox(signals: list[Signal], bob: Any) -> None:
    client = _client(bob)
    assert client.get("/inbox/step/").headers["Location"] == "/inbox/"
    answer = _step(
        client, press="confirm seen_on_the_spot", signal=signals[0].public_id,
        query="//elsewhere.example/?next=https://elsewhere.example&kind=none", at="https://elsewhere.example",
    )  # fmt: skip
    assert answer.headers["Location"] == "/inbox/"


def test_a_look_at_the_inbox_leaves_its_trace_and_no_content(signals: list[Signal], bob: Any) -> None:
    _page(_client(bob))
    entry = AuditEntry.objects.get(act="page.read", object_type="inbox")
    assert "damage" not in entry.entry.lower()


def test_the_same_number_of_queries_for_few_and_for_many(
    signals: list[Signal], bob: Any, school: Organisation, django_assert_max_num_queries: Any
) -> None:
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=viewer_of(bob))
    for _number in range(60):
        make_signal(school, cell="c9")
    client = _client(bob)
    _page(client)
    with django_assert_max_num_queries(31):
        _page(client)


def test_told_already_is_offered_beside_others_of_a_group_alone(signals: list[Signal], bob: Any) -> None:
    client = _client(bob)
    told_already = 'value="drop told_already"'
    alone = _page(client, f"/inbox/{signals[2].public_id}/")
    assert told_already not in alone
    assert 'value="drop sent_by_mistake"' in alone
    # In the list the page itself offers it as soon as it fits.
    assert f"{told_already} data-in-a-group" in _page(client)
    _step(client, press="join one_event", signal=[str(each.public_id) for each in signals[:2]])
    assert told_already in _page(client, f"/inbox/{signals[0].public_id}/")
    drop = REASONS_OF[TriageAct.DROP]
    assert (
        set(drop[len(drop) - len(REASONS_IN_A_GROUP) :]) == REASONS_IN_A_GROUP
    )  # the numbers of the others stay


def test_on_a_phone_the_choice_is_folded_unless_something_was_chosen(signals: list[Signal], bob: Any) -> None:
    client = _client(bob)
    assert '<details class="inbox-choice">' in _page(client)
    assert '<details class="inbox-choice" open>' in _page(client, "/inbox/?days=7")
