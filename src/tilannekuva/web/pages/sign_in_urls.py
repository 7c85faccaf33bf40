"""The addresses of sign-in and of a person's own keys: of the sign-in library, only what this house uses."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import path
from django.views.i18n import set_language

from tilannekuva.web.doors import Door, open_to

from .account import accept_invitation, own_account
from .sign_in import demo_entrance, demo_sign_in, needs_password, sign_in

_everybody = open_to(Door.EVERYBODY)
# A person's own keys tell of nobody else: reading them leaves no trace, changing them does.
_own = open_to(Door.SIGNED_IN, leaves_trace=False)

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/second-step/", _everybody(mfa.authenticate), name="mfa_authenticate"),
    path("sign-out/", _everybody(account.logout), name="account_logout"),
    path("language/", _everybody(set_language), name="set_language"),
    path("invitation/<str:secret>/", accept_invitation, name="accept_invitation"),
    path("account/", own_account, name="own_account"),
    path("account/password/", _own(needs_password(account.password_change)), name="account_change_password"),
    path("account/again/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-step/", _own(needs_password(mfa.index)), name="mfa_index"),
    path("account/second-step/app/", _own(needs_password(totp.activate_totp)), name="mfa_activate_totp"),
    path("account/second-step/app/remove/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", _own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        _own(needs_password(recovery_codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/file/",
        _own(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo_entrance, name="demo_entrance"),
        path("demo/sign-in/<int:person_id>/", demo_sign_in, name="demo_sign_in"),
    ]
