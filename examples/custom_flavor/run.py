"""The guide "Implement a custom stack component", carried through against an S3 server on loopback.

`python examples/custom_flavor/run.py` needs `pip install 'stackdi[s3]' 'moto[s3]' flask flask-cors`.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from moto.server import ThreadedMotoServer

from stackdi import Secret, Stack, slot
from stackdi.components import ArtifactStore


class Training(Stack):
    """One slot, bound to the custom flavor by its dotted path."""

    artifact_store = slot(ArtifactStore, "my_flavors.flavor:MyS3ArtifactStoreFlavor", path="s3://artifacts/models")


def store_weights(stack: Training) -> None:
    """Use the stack as a program does, which knows the interface and neither flavor nor config."""
    store = stack.artifact_store()
    store.makedirs("")  # the bucket
    with store.open("digits/weights.bin", "wb") as file:
        file.write(bytes(2000))
    print(f"  {type(store).__name__} holds {store.glob('**/*.bin')}, {store.size('digits/weights.bin')} bytes")


@contextmanager
def s3_server() -> Iterator[str]:
    """Run an S3 server on loopback and yield its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def main() -> None:
    """Run the program on both forms of the flavor."""
    with s3_server() as endpoint:
        for flavor in ("my_flavors.flavor:MyS3ArtifactStoreFlavor", "my_flavors.flavor:GuideFlavor"):
            binding = {
                "flavor": flavor,
                "path": "s3://artifacts/models",
                "key": Secret("testing"),
                "secret": Secret("testing"),
                "client_kwargs": {"endpoint_url": endpoint},
            }
            with Training(artifact_store=binding) as stack:
                print(f"{stack.artifact_store.flavor}: {stack.artifact_store.config}")
                print(f"  s3fs imported: {'s3fs' in sys.modules}")
                store_weights(stack)


if __name__ == "__main__":
    main()
