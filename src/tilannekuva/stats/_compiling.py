"""How the compiled functions are compiled that only other compiled functions call."""

from typing import Any

from numba import njit

# Neither callable from Python nor kept on disk: the caller holds their code, and without both the first compilation of
# a scan or of Farrington's regression takes a tenth to a sixth less. (The stubs of numba do not know these options.)
_INNER: dict[str, Any] = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

inner = njit(**_INNER)
inner_inline = njit(inline="always", **_INNER)
