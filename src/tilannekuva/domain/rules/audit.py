"""Who may read the audit."""

from __future__ import annotations

from ..errors import NotAllowed
from ..role import RoleName
from ..viewer import Viewer


def check_may_read_audit(viewer: Viewer) -> None:
    """Who: an auditor, whose role has no other right (L-29). Not an administrator: nobody checks themselves."""
    if not viewer.has(RoleName.AUDITOR):
        raise NotAllowed("Only an auditor reads the audit.")


def may_read_audit(viewer: Viewer) -> bool:
    try:
        check_may_read_audit(viewer)
    except NotAllowed:
        return False
    return True
