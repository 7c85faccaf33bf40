"""The addresses of an installation. Each view names the door through which it is reached."""

from __future__ import annotations

from django.urls import include, path

handler403 = "tilannekuva.web.pages.errors.forbidden"
handler404 = "tilannekuva.web.pages.errors.not_found"
handler500 = "tilannekuva.web.pages.errors.broken"

urlpatterns = [
    path("", include("tilannekuva.web.pages.urls")),
    path("", include("tilannekuva.web.pages.sign_in_urls")),
    path("", include("tilannekuva.web.pages.people_urls")),
]
