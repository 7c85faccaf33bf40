"""A file speaks one language: that of its reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.visible_text import sentences_of, sentences_on, strings_in
from tests.web.edition_sample import DRUG_TRADE, GEOGRAPHY, edition
from tilannekuva.publication.brief.content import brief_content
from tilannekuva.publication.charts import trend_chart
from tilannekuva.publication.map_data import attribution_of
from tilannekuva.publication.offline import picture_html

pytestmark = pytest.mark.req("L-36")

LANGUAGES = ("fi", "sv")
EVERY = ("en", *LANGUAGES)

needs_browser_files = pytest.mark.skipif(
    not Path(settings.NODE_MODULES).is_dir(), reason="node_modules is not there: run `make setup`"
)


def _written(language: str) -> set[str]:
    """Every text of the brief but its drawings, which hold numbers and dates alone."""
    with translation.override(language):
        content = brief_content(edition(languages=EVERY), GEOGRAPHY, language=language)
    return sentences_of(text for text in strings_in(content) if not text.startswith("<svg"))


def _as_it_opens(page: str) -> str:
    """Without the pages in the other languages, which wait in templates."""
    return re.sub(r"<template data-page-in.*?</template>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_the_brief(language: str) -> None:
    english = _written("en")
    assert len(english) > 30
    assert english & _written(language) == set()


@needs_browser_files
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_the_file_that_opens_without_a_server(language: str) -> None:
    pages = {
        spoken: picture_html(edition(languages=EVERY), GEOGRAPHY, language=spoken)
        for spoken in ("en", language)
    }
    assert f'<html lang="{language}">' in pages[language]
    english = sentences_on(_as_it_opens(pages["en"]))
    assert len(english) > 30
    assert english & sentences_on(_as_it_opens(pages[language])) == set()


@needs_browser_files
def test_the_file_holds_every_language_of_its_city_and_opens_in_the_one_asked_for() -> None:
    page = picture_html(edition(languages=EVERY), GEOGRAPHY, language="fi")
    assert re.findall(r'<template data-page-in="(\w+)"', page) == ["en", "sv"]
    assert '<h2 id="now-heading">Ilmiötyypit</h2>' in _as_it_opens(page)
    for language in EVERY:
        assert edition(languages=EVERY)["findings"][0]["sentence"][language].split(". ")[0] in page


@pytest.mark.parametrize(("language", "decimal", "thousands"), [("en", ".", ","), ("fi", ",", "\xa0")])
def test_the_axis_of_a_chart_writes_numbers_as_its_language_does(
    language: str, decimal: str, thousands: str
) -> None:
    with translation.override(language):
        number = trend_chart(edition(), DRUG_TRADE)["config"]["locale"]["number"]
    assert (number["decimal"], number["thousands"]) == (decimal, thousands)


@pytest.mark.parametrize(("language", "told"), [("fi", "Alueet: Mallila"), ("sv", "Areas: Sample town")])
def test_whose_data_the_map_shows_is_told_in_the_language_of_the_reader_where_it_is_there(
    language: str, told: str
) -> None:
    """An edition keeps it by language; where the language is missing, as it was written first."""
    shown = edition(attributions=({"en": "Areas: Sample town", "fi": "Alueet: Mallila"}, "Roads: X"))
    with translation.override(language):
        assert attribution_of(shown) == f"{told} · Roads: X"
        content = brief_content(shown, GEOGRAPHY, language=language)
    assert told in content["map_sources"]
    assert any(told in cell for row in content["basis"] for cell in row)
