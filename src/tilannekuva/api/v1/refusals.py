"""Refusals in one form: nothing was stored, and why. Nothing that was sent is said again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from tilannekuva.domain.errors import RuleBroken

from .schemas import Fault, Refusal


def refused(where: str, broken: RuleBroken) -> Refusal:
    """A rule that says no to one field."""
    return Refusal(faults=[Fault(where=where, reason=broken.told(gettext))])


def malformed(errors: list[dict[str, Any]]) -> tuple[int, Refusal]:
    """What the form of the request lacks. 400 when it has no id by which a retry could be told from a new report."""
    faults = [Fault(where=_path(error["loc"]), reason=str(error["msg"])[:200]) for error in errors]
    no_id = any(fault.where == "report_id" for fault in faults)
    return (400 if no_id else 422), Refusal(faults=faults)


def _path(loc: tuple[Any, ...]) -> str:
    """`signals.0.kind`; the name of the parameter of our own function in front is of no use to a caller."""
    parts = [str(part) for part in loc if part not in ("body", "sent")]
    return ".".join(parts)[:200]
