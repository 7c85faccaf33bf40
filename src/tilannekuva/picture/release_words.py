"""The words for releases of editions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.edition_release import ConfidentialityNote, EditionReleaseState, WithdrawalReason

Words = dict[str, Promise]

RELEASE_STATES: Words = {
    EditionReleaseState.PROPOSED: _("Waits for a second person"),
    EditionReleaseState.RELEASED: _("Released"),
    EditionReleaseState.WITHDRAWN: _("Withdrawn"),
    EditionReleaseState.DROPPED: _("Given up"),
}

WITHDRAWAL_REASONS: Words = {
    WithdrawalReason.WRONG_DATA: _("The data were wrong"),
    WithdrawalReason.WRONG_JUDGEMENT: _("A judgement in it was wrong"),
    WithdrawalReason.WRONG_MARKING: _("The marking was wrong"),
    WithdrawalReason.SHOWS_TOO_MUCH: _("It shows more than it may"),
    WithdrawalReason.RELEASED_BY_MISTAKE: _("It was released by mistake"),
}

# Which ground holds is for a lawyer of the city to confirm: the words say so where one is chosen.
CONFIDENTIALITY_NOTES: Words = {
    ConfidentialityNote.NONE: _("No ground of secrecy"),
    ConfidentialityNote.INVESTIGATION: _("Openness act, section 24(1)(3): criminal investigation"),
    ConfidentialityNote.POLICE_METHODS: _("Openness act, section 24(1)(5): methods and plans of the police"),
    ConfidentialityNote.SECURITY_ARRANGEMENTS: _("Openness act, section 24(1)(7): security arrangements"),
}
