"""A published round of two units whose people named themes and wrote comments."""

from dataclasses import replace

from survey_app.db.engine import transaction
from survey_app.db.interview_versions import last_version
from survey_app.db.interviews import add_version, insert_many
from tests.survey_app.people_by_chance import give_out, interview_of, somebody
from tests.survey_app.web.published_round import STP, SXD, close, levels, publish

ATTITUDE, WAITING_AREA, OTHER = 5, 9, 10
TOLD = "Gặp anh Nguyễn Văn Bình, gọi 0912 345 678 mới được việc"
SUGGESTED = "Gặp anh [tên], gọi [số] mới được việc"
PARKING = "Cần thêm chỗ để xe"


def say(world, unit, *others, origin="unlisted"):
    """An interview with each of these answers outside the index; gives who was interviewed."""
    people = [somebody(unit, "", levels(4), origin=origin) for _ in others]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(
            session,
            [
                replace(interview_of(one), other=other)
                for one, other in zip(people, others, strict=True)
            ],
        )
    return people


def commented(world):
    """Of Xây dựng 12 name the attitude and 4 the waiting area, 20 of 36 any; two write something,
    and one beside “other”. Of Tư pháp 30 of 40 name the attitude, none the waiting area.

    Published. Gives who wrote: about the attitude, something empty of content, beside “other”.
    """
    wrote = say(
        world,
        SXD,
        {"d1": [ATTITUDE], "d2": TOLD},
        {"d2": "   "},
        {"d1": [OTHER], "d1_text": PARKING},
    )
    say(
        world,
        SXD,
        *[{"d1": [ATTITUDE]}] * 8,
        *[{"d1": [ATTITUDE, WAITING_AREA]}] * 3,
        *[{"d1": [WAITING_AREA]}] * 1,
        *[{"d1": [2]}] * 6,
        *[{}] * 15,
    )
    say(world, STP, *[{"d1": [ATTITUDE]}] * 30, *[{"d1": [2, 3]}] * 10, {"d2": "Rất tốt"})
    close(world)
    publish(world)
    return wrote


KEPT = "SELECT * FROM run_comment ORDER BY score_run_id, place"
CHOSEN = "SELECT * FROM run_theme_choice ORDER BY score_run_id, round_unit_id, themes"
COUNTED = (
    "SELECT * FROM run_comment_count WHERE comments > 0"
    " ORDER BY score_run_id, round_unit_id, state, themes"
)
QUEUE = "/results/rounds/thu-2022/comments"


def published_twice(world):
    """The same, one comment released and one withheld, both interviews corrected: the first says
    the same, the other one something else. Published anew.
    """
    first, _blank, third = commented(world)
    noivu = world.client("noivu")
    for address, fields in (
        (f"{QUEUE}/{first.uuid}/d2/release", {"theme": "5", "text": "Một"}),
        (f"{QUEUE}/{third.uuid}/d1_text/withhold", {"reason": "x"}),
    ):
        assert noivu.post(address, {"seen": "", **fields}).status_code == 303
    correct(world, first, {"d2": TOLD})
    correct(world, third, {"d1": [OTHER, 2], "d1_text": "Khác"})
    publish(world, reason="Sửa phiếu")


def correct(world, person, other):
    """A second version of an interview."""
    new = replace(interview_of(person), other=other, content_sha256="b" * 64)
    with transaction(world.engine) as session:
        add_version(session, new, after=last_version(session, person.uuid))
