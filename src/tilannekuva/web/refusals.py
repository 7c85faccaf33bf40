"""The edge at which the reason of a refused rule is put into the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from tilannekuva.domain.errors import RuleBroken


def refusal_text(refused: RuleBroken) -> str:
    """The reason, in the active language, with its values in their places."""
    return refused.told(gettext)
