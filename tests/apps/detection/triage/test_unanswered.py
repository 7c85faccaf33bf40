"""Who reported by hand and has waited for longer than the city promises."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.apps.detection.triage.sample import make_signal, prepare
from tests.conftest import TESTER
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.queries import last_steps_on, n_unanswered
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.triage import TriageReason
from tilannekuva.domain.viewer import NOBODY
from tilannekuva.intake.actions import add_source
from tilannekuva.intake.models import Report, Signal

pytestmark = pytest.mark.django_db


def by_hand(owner: Organisation, age_days: int, marking: Marking = Marking.AMBER) -> Signal:
    source = add_source(organisation=owner, code="tests", by=TESTER)
    with unlocked():
        report = Report.objects.create(
            public_id=uuid.uuid4(), content_sha256="", source=source, received_at=now_at()
        )
        signal = make_signal(owner, report=report, marking=marking)
        Signal.objects.filter(pk=signal.pk).update(received_at=now_at() - dt.timedelta(days=age_days))
    return signal


def test_only_old_reports_without_an_answer_that_the_reader_may_read_are_counted(
    school: Organisation, police: Organisation, alice: Person, bob: Person
) -> None:
    prepare()
    [waits, judged, _young] = [by_hand(school, age_days) for age_days in (20, 20, 2)]
    by_hand(police, 20)
    by_hand(school, 20, Marking.AMBER_STRICT)
    in_a_file = make_signal(school)
    with unlocked():
        Signal.objects.filter(pk=in_a_file.pk).update(received_at=now_at() - dt.timedelta(days=20))
    promised = now_at() - dt.timedelta(days=14)
    readers = [viewer_of(alice), viewer_of(bob), NOBODY]
    assert [n_unanswered(viewer, received_before=promised) for viewer in readers] == [3, 2, 0]
    actions.leave_unconfirmed(signals=[judged], reason=TriageReason.NOBODY_ELSE_KNOWS, by=viewer_of(alice))
    assert [n_unanswered(viewer, received_before=promised) for viewer in readers] == [2, 1, 0]
    assert last_steps_on([waits, judged]) == {judged.pk: dt.date.today()}
