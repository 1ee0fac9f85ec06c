"""A fake statistics bank (PxWebApi v2) on loopback, for tests and for trying a whole refresh without the real one."""

from tests.pxweb.server import FakeServer, Fault, Request, fake_server
from tests.pxweb.tables import Cell, Codelist, FakeContents, FakeDimension, FakeTable

__all__ = [
    "Cell",
    "Codelist",
    "FakeContents",
    "FakeDimension",
    "FakeServer",
    "FakeTable",
    "Fault",
    "Request",
    "fake_server",
]
