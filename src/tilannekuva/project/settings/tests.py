"""The test suite: a demo city in a database that is thrown away."""

from __future__ import annotations

from tilannekuva.domain.city import load_city

from .base import *  # noqa: F403
from .base import CHECKOUT

DEMO = True
CITY_FOLDER = CHECKOUT / "cities" / "helsinki"
TIME_ZONE = load_city(CITY_FOLDER).time_zone
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
