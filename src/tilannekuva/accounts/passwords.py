"""Rules for passwords, beside those of Django that are used as they are."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's rule in our own words: its message is not translated into every language of ours."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. Use at least %(n)d character.",
            "This password is too short. Use at least %(n)d characters.",
            self.min_length,
        ) % {"n": self.min_length}
