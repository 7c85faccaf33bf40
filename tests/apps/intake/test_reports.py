"""Reports: durable before they are acknowledged, in once however often they are sent, and only by those who may."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.grade import InfoCredibility
from tilannekuva.domain.observation import Observation, Sureness, credibility_of
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.intake.actions import receive_report
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import Report, Signal, Source


@pytest.mark.req("R-01")
def test_the_same_report_comes_in_once(source: Source, draft: SignalDraft, alice: Any) -> None:
    report_id, by = uuid.uuid4(), viewer_of(alice)
    drafts = [draft, replace(draft, time_band=TimeBand.NIGHT)]
    first = receive_report(report_id=report_id, drafts=drafts, source=source, by=by)
    n_entries = AuditEntry.objects.filter(act="report.received").count()
    again = receive_report(report_id=report_id, drafts=drafts, source=source, by=by)
    assert [signal.receipt_code for signal in first] == [signal.receipt_code for signal in again]
    assert (Signal.objects.count(), Report.objects.count()) == (2, 1)
    assert AuditEntry.objects.filter(act="report.received").count() == n_entries == 1
    assert AuditEntry.objects.filter(act="report.sent_again").count() == 1


def test_another_report_under_the_same_id_is_refused(source: Source, draft: SignalDraft, alice: Any) -> None:
    report_id, by = uuid.uuid4(), viewer_of(alice)
    receive_report(report_id=report_id, drafts=[draft], source=source, by=by)
    with pytest.raises(RuleBroken, match="with other content"):
        receive_report(report_id=report_id, drafts=[replace(draft, n_events=2)], source=source, by=by)
    assert Signal.objects.count() == 1


def test_a_report_is_stored_whole_or_not_at_all(source: Source, draft: SignalDraft, alice: Any) -> None:
    tomorrow = replace(draft, occurred_on=dt.date.today() + dt.timedelta(days=2))
    with pytest.raises(RuleBroken, match="has not come yet"):
        receive_report(report_id=uuid.uuid4(), drafts=[draft, tomorrow], source=source, by=viewer_of(alice))
    assert not Signal.objects.exists()
    assert not Report.objects.exists()


@pytest.mark.parametrize("n_signals", [0, 21])
def test_a_report_holds_a_few_signals(source: Source, draft: SignalDraft, alice: Any, n_signals: int) -> None:
    with pytest.raises(RuleBroken, match="from one to"):
        receive_report(report_id=uuid.uuid4(), drafts=[draft] * n_signals, source=source, by=viewer_of(alice))


def test_nobody_reports_for_another_organisation_or_without_a_role(
    source: Source, draft: SignalDraft, bob: Any, charlie: Any
) -> None:
    for person in (bob, charlie):
        with pytest.raises(NotAllowed):
            receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(person))
    assert not Signal.objects.exists()


def test_plain_words_become_a_grade_that_one_reporter_alone_can_give() -> None:
    grades = {credibility_of(told, sure) for told in Observation for sure in Sureness}
    assert InfoCredibility.CONFIRMED not in grades
    assert credibility_of(Observation.OWN, Sureness.SURE) is InfoCredibility.PROBABLY_TRUE
    assert credibility_of(Observation.NOT_TOLD, Sureness.SURE) is InfoCredibility.CANNOT_BE_JUDGED
