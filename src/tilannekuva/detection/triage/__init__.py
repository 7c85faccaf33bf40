"""Triage: what people make of signals before a picture is drawn from them."""
