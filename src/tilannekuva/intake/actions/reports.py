"""Reports: what people send, one signal or several at once."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.protection import PROTECTED_SOURCE, ShownAs
from tilannekuva.domain.rules.protection import check_can_protect
from tilannekuva.domain.rules.signals import check_may_report
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import ProtectedSource, Report, Signal, Source
from .needs import answers_need
from .rows import agreement_of, checked_row
from .texts import text_of

_MOST_SIGNALS = 20
_USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class _Keeper:
    """What the one row that knows of a protected source keeps."""

    shown_as: ShownAs
    person_id: int | None


class OtherContent(RuleBroken):
    """The id of a report stands for another one already."""


def receive_report(
    *,
    report_id: uuid.UUID,
    drafts: Sequence[SignalDraft],
    source: Source,
    by: Viewer,
    text_kept_days: int = _USUAL.text_kept_days,
    shown_as: ShownAs | None = None,
) -> list[Signal]:
    """Store a report and return its signals with their receipt codes, once they are durable.

    The same report sent again, by a retry or by many at once, changes nothing, leaves a word in the audit and
    gets the same codes, however late. Raises OtherContent when its id stands for another report already,
    TextRefused when the gate does not let its words in, RuleBroken when a signal is not one. Then nothing of
    it is stored.

    `shown_as`: the source is protected. Report, signals and audit then name nobody, and words that the gate asks
    about are refused: nobody could ask back.
    """
    check_may_report(by)
    if by.organisation_id != source.organisation_id:
        raise NotAllowed("A signal is reported for one's own organisation.")
    if not 1 <= len(drafts) <= _MOST_SIGNALS:
        raise RuleBroken("A report holds from one to %(n)s signals.", n=_MOST_SIGNALS)
    keeper = None
    if shown_as is not None:
        markings = frozenset(draft.marking for draft in drafts)
        check_can_protect(may_vouch=source.organisation.may_vouch, markings=markings)
        keeper, by = _Keeper(shown_as, by.person_id), PROTECTED_SOURCE
    content = _content_sha256(drafts, source, by)
    try:
        return _store(report_id, content, drafts, source, text_kept_days, by, keeper)
    except IntegrityError:
        # Its id is known already: a retry, or another copy that was faster by a moment.
        stored = _stored(report_id, content, by)
        if not stored:
            raise
        return stored


def _stored(report_id: uuid.UUID, content: str, by: Viewer) -> list[Signal]:
    report = Report.objects.filter(public_id=report_id).first()
    if report is None:
        return []
    if report.content_sha256 != content:
        raise OtherContent("This report came in already, with other content. Write a new one.")
    with transaction.atomic():
        record("report.sent_again", by=by, object_type="report", object_id=str(report_id))
    return list(report.signals.order_by("pk"))


@transaction.atomic
def _store(
    report_id: uuid.UUID,
    content: str,
    drafts: Sequence[SignalDraft],
    source: Source,
    text_kept_days: int,
    by: Viewer,
    keeper: _Keeper | None,
) -> list[Signal]:
    agreement = agreement_of(source)
    with unlocked():
        report = Report.objects.create(
            public_id=report_id,
            content_sha256=content,
            source=source,
            recorded_by_id=by.person_id,
            received_at=now_at(),
        )
        if keeper is not None:
            ProtectedSource.objects.create(
                report=report, shown_as=keeper.shown_as, brought_by_id=keeper.person_id
            )
        signals = [
            checked_row(draft, source=source, agreement=agreement, report=report, by=by) for draft in drafts
        ]
        for signal, draft in zip(signals, drafts, strict=True):
            signal.save()
            if draft.text:
                text_of(signal, draft.text, draft.text_reason, kept_days=text_kept_days, by=by).save()
            if draft.need_id is not None:
                answers_need(signal, draft.need_id).save()
    record(
        "report.received",
        by=by,
        object_type="report",
        object_id=str(report.public_id),
        detail={"signals": len(signals), "source": "protected" if keeper else str(source)},
    )
    return signals


def _content_sha256(drafts: Sequence[SignalDraft], source: Source, by: Viewer) -> str:
    """What was sent, by whom: equal for copies of one report, and for nothing else.

    Words enter with the installation's secret: the sum outlives them, and must not tell what they were.
    """
    signals = []
    for draft in drafts:
        told = asdict(draft)
        text, reason = told.pop("text"), told.pop("text_reason")
        if told["need_id"] is None:
            # As it was before needs were asked: a copy of a report of that time is still the same.
            del told["need_id"]
        if text:
            told["text"] = [salted_hmac("report.text", text, algorithm="sha256").hexdigest(), reason]
        signals.append(told)
    sent = {"by": by.person_id, "source": source.pk, "signals": signals}
    return hashlib.sha256(json.dumps(sent, default=str, sort_keys=True).encode()).hexdigest()
