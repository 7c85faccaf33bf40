"""The test suite: a demo city in a database that is thrown away."""

from __future__ import annotations

import os

from tilannekuva.domain.city import load_city

from .base import *  # noqa: F403
from .base import CHECKOUT
from .databases import database

DEMO = True
CITY_FOLDER = CHECKOUT / "cities" / "helsinki"
TIME_ZONE = load_city(CITY_FOLDER).time_zone
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The same suite runs on both: `make test-all` names a PostgreSQL server here.
DATABASES = {"default": database(os.environ.get("TILANNEKUVA_TEST_DATABASE_URL"), ":memory:")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
