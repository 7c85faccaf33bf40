"""Incidents from files. No Django here: `tilannekuva look` reads them without an installation."""
