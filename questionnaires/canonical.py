"""The identity of a definition: one canonical text, and its hash."""

import hashlib

from questionnaires.definition import Definition


def canonical_json(definition: Definition) -> str:
    """Return the content as JSON with sorted keys and no spaces, texts in NFC.

    Values that equal their default are left out, so that a key added to the format later does
    not change the identity of older definitions.
    """
    return definition.canonical_json


def version_id(definition: Definition) -> str:
    """Return the SHA-256 of the canonical JSON (UTF-8) as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(definition).encode()).hexdigest()
