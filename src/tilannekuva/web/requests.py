"""The request as our middleware hands it to a page."""

from __future__ import annotations

from django.http import HttpRequest

from tilannekuva.domain.viewer import Viewer


class Request(HttpRequest):
    """A request that knows who asks. For annotations: what arrives is Django's own request, so marked."""

    viewer: Viewer
