"""The words for what the audit records, put into the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "page.read": _("Page read"),
    "sign_in.refused": _("Sign-in refused"),
    "person.signed_in": _("Signed in"),
    "person.signed_out": _("Signed out"),
    "person.password_changed": _("Password changed"),
    "person.second_factor_added": _("Second factor added"),
    "person.second_factor_removed": _("Second factor removed"),
    "person.recovery_codes_made": _("Recovery codes made"),
    "person.added": _("Person added"),
    "person.invited": _("Person invited"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "person.deactivated": _("Person deactivated"),
    "person.handed_over": _("Roles handed over"),
    "role.given": _("Role given"),
    "role.ended": _("Role ended"),
    "organisation.added": _("Organisation added"),
    "agreement.made": _("Agreement made"),
    "places.loaded": _("Places loaded"),
    "area.responsibility_assigned": _("Responsibility for an area given"),
    "area.responsibility_ended": _("Responsibility for an area ended"),
    "vocabulary.loaded": _("Vocabulary loaded"),
    "source.added": _("Source added"),
    "signals.imported": _("Signals imported"),
    "report.received": _("Report received"),
    "signals.confirmed": _("Signals confirmed"),
    "signals.found_plausible": _("Signals found plausible"),
    "signals.left_unconfirmed": _("Signals left unconfirmed"),
    "signals.refuted": _("Signals refuted"),
    "signals.joined": _("Signals joined"),
    "signals.split": _("Signals split"),
    "signals.dropped": _("Signals dropped"),
    "signals.passed_on": _("Signals passed on"),
    "signals.answered": _("Signals answered"),
    "signals.step_undone": _("Step on signals undone"),
    "run.requested": _("Run requested"),
    "run.claimed": _("Run begun"),
    "run.done": _("Run done"),
    "run.failed": _("Run failed"),
    "finding.confirmed": _("Finding confirmed"),
    "finding.rejected": _("Finding rejected"),
    "finding.reopened": _("Decision on a finding taken back"),
    "edition.composed": _("Edition made"),
}


def act_text(act: str) -> str:
    """What an act is called; of one that has no words yet, its code."""
    return str(ACTS.get(act, act))
