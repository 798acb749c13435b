"""What simulated people wrote, and which of it the office of the demo has released.

Every text says that it is simulated. Who writes which follows from the UUID of the interview, so
that nothing else of the demo depends on it.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.themes import suggested_theme
from survey_app.access.comment_objects import comments_of_round
from survey_app.access.people import Person
from survey_app.db.comments import listed_comments
from survey_app.db.rounds import RoundRecord
from survey_app.db.wanted_comments import WantedComments
from survey_app.publication.comments.deciding import Deciding, release
from survey_app.publication.comments.masking import found_in, masked

TEXTS = (
    "Mong được hướng dẫn đủ giấy tờ ngay từ lần đầu, khỏi phải đi lại (góp ý mô phỏng)",
    "Nên có bảng mẫu điền sẵn ở nơi ngồi chờ (góp ý mô phỏng)",
    "Nộp trực tuyến xong vẫn phải mang bản giấy đến, nên bỏ (góp ý mô phỏng)",
    "Xin lỗi khi trễ hẹn thì cũng nên nói rõ ngày nào có kết quả (góp ý mô phỏng)",
    "Buổi sáng đông, chỉ có một quầy làm việc (góp ý mô phỏng)",
    "Hỏi anh Mô Phỏng thì mới rõ, gọi 0900 000 001 không ai nghe (góp ý mô phỏng)",
)
ONE_IN = 12
"""So many people wrote nothing for each who did."""
DIGITS_OF_PLACE = 32
UNIT, MOST = "SXD", 20
"""The unit of the demo's account, and how many of its comments are looked at."""


def comment_of(interview_uuid: UUID) -> str | None:
    """What was written in this interview; None: nothing."""
    which, place = divmod(interview_uuid.int, ONE_IN)
    return TEXTS[which % len(TEXTS)] if place == 0 else None


def release_comments(session: Session, of_round: RoundRecord, *, by: Person, at: datetime) -> None:
    """Releases those about one unit in which nothing tells who somebody is; others wait."""
    found = comments_of_round(session, of_round)
    if found.current is None:
        raise RuntimeError("nothing of the demo is public")
    wanted = WantedComments(unit=UNIT)
    run_id = found.current.run_id
    for one in listed_comments(session, run_id, wanted=wanted, start=0, most=MOST):
        if found_in(one.text):
            continue
        number = one.interview_uuid
        faults = release(
            session,
            one,
            Deciding(by=by, at=at, seen=None, place=_place(number)),
            definition=found.definition,
            text=masked(one.text),
            theme=suggested_theme(found.definition, code=one.item_code, chosen=one.chosen),
        )
        if faults:
            raise RuntimeError(f"a comment of the demo cannot be released: {faults[0]}")


def _place(interview_uuid: UUID) -> str:
    """As if drawn by chance, and the same in every demo."""
    return hashlib.sha256(interview_uuid.bytes).hexdigest()[:DIGITS_OF_PLACE]
