"""The viewer: who asks. Every read passes through one, and every rule about *who* takes one."""

from __future__ import annotations

from dataclasses import dataclass, field

from .role import PICTURE_READERS, PICTURE_WORKERS, RoleName


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at work in one organisation, a program with a key of it, or the system itself.

    `agreements` holds the ids of the organisations whose signals an agreement in force lets this
    viewer's organisation read. `sends_only`: a program that gives signals and reads none, its own included.
    """

    person_id: int | None
    organisation_id: int | None
    roles: frozenset[RoleName] = frozenset()
    agreements: frozenset[int] = field(default_factory=frozenset)
    label: str = ""
    sends_only: bool = False

    @property
    def is_system(self) -> bool:
        """The worker and the console, who act for nobody in particular; audited under their own label."""
        return self.person_id is None and self.organisation_id is None and bool(self.label)

    def has(self, *roles: RoleName) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def reads_picture(self) -> bool:
        return not self.sends_only and not self.roles.isdisjoint(PICTURE_READERS)

    @property
    def reads_exact_counts(self) -> bool:
        return not self.sends_only and not self.roles.isdisjoint(PICTURE_WORKERS)


NOBODY = Viewer(person_id=None, organisation_id=None)
"""Somebody who is not signed in, or holds no role in force. Sees nothing."""


def system(label: str) -> Viewer:
    """The program acting on its own, named for the audit: for example `worker` or `console`."""
    return Viewer(person_id=None, organisation_id=None, label=label)
