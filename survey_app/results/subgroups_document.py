"""The document of the subgroups of a round."""

from pydantic import JsonValue

from scoring.subgroups_block import SubgroupsBlock
from survey_app.results.attributes import Attribute
from survey_app.results.round_estimates import Basis

DOCUMENT = "hailong subgroups 1"


def subgroups_document(
    block: SubgroupsBlock, *, by: Attribute, basis: Basis
) -> dict[str, JsonValue]:
    """The block with the round, the question in its own words, and what its answers mean."""
    item = by.item
    options = () if item is None else item.options
    return {
        "document": DOCUMENT,
        "round": basis.round.code,
        "questionnaire": basis.definition.id,
        "published": str(basis.plans.indicator.estimator),
        "question": None if item is None else {"vi": item.text.vi, "en": item.text.en},
        "labels": {
            str(option.code): {"vi": option.text.vi, "en": option.text.en} for option in options
        },
        **block.model_dump(mode="json"),
    }
