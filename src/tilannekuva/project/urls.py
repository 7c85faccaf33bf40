"""The addresses of an installation. Each page names the door through which it is reached; the API asks for a key."""

from __future__ import annotations

from django.urls import include, path

handler403 = "tilannekuva.web.pages.errors.forbidden"
handler404 = "tilannekuva.web.pages.errors.not_found"
handler500 = "tilannekuva.web.pages.errors.broken"

urlpatterns = [
    path("", include("tilannekuva.web.pages.urls")),
    path("", include("tilannekuva.web.pages.sign_in_urls")),
    path("", include("tilannekuva.web.pages.people_urls")),
    path("api/", include("tilannekuva.api.urls")),
]
