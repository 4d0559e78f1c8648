"""YAML and JSON, entry by entry: no more than one entry is in memory at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from bot.files import json_texts
from bot.files.contents import FileFault, FileFaults
from bot.files.nodes import Mapping, Node, RefusedNode, Scalar, Sequence
from bot.files.source import LONGEST_VALUE, LONGEST_WHOLE, Source, of_text

try:
    from yaml import CSafeLoader as Loader  # libyaml: some 15 times faster
except ImportError:  # PyYAML was built without it
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

# The format needs five levels; what is deeper is a mistake or an attack on our stack.
MAX_DEPTH = 20
_AT_ONCE = 1 << 14  # characters


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a list that stands at the top of a file; `of` is the list's name."""

    of: Node
    node: Node


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole file, at its end: its lists are empty, for their entries have been given."""

    node: Node


def parts(source: Source) -> Iterator[TreeEntry | FileFault | Whole]:
    """The entries of the only document, the faults of single places, and the whole at the end.

    Raises FileFaults for what leaves nothing to look at: characters that no text has, broken
    syntax, an empty file, several documents, far too deep nesting.
    """
    tree = _Tree()
    yield from _grown(tree, source)
    if tree.root is None or (isinstance(tree.root, Scalar) and tree.root.is_null):
        raise FileFaults([FileFault(1, "the file is empty; it needs 'events:' or 'knowledge:'")])
    yield Whole(tree.root)


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
        self.done: list[TreeEntry | FileFault] = []  # and not taken yet
        self._open: list[_Open] = []

    def take(self) -> list[TreeEntry | FileFault]:
        """What has been done since the last time."""
        done, self.done = self.done, []
        return done

    def add(self, node: Node) -> None:
        if not self._open:
            self.root = node
        elif self._is_list_of_the_file():
            self.done.append(TreeEntry(self._open[0].nodes[-1], node))
        else:
            self._open[-1].nodes.append(node)

    def open(self, of: type[Sequence] | type[Mapping], line: int, *, refused: bool = False) -> None:
        if len(self._open) == MAX_DEPTH:
            message = f"lists and fields are nested more than {MAX_DEPTH} deep; take levels out"
            raise FileFaults([FileFault(line, message)])
        self._open.append(_Open(of, line, refused))

    def close(self) -> None:
        done = self._open.pop()
        if done.refused:
            self.add(RefusedNode(done.line))
        elif done.of is Sequence:
            self.add(Sequence(tuple(done.nodes), done.line))
        else:
            pairs = zip(done.nodes[::2], done.nodes[1::2], strict=True)
            self.add(Mapping(tuple(pairs), done.line))

    def refuse(self, line: int, message: str) -> None:
        entry = self._open[2].line if len(self._open) > 2 else None
        self.done.append(FileFault(line, message, entry=entry))

    def _is_list_of_the_file(self) -> bool:
        """Whether what is open is a list that is the value of a field of the file."""
        if len(self._open) != 2:
            return False
        file, entries = self._open
        return (
            file.of is Mapping
            and entries.of is Sequence
            and len(file.nodes) % 2 == 1
            and not (file.refused or entries.refused)
        )


def _grown(tree: _Tree, source: Source) -> Iterator[TreeEntry | FileFault]:
    """Let the tree grow, and give what is done."""
    if source.beginning().lstrip()[:1] not in ("{", "["):
        yield from _grown_from_yaml(tree, source)
        return
    if json_texts.is_object(source):
        yield from _grown_from_json(tree, source.again())
        return
    # Rare enough to have it whole in memory: YAML in braces, or something with a fault.
    text = source.again().rest(LONGEST_WHOLE, "divide it, or write it without braces")
    not_json = json_texts.fault(text)
    if not_json is None:
        yield from _grown_from_json(tree, of_text(text))
        return
    try:
        yield from _grown_from_yaml(tree, of_text(text))
    except FileFaults as bad:
        # What looks like JSON is told about its JSON, not about YAML's view of it.
        if json_texts.looks_like(text) and isinstance(bad.__cause__, yaml.YAMLError):
            raise FileFaults([not_json]) from bad
        raise


def _grown_from_json(tree: _Tree, source: Source) -> Iterator[TreeEntry | FileFault]:
    """YAML's parser is not asked: it refuses tabs as indentation and emoji as surrogate pairs."""
    for line, piece in json_texts.tokens(source):
        if piece == "{":
            tree.open(Mapping, line)
        elif piece == "[":
            tree.open(Sequence, line)
        elif piece in ("}", "]"):
            tree.close()
        else:
            tree.add(Scalar(json_texts.value(piece), line, quoted=piece.startswith('"')))
        if tree.done:
            yield from tree.take()


class _InPieces:
    """What YAML's parser reads: it holds the text of one value, however long, before it says so.

    Reading raises FileFaults where nothing was said of far more than any text needs.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._piece, self._at = "", 0
        self._unsaid, self._line = 0, 1

    def came_to(self, line: int) -> None:
        """All up to this line was understood."""
        self._unsaid, self._line = 0, line

    def read(self, _size: int = -1) -> str:
        """The next piece of at most some thousand characters; empty at the end."""
        if self._at >= len(self._piece):
            self._piece, self._at = self._source.read(), 0
        piece = self._piece[self._at : self._at + _AT_ONCE]
        self._at += len(piece)
        self._unsaid += len(piece)
        if self._unsaid > LONGEST_VALUE:
            raise json_texts.too_long(self._line)
        return piece


def _grown_from_yaml(tree: _Tree, source: Source) -> Iterator[TreeEntry | FileFault]:
    documents = 0
    second: int | None = None  # where it begins, unless the line only closes the first
    try:
        pieces = _InPieces(source)
        for event in yaml.parse(pieces, Loader=Loader):
            pieces.came_to(event.end_mark.line + 1 if event.end_mark else 1)
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                second = line if documents > 1 else None
            elif second and isinstance(event, yaml.NodeEvent):
                if not (isinstance(event, yaml.ScalarEvent) and event.value == ""):
                    message = "a second document begins ('---'); put everything into one"
                    raise FileFaults([FileFault(second, message)])
            elif isinstance(event, yaml.AliasEvent):
                tree.refuse(line, f"'*{event.anchor}' is an alias; write the value out here")
                tree.add(RefusedNode(line))
            elif isinstance(event, yaml.CollectionEndEvent):
                tree.close()
            elif isinstance(event, yaml.NodeEvent):
                _grow_node(tree, event, line)
            if tree.done:
                yield from tree.take()
    except yaml.YAMLError as error:
        raise FileFaults([_yaml_fault(error, source.last_line)]) from error


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
        tree.add(scalar if tag is None else RefusedNode(line))


def _shown_tag(tag: str) -> str:
    """The tag as it was written: YAML reports `!!str` under its full name."""
    standard = "tag:yaml.org,2002:"
    return "!!" + tag.removeprefix(standard) if tag.startswith(standard) else tag


def _yaml_fault(error: yaml.YAMLError, last_line: int) -> FileFault:
    line, problem = 1, "it can't be read"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else line
        problem = error.problem or problem
    # the end of a file is marked one line later
    return FileFault(min(line, last_line), f"this is not YAML: {problem}{_advice(problem)}")


def _advice(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "; put a text with ': ' in it in quotes, or look at the indentation"
    if "cannot start any token" in problem:
        return "; indent with spaces, not tabs, and put a text that begins with @ or ` in quotes"
    return "; look at the indentation, the quotes and the brackets here and in the lines above"
