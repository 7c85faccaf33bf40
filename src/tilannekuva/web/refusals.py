"""The edge at which the reason of a refused rule is put into the reader's language, and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext

from tilannekuva.domain.errors import NotAllowed, RuleBroken

from .requests import Request


def refusal_text(refused: RuleBroken) -> str:
    """The reason, in the active language, with its values in their places."""
    return refused.told(gettext)


def told(request: Request, act: Callable[[], Any], said: str) -> None:
    """Do it, and say on the next page that it was done, or why it was not. Who may not do it finds nothing there."""
    try:
        act()
    except NotAllowed:
        raise
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, said)
