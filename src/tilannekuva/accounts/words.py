"""The words for roles, organisations and agreements, put into the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.role import RoleName

from .models import OrganisationKind, Regime

Words = dict[str, Promise]

ROLES: Words = {
    RoleName.REPORTER: _("Reporter"),
    RoleName.COORDINATOR: _("Coordinator"),
    RoleName.ANALYST: _("Analyst"),
    RoleName.LEADER: _("Leader"),
    RoleName.MEASURE_OWNER: _("Owner of measures"),
    RoleName.AUDITOR: _("Auditor"),
    RoleName.DATA_PROTECTION: _("Data protection officer"),
    RoleName.ADMINISTRATOR: _("Administrator"),
}

WHAT_ROLES_SEE: Words = {
    RoleName.REPORTER: _("Reports what was seen; sees the joint picture with small counts protected."),
    RoleName.COORDINATOR: _("Works on the picture: sees exact counts and decides on findings."),
    RoleName.ANALYST: _("Works on the picture: sees exact counts and decides on findings."),
    RoleName.LEADER: _("Sees the joint picture with small counts protected."),
    RoleName.MEASURE_OWNER: _("Sees the joint picture with small counts protected."),
    RoleName.AUDITOR: _("Sees no picture: checks who saw and did what."),
    RoleName.DATA_PROTECTION: _("Sees the joint picture with small counts protected."),
    RoleName.ADMINISTRATOR: _("Sees no picture: invites, deactivates and hands over people."),
}

ORGANISATION_KINDS: Words = {
    OrganisationKind.CITY_DIVISION: _("City division"),
    OrganisationKind.SCHOOL: _("School"),
    OrganisationKind.YOUTH_SERVICE: _("Youth service"),
    OrganisationKind.CHILD_WELFARE: _("Child welfare"),
    OrganisationKind.POLICE: _("Police"),
    OrganisationKind.ASSOCIATION: _("Association"),
    OrganisationKind.TRANSPORT: _("Transport"),
    OrganisationKind.OTHER: _("Other"),
}

REGIMES: Words = {
    Regime.GENERAL: _("General Data Protection Regulation"),
    Regime.LAW_ENFORCEMENT: _("Data protection in law enforcement"),
}
