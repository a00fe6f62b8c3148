"""An in-memory OpenSearch behind the real client. It accepts only the requests that Wagtail's backend sends.

It knows that backend's mappings, documents and queries, and ranks simply: tests with it check that our index and
queries are complete, not how well a real service ranks.
"""

import json
import re
from collections import defaultdict
from typing import Any, ClassVar

from opensearchpy import Connection

TYPES = {"text", "keyword", "date", "boolean", "integer", "long", "double", "nested"}


class Index:
    """Documents by id, and their fields."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.documents: dict[str, dict[str, Any]] = {}

    def declare(self, fields: dict[str, Any]) -> None:
        """Take a mapping, whose fields keep their types."""
        for name, field in fields.items():
            assert field["type"] in TYPES, name
            assert self.fields.setdefault(name, field)["type"] == field["type"], name
            into = field.get("copy_to", [])
            assert {into} if isinstance(into, str) else set(into) <= fields.keys()

    def keep(self, pk: str, document: dict[str, Any]) -> None:
        """Take a document that has only fields of the mapping."""
        assert document.keys() <= self.fields.keys()
        self.documents[pk] = document

    def words(self, field: str, document: dict[str, Any]) -> set[str]:
        """The words of a field and of those that are copied to it; of a beginnings field every beginning."""
        mapping = self.fields[field]
        own = [name for name, said in self.fields.items() if name == field or field in said.get("copy_to", ())]
        words = set(re.findall(r"\w+", json.dumps([document.get(name) for name in own], ensure_ascii=False).lower()))
        if mapping.get("analyzer") == "edgengram_analyzer":
            return {word[:end] for word in words for end in range(1, 16)}
        return words

    def score(self, query: dict[str, Any], document: dict[str, Any]) -> float:
        """How well a document fits; 0 when it does not."""
        ((kind, said),) = query.items()
        return float(getattr(self, f"_{kind}")(said, document))

    def _bool(self, said: dict[str, Any], document: dict[str, Any]) -> float:
        assert said.keys() <= {"must", "filter", "should", "must_not"}
        must, wanted, should, never = (_listed(said.get(key, [])) for key in ("must", "filter", "should", "must_not"))
        scores = [self.score(query, document) for query in must]
        either = [self.score(query, document) for query in should]
        holds = all(scores) and all(self.score(query, document) for query in wanted)
        if not holds or (should and not any(either)) or any(self.score(query, document) for query in never):
            return 0
        return sum(scores) + sum(either) or 1

    def _match(self, said: dict[str, Any], document: dict[str, Any]) -> float:
        ((field, asked),) = said.items()
        if isinstance(asked, str):
            return asked in _listed(document.get(field, [])) if self.fields.get(field) else 0
        return self._fits(asked, field, document)

    def _multi_match(self, said: dict[str, Any], document: dict[str, Any]) -> float:
        fields = [field.split("^") for field in said["fields"]]
        return max(self._fits(said, name, document) * float(boost[0] if boost else 1) for name, *boost in fields)

    def _terms(self, said: dict[str, Any], document: dict[str, Any]) -> float:
        ((field, values),) = said.items()
        assert self.fields[field]["type"] != "text"
        return document.get(field) in values

    def _fits(self, asked: dict[str, Any], field: str, document: dict[str, Any]) -> float:
        assert asked.keys() <= {"query", "operator", "fields", "boost"}
        words, held = asked["query"].lower().split(), self.words(field, document)
        found = sum(word in held for word in words)
        return found if found == len(words) or asked.get("operator", "or") == "or" else 0


class OpenSearchInMemory(Connection):
    """The client's transport, without a network."""

    indexes: ClassVar[dict[str, Index]] = defaultdict(Index)
    aliases: ClassVar[dict[str, str]] = {}

    def perform_request(self, method: str, url: str, *args: Any, **kwargs: Any) -> tuple[int, dict[str, str], str]:
        """Answer as a node does."""
        params, body = (*args, None, None)[:2]
        return 200, {"content-type": "application/json"}, json.dumps(self._answer(method, url, params or {}, body))

    def _answer(self, method: str, url: str, params: dict[str, Any], body: bytes | None) -> object:
        said = body.decode() if body else ""
        match method, url.strip("/").split("/"):
            case "PUT", [index]:
                assert "analysis" in json.loads(said)["settings"]
                self.indexes[index] = Index()
            case "PUT", [index, "_mapping"]:
                self.indexes[index].declare(json.loads(said)["properties"])
            case "PUT", [index, "_alias", alias]:
                self.aliases[alias] = index
            case "HEAD", ["_alias", alias]:
                if alias not in self.aliases:
                    self._raise_error(404, "")
            case "DELETE", [_]:
                self._raise_error(404, "")
            case "POST", [_, "_refresh"]:
                pass
            case "PUT", [index, "_doc", pk]:
                self._index(index).keep(pk, json.loads(said))
            case "POST", ["_bulk"] | [_, "_bulk"]:
                return self._kept([json.loads(line) for line in said.splitlines()], url)
            case "POST" | "GET", [index, "_search"]:
                return self._found(index, json.loads(said), params)
            case _:
                raise AssertionError(f"{method} {url}: not of OpenSearch as Wagtail asks it")
        return {"acknowledged": True}

    def _kept(self, lines: list[dict[str, Any]], url: str) -> object:
        kept = []
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            to = action["index"]
            index = self._index(to.get("_index") or url.strip("/").split("/")[0])
            index.keep(to["_id"], document)
            kept.append({"index": {"_id": to["_id"], "status": 201}})
        return {"errors": False, "items": kept}

    def _found(self, name: str, asked: dict[str, Any], params: dict[str, Any]) -> object:
        assert asked.keys() == {"query"}
        index = self._index(name)
        scored = [(index.score(asked["query"], document), pk) for pk, document in index.documents.items()]
        best = sorted((hit for hit in scored if hit[0]), key=lambda hit: (-hit[0], int(hit[1])))
        first = int(params.get("from", 0))
        shown = best[first : first + int(params["size"])]
        return {"hits": {"hits": [{"_id": pk, "_score": score, "fields": {"pk": [pk]}} for score, pk in shown]}}

    def _index(self, name: str) -> Index:
        found = self.aliases.get(name, name)
        assert found in self.indexes, f"no index {name}"
        return self.indexes[found]


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]
