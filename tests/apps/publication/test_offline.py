"""The file that opens without a server."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.web.edition_sample import DRUG_TRADE, GEOGRAPHY, edition
from tilannekuva.domain.errors import BadInput
from tilannekuva.publication import files
from tilannekuva.publication.files import write_picture
from tilannekuva.publication.offline import picture_html

needs_browser_files = pytest.mark.skipif(
    not Path(settings.NODE_MODULES).is_dir(), reason="node_modules is not there: run `make setup`"
)


@pytest.fixture(scope="module")
def page() -> str:
    return picture_html(edition(), GEOGRAPHY, language="en")


@needs_browser_files
def test_nothing_is_fetched(page: str) -> None:
    for tag in re.findall(r"<(?:link|script|img|iframe|source)\b[^>]*>", page.split("<script>")[0]):
        assert not re.search(r'(?:src|href)="(?!data:|#)', tag)
    assert "url(http" not in page


@needs_browser_files
def test_its_policy_allows_its_own_parts_and_no_others(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    allowed = set(re.findall(r"sha256-([\w+/=]+)", policy.group(1).replace("&#x27;", "'")))
    parts = re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", page, re.S)
    hashes = {base64.b64encode(hashlib.sha256("".join(part).encode()).digest()).decode() for part in parts}
    assert hashes == allowed
    assert "default-src &#x27;none&#x27;" in policy.group(1)


@needs_browser_files
def test_it_carries_marking_sentence_and_edition(page: str) -> None:
    assert "TLP:AMBER" in page
    assert edition()["findings"][0]["sentence"]["en"].split(". ")[0] in page
    inside = re.search(r'<script id="edition" type="application/json">(.*?)</script>', page, re.S)
    assert inside is not None
    assert json.loads(inside.group(1))["area_levels"][DRUG_TRADE] == edition()["area_levels"][DRUG_TRADE]


@needs_browser_files
def test_files_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object, **_named: object) -> bytes:
        raise BadInput("No font")

    monkeypatch.setattr(files, "render_pdf", fails)
    with pytest.raises(BadInput):
        write_picture(edition(), GEOGRAPHY, tmp_path, "en")
    assert list(tmp_path.iterdir()) == []
    written = write_picture(edition(), GEOGRAPHY, tmp_path, "en", pdf=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)


def test_missing_browser_files_are_named(tmp_path: Path, settings: object) -> None:
    settings.NODE_MODULES = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="make setup"):
        picture_html(edition(), GEOGRAPHY, language="en")
