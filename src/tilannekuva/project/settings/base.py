"""What every installation shares."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
CHECKOUT = PACKAGE.parents[1]

DEBUG = False
DEMO = False
CITY_FOLDER: Path | None = None

INSTALLED_APPS = [
    # First, so that its pages for sign-in take the place of those of the library.
    "tilannekuva.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tilannekuva.audit",
    "tilannekuva.accounts",
    "tilannekuva.places",
    "tilannekuva.intake",
    "tilannekuva.policy",
    "tilannekuva.detection",
    "tilannekuva.picture",
    "tilannekuva.publication",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tilannekuva.web.middleware.NoStoreMiddleware",
    "tilannekuva.web.turns.TurnsMiddleware",
    "tilannekuva.web.one_city.OneCityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tilannekuva.web.middleware.ViewerMiddleware",
    "tilannekuva.web.middleware.DoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tilannekuva.project.urls"
WSGI_APPLICATION = "tilannekuva.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tilannekuva.web.context.installation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "picture"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "tilannekuva.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "tilannekuva.web.sign_in.ClosedDoorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"login": "tilannekuva.web.forms.account.SignInForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Codes of answers (C-21): enough for somebody who mistypes, too few for somebody who guesses.
ACCOUNT_RATE_LIMITS = {"answer": "10/m/ip,60/h/ip", "resident_report": "5/m/ip,30/d/ip"}
MFA_ADAPTER = "tilannekuva.web.sign_in.SealedKeysAdapter"
MFA_FORMS = {
    "authenticate": "tilannekuva.web.forms.account.CodeForm",
    "reauthenticate": "tilannekuva.web.forms.account.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# Attempts to sign in are counted in the database, so that the limits hold across processes and restarts.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "attempt_counter"}
}

# 30 minutes idle (C-06). ViewerMiddleware notes the last look, once a minute: not every look is a write.
SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# A file that is handed in stays in memory: nothing of it is left on a disk, however the process ends (L-16).
FILE_UPLOAD_HANDLERS = ["tilannekuva.web.uploads.InMemoryHandler"]

# Words
LANGUAGE_CODE = "en"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["tilannekuva.project.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files: what pages use of npm packages, gathered by tools/vendor.py and served as it comes.
NODE_MODULES = CHECKOUT / "node_modules"
VENDOR = CHECKOUT / "var" / "vendor"
STATIC_URL = "/static/"
STATICFILES_DIRS: list[tuple[str, Path]] = [("vendor", VENDOR)] if VENDOR.is_dir() else []

# The content security policy is strict from the first page: our own files and nothing else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        # Icons inside the style sheets of MapLibre and of the design system are data: addresses.
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing is told to other sites. `no-referrer` would make browsers send `Origin: null` with our own forms,
# which the protection against forged requests rightly refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It names the address of each refused request, and the address of an invitation is its secret.
    "loggers": {"django.request": {"level": "ERROR"}},
}
