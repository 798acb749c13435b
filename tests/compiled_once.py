"""Addresses, templates, statements and translations, compiled once for all of a test process.

That is most of what making an application costs, and most of its first pages. Imported, it holds
for every application and every engine that is made afterwards.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from babel import Locale
from babel.support import Translations
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

PARTS = ("_parts", "_trace", "_converters", "arguments")
Builders = tuple[Callable[..., Any], Callable[..., Any]]
RULES: dict[tuple[object, ...], tuple[dict[str, Any], Builders]] = {}
_compile = Rule.compile
_load = Translations.load
STATEMENTS: LRUCache[Any, Any] = LRUCache(4_000)


class Templates(BytecodeCache):
    """Templates by what stands in them, as code: nothing can change it, and to read it from bytes
    again for each application takes a third of a millisecond a template.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


def _compile_once(rule: Rule) -> None:
    """What is compiled depends on these parts of the rule and of its map alone."""
    of_map = (rule.map.host_matching, *rule.map.converters.items())
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults), of_map)
    if key not in RULES:
        _compile(rule)
        builders = (rule._build.__func__, rule._build_unknown.__func__)
        RULES[key] = ({name: vars(rule)[name] for name in PARTS}, builders)
    parts, (build, build_unknown) = RULES[key]
    vars(rule).update(parts)
    rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)


def _is_of_same_kind(one: DefaultDialect, other: object) -> bool:
    """All test databases of a kind are made alike: a statement is the same text for each."""
    return type(one) is type(other)


@lru_cache
def _catalogue(folder: str | Path, locale: str, domain: str) -> Translations:
    return _load(folder, [locale], domain)


def _load_once(
    folder: str | Path, locales: list[Locale], domain: str = Translations.DEFAULT_DOMAIN
) -> Translations:
    return _catalogue(folder, str(*locales), domain)


Rule.compile = _compile_once
Engine._compiled_cache = property(lambda _engine: STATEMENTS, lambda _engine, _own: None)
DefaultDialect.__eq__ = _is_of_same_kind
DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))
Translations.load = _load_once
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Templates()}
