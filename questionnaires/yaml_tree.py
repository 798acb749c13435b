"""Reads YAML into plain data with the line of every value, and constructs nothing else.

It works on the parser's events: no object is ever built from a tag, aliases are refused instead of
followed, and size and depth are limited while reading, so that a hostile file stays harmless.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from questionnaires.file_problems import FileCode
from questionnaires.text import nfc
from questionnaires.tree import Located, Path, Plain, Tree

MAX_FILE_BYTES = 5_000_000
"""Larger files are refused unread; a questionnaire has about 30 kB."""

MAX_DEPTH = 40
MAX_VALUES = 20_000
"""A questionnaire has some 2,000; reading more keeps a processor busy for seconds."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Unreadable(Exception):  # noqa: N818 -- a stop sign inside this module, never seen outside
    """Nothing behind this fault can be understood."""

    def __init__(self, fault: Located) -> None:
        super().__init__(str(fault.fault))
        self.fault = fault


def read_tree(data: bytes) -> tuple[Tree | None, tuple[Located, ...]]:
    """Read the bytes of a YAML file; no tree when the file cannot be read to its end."""
    builder = _Builder()
    try:
        for event in _events(_decoded(data)):
            builder.take(event)
    except _Unreadable as stop:
        return None, (*builder.faults, stop.fault)
    if not builder.documents:
        return None, (_at_line(1, FileCode.FILE_EMPTY),)
    return Tree(value=builder.root, lines=builder.lines), tuple(builder.faults)


def _decoded(data: bytes) -> str:
    if len(data) > MAX_FILE_BYTES:
        maximum = str(MAX_FILE_BYTES // 1_000_000)
        raise _Unreadable(_at_line(1, FileCode.FILE_TOO_LARGE, maximum=maximum))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = _at_line(line, FileCode.NOT_UTF8, byte=str(error.start))
        raise _Unreadable(fault) from error


def _events(text: str) -> Iterator[Event]:
    line = 1
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line = event.end_mark.line + 1
            yield event
    except MarkedYAMLError as error:
        raise _Unreadable(_syntax_fault(error)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character = f"U+{ord(text[error.position]):04X}"
        fault = _at_line(line, FileCode.CONTROL_CHARACTER, character=character)
        raise _Unreadable(fault) from error
    except (ValueError, OverflowError) as error:
        # the parser lets these through for escapes and versions with impossible numbers
        fault = _at_line(line, FileCode.YAML_SYNTAX, column="1", why=str(error))
        raise _Unreadable(fault) from error


def _syntax_fault(error: MarkedYAMLError) -> Located:
    mark = error.problem_mark or error.context_mark
    why = str(error.problem or error.context or "unclear").replace("\x00", "the end of the file")
    context = error.context_mark
    if error.context and context is not None and mark is not None and context.line != mark.line:
        why = f"{why}, {error.context} begun in line {context.line + 1}"
    line, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
    return _at_line(line, FileCode.YAML_SYNTAX, column=str(column), why=why)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or group whose end has not come; `key` waits for its value.

    `is_dropped`: it stands under a key given before, so that it is read but not kept.
    """

    value: list[Plain] | dict[str, Plain]
    path: Path
    is_dropped: bool
    key: str | None = None
    key_line: int = 0
    is_key_dropped: bool = False


@dataclass(slots=True)
class _Builder:
    root: Plain = None
    documents: int = 0
    values: int = 0
    open: list[_Open] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Located] = field(default_factory=list)

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Unreadable(_at(event, FileCode.MORE_THAN_ONE_DOCUMENT))
        elif isinstance(event, NodeEvent):
            self._take_node(event)
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            self.open.pop()

    def _take_node(self, event: NodeEvent) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            raise _Unreadable(_at(event, FileCode.TOO_MANY_VALUES, maximum=str(MAX_VALUES)))
        parent = self.open[-1] if self.open else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self._take_key(event, parent)
        else:
            self._take_value(event, parent)

    def _take_key(self, event: NodeEvent, parent: _Open) -> None:
        if not isinstance(event, ScalarEvent):
            raise _Unreadable(_at(event, FileCode.KEY_NOT_TEXT))
        self._refuse_tag(event)
        parent.key = nfc(event.value)
        parent.key_line = event.start_mark.line + 1
        parent.is_key_dropped = parent.key in parent.value
        if parent.is_key_dropped:
            self.faults.append(_at(event, FileCode.DUPLICATE_KEY, key=parent.key))

    def _take_value(self, event: NodeEvent, parent: _Open | None) -> None:
        self._refuse_tag(event)
        value = self._value(event)
        path: Path = ()
        line = event.start_mark.line + 1
        is_dropped = False
        if parent is not None:
            is_dropped = parent.is_dropped or parent.is_key_dropped
            if isinstance(parent.value, list):
                path = (*parent.path, len(parent.value))
                parent.value.append(value)
            else:
                key, parent.key = str(parent.key), None
                path, line = (*parent.path, key), parent.key_line
                parent.value.setdefault(key, value)
        else:
            self.root = value
        if not is_dropped:
            self.lines[path] = line
        if isinstance(value, list | dict):
            self._enter(_Open(value=value, path=path, is_dropped=is_dropped), event)

    def _enter(self, part: _Open, event: NodeEvent) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _Unreadable(_at(event, FileCode.TOO_DEEP, maximum=str(MAX_DEPTH)))
        self.open.append(part)

    def _value(self, event: NodeEvent) -> Plain:
        if isinstance(event, MappingStartEvent):
            return {}
        if isinstance(event, SequenceStartEvent):
            return []
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        self.faults.append(_at(event, FileCode.ALIAS, alias=str(event.anchor)))
        return None

    def _refuse_tag(self, event: NodeEvent) -> None:
        if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            return
        if event.tag is not None:
            self.faults.append(_at(event, FileCode.TAG, tag=str(event.tag)))


def _at(event: Event, code: FileCode, **details: str) -> Located:
    return _at_line(event.start_mark.line + 1, code, **details)


def _at_line(line: int, code: FileCode, **details: str) -> Located:
    return Located(line=line, fault=code.at(f"line {line}", **details))


def _scalar(event: ScalarEvent) -> Plain:
    """Resolve a scalar by the core rules of YAML 1.2; a date stays the text it is."""
    text: str = event.value
    is_plain = event.implicit[0]
    if is_plain and text in _WORDS:
        return _WORDS[text]
    if is_plain and _WHOLE.fullmatch(text):
        return int(text)
    if is_plain and _DECIMAL.fullmatch(text):
        return float(text)
    return nfc(text)
