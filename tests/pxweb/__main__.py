"""Run the fake statistics bank: `python -m tests.pxweb --port 8765`, then `cli.py refresh --base-url <its address>`."""

from __future__ import annotations

import argparse
import threading

from tests.pxweb.content import all_tables
from tests.pxweb.server import fake_server


def main() -> None:
    """Answer until the program is stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.pxweb", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--large", action="store_true", help="937 areas and all quarters")
    parser.add_argument("--limit", type=int, help="most requests in a minute before 429")
    arguments = parser.parse_args()
    with fake_server(all_tables(large=arguments.large), arguments.port) as server:
        server.limit = arguments.limit
        print(server.base_url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
