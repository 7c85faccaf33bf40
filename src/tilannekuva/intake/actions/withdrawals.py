"""A reporter takes an own signal back, or puts a better one in its place."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.protection import PROTECTED_SOURCE
from tilannekuva.domain.rules.signals import check_can_withdraw, check_may_withdraw
from tilannekuva.domain.states import SignalHandling
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import Report, Signal, Withdrawal
from ..queries import is_protected
from .reports import receive_report
from .texts import erase_text_of

_USUAL = Thresholds()


@transaction.atomic
def withdraw_signal(*, signal: Signal, by: Viewer, within_days: int = _USUAL.own_signal_days) -> Withdrawal:
    """Take an own signal back. From the next run on it counts no longer; its words are erased at once."""
    return _withdraw(signal, None, within_days, by)


@transaction.atomic
def withdraw_protected(
    *, signal: Signal, by: Viewer = PROTECTED_SOURCE, within_days: int = _USUAL.own_signal_days
) -> Withdrawal:
    """Whoever holds the receipt code of a protected signal takes it back. Nobody is named, here or in the audit."""
    if not is_protected(signal):
        raise NotAllowed("This signal is withdrawn by whoever reported it, signed in.")
    return _take_back(signal, None, within_days, by)


@transaction.atomic
def correct_signal(
    *,
    signal: Signal,
    report_id: uuid.UUID,
    draft: SignalDraft,
    by: Viewer,
    within_days: int = _USUAL.own_signal_days,
    text_kept_days: int = _USUAL.text_kept_days,
) -> Signal:
    """Put a new signal in the place of an own one. Sent again, the same correction changes nothing."""
    check_may_withdraw(by, recorded_by_id=signal.recorded_by_id)
    if not Report.objects.filter(public_id=report_id, signals__replaces__signal=signal).exists():
        _check_when(signal, within_days)
    [new] = receive_report(
        report_id=report_id, drafts=[draft], source=signal.source, by=by, text_kept_days=text_kept_days
    )
    if new.pk == signal.pk:
        raise RuleBroken("A signal does not replace itself.")
    if not Withdrawal.objects.filter(signal=signal, replacement=new).exists():
        _withdraw(signal, new, within_days, by)
    return new


def _check_when(signal: Signal, within_days: int) -> None:
    check_can_withdraw(
        SignalHandling(signal.handling),
        received_at=signal.received_at,
        now_at=now_at(),
        within_days=within_days,
    )


def _withdraw(signal: Signal, replacement: Signal | None, within_days: int, by: Viewer) -> Withdrawal:
    check_may_withdraw(by, recorded_by_id=signal.recorded_by_id)
    return _take_back(signal, replacement, within_days, by)


def _take_back(signal: Signal, replacement: Signal | None, within_days: int, by: Viewer) -> Withdrawal:
    _check_when(signal, within_days)
    with unlocked():
        # Whatever step somebody takes with it at this moment: it is withdrawn, and stays so.
        Signal.objects.filter(pk=signal.pk).update(handling=SignalHandling.WITHDRAWN)
        try:
            with transaction.atomic():
                withdrawal = Withdrawal.objects.create(
                    signal=signal,
                    replacement=replacement,
                    withdrawn_by_id=by.person_id,
                    withdrawn_at=now_at(),
                )
        except IntegrityError as twice:
            raise WrongState("This signal is withdrawn already.") from twice
    signal.handling = SignalHandling.WITHDRAWN
    erase_text_of(signal, why="withdrawn", by=by)
    record(
        "signal.corrected" if replacement else "signal.withdrawn",
        by=by,
        object_type="signal",
        object_id=str(signal.public_id),
        detail={"replacement": str(replacement.public_id)} if replacement else {},
    )
    return withdrawal
