"""Organisations as they are named at the console: by their codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.errors import BadInput


def organisation_with(code: str, option: str = "") -> Organisation:
    """The organisation of a code that somebody typed. Raises BadInput, naming those that there are."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True)) or _("none yet")
        what = _("There is no organisation '%(code)s'") % {"code": code}
        raise BadInput(what, option, _("Known are: %(known)s.") % {"known": known})
    return found
