"""What can go wrong, as one short tree. A message says what, where and what next."""

from __future__ import annotations

from collections.abc import Callable


class TilannekuvaError(Exception):
    """Anything that this program refuses or cannot do, in words a person can read."""


class BadInput(TilannekuvaError):
    """Input that cannot be used as it is.

    `what` is wrong, `where` it stands (file, row, key), and the `next_step` that would mend it. It is told
    to whoever runs the program, at a console: in the language that is active where it is raised, and in
    English where none can be yet (before Django is started) or the reader is who writes a city's folder.
    """

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        step = f" {self.next_step}" if self.next_step else ""
        return f"{self.what}{place}.{step}" if not self.what.endswith(".") else f"{self.what}{place}{step}"


class RuleBroken(TilannekuvaError):
    """A rule of the domain says no.

    `reason` is for the person who asked: an English sentence in which `values` stand by name, as in
    `RuleBroken("There is no area %(code)s.", code=code)`. A page shows it in the reader's language, a
    console as it is.
    """

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(reason % values if values else reason)

    def told(self, translate: Callable[[str], str]) -> str:
        """The reason in the language into which `translate` puts a sentence, with its values in their places."""
        reason = translate(self.reason)
        return reason % self.values if self.values else reason


class NotAllowed(RuleBroken):
    """The person may not do this (who); the delivery answers as if the thing did not exist."""


class WrongState(RuleBroken):
    """The thing is not in a state in which this can be done (when)."""


class LockedDoor(TilannekuvaError):
    """Rows of this kind are written by their actions only. Meant for developers."""
