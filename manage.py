#!/usr/bin/env python3
"""Django's own commands, for developers. People use the `tilannekuva` command."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    installed = "installed" if os.environ.get("TILANNEKUVA_HOME") else "bare"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"tilannekuva.project.settings.{installed}")
    execute_from_command_line(sys.argv)
