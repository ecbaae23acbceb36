"""Paths are parsed to keys, and no key leaves the root."""

import os
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stackdi.components.artifact_store.keys import parse
from stackdi.errors import ArtifactPathError

ROOTS = ("/data/store", "/", "s3://bucket/prefix", "s3://bucket", "memory://", "memory://space")

SEGMENTS = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0:%~"), min_size=1).filter(
    lambda segment: segment not in (".", "..")
)
KEYS = st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join)
TRICKS = ("", ".", "..", "...", "~", "~a", "C:", "s3:", "file:", "::", "\0", "\\", "%2e%2e", "%2F", "data", "store")
TEXTS = st.text() | st.lists(st.sampled_from(TRICKS) | st.text(max_size=3)).map("/".join)

each_root = pytest.mark.parametrize("root", ROOTS)


class Bytes:
    """A path whose file system path is bytes."""

    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return os.fsencode(self.path)


def parsed(path, root):
    """Return the key of a path, or None where it is refused."""
    try:
        return parse(path, root)
    except ArtifactPathError:
        return None


def below(root, path):
    """Spell a path below a root in full."""
    return f"{root}{path}" if root.endswith("/") else f"{root}/{path}"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("a", "a"),
        ("a/b.txt", "a/b.txt"),
        ("a/b/", "a/b"),
        ("./a//./b", "a/b"),
        ("a b/é/日本", "a b/é/日本"),
        (".hidden/..a/b../...", ".hidden/..a/b../..."),
        ("100%/a%20b", "100%/a%20b"),
        ("a/~/C:", "a/~/C:"),
        ("[a-b]*?", "[a-b]*?"),
        ("", ""),
        (".", ""),
        ("./", ""),
    ],
)
def test_a_relative_path_is_its_own_key_less_the_segments_that_say_nothing(path, key):
    """A relative path loses its empty segments and those that are '.', and nothing else."""
    assert parse(path, "/data/store") == key


@pytest.mark.parametrize("root", ["/data/store", "s3://bucket/prefix", "s3://bucket", "memory://", "memory://space"])
def test_a_hostile_path_is_refused_under_any_root(hostile, root):
    """A path that could lead out of the root is refused, and the error says why and what the root is."""
    path, reason = hostile
    with pytest.raises(ArtifactPathError, match=f"{reason}.*root of the artifact store, {root!r}"):
        parse(path, root)


@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("/data/store", "/data/store-2/a"),
        ("/data/store", "/data/store2"),
        ("/data/store", "/data"),
        ("/data/store", "file:///data/store-2/a"),
        ("s3://bucket/prefix", "s3://bucket/prefix-2/a"),
        ("s3://bucket/prefix", "s3://bucket/"),
        ("s3://bucket", "s3://bucket-2/a"),
        ("memory://", "memory2://a"),
        ("memory://space", "memory://space-2/a"),
    ],
)
def test_a_sibling_whose_name_starts_as_the_root_does_is_refused(root, path):
    """A full path beside the root is outside of it, whatever its name has in common with the root's."""
    with pytest.raises(ArtifactPathError, match="outside of the artifact store"):
        parse(path, root)


@pytest.mark.parametrize(
    ("root", "path"),
    [
        *zip(ROOTS, ROOTS, strict=True),
        ("/data/store", "/data/store/"),
        ("/data/store", "file:///data/store"),
        ("s3://bucket/prefix", "s3://bucket/prefix/."),
        ("s3://bucket/prefix/", "s3://bucket/prefix"),
    ],
)
def test_the_root_itself_is_the_empty_key(root, path):
    """The root in full is the empty key, with or without a separator at the end of either."""
    assert parse(path, root) == ""


@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("/data/store", "/data/store/a//b"),
        ("/data/store", "file:///data/store/a/b"),
        ("/data/store", "/data/store//a/b"),
        ("s3://bucket", "s3://bucket//a/b"),
        ("memory://", "memory:///a/b"),
    ],
)
def test_a_full_path_loses_its_empty_segments_too(root, path):
    """A full path below the root is parsed as a relative one is, and a folder may be spelled as a URL."""
    assert parse(path, root) == "a/b"


def test_a_root_without_scheme_is_taken_off_alike_from_every_path():
    """Whether a relative path starts with the name of the root is looked at alike, whatever characters it holds."""
    assert parse("models/a+b", "models") == parse("models/a-b", "models").replace("-", "+")


@each_root
@given(path=KEYS)
def test_a_full_path_below_the_root_has_the_key_of_the_relative_one(root, path):
    """It makes no difference whether a path is given in full or relative to the root."""
    assert parse(below(root, path), root) == parse(path, root) == path


@each_root
@given(path=KEYS)
def test_text_bytes_and_path_likes_have_the_same_key(root, path):
    """A path is understood alike as str, bytes, and PathLike of either."""
    expected = parse(path, root)
    assert parse(os.fsencode(path), root) == expected
    assert parse(Bytes(path), root) == expected
    assert parse(PurePosixPath(path), root) == expected


@pytest.mark.parametrize("path", [5, None, ["a"]])
def test_what_is_no_path_is_a_type_error(path):
    """A value that is no path is not taken for its text."""
    with pytest.raises(TypeError, match=r"expected str, bytes or os\.PathLike object"):
        parse(path, "/data/store")


@each_root
@given(text=TEXTS)
def test_a_key_has_only_segments_that_name_something(root, text):
    """Of any text at all, the key has no leading slash and no segment that is empty, '.' or '..'."""
    key = parsed(text, root)
    assert not key or {"", ".", ".."}.isdisjoint(key.split("/"))


@each_root
@given(text=TEXTS)
def test_a_key_that_is_joined_to_the_root_stays_below_it(root, text):
    """Of any text at all, the key leads to a place that has the root in common with the root itself."""
    folder = f"/{root.replace('://', '/').strip('/')}"
    place = os.path.normpath(os.path.join(folder, parsed(text, root) or ""))  # noqa: PTH118 - text all the way
    assert os.path.commonpath([folder, place]) == folder


@given(text=TEXTS, root=st.sampled_from(ROOTS))
@example(text="./~a", root="/data/store")
@example(text="./C:a", root="/data/store")
def test_a_key_is_its_own_key(text, root):
    """What was parsed may be parsed again: a store hands keys to its own methods, and users get keys from `glob`."""
    key = parsed(text, root)
    assert key is None or parse(key, root) == key


def test_the_error_holds_the_path_the_root_and_the_reason():
    """A program can act on the error without reading its text."""
    with pytest.raises(ArtifactPathError, match=r"'\.\./a' holds '\.\.'") as caught:
        parse(b"../a", "s3://bucket")
    assert (caught.value.path, caught.value.root) == ("../a", "s3://bucket")
    assert caught.value.reason == "holds '..', which could lead out of the artifact store"
