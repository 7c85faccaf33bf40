"""Where there is no map, the PDF says why."""

from __future__ import annotations

import io

import pypdf
import pytest

from tests.web.edition_sample import GEOGRAPHY, edition
from tilannekuva.publication.brief import render_pdf

WHY = "There is no map: neither areas nor grid cells"


@pytest.mark.parametrize(("geography", "says_why"), [({}, True), (GEOGRAPHY, False)], ids=["without", "with"])
def test_the_pdf_says_why_there_is_no_map(geography: dict[str, object], says_why: bool) -> None:
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(edition(), geography, language="en"))).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert (WHY in text) is says_why
