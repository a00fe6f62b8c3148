"""The operations of `operations/*.graphql`, each with just the fragments it needs.

The files are the source of the contract: the gateway sends them, `schema.graphql` comes from them, tests hold them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    OperationType,
    Visitor,
    parse,
    print_ast,
    visit,
)
from graphql.language import Node

OPERATIONS_DIR = Path(__file__).parent / "operations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: its name, the text that is sent, whether it changes anything, whether it is known to be slow."""

    name: str
    text: str
    is_command: bool
    is_slow: bool = False


class _Spreads(Visitor):
    """Collects the names of the fragments that a node spreads."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.append(node.name.value)


def _spread_by(node: Node) -> list[str]:
    spreads = _Spreads()
    visit(node, spreads)
    return spreads.names


def parse_all(folder: Path = OPERATIONS_DIR) -> DocumentNode:
    """Every operation and fragment of a folder as one document."""
    return parse("\n".join(path.read_text() for path in sorted(folder.glob("*.graphql"))), no_location=True)


@cache
def operations(folder: Path = OPERATIONS_DIR) -> dict[str, Operation]:
    """Every operation of a folder by name."""
    definitions = parse_all(folder).definitions
    fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
    found: dict[str, Operation] = {}
    for node in definitions:
        if not isinstance(node, OperationDefinitionNode) or node.name is None:
            continue
        needed: dict[str, FragmentDefinitionNode] = {}
        waiting = _spread_by(node)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = fragments[name]
                waiting += _spread_by(fragments[name])
        parts = [print_ast(node), *(print_ast(needed[name]) for name in sorted(needed))]
        found[node.name.value] = Operation(
            name=node.name.value,
            text="\n".join(parts),
            is_command=node.operation is OperationType.MUTATION,
        )
    return found
