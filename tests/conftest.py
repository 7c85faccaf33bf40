"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of published data sets; tests that need it are skipped where it is not."""
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("TILANNEKUVA_REFERENCE_DATA names no folder of reference data")
    return Path(folder)
