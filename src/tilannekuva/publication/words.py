"""The states of a public release, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.public_release import ReleaseState

RELEASE_STATES: dict[ReleaseState, Promise] = {
    ReleaseState.REQUESTED: _("Proposed: it is being prepared"),
    ReleaseState.PREPARING: _("Being prepared"),
    ReleaseState.PREPARED: _("Ready: a second person releases it"),
    ReleaseState.RELEASED: _("Released"),
    ReleaseState.WITHDRAWN: _("Withdrawn"),
    ReleaseState.REJECTED: _("Rejected"),
    ReleaseState.FAILED: _("Could not be prepared; the program's log tells why"),
}
