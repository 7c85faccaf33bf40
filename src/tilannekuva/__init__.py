"""Tilannekuva: the joint situational picture of a city."""

__version__ = "0.1.0"
