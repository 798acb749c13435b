"""Keeps SQLite, which has no statistics to speak of, from a slow order of joins."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class unindexed(GenericFunction[int]):  # noqa: N801 -- a function of the database
    """A number as it is; SQLite looks no row up by it, PostgreSQL does as it likes."""

    type = BigInteger()
    inherit_cache = True


@compiles(unindexed, "sqlite")
def _on_sqlite(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


@compiles(unindexed, "postgresql")
def _on_postgresql(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)
