"""Whether this machine can print Vietnamese: `make test` brings a font, `make fast` does not."""

import pytest

from field_export.fonts import NoFont, serif_for


def _can_print() -> bool:
    try:
        serif_for(["Sở Nội vụ: Hỗ trợ, Đổi mới"])
    except NoFont:
        return False
    return True


needs_font = pytest.mark.skipif(not _can_print(), reason="no known font with Vietnamese letters")
