"""Check a real installation as it would be deployed: Django's checks for deployment, and our own of trust.

    python tools/check_installation.py

Makes an empty installation in a temporary folder, answering a public host behind a proxy, and throws it away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tilannekuva.project.installation import HOME_VARIABLE, create

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "installation"
        create(home, city_folder=CHECKOUT / "cities" / "helsinki", demo=False)
        environment = {
            **os.environ,
            HOME_VARIABLE: str(home),
            "TILANNEKUVA_HOSTS": "picture.example.org",
            "DJANGO_SETTINGS_MODULE": "tilannekuva.project.settings.installed",
        }
        check = [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"]
        return max(
            subprocess.call([*check, *more], env=environment) for more in (["--deploy"], ["--tag", "trust"])
        )


if __name__ == "__main__":
    sys.exit(main())
