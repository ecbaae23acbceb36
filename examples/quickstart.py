"""Store Python's standard library in an artifact store, read it back, and compare every file.

`python examples/quickstart.py` uses a folder of this machine; `--stack memory` and `--stack s3` change the binding of
one slot, and nothing else. With `s3` a server is started on loopback, unless `--endpoint` names one.
"""

import argparse
import hashlib
import logging
import os
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tqdm import tqdm

from stackdi import Stack, slot
from stackdi.components import ArtifactStore

WATCHED = (
    "cattrs",
    "fsspec",
    "s3fs",
    *(f"stackdi.components.artifact_store.{name}" for name in ("local", "memory", "s3")),
)


class Quickstart(Stack):
    """What this program needs: one artifact store."""

    artifact_store = slot(ArtifactStore)


STDLIB = Path(sysconfig.get_path("stdlib"))


def standard_library() -> list[Path]:
    """Return every file of the standard library, less what was installed or compiled into its folder."""
    foreign = {"site-packages", "dist-packages", "__pycache__"}
    return sorted(
        path for path in STDLIB.rglob("*") if path.is_file() and not foreign & set(path.relative_to(STDLIB).parts)
    )


def store_and_compare(store: ArtifactStore, files: list[Path]) -> int:
    """Write all files, read all of them back, and return how many bytes they have; a difference is an error."""
    written = {}
    for path in tqdm(files, "store", unit=" files"):
        content = path.read_bytes()
        key = f"stdlib/{path.relative_to(STDLIB).as_posix()}"
        with store.open(key, "wb") as file:
            file.write(content)
        written[key] = (hashlib.sha256(content).digest(), len(content))
    for key, (digest, _) in tqdm(written.items(), "compare", unit=" files"):
        with store.open(key, "rb") as file:
            if hashlib.sha256(file.read()).digest() != digest:
                sys.exit(f"{key} came back different")
    return sum(size for _, size in written.values())


@contextmanager
def s3_server() -> Iterator[str]:
    """Run an S3 server on loopback and yield its address."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - only for `--stack s3`

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def tell(moment: str) -> None:
    """Print which of the watched modules are imported by now."""
    imported = [name for name in WATCHED if name in sys.modules]
    print(f"{moment:<28} imported: {', '.join(imported) or 'none of them'}")


def run(binding: Mapping[str, Any], limit: int | None) -> None:
    """Run the program on a stack with this binding."""
    with Quickstart(artifact_store=binding) as stack:
        tell("the stack is made:")
        print(f"{'its config:':<28} {stack.artifact_store.config}")
        tell("the config is read:")
        store = stack.artifact_store()
        tell("the artifact store is used:")
        store.makedirs("")
        files = standard_library()[:limit]
        started = time.perf_counter()
        size = store_and_compare(store, files)
        seconds = time.perf_counter() - started
    print(f"{len(files):,} files, {size / 1e6:.1f} MB, stored in {store.path}, read back and equal: {seconds:.1f} s")


def main() -> None:
    """Read the command line and run the program on the stack that it names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", choices=("local", "memory", "s3"), default="local")
    parser.add_argument("--endpoint", help="the address of an S3 server; one is started on loopback by default")
    parser.add_argument("--files", type=int, help="how many files to store, all of them by default")
    arguments = parser.parse_args()
    print(f"watched: {', '.join(WATCHED)}")
    tell("stackdi is imported:")
    serve = arguments.stack == "s3" and not arguments.endpoint
    with s3_server() if serve else nullcontext(arguments.endpoint) as endpoint:
        bindings: dict[str, Mapping[str, Any]] = {
            "local": {"flavor": "local", "path": "artifacts"},
            "memory": {"flavor": "memory"},
            "s3": {"flavor": "s3", "path": "s3://stackdi-quickstart/run", "endpoint_url": endpoint},
        }
        run(bindings[arguments.stack], arguments.files)


if __name__ == "__main__":
    main()
