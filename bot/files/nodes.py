"""The text of a YAML or JSON file as a tree whose every node knows its line.

Scalars stay the text that was written: YAML's own reading of them (011 is 9, no is false,
15:00:00 is a time but 15:00 is not) is never asked for.
"""

import json
import re
from dataclasses import dataclass, field

import yaml

from bot.files.contents import Fault, FileFaults

try:
    from yaml import CSafeLoader as Loader  # libyaml: some 15 times faster
except ImportError:  # PyYAML was built without it
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

# The format needs five levels; what is deeper is a mistake or an attack on our stack.
MAX_DEPTH = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # yaml.org/type/null.html

# YAML's printable characters (yaml.org/spec/1.1, section 5.1) without the rare line breaks
# U+0085, U+2028 and U+2029, which YAML counts as lines and editors do not.
_UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s\[\]{},:"]+')
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*["{\[\]])')


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as written; `quoted` if it stood in quotes or as a block of text."""

    text: str
    line: int
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing is meant: `~`, `null`, or no value at all, without quotes."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names and their values in the order of the file, doubled names included."""

    pairs: tuple[tuple["Node", "Node"], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A place whose fault is already known: an alias, or a value with a tag."""

    line: int


Node = Scalar | Sequence | Mapping | Refused


def parse(text: str) -> tuple[Node, list[Fault]]:
    """The only document in `text`, and the faults of single places in it.

    Raises FileFaults for what leaves no tree to look at: characters that no text has, broken
    syntax, an empty file, several documents, far too deep nesting.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_unfit_characters(text)
    tree = _Tree()
    not_json = _json_fault(text)
    if not_json is None:
        _grow_from_json(tree, text)
    else:
        try:
            _grow_from_yaml(tree, text)
        except yaml.YAMLError as error:
            # What looks like JSON is told about its JSON, not about YAML's view of it.
            looks_like_json = _JSON_START.match(text) is not None
            raise FileFaults([not_json if looks_like_json else _yaml_fault(error, text)]) from error
    if tree.root is None or (isinstance(tree.root, Scalar) and tree.root.is_null):
        raise FileFaults([Fault(1, "the file is empty; it needs 'events:' or 'knowledge:'")])
    return tree.root, tree.faults


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun and not ended; a mapping's nodes alternate."""

    of: type[Sequence] | type[Mapping]
    line: int
    refused: bool
    nodes: list[Node] = field(default_factory=list)


class _Tree:
    """Nodes put together one after the other, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[_Open] = []

    def add(self, node: Node) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.root = node

    def open(self, of: type[Sequence] | type[Mapping], line: int, *, refused: bool = False) -> None:
        if len(self._open) == MAX_DEPTH:
            message = f"lists and fields are nested more than {MAX_DEPTH} deep; take levels out"
            raise FileFaults([*self.faults, Fault(line, message)])
        self._open.append(_Open(of, line, refused))

    def close(self) -> None:
        done = self._open.pop()
        if done.refused:
            self.add(Refused(done.line))
        elif done.of is Sequence:
            self.add(Sequence(tuple(done.nodes), done.line))
        else:
            pairs = zip(done.nodes[::2], done.nodes[1::2], strict=True)
            self.add(Mapping(tuple(pairs), done.line))

    def refuse(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))


def _refuse_unfit_characters(text: str) -> None:
    found: dict[int, str] = {}
    line, seen = 1, 0
    for match in _UNFIT.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found.setdefault(line, match.group())
    if found:
        message = "the invisible character U+{:04X} can't stand here; delete it"
        raise FileFaults(
            Fault(line, message.format(ord(character))) for line, character in found.items()
        )


def _grow_from_yaml(tree: _Tree, text: str) -> None:
    documents = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second document begins ('---'); put everything into one"
                raise FileFaults([*tree.faults, Fault(line, message)])
        elif isinstance(event, yaml.AliasEvent):
            tree.refuse(line, f"'*{event.anchor}' is an alias; write the value out here")
            tree.add(Refused(line))
        elif isinstance(event, yaml.CollectionEndEvent):
            tree.close()
        elif isinstance(event, yaml.NodeEvent):
            _grow_node(tree, event, line)


def _grow_node(tree: _Tree, event: yaml.NodeEvent, line: int) -> None:
    tag = getattr(event, "tag", None)
    if tag is not None:
        tree.refuse(line, f"the tag '{_shown_tag(tag)}' is not allowed; write the value without it")
    if isinstance(event, yaml.SequenceStartEvent):
        tree.open(Sequence, line, refused=tag is not None)
    elif isinstance(event, yaml.MappingStartEvent):
        tree.open(Mapping, line, refused=tag is not None)
    elif isinstance(event, yaml.ScalarEvent):
        scalar = Scalar(event.value, line, quoted=bool(event.style))
        tree.add(scalar if tag is None else Refused(line))


def _shown_tag(tag: str) -> str:
    """The tag as it was written: YAML reports `!!str` under its full name."""
    standard = "tag:yaml.org,2002:"
    return "!!" + tag.removeprefix(standard) if tag.startswith(standard) else tag


def _yaml_fault(error: yaml.YAMLError, text: str) -> Fault:
    line, problem = 1, "it can't be read"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else line
        problem = error.problem or problem
    last_line = text.rstrip("\n").count("\n") + 1  # the end of a file is marked one line later
    return Fault(min(line, last_line), f"this is not YAML: {problem}{_advice(problem)}")


def _advice(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "; put a text with ': ' in it in quotes, or look at the indentation"
    if "cannot start any token" in problem:
        return "; indent with spaces, not tabs, and put a text that begins with @ or ` in quotes"
    return "; look at the indentation, the quotes and the brackets here and in the lines above"


def _json_fault(text: str) -> Fault | None:
    """What is wrong with `text` as JSON, or None when it is JSON."""
    if text.lstrip()[:1] not in ("{", "["):
        return Fault(1, "this is not JSON: it does not begin with { or [")  # so it may be YAML
    try:
        # Numbers stay text: a number of 5,000 digits is no reason to fail here.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return Fault(error.lineno, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return Fault(1, "lists and fields are nested far too deep; take levels out")
    return None


def _grow_from_json(tree: _Tree, text: str) -> None:
    """Put the tree together from valid JSON.

    YAML's parser is not asked: it refuses tabs as indentation and emoji as surrogate pairs.
    """
    line, seen = 1, 0
    for match in _JSON_TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        piece = match.group()
        if piece == "{":
            tree.open(Mapping, line)
        elif piece == "[":
            tree.open(Sequence, line)
        elif piece in ("}", "]"):
            tree.close()
        elif piece.startswith('"'):
            tree.add(Scalar(json.loads(piece), line, quoted=True))
        else:
            tree.add(Scalar(piece, line))
