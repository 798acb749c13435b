"""The catalogues of faults: every kind can be shown, none is there twice."""

import re
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from questionnaires.file_problems import FileCode, RuleCode
from questionnaires.problems import AnswerCode, Catalogue
from questionnaires.structure import shape_faults
from questionnaires.tree import Tree

KINDS: list[Catalogue] = [*AnswerCode, *FileCode, *RuleCode]
NAME = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind__templates__take_named_details_only(kind: Catalogue) -> None:
    for template in (kind.value.message, kind.value.repair):
        names = NAME.findall(template)

        filled = template % dict.fromkeys(names, "x")

        assert "%" not in filled
        assert template.endswith((".", "?"))


@pytest.mark.parametrize("catalogue", [AnswerCode, FileCode, RuleCode])
def test_catalogue__kinds__are_all_different(catalogue: type[Catalogue]) -> None:
    assert len(catalogue.__members__) == len(list(catalogue))


def test_fault__foreign_details__are_made_printable_and_short() -> None:
    fault = AnswerCode.UNKNOWN_ITEM.at("\x1b[2J" + "x" * 1_000, item="a\nb\ud800" + "y" * 1_000)

    assert fault.where.startswith("?[2Jxxx")
    assert fault.details["item"].startswith("a?b?yyy")
    assert len(str(fault)) < 1_200


def test_shape_faults__kind_of_fault_the_models_learn_later__is_still_said() -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(dict[str, date]).validate_python({"day": "x"})

    (located,) = shape_faults(refusal.value, Tree(value={"day": "x"}))

    assert (located.fault.code, located.fault.details["key"]) == ("malformed", "day")
