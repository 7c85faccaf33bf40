"""The words that a reporter adds to a signal: read by few, for a while, and part of no count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.texts import may_review_texts
from tilannekuva.domain.text import EMPTY_TEXTS, LONGEST_TEXT, READABLE_TEXTS, TextReason, TextState
from tilannekuva.domain.viewer import Viewer

from .signals import Signal, readable_by


class SignalTextQuerySet(LockedQuerySet["SignalText"]):
    """Reads of texts begin with one of these two."""

    def visible_to(self, viewer: Viewer) -> SignalTextQuerySet:
        """Texts that may be read, of signals that the viewer may read. The program itself reads none."""
        if viewer.is_system:
            return self.none()
        return self.filter(readable_by(viewer, "signal__"), state__in=READABLE_TEXTS)

    def waiting_for(self, viewer: Viewer) -> SignalTextQuerySet:
        """Texts that the viewer is to review; `domain.rules.texts.check_may_review` as a query."""
        if not may_review_texts(viewer):
            return self.none()
        return (
            self.filter(state=TextState.WAITING, signal__owner_id=viewer.organisation_id)
            .exclude(signal__marking=Marking.RED)
            .exclude(signal__recorded_by_id=viewer.person_id)
        )


class SignalText(LockedModel):
    """What was written to a signal, after it passed the gate.

    `personal_data`: the sorts that the gate asked about; `reason`: why the writer lets them stand.
    """

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="text")
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    personal_data = models.JSONField(default=list, help_text="sorts of the gate, never words")
    reason = models.CharField(max_length=24, choices=[(reason, reason) for reason in TextReason], blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in TextState])
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="reviewed_texts", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    keep_until_on = models.DateField(help_text="the last day on which the words are kept (L-21)")

    objects = SignalTextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(name="text_to_erase", fields=["keep_until_on"], condition=~Q(text="")),
            models.Index(name="text_to_review", fields=["state"], condition=Q(state=TextState.WAITING)),
        ]
        constraints = [
            models.CheckConstraint(
                name="text_is_gone_when_it_says_so",
                condition=Q(text="", state__in=sorted(EMPTY_TEXTS))
                | (~Q(text="") & ~Q(state__in=sorted(EMPTY_TEXTS))),
            ),
            models.CheckConstraint(
                name="text_that_waits_has_a_reason", condition=~Q(state=TextState.WAITING) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"text of {self.signal_id}"
