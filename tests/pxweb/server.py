"""The fake statistics bank on loopback: real HTTP, real semantics, and every way in which the real one may fail."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from tests.pxweb import answers
from tests.pxweb.selection import EmptyError, ProblemError, chosen, from_query
from tests.pxweb.tables import FakeTable

PATH = "/api/pxwebapi/v2"
#: Longer addresses are not found.
LONGEST_ADDRESS = 2100
_FORMATS = ("json-stat2", "csv", "px", "xlsx", "html", "json-px", "parquet")

Kind = Literal[
    "slow", "truncated", "cut_json", "wrong_type", "html", "empty", "status", "too_many", "drop", "redirect", "broken_gzip"
]


@dataclass
class Fault:
    """A way to fail.

    Attributes:
        kind: `slow` answers late; `truncated` sends fewer bytes than it promised; `cut_json` sends half a document as if it
            were whole; `wrong_type` calls JSON something else; `html` is a page with status 200; `empty` has no body;
            `status` answers with `status` and `title`; `too_many` is a 429; `drop` closes the line; `redirect` leads to
            `location`; `broken_gzip` says that it is packed and is not.
        part: what the path must hold for the fault to strike.
        method: the method it strikes, or "" for any.
        title: of the problem; None for a body without JSON.
        retry_after: the header as it stands.
    """

    kind: Kind
    part: str = ""
    method: str = ""
    status: int = 200
    title: str | None = None
    seconds: float = 0.0
    retry_after: str | None = None
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]


class FakeServer:
    """A running fake. Its tables and faults may be changed while it runs.

    Attributes:
        tables: the tables by number.
        requests: all requests, in their order.
        headers: sent with every answer.
        limit: most requests in a minute before 429, told in every answer; None for no limit, and nothing told of one.
        before: told of every request before it is answered; may change tables.
    """

    def __init__(self, tables: Iterable[FakeTable], port: int = 0) -> None:
        self.tables: dict[str, FakeTable] = {table.id: table for table in tables}
        self.requests: list[Request] = []
        self.headers: dict[str, str] = {}
        self.limit: int | None = None
        self.before: Callable[[Request], None] | None = None
        self._faults: deque[Fault] = deque()
        self._times: deque[float] = deque()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._http.server_address[1]}{PATH}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def fail(self, kind: Kind, times: int = 1, **values: Any) -> None:
        """Let the next `times` requests that match fail; faults given earlier strike first."""
        self._faults.extend(Fault(kind, **values) for _ in range(times))

    def mend(self) -> None:
        """Forget the faults that have not struck."""
        self._faults.clear()

    def count(self, part: str = "", method: str = "") -> int:
        """How many requests had `part` in their path."""
        return sum(part in request.path and method in ("", request.method) for request in self.requests)

    def came(self, request: Request) -> Fault | None:
        """Note a request; the fault that strikes it, if any."""
        with self._lock:
            self.requests.append(request)
            if self.before is not None:
                self.before(request)
            return self._over_limit() or self._next_fault(request)

    def _next_fault(self, request: Request) -> Fault | None:
        for fault in self._faults:
            if fault.part in request.path and fault.method in ("", request.method):
                self._faults.remove(fault)
                return fault
        return None

    def _over_limit(self) -> Fault | None:
        if self.limit is None:
            return None
        now = time.monotonic()
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        if len(self._times) >= self.limit:
            return Fault("too_many", retry_after=str(int(self._times[0] + 60 - now) + 1))
        self._times.append(now)
        return None

    def limit_headers(self) -> dict[str, str]:
        """What is told of the limit."""
        if self.limit is None:
            return {}
        return {"x-ratelimit-policy": f"{self.limit};w=60s", "x-ratelimit-remaining": str(self.limit - len(self._times))}

    def document(self, request: Request) -> tuple[int, Any]:
        """Status and document of an answer.

        Raises:
            ProblemError, EmptyError: it is refused.
        """
        lang = request.query.get("lang", ["no"])[-1]
        lang = lang if lang in answers.LANGS else "no"
        parts = [part for part in request.path.removeprefix(PATH).split("/") if part]
        if parts == ["config"]:
            return 200, answers.config()
        if parts == ["tables"]:
            return 200, self._search(request.query, lang)
        if parts[:1] == ["codelists"] and len(parts) == 2:
            return 200, self._codelist(parts[1], lang)
        if parts[:1] == ["tables"] and len(parts) in (2, 3):
            return 200, self._table(parts, request, lang)
        raise ProblemError("Not Found", 404)

    def _search(self, query: Mapping[str, list[str]], lang: str) -> dict[str, Any]:
        words = query.get("query", [""])[-1].casefold().split()
        with_ended = query.get("includeDiscontinued", ["false"])[-1].casefold() == "true"
        found = [
            table for table in self.tables.values()
            if all(word in f"{table.id} {table.label} {table.label_en}".casefold() for word in words)
            and (with_ended or table.discontinued is not True)
        ]  # fmt: skip
        page = max(1, int(query.get("pageNumber", ["1"])[-1]))
        page_size = max(1, int(query.get("pageSize", ["20"])[-1]))
        if page > 1 and (page - 1) * page_size >= len(found):
            raise ProblemError("Non-existent page", 404)
        return answers.tables_page(found, lang, self.base_url, page, page_size)

    def _codelist(self, name: str, lang: str) -> dict[str, Any]:
        lists = (one for table in self.tables.values() for d in table.dimensions for one in d.codelists)
        found = next((one for one in lists if one.id == name), None)
        if found is None:
            raise ProblemError("Non-existent codelist", 404)
        return answers.codelist(found, lang)

    def _table(self, parts: list[str], request: Request, lang: str) -> dict[str, Any]:
        table = self.tables.get(parts[1])
        action = parts[2] if len(parts) == 3 else ""
        if table is None and action == "data":
            raise ProblemError("Non-existent table", 400, 404)
        if table is None or action not in ("", "metadata", "data", "defaultselection"):
            raise ProblemError("Non-existent table", 404)
        if action == "":
            return answers.table_info(table, lang, self.base_url)
        if action == "metadata":
            return answers.metadata(table, lang, self.base_url)
        if action == "defaultselection":
            picked = [choice for choice in chosen(table, None) if choice.eliminated is None]
            return {"selection": [{"variableCode": c.name, "valueCodes": list(c.codes)} for c in picked], "language": lang}
        return self._data(table, request, lang)

    def _data(self, table: FakeTable, request: Request, lang: str) -> dict[str, Any]:
        asked = {name.casefold(): values[-1] for name, values in request.query.items()}
        form = asked.get("outputformat", "json-stat2")
        if form not in _FORMATS or (form == "json-stat2" and "outputformatparams" in asked):
            raise ProblemError("Unsupported output format")
        selection = from_query(request.query)
        if request.method == "POST":
            selection = (request.body or {}).get("selection") or []
        return answers.data(table, chosen(table, selection), lang)


def _handler(server: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        fake = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def _answer(self) -> None:
        request = self._request()
        fault = self.fake.came(request)
        with suppress(BrokenPipeError, ConnectionResetError):
            if fault is not None and self._struck(fault, request):
                return
            status, body = self._made(request)
            self._send(status, body)

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = raw
        return Request(self.command, unquote(parts.path), parse_qs(parts.query), body, dict(self.headers.items()))

    def _made(self, request: Request) -> tuple[int, bytes]:
        """Status and body as they should be."""
        try:
            if request.method == "GET" and len(self.path) > LONGEST_ADDRESS:
                return 404, b""
            if request.method == "POST" and isinstance(request.body, bytes):
                raise ProblemError("One or more validation errors occurred.")
            status, document = self.fake.document(request)
        except ProblemError as problem:
            return problem.status, _packed(answers.problem(problem.title, problem.body_status))
        except EmptyError:
            return 500, b""
        return status, _packed(document)

    def _struck(self, fault: Fault, request: Request) -> bool:
        """Fail; False when the right answer shall follow all the same."""
        if fault.kind == "slow":
            time.sleep(fault.seconds)
            return False
        if fault.kind == "drop":
            self.close_connection = True
            self.connection.close()
            return True
        self._send_struck(fault, request)
        return True

    def _send_struck(self, fault: Fault, request: Request) -> None:
        _, body = self._made(request)
        headers = dict(fault.headers)
        if fault.retry_after is not None:
            headers["Retry-After"] = fault.retry_after
        if fault.kind == "truncated":
            self._send(200, body[: len(body) // 2], promised=len(body))
        elif fault.kind == "cut_json":
            self._send(200, body[: len(body) // 2])
        elif fault.kind == "wrong_type":
            self._send(200, body, "text/plain; charset=utf-8")
        elif fault.kind == "html":
            self._send(200, b"<!DOCTYPE html><html><body>Logg inn</body></html>", "text/html; charset=utf-8")
        elif fault.kind == "empty":
            self._send(200, b"")
        elif fault.kind == "broken_gzip":
            self._send(200, body, headers={"Content-Encoding": "gzip"})
        elif fault.kind == "too_many":
            self._send(429, b"", headers=headers)
        elif fault.kind == "redirect":
            self._send(fault.status, b"", headers={"Location": fault.location})
        else:
            told = b"" if fault.title is None else _packed(answers.problem(fault.title, fault.status))
            self._send(fault.status, told, headers=headers)

    def _send(
        self, status: int, body: bytes, kind: str = "application/json; charset=utf-8",
        headers: Mapping[str, str] | None = None, promised: int | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        told = self.fake.limit_headers() | self.fake.headers | dict(headers or {})
        for name, value in told.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.end_headers()
        self.wfile.write(body)
        if promised is not None:
            self.close_connection = True


def _packed(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


@contextmanager
def fake_server(tables: Iterable[FakeTable] | None = None, port: int = 0) -> Iterator[FakeServer]:
    """A fake statistics bank that answers while the block runs.

    Args:
        tables: its tables; default small made-up ones with the numbers and shapes of the registry.
        port: on loopback; 0 for any that is free.
    """
    from tests.pxweb.content import all_tables

    server = FakeServer(all_tables() if tables is None else tables, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
