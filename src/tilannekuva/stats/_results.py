"""What results have in common: nobody changes them."""

from dataclasses import fields
from typing import Any

import numpy as np


class ReadOnlyArrays:
    """A frozen dataclass whose arrays are read-only as well."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]  # every heir is a dataclass
            value: Any = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
