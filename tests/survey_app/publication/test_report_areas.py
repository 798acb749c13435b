"""The areas of the index in the report: every figure computed by hand."""

import pytest

from field_export.report import texts_of
from survey_app.db.appraised_points import APPRAISED, SELF
from survey_app.db.engine import transaction
from survey_app.db.rounds import round_by_id
from survey_app.publication.report.areas_section import areas_section
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.wording.speech import VIETNAMESE
from tests.survey_app.results.test_full_index import FULL, scored_by  # noqa: F401
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, close, publish, store

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_areas_section__two_units_scored__says_means_maxima_and_who_overrates(
    world,
    scored_by,  # noqa: F811
):
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    given = {"SXD": {**FULL, "procedures": "17.5"}, "STP": {**FULL, "steering": "12.5"}}
    scored_by(APPRAISED, "2070/BC", given)
    scored_by(SELF, "12/BC", {"SXD": FULL, "STP": FULL})

    with transaction(world.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, round_by_id(session, 1)))
    section = areas_section(found, found.index, speech=VIETNAMESE)

    said = " ".join(text for block in section.blocks for text in texts_of(block))
    # 14 and 12.5 of 14: 13.25, and (100 + 89.29) / 2 percent. The inspectorate has no areas yet.
    assert "trung bình là 13,25 điểm, đạt 94,6 % điểm tối đa; 1/2 đơn vị" in said
    # 17.5 and 19 of 19: 18.25, and (92.11 + 100) / 2 percent; none for the inspectorate.
    assert "trung bình là 18,25 điểm, đạt 96,1 % điểm tối đa; 1/2 đơn vị" in said
    assert "Tỷ lệ thấp nhất là của Sở Xây dựng." in said
    assert "Không chấm điểm nội dung này đối với 1 đơn vị." in said
    # Both claimed 90 and were given 88.5.
    assert (
        "2/2 đơn vị tự chấm cao hơn điểm thẩm định, 0 đơn vị bằng, 0 đơn vị thấp hơn. Chênh lệch"
        " cao nhất là Sở Tư pháp; Sở Xây dựng (+1,50 điểm)." in said
    )
    assert "Sở Xây dựng 90,00 88,50 +1,50" in said
