"""Slow twins of the fast functions, written to be read: a module for each of theirs."""
