"""The picture as a PDF: tagged, accessible (PDF/UA-1), the same bytes from the same edition."""

from __future__ import annotations

from .pdf import render_pdf

__all__ = ["render_pdf"]
