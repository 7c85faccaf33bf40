"""Organisations as they are named at the console: by their codes."""

from __future__ import annotations

from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.errors import BadInput


def organisation_with(code: str, option: str = "") -> Organisation:
    """The organisation of a code that somebody typed. Raises BadInput, naming those that there are."""
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True)) or "none yet"
        raise BadInput(f"There is no organisation {code!r}", option, f"Known are: {known}.")
    return found
