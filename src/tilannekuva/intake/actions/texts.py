"""The words of a signal: stored after the gate, reviewed by a person, erased in time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.texts import check_can_become, check_may_review
from tilannekuva.domain.text import EMPTY_TEXTS, TEXT_AUDIT_ACTS, TextReason, TextState
from tilannekuva.domain.viewer import Viewer

from ..gate.asking import check_text
from ..gate.verdict import Outcome
from ..models import Signal, SignalText
from ..queries import can_be_reviewed

_ERASED_AT_ONCE = 500


def text_of(
    signal: Signal, text: str, reason: TextReason | None, *, kept_days: int, by: Viewer
) -> SignalText:
    """For the action that stores a signal: the row of its words. Raises TextRefused, and then nothing is stored."""
    marking = Marking(signal.marking)
    verdict = check_text(text, reason=reason, can_be_reviewed=lambda: can_be_reviewed(by, marking))
    asks = verdict.outcome is Outcome.ASKS
    return SignalText(
        signal=signal,
        text=text,
        personal_data=list(verdict.classes),
        reason=reason if asks and reason else "",
        state=TextState.WAITING if asks else TextState.PASSED,
        keep_until_on=today_on(settings.TIME_ZONE) + dt.timedelta(days=kept_days),
    )


@transaction.atomic
def keep_text(*, text: SignalText, by: Viewer) -> None:
    """A reviewer finds that the words may stand: from now on whoever reads the signal reads them."""
    _review(text, TextState.KEPT, by)


@transaction.atomic
def remove_text(*, text: SignalText, by: Viewer) -> None:
    """A reviewer finds that the words must go. They are gone for good; the signal stays."""
    _review(text, TextState.REMOVED, by)


def _review(text: SignalText, after: TextState, by: Viewer) -> None:
    signal = text.signal
    check_may_review(
        by, owner_id=signal.owner_id, written_by_id=signal.recorded_by_id, marking=Marking(signal.marking)
    )
    before = TextState(text.state)
    check_can_become(before, after)
    changes: dict[str, object] = {"state": after, "reviewed_by": by.person_id, "reviewed_at": now_at()}
    if after in EMPTY_TEXTS:
        changes["text"] = ""
    with unlocked():
        changed = SignalText.objects.filter(pk=text.pk, state=before).update(**changes)
    if changed != 1:
        raise WrongState("This text was dealt with a moment ago. Look at the list again.")
    record(TEXT_AUDIT_ACTS[after], by=by, object_type="signal", object_id=str(signal.public_id))


@transaction.atomic
def erase_due_texts(*, today_on: dt.date, by: Viewer) -> int:
    """Erase the words whose last day is past (L-21). Returns how many; each leaves an entry without them."""
    if not by.is_system:
        raise NotAllowed("Only the program itself erases what is past its time.")
    due = SignalText.objects.filter(keep_until_on__lt=today_on).exclude(text="")
    n_erased = 0
    while signals := list(Signal.objects.filter(text__in=due[:_ERASED_AT_ONCE].values("pk"))):
        n_erased += sum(erase_text_of(signal, why="past_its_time", by=by) for signal in signals)
    return n_erased


def erase_text_of(signal: Signal, *, why: str, by: Viewer) -> int:
    """For other actions on a signal: its words are gone. Returns 1, or 0 where there were none."""
    with unlocked():
        erased = (
            SignalText.objects.filter(signal=signal)
            .exclude(state__in=EMPTY_TEXTS)
            .update(text="", state=TextState.ERASED)
        )
    if erased:
        record(
            TEXT_AUDIT_ACTS[TextState.ERASED],
            by=by,
            object_type="signal",
            object_id=str(signal.public_id),
            detail={"why": why},
        )
    return erased
