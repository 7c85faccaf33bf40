"""The small installation of the pages serves here too."""

from __future__ import annotations

from tests.web.conftest import sample_finding

__all__ = ["sample_finding"]
