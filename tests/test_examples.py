"""The examples run as a reader would run them: as scripts, in an empty folder."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(script, *arguments, cwd):
    """Run an example and return what it printed."""
    command = [sys.executable, EXAMPLES / script, *arguments]
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("stack", ["local", "memory"])
def test_quickstart(stack, tmp_path):
    """The quickstart stores the standard library and imports the implementation at first use only."""
    printed = run("quickstart.py", "--stack", stack, cwd=tmp_path)
    assert "read back and equal" in printed
    moments = dict(line.split(": ", 1) for line in printed.splitlines() if "imported: " in line)
    implementation = f"stackdi.components.artifact_store.{stack}"
    assert [implementation in imported for imported in moments.values()] == [False, False, False, True]


def test_quickstart_takes_an_s3_server(s3_endpoint, tmp_path, monkeypatch):
    """The same program runs on S3, at the endpoint that is given."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    printed = run("quickstart.py", "--stack", "s3", "--endpoint", s3_endpoint, "--files", "20", cwd=tmp_path)
    assert "20 files" in printed


def test_custom_flavor(tmp_path):
    """The guide's flavor runs in both of its forms, and s3fs is imported at first use only."""
    printed = run("custom_flavor/run.py", cwd=tmp_path)
    assert printed.count("MyS3ArtifactStore holds ['digits/weights.bin'], 2000 bytes") == 2
    assert printed.index("s3fs imported: False") < printed.index("MyS3ArtifactStore holds")


def test_override_in_tests(tmp_path):
    """The tests of the small application pass as they stand."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", EXAMPLES / "override_in_tests.py"]
    printed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert "3 passed" in printed
