"""What an import may load; each is asked of a fresh interpreter."""

import subprocess
import sys

import pytest

HEAVY = ["attr", "attrs", "cattrs", "dependency_injector", "fsspec", "s3fs"]


def loaded_after(code, tmp_path):
    """Return which of the heavy modules a fresh interpreter has loaded after `code`."""
    program = f"{code}\nimport sys\nprint([name for name in {HEAVY} if name in sys.modules])"
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    return eval(printed)  # noqa: S307 - a list of names that this test printed


@pytest.mark.parametrize("code", ["import stackdi", "import stackdi.components.artifact_store, stackdi.components"])
def test_a_package_alone_loads_nothing(code, tmp_path):
    """The tables of contents load none of the libraries that stackdi stands on."""
    assert loaded_after(code, tmp_path) == []


def test_stack_and_slot_load_no_cattrs(tmp_path):
    """To declare and make a stack needs no structuring, so cattrs is left out."""
    code = """
from stackdi import Stack, slot
from stackdi.components import ArtifactStore
class Training(Stack):
    artifact_store = slot(ArtifactStore, "s3", path="s3://bucket")
Training()"""
    assert loaded_after(code, tmp_path) == ["attr", "attrs", "dependency_injector"]


def test_reading_a_config_loads_no_implementation(tmp_path):
    """The config of an S3 slot is validated without s3fs and without fsspec."""
    code = """
from stackdi import Stack, slot
from stackdi.components import ArtifactStore
class Training(Stack):
    artifact_store = slot(ArtifactStore, "s3", path="s3://bucket")
assert Training().artifact_store.config.path == "s3://bucket" """
    assert loaded_after(code, tmp_path) == ["attr", "attrs", "cattrs", "dependency_injector"]


def test_names_are_listed():
    """`dir` shows the public names, so that completion finds them before they are loaded."""
    import stackdi
    from stackdi import components
    from stackdi.components import artifact_store

    for package in (stackdi, components, artifact_store):
        assert set(package.__all__) <= set(dir(package))


def test_every_public_name_is_there():
    """Every name of the tables of contents can be imported."""
    import stackdi
    from stackdi import components
    from stackdi.components import artifact_store

    for package in (stackdi, components, artifact_store):
        assert all(getattr(package, name) is not None for name in package.__all__)


def test_an_unknown_name_is_refused():
    """A name that a package does not have is an AttributeError, as for any module."""
    import stackdi

    with pytest.raises(AttributeError, match="module 'stackdi' has no attribute 'Stak'"):
        stackdi.Stak  # noqa: B018


def test_errors_are_reached_from_the_package(tmp_path):
    """`stackdi.errors` needs no import of its own."""
    assert loaded_after("import stackdi; stackdi.errors.StackdiError", tmp_path) == ["attr", "attrs"]
