"""The test suite's settings with a database in a file, which a killed process leaves behind."""

from __future__ import annotations

import os

from tilannekuva.project.settings.databases import database
from tilannekuva.project.settings.tests import *  # noqa: F403

DATABASES = {"default": database(None, os.environ["FAULTS_DATABASE"])}
