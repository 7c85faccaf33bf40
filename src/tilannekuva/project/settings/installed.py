"""One installation: its city, its database, its secrets."""

from __future__ import annotations

import os

from tilannekuva.domain.city import load_city
from tilannekuva.domain.errors import BadInput
from tilannekuva.project.installation import HOME_VARIABLE, current

from .base import *  # noqa: F403
from .base import DEFAULT_AUTO_FIELD as DEFAULT_AUTO_FIELD
from .base import LANGUAGES as ALL_LANGUAGES
from .base import STATICFILES_DIRS
from .databases import database

_installation = current()
if _installation is None:
    raise BadInput("No installation is named", HOME_VARIABLE, "Start it with the `tilannekuva` command.")

_city = load_city(_installation.city_folder)

DEMO = _installation.demo
CITY_FOLDER = _installation.city_folder
TIME_ZONE = _city.time_zone
LANGUAGES = [(code, name) for code, name in ALL_LANGUAGES if code in _city.languages]
LANGUAGE_CODE = "en" if "en" in _city.languages else _city.languages[0]
SECRET_KEY = _installation.secret_key

if (CITY_FOLDER / "basemap").is_dir():
    STATICFILES_DIRS = [*STATICFILES_DIRS, ("city/basemap", CITY_FOLDER / "basemap")]
STATIC_ROOT = _installation.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Where people reach it. Behind a proxy that speaks https, TILANNEKUVA_HOSTS names the hosts and the
# cookies become secure; without it the installation answers this machine only.
_hosts = [host for host in os.environ.get("TILANNEKUVA_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = _hosts or ["localhost", "127.0.0.1", "[::1]"]
if _hosts:
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_SECURE = True
    LANGUAGE_COOKIE_NAME = "__Host-language"
    # One proxy of ours stands in front: the address it names is the one whose attempts are counted.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

DATABASES = {"default": database(os.environ.get("TILANNEKUVA_DATABASE_URL"), _installation.database_path)}
