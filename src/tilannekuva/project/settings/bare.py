"""No installation: for `tilannekuva look`, for checks and for making migrations. Nothing is kept."""

from __future__ import annotations

import secrets

from .base import *  # noqa: F403

SECRET_KEY = secrets.token_urlsafe(64)
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
