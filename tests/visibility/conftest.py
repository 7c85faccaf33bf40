"""The installation of the pages' tests, for what a page shows to whom."""

from tests.web.conftest import _language_of_one_test, sample_finding

__all__ = ["_language_of_one_test", "sample_finding"]
