"""The addresses of an installation."""

from __future__ import annotations

from django.conf.urls.i18n import urlpatterns as language_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("tilannekuva.web.pages.urls")),
    path("account/", include("allauth.account.urls")),
    path("i18n/", include(language_patterns)),
]
