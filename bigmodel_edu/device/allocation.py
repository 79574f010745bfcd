"""Keep freed memory: a training step frees and asks again for the same tens of megabytes.

By default the C library gives large pieces back to the system, which hands them out anew, cleared, page by page: up to a fifth of the
time of a small model's step on a CPU. GPUs need nothing of this, since torch keeps their memory itself.
"""

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # M_… of malloc.h
_LARGEST_ON_HEAP = 32 * 2**20  # the most that glibc accepts


def keep_memory(limit: int = 2**30) -> bool:
    """Let this process keep up to ``limit`` bytes that it has freed, for use again.

    Args:
        limit: bytes, 0 or more, below 2**31.

    Returns:
        Whether it was possible: on Linux with glibc it is, elsewhere nothing is changed.

    Raises:
        ValueError: if the limit is out of range.

    Source: the GNU C Library's manual, section "Malloc Tunable Parameters".

    >>> keep_memory() in (True, False)
    True
    """
    if not 0 <= limit < 2**31:
        raise ValueError(f"expected a limit from 0 to 2**31 - 1 bytes, got {limit}")
    if not sys.platform.startswith("linux"):
        return False
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is None:  # another C library
        return False
    options = ((_TRIM_THRESHOLD, limit), (_MMAP_THRESHOLD, _LARGEST_ON_HEAP), (_TOP_PAD, min(limit, 64 * 2**20)))
    accepted = [set_option(option, value) == 1 for option, value in options]
    return all(accepted)
