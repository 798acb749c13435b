"""Whether this machine can print Vietnamese: `make test` brings a font, `make fast` does not."""

import os

import pytest

from field_export.fonts import NoFont, serif_for

IS_BROUGHT = "HAILONG_TEST_FONT"
"""Set where a font was installed for the tests: without one they fail then, and are not skipped."""


def _can_print() -> bool:
    try:
        serif_for(["Sở Nội vụ: Hỗ trợ, Đổi mới"])
    except NoFont:
        return False
    return True


needs_font = pytest.mark.skipif(
    IS_BROUGHT not in os.environ and not _can_print(),
    reason="no known font with Vietnamese letters",
)
