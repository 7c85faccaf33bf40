"""Sign-in: by invitation only. The sign-in library asks here what this house allows."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tilannekuva.accounts.actions import note_keys, note_refused_sign_in, note_sign_in, note_sign_out
from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.clock import now_at
from tilannekuva.project.city import current_city

from .middleware import SIGNED_IN_AT


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and nobody learns which addresses are known (C-03, C-22)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person, or None. Somebody who was deactivated is answered as if unknown."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None and person.is_active:
            return person
        note_refused_sign_in(email=str(credentials.get("email", "")))
        return None

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        # A new session, a new clock: also where the same browser had one before (C-06).
        request.session[SIGNED_IN_AT] = int(now_at().timestamp())
        note_sign_in(person=user, by=viewer_of(user))

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Person):
            note_sign_out(person=request.user, by=viewer_of(request.user))
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        return speak_language_of(user, request, response)

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:
        """What the library would write a mail about goes to the audit: there may be no mail."""
        note_keys(template=template_prefix, person=user, by=viewer_of(user))

    def reauthenticate(self, user: Person, password: str) -> bool:
        return user.check_password(password)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """The library also greets at sign-in and sign-out; there the page that follows says enough."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)


class SealedKeysAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed, so that a copy of the database does not hold the keys."""

    def get_totp_issuer(self) -> str:
        return f"Tilannekuva {current_city().name('en')}"

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def speak_language_of(person: Person, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Greet a person in their own language, unless this browser has chosen one."""
    name = settings.LANGUAGE_COOKIE_NAME
    if name not in request.COOKIES and person.language in dict(settings.LANGUAGES):
        response.set_cookie(
            name,
            person.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _seal() -> MultiFernet:
    """Sealed under the secret of the installation; secrets that it had before still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factors" + str(secret).encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
