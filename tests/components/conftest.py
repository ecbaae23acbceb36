"""A store of every flavor, the operations that a store has, and the paths that each of them refuses."""

import sys
from pathlib import Path
from uuid import uuid4

import pytest

from parts import BUCKET
from stackdi import Stack, slot
from stackdi.components import ArtifactStore

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "custom_flavor"))  # where my_flavors is

CREDENTIALS = {"key": "testing", "secret": "testing"}

PARAMETERS = {
    **dict.fromkeys(("open", "exists", "isdir", "listdir", "walk", "makedirs"), ("path",)),
    **dict.fromkeys(("mkdir", "remove", "rmtree", "size", "stat"), ("path",)),
    **dict.fromkeys(("rename", "copyfile"), ("source", "target")),
    "glob": ("pattern",),
}

HOSTILE = {
    "../a": r"holds '\.\.'",
    "a/../../b": r"holds '\.\.'",
    "a/..": r"holds '\.\.'",
    "/etc/passwd": "is an absolute path",
    "//host/a": "is an absolute path",
    "C:a": "is an absolute path",
    "gs://bucket/a": "is a URL",
    "file:///etc/passwd": "is a URL",
    "simplecache::a": "is a URL",
    "simplecache::s3://bucket/a": "is a URL",
    "~/a": "starts with '~'",
    "a\\..\\b": "holds a backslash",
    "a\0b": "holds a NUL",
    "%2e%2e/a": "holds a percent-encoded",
    "a%2Fb": "holds a percent-encoded",
    "%252e%252e/a": "holds a percent-encoded",
    "a%00": "holds a percent-encoded",
    "a%5cb": "holds a percent-encoded",
}


class Workshop(Stack):
    """A stack of one artifact store."""

    artifact_store = slot(ArtifactStore)


@pytest.fixture
def local_binding(tmp_path):
    """Bind a folder that is not there yet."""
    return {"flavor": "local", "path": str(tmp_path / "root")}


@pytest.fixture
def memory_binding():
    """Bind the memory of this process."""
    return {"flavor": "memory"}


@pytest.fixture
def s3_binding(s3_endpoint):
    """Bind a prefix that nothing is at yet, by the built-in flavor."""
    return {"flavor": "s3", "path": f"s3://{BUCKET}/{uuid4().hex}/root", "endpoint_url": s3_endpoint, **CREDENTIALS}


@pytest.fixture
def my_s3_binding(s3_endpoint):
    """Bind a prefix that nothing is at yet, by the custom flavor of the guide."""
    return {
        "flavor": "my_flavors.flavor:MyS3ArtifactStoreFlavor",
        "path": f"s3://{BUCKET}/{uuid4().hex}/root",
        "client_kwargs": {"endpoint_url": s3_endpoint},
        **CREDENTIALS,
    }


@pytest.fixture(params=["local", "memory", "s3", "my_s3"])
def flavor(request):
    """Name each flavor in turn; a test that expects something else of each parametrizes it anew."""
    return request.param


@pytest.fixture(scope="session")
def file_systems():
    """Keep the file systems of S3 from test to test, since boto takes longer to make a client than most tests take."""
    return {}


@pytest.fixture
def store(request, flavor, file_systems):
    """Make a store of this flavor with nothing in it."""
    with Workshop(artifact_store=request.getfixturevalue(f"{flavor}_binding")) as stack:
        store = stack.artifact_store()
        if flavor in ("s3", "my_s3"):
            vars(store)["_files"] = file_systems.setdefault(flavor, store.filesystem)
        yield store


@pytest.fixture(
    params=[(method, parameter) for method, parameters in PARAMETERS.items() for parameter in parameters],
    ids=" ".join,
)
def operation(request):
    """Give each operation in turn: what makes, of the path in question, the name of a method and its arguments."""
    method, parameter = request.param
    return lambda path: (method, {**dict.fromkeys(PARAMETERS[method], "a"), parameter: path})


@pytest.fixture(params=HOSTILE.items(), ids=HOSTILE)
def hostile(request):
    """Give each path that no store takes, and what the error says of it."""
    return request.param
