"""The identity of a plan: one canonical text, and its hash."""

import hashlib
import json

from pydantic import BaseModel


def canonical_plan(plan: BaseModel) -> str:
    """JSON with sorted keys and no spaces; what equals its default is left out.

    So a key added to the format later does not change the identity of older plans.
    """
    content = plan.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plan_version(plan: BaseModel) -> str:
    """The SHA-256 of the canonical text (UTF-8) as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_plan(plan).encode()).hexdigest()
