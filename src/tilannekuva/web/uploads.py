"""Files that a browser sends: from those who may import alone, up to a limit, in memory and nowhere else (C-26)."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from tilannekuva.domain.imports import LARGEST_UPLOAD_BYTES
from tilannekuva.domain.rules.imports import may_import
from tilannekuva.domain.viewer import NOBODY

UPLOAD_NAME = "file"
"""In place of the name that a person gave: it can tell who somebody is."""

# The other fields of the form, and the frame around each.
_FORM_BYTES = 64 * 1024
# A little too much is read to its end, so that the browser shows our answer; far too much is cut off.
_READ_TO_THE_END = 4


class InMemoryHandler(FileUploadHandler):
    """Collects a file in memory, and stops before it is larger than allowed."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.announced_bytes = content_length
        self.received = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = io.BytesIO()
        if not may_import(getattr(self.request, "viewer", NOBODY)):
            raise SkipFile
        if self.announced_bytes > LARGEST_UPLOAD_BYTES + _FORM_BYTES:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST_UPLOAD_BYTES:
            self._refuse()
        self.received.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.received.seek(0)
        return InMemoryUploadedFile(
            self.received, self.field_name, UPLOAD_NAME, self.content_type, file_size, self.charset
        )

    def _refuse(self) -> None:
        self.request.upload_is_too_large = True  # type: ignore[union-attr]
        raise StopUpload(connection_reset=self.announced_bytes > _READ_TO_THE_END * LARGEST_UPLOAD_BYTES)
