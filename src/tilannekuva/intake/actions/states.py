"""Where a signal stands on its two axes."""

from __future__ import annotations

from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.errors import WrongState
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.viewer import Viewer

from ..models import Signal


def move_signal(*, signal: Signal, judgement: SignalJudgement, handling: SignalHandling, by: Viewer) -> None:
    """Move a signal from the state in which `signal` was read; of two people at once, the second is told.

    Part of a step: the step's transaction is around it, and its audit entry tells of all that it moved.
    """
    with unlocked():
        moved = (
            Signal.objects.visible_to(by)
            .filter(pk=signal.pk, judgement=signal.judgement, handling=signal.handling)
            .update(judgement=judgement, handling=handling)
        )
    if moved != 1:
        raise WrongState("Somebody else took a step with this signal a moment ago. Look at it again.")
    signal.judgement, signal.handling = judgement, handling
