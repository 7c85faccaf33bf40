"""`python -m tilannekuva` is the `tilannekuva` command."""

from tilannekuva.console.main import run

run()
