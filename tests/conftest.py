"""What all tests share: an S3 server on loopback, and how much they prove.

`STACKDI_PROOF` is `small` while developing, `tenth` in CI, `full` for `make prove`.
"""

import logging
import os
from contextlib import closing
from http.client import HTTPConnection

import pytest
from hypothesis import settings
from moto.server import ThreadedMotoServer

from parts import BUCKET, PROOF, rounds

settings.register_profile(PROOF, max_examples=rounds(2_000, least=50), deadline=None)
settings.load_profile(PROOF)


@pytest.fixture(scope="session")
def no_aws():
    """Hide the settings for AWS, and the proxy, that this machine may have."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


@pytest.fixture(scope="session")
def s3_endpoint(no_aws):  # noqa: ARG001 - it is in force as long as the server is
    """Run an S3 server on loopback with one empty bucket, and give its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with closing(HTTPConnection(host, port)) as connection:
        connection.request("PUT", f"/{BUCKET}")
        connection.getresponse()
    yield f"http://{host}:{port}"
    server.stop()
