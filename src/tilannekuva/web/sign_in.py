"""Sign-in: by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come in through an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
