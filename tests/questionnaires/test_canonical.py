"""The identity of a definition."""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from io import StringIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from questionnaires import (
    Definition,
    DefinitionRefused,
    canonical_json,
    definition_from_json,
    read_definition,
    version_id,
)

Build = Callable[[str], Definition]


def test_canonical_json__shipped__is_sorted_compact_nfc_and_reads_back(sipas: Definition) -> None:
    text = canonical_json(sipas)

    content = json.loads(text)
    again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == again == unicodedata.normalize("NFC", text)
    assert definition_from_json(text) == sipas
    assert canonical_json(definition_from_json(text)) == text


def test_version_id__is_the_hash_of_the_canonical_text(sipas: Definition) -> None:
    assert version_id(sipas) == hashlib.sha256(canonical_json(sipas).encode()).hexdigest()


def test_version_id__copy_with_another_field__is_another(sipas: Definition) -> None:
    before = (version_id(sipas), len(sipas.items))

    copied = sipas.model_copy(update={"version": "another", "sections": sipas.sections[:1]})

    assert '"version":"another"' in canonical_json(copied)
    assert version_id(copied) != before[0]
    assert len(copied.items) < before[1]
    assert (version_id(sipas), len(sipas.items)) == before


def test_version_id__comments_quotes_and_decomposed_accents__change_nothing(
    build: Build, head: str
) -> None:
    version = version_id(build(head))

    assert version_id(build("# a note\n" + head)) == version
    assert (
        version_id(build(head.replace("{vi: Phiếu, en: Form}", "\n  en: 'Form'\n  vi: Phiếu")))
        == version
    )
    assert version_id(build(unicodedata.normalize("NFD", head))) == version
    assert version_id(build("\ufeff" + head.replace("\n", "\r\n"))) == version


def test_version_id__default_written_out__changes_nothing(build: Build, head: str) -> None:
    written = head.replace(
        "kind: number,", "kind: number, required: false, wording: {status: own},"
    )

    assert version_id(build(written)) == version_id(build(head))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("vi: Một", "vi: Mốt"),
        ("en: One}}", "en: one}}"),
        ("en: Bad", "en: Poor"),
        ("vi: Thông tin", "vi: Tin"),
        ("maximum: 20", "maximum: 19"),
        ("satisfied: [3]", "satisfied: [2, 3]"),
        ('version: "1"', 'version: "2"'),
        ("kind: number,", "kind: number, visible_when: {item: one, equals: 1},"),
    ],
)
def test_version_id__any_content__changes_it(build: Build, head: str, old: str, new: str) -> None:
    assert old in head

    assert version_id(build(head.replace(old, new))) != version_id(build(head))


def shuffled(value: object, chance: Random) -> object:
    if isinstance(value, list):
        return [shuffled(entry, chance) for entry in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: shuffled(value[key], chance) for key in keys}


@given(chance=st.randoms(use_true_random=False), width=st.integers(40, 200))
@settings(max_examples=25)
def test_version_id__keys_in_any_order__stays(small_yaml: str, chance: Random, width: int) -> None:
    reading = read_definition(small_yaml.encode(), source="a")
    assert reading.definition is not None
    yaml = YAML(typ="safe", pure=True)
    yaml.width = width
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump(shuffled(yaml.load(small_yaml), chance), out)

    other = read_definition(out.getvalue().encode(), source="b").definition

    assert other is not None
    assert version_id(other) == version_id(reading.definition)


@pytest.fixture(scope="session")
def small_yaml() -> str:
    return """
id: tiny
version: "1"
title: {vi: Phiếu, en: Form}
introduction: {vi: Chào, en: Hello}
consent: {text: {vi: Thông tin, en: Information}}
scales:
  - {code: s, options: [{code: 1, text: {vi: a, en: b}}, {code: 2, text: {vi: c, en: d}}],
     satisfied: [2]}
sections:
  - {code: F1, kind: factor, title: {vi: a, en: b}, short_title: {vi: a, en: b}, items: [
      {code: q1, kind: scale, scale: s, in_index: true, text: {vi: a, en: b}},
      {code: q2, kind: scale, scale: s, in_index: true, text: {vi: a, en: b},
       visible_when: {all: [{item: q1, equals: 1}]}}]}
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json_syntax"),
        ("{", "json_syntax"),
        ('{"id": ' + "9" * 5_000 + "}", "json_syntax"),
        ("[" * 100_000, "json_syntax"),
        ("[" * 500 + "]" * 500, "too_deep"),
        ("null", "wrong_kind"),
        ("[]", "wrong_kind"),
        ('{"id": NaN}', "not_a_text"),
    ],
)
def test_definition_from_json__bad_text__is_refused_with_faults(text: str, code: str) -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        definition_from_json(text)

    assert refusal.value.faults[0].code == code


def test_definition_from_json__unsound_content__is_refused_in_words(sipas: Definition) -> None:
    content = json.loads(canonical_json(sipas))
    content["sections"][3]["items"][0]["scale"] = "satisfaction6"

    with pytest.raises(DefinitionRefused, match="section F1, item q11: There is no scale"):
        definition_from_json(json.dumps(content))


def test_definition_from_json__decomposed_accents__are_composed(sipas: Definition) -> None:
    text = unicodedata.normalize("NFD", canonical_json(sipas))

    assert definition_from_json(text) == sipas


def test_definition__changed_in_place__is_refused(sipas: Definition) -> None:
    with pytest.raises(ValueError, match="frozen"):
        sipas.version = "2"  # type: ignore[misc]  # the point of the test
