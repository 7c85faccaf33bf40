"""Writes on the vocabulary, sources, reports and imports: one module per noun."""

from .imports import import_signals
from .reports import receive_report
from .requests import store_requests
from .sources import add_source
from .states import move_signal
from .vocabulary import load_vocabulary

__all__ = [
    "add_source",
    "import_signals",
    "load_vocabulary",
    "move_signal",
    "receive_report",
    "store_requests",
]
