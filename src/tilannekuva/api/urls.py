"""The addresses for programs. Each operation asks for a key itself; the doors of pages do not apply here."""

from __future__ import annotations

from django.urls import include, path

from .v1.api import api

app_name = "api"

urlpatterns = [
    path("v1/", api.urls),
    path("open311/v2/", include("tilannekuva.api.open311.urls")),
]
