"""Who calls: a program that holds a key of one organisation, and can do nothing but send."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from tilannekuva.accounts.actions import note_key_use
from tilannekuva.accounts.queries import key_of, own_organisation, viewer_of_key
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import add_source
from tilannekuva.intake.models import Source
from tilannekuva.intake.queries import source_of


class KeyOfAnOrganisation(APIKeyHeader):
    """The key, in the header `X-Api-Key`. `request.auth` is then the viewer that its holder is."""

    param_name = "X-Api-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        return sender(key)


def sender(secret: str | None) -> Viewer | None:
    """The viewer whom a secret stands for; None where it opens nothing."""
    key = key_of(secret) if secret else None
    if key is None:
        return None
    note_key_use(key=key)
    return viewer_of_key(key)


def source_of_sender(viewer: Viewer, code: str) -> Source:
    """Where the signals of a program come from within its organisation; made with the first of them."""
    found = source_of(viewer, code)
    if found is not None:
        return found
    own = own_organisation(viewer)
    if own is None:
        raise LookupError("a key without an organisation")
    return add_source(organisation=own, code=code, by=viewer)
