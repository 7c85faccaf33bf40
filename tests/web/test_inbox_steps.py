"""Every step of the inbox by a plain form, and back to where one stood."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine

from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.models import PassedOn, SignalGroup, TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.queries import asked_of
from tilannekuva.domain.triage import REASONS_IN_A_GROUP, REASONS_OF, TriageAct, TriageReason
from tilannekuva.intake.models import Signal

from .inbox_pages import client_of, page_of, send_step, signals, stands_now, visible_text

__all__ = ["signals"]


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
    client = client_of(bob)
    page = page_of(client, "/inbox/?kind=damage")
    # The button that is pressed stands on the page, and needs no script.
    assert f'name="press" value="{press}"' in page
    answer = send_step(client, press=press, signal=signals[0].public_id, query="kind=damage", at=3)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/inbox/?kind=damage#place-3"
    assert stands_now(signals[0]) == after
    page = page_of(client, "/inbox/?kind=damage")
    assert f'id="line-{signals[0].public_id}"' not in page
    # Undo instead of "are you sure".
    [undo] = set(re.findall(r'name="undo" value="([0-9a-f-]{36})"', page))
    answer = send_step(client, undo=undo)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/inbox/#line-{signals[0].public_id}"
    assert stands_now(signals[0]) == ("not_yet_judged", "received")
    assert "The step is undone." in page_of(client)


def test_join_the_proposal_judge_the_group_and_split(signals: list[Signal], bob: Any) -> None:
    client = client_of(bob)
    [proposed] = re.findall(r'name="propose" value="([^"]+)"', page_of(client))
    assert send_step(client, propose=proposed).status_code == 303
    group = SignalGroup.objects.get()
    page = visible_text(page_of(client))
    assert "Joined: 2 signals, 250 m apart, 1 day apart, 1 organisation" in page
    assert "Join them" not in page
    assert f'name="group" value="{group.public_id}"' in page_of(client)
    assert send_step(client, press="split things_apart", signal=signals[0].public_id).status_code == 303
    assert stands_now(signals[1]) == ("not_yet_judged", "in_review")
    send_step(client, undo=TriageStep.objects.get(act="split").public_id)
    assert send_step(client, press="confirm several_sources_agree", group=group.public_id).status_code == 303
    assert [stands_now(signal) for signal in signals[:2]] == [("confirmed", "joined")] * 2


def test_pass_on_by_form_and_answer_by_form(
    signals: list[Signal], alice: Any, bob: Any, school: Organisation
) -> None:
    asking, asked = client_of(bob), client_of(alice)
    page = page_of(asking)
    assert 'name="press" value="pass_on"' in page
    assert f'<option value="{school.code}">' in page
    until = dt.date.today() + dt.timedelta(days=7)
    answer = send_step(
        asking, press="pass_on", signal=signals[0].public_id, receiver=school.code,
        pass_on_reason="to_check_on_the_spot", answer_by_on=until.isoformat(),
    )  # fmt: skip
    assert answer.status_code == 303
    assert stands_now(signals[0]) == ("not_yet_judged", "passed_on")
    page = page_of(asked)
    assert "1 signal waits for your organisation's answer" in visible_text(page)
    button = f"{asked_of(viewer_of(alice)).get().public_id} we_know_of_it"
    assert f'name="answer" value="{button}"' in page
    assert send_step(asked, answer=button).status_code == 303
    assert PassedOn.objects.get().answer == "we_know_of_it"
    page = visible_text(page_of(asking))
    assert "Answers that came Damage, Kallio School: We know of it" in page
    assert send_step(asking, answer=button).status_code == 404  # only the organisation that was asked


def test_what_is_overdue_turns_red_in_words_and_never_disappears(
    signals: list[Signal], bob: Any, alice: Any, school: Organisation
) -> None:
    actions.pass_on(
        signals=signals[:1], receiver=school, answer_by_on=dt.date.today(), by=viewer_of(bob),
        reason=TriageReason.TO_CHECK_ON_THE_SPOT,
    )  # fmt: skip
    assert "overdue" not in page_of(client_of(bob))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=60)):
        for person in (bob, alice):
            page = page_of(client_of(person))
            assert 'class="is-late"' in page
            assert "60 days overdue, since" in visible_text(page)
        assert "1 answer is overdue" in visible_text(page_of(client_of(bob)))
        assert f"line-{signals[0].public_id}" in page_of(client_of(bob), "/inbox/?waits=answer&days=7")


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
    client = client_of(bob)
    chosen = {} if "at least one" in said else {"signal": signals[0].public_id}
    for one in ({}, {"of_one": signals[0].public_id}):
        answer = send_step(client, query="kind=damage", **values, **chosen, **one)
        if values["press"] in ("undo", "answer we_know_of_it"):
            assert answer.status_code == 404
            continue
        assert answer.status_code == 422
        page = answer.content.decode()
        assert re.search(rf'role="alert">[^<]*{said}', page)
        assert not TriageStep.objects.exists()
    assert stands_now(signals[0]) == ("not_yet_judged", "received")


def test_after_a_refusal_what_was_chosen_is_still_chosen(signals: list[Signal], bob: Any) -> None:
    page = send_step(client_of(bob), press="join one_event", signal=signals[2].public_id).content.decode()
    assert re.findall(r'id="line-([0-9a-f-]{36})" data-line checked', page) == [str(signals[2].public_id)]


def test_one_signal_with_all_that_was_done(signals: list[Signal], alice: Any, bob: Any) -> None:
    client, address = client_of(bob), f"/inbox/{signals[0].public_id}/"
    assert "Nobody has taken a step" in page_of(client, address)
    step = {"of_one": signals[0].public_id, "signal": signals[0].public_id}
    answer = send_step(client, press="confirm seen_on_the_spot", **step)
    assert answer.status_code == 303
    assert answer.headers["Location"] == address
    page = visible_text(page_of(client, address))
    assert "Confirmed. Seen on the spot" in page
    assert "Bob (Safety unit)" in page
    # Of another organisation: the step is seen, and can be answered by another one, but not undone.
    other = page_of(client_of(alice), address)
    assert "Bob (Safety unit)" in visible_text(other)
    assert 'name="undo"' not in other
    undo = re.findall(r'name="undo" value="([0-9a-f-]{36})"', page_of(client, address))[0]
    send_step(client, undo=undo, **step)
    page = visible_text(page_of(client, address))
    assert "Undone." in page
    assert "Not yet judged" in page


def test_a_step_that_somebody_built_on_offers_no_undo(signals: list[Signal], bob: Any) -> None:
    viewer = viewer_of(bob)
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=viewer)
    actions.confirm(signals=signals[:1], reason=TriageReason.SEEN_ON_THE_SPOT, by=viewer)
    page = page_of(client_of(bob))
    assert len(set(re.findall(r'name="undo" value="([0-9a-f-]{36})"', page))) == 1


def test_a_step_leads_nowhere_but_to_the_inbox(signals: list[Signal], bob: Any) -> None:
    client = client_of(bob)
    assert client.get("/inbox/step/").headers["Location"] == "/inbox/"
    answer = send_step(
        client, press="confirm seen_on_the_spot", signal=signals[0].public_id,
        query="//elsewhere.example/?next=https://elsewhere.example&kind=none", at="https://elsewhere.example",
    )  # fmt: skip
    assert answer.headers["Location"] == "/inbox/"


def test_told_already_is_offered_beside_others_of_a_group_alone(signals: list[Signal], bob: Any) -> None:
    client = client_of(bob)
    told_already = 'value="drop told_already"'
    alone = page_of(client, f"/inbox/{signals[2].public_id}/")
    assert told_already not in alone
    assert 'value="drop sent_by_mistake"' in alone
    # In the list the page itself offers it as soon as it fits.
    assert f"{told_already} data-in-a-group" in page_of(client)
    send_step(client, press="join one_event", signal=[str(each.public_id) for each in signals[:2]])
    assert told_already in page_of(client, f"/inbox/{signals[0].public_id}/")
    drop = REASONS_OF[TriageAct.DROP]
    assert (
        set(drop[len(drop) - len(REASONS_IN_A_GROUP) :]) == REASONS_IN_A_GROUP
    )  # the numbers of the others stay
