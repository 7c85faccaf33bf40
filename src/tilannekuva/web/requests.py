"""The request as our middleware hands it to a page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from tilannekuva.domain.viewer import Viewer


class Request(HttpRequest):
    """A request that knows who asks. For annotations: what arrives is Django's own request, so marked."""

    viewer: Viewer


def id_in(text: str | None) -> uuid.UUID | None:
    """The id that somebody sent, or None for what is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
