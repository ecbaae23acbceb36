"""The contract of an artifact store, on every flavor."""

import os
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import PurePosixPath
from uuid import uuid4

import pytest

from stackdi.components.artifact_store import MemoryConfig
from stackdi.components.artifact_store.memory import MemoryArtifactStore
from stackdi.errors import ArtifactPathError


def not_yet(reason):
    """Mark a promise that is not kept yet, and that must be unmarked when it is: README, "Limits of today"."""
    return pytest.mark.xfail(reason=f"not yet: {reason}", strict=True)


def expecting(**by_flavor):
    """Run a test on every flavor, with what it expects of each where that differs."""
    return pytest.mark.parametrize(("flavor", "expected"), by_flavor.items(), ids=by_flavor)


def write(store, path, content=b"content", mode="wb"):
    """Write a file."""
    with store.open(path, mode) as file:
        file.write(content)


def read(store, path, mode="rb"):
    """Read a file."""
    with store.open(path, mode) as file:
        return file.read()


def fill(store, *paths):
    """Write a file at each of the paths; what is in it is the path itself."""
    for path in paths:
        write(store, path, path.encode())


def files(store):
    """Return the content of every file of a store."""
    paths = [f"{folder}/{name}".lstrip("/") for folder, _, names in store.walk() for name in names]
    return {path: read(store, path) for path in paths}


def filled(*paths):
    """Return the content of the files that `fill` writes."""
    return {path: path.encode() for path in paths}


# Paths


def test_every_operation_refuses_a_path_that_leads_out(store, operation):
    """No operation takes a path with '..', whichever of its arguments it is."""
    method, arguments = operation("../a")
    with pytest.raises(ArtifactPathError, match=r"'\.\./a' holds '\.\.', which could lead out"):
        getattr(store, method)(*arguments.values())


def test_every_hostile_path_is_refused(store, hostile):
    """A path that no store takes is refused by every flavor for the same reason."""
    path, reason = hostile
    with pytest.raises(ArtifactPathError, match=reason):
        store.open(path, "wb")


@pytest.mark.parametrize("flavor", ["local", "s3", "my_s3"])
def test_a_sibling_whose_name_starts_as_the_root_does_is_refused(store):
    """The full path of a neighbour of the root is refused, though it starts with the path of the root."""
    with pytest.raises(ArtifactPathError, match=r"root-2/a' is an? (absolute path|URL) outside of the artifact store"):
        store.exists(f"{store.path}-2/a")


@pytest.mark.parametrize("pattern", ["[.][.]/*", "?./*", "[.]*/**"])
def test_a_pattern_does_not_match_what_is_outside(store, pattern):
    """A pattern that the parent directory would match finds nothing there."""
    fill(store, "a")
    assert store.glob(pattern) == []


@pytest.mark.parametrize("method", ["open", "mkdir", "remove", "size"])
def test_the_root_is_refused_where_only_what_is_below_it_will_do(store, method):
    """An operation that has no use for the root itself says so."""
    with pytest.raises(ArtifactPathError, match="'' is the root itself, where a path below it is needed"):
        getattr(store, method)("")


@pytest.mark.parametrize("method", ["rename", "copyfile"])
@pytest.mark.parametrize("paths", [("", "a"), ("a", "")], ids=["source", "target"])
def test_the_root_is_neither_renamed_nor_copied(store, method, paths):
    """The root itself is no source and no target."""
    with pytest.raises(ArtifactPathError, match="'' is the root itself, where a path below it is needed"):
        getattr(store, method)(*paths)


@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(lambda store: store.path.removesuffix("/") + "/a/b", id="full"),
        pytest.param(lambda _: b"a/b", id="bytes"),
        pytest.param(lambda _: PurePosixPath("a/b"), id="path-like"),
        pytest.param(lambda _: "./a//b/", id="untidy"),
    ],
)
def test_a_path_may_be_spelled_in_other_ways(store, spell):
    """A full path below the root, bytes, a PathLike and needless segments mean the same as the relative path."""
    fill(store, "a/b")
    assert store.exists(spell(store))


@pytest.mark.parametrize(
    "name",
    ["a b", "é日本", "a%20b", "a+b&c=d", "a#b", "a?b", "a*", "[ab]", "{a,b}", "'a'", "a:b", " a ", ".a", "-a", "^a|$"],
)
def test_a_name_may_hold_any_character(store, name):
    """A name is kept as it is, whatever it means to a shell, a URL or a pattern."""
    fill(store, f"d/{name}")
    assert store.listdir("d") == [name]
    assert read(store, f"d/{name}") == f"d/{name}".encode()


# Opening


@pytest.mark.parametrize(("kind", "content"), [("b", b"\0\r\n\xff"), ("", "é\n"), ("t", "é\n")])
def test_what_is_written_is_read_back(store, kind, content):
    """A file gives back what was written to it, as bytes and as text."""
    write(store, "a", content, f"w{kind}")
    assert read(store, "a", f"r{kind}") == content


def test_a_file_is_opened_to_read_text_unless_told_otherwise(store):
    """Without a mode, a file is opened to read text."""
    write(store, "a", b"text")
    with store.open("a") as file:
        assert file.read() == "text"


def test_an_empty_file_is_a_file(store):
    """A file to which nothing is written is there, and is empty."""
    write(store, "a", b"")
    assert files(store) == {"a": b""}


def test_text_is_utf_8_unless_told_otherwise(store):
    """Text is written as UTF-8, or in the encoding that is asked for."""
    write(store, "utf-8", "é", "w")
    with store.open("latin-1", "w", encoding="latin-1") as file:
        file.write("é")
    assert files(store) == {"utf-8": b"\xc3\xa9", "latin-1": b"\xe9"}


@pytest.mark.parametrize(("mode", "content"), [("wb", b"new"), ("w", "new")])
def test_a_file_that_is_written_again_is_replaced(store, mode, content):
    """Nothing is left of the old content, though it was longer."""
    write(store, "a", b"long and old")
    write(store, "a", content, mode)
    assert read(store, "a") == b"new"


@pytest.mark.parametrize(("mode", "content"), [("ab", b"new"), ("a", "new")])
def test_what_is_appended_comes_after_what_was_there(store, mode, content):
    """A file that is opened to append keeps its content."""
    write(store, "a", b"old, ")
    write(store, "a", content, mode)
    assert read(store, "a") == b"old, new"


@pytest.mark.parametrize(("mode", "content"), [("xb", b"new"), ("x", "new")], ids=["bytes", "text"])
def test_a_file_that_must_be_new_is_not_replaced(store, mode, content):
    """A file that is opened to be made is refused where there is one, which is left as it was."""
    write(store, "a", b"old")
    with pytest.raises(FileExistsError, match=r"/a'?$|pre-conditions you specified did not hold"):
        write(store, "a", content, mode)
    assert read(store, "a") == b"old"


@pytest.mark.parametrize(
    "flavor",
    ["local", "memory", pytest.param("s3", marks=not_yet("s3fs overwrites when nothing is written"))],
)
def test_an_empty_file_that_must_be_new_replaces_nothing(store):
    """A file that is opened to be made, and stays empty, is refused where there is one."""
    write(store, "a", b"old")
    with pytest.raises(FileExistsError, match="/a"):
        write(store, "a", b"", "xb")


@pytest.mark.parametrize("mode", ["w", "a", "x"])
@pytest.mark.parametrize("kind", ["", "b"])
def test_writing_makes_the_directories_that_are_missing(store, mode, kind):
    """A file may be written below directories that are not there yet."""
    write(store, "a/b/c", b"new" if kind else "new", mode + kind)
    assert files(store) == {"a/b/c": b"new"}


@pytest.mark.parametrize("mode", ["r", "rb"])
def test_a_missing_file_is_not_read(store, mode):
    """To read a file that is not there is the usual error, with its path."""
    with pytest.raises(FileNotFoundError, match="a/b"):
        read(store, "a/b", mode)


@pytest.mark.parametrize("mode", ["r+", "w+b", "br", "U", "z", ""])
def test_another_mode_is_refused(store, mode):
    """A mode that not every backend could serve is refused with the list of those there are."""
    with pytest.raises(ValueError, match=r"is none of 'a', 'ab', 'at', 'r', 'rb', 'rt', 'w', .*, 'xt'$"):
        store.open("a", mode)


@expecting(local={"rb", "wb", "xb"}, memory={"rb", "wb", "xb"}, s3={"rb"}, my_s3={"rb"})
@pytest.mark.parametrize("mode", ["rb", "wb", "xb"])
def test_a_directory_is_not_opened(store, mode, expected):
    """What holds files is no file: it is neither read nor written over."""
    fill(store, "d/a")
    if mode not in expected:  # a store of objects has no directories, and may hold both `d` and `d/a`
        write(store, "d", b"", mode)
        assert files(store)["d/a"] == b"d/a"
        return
    with pytest.raises(FileExistsError if mode == "xb" else IsADirectoryError, match="/d"):
        store.open("d", mode)
    assert files(store) == filled("d/a")


def test_a_reader_may_seek(store):
    """A file can be read from any position."""
    write(store, "a", b"0123456789")
    with store.open("a", "rb") as file:
        file.seek(5)
        assert (file.read(2), file.tell()) == (b"56", 7)


def test_two_readers_do_not_share_a_position(store):
    """Each reader of a file is where it has read to."""
    write(store, "a", b"0123456789")
    with store.open("a", "rb") as one, store.open("a", "rb") as other:
        assert (one.read(3), other.read(4), one.read(3)) == (b"012", b"0123", b"345")


@not_yet("writes are not atomic")
def test_a_file_that_could_not_be_written_to_its_end_is_as_it_was(store):
    """A write is visible whole or not at all: an exception leaves the old bytes."""
    write(store, "a", b"old")
    with pytest.raises(ZeroDivisionError, match="by zero"), store.open("a", "wb") as file:
        file.write(b"ne" * (1 // 0))
    assert read(store, "a") == b"old"


# Looking


def test_what_is_there_exists(store):
    """Files and directories exist, and nothing else does."""
    fill(store, "d/a")
    assert [store.exists(path) for path in ("d/a", "d", "", "d/b", "d/a/b", "e")] == [True] * 3 + [False] * 3


def test_only_a_directory_is_a_directory(store):
    """The root and what holds files are directories; a file is none, nor is what is not there."""
    fill(store, "d/a")
    assert [store.isdir(path) for path in ("", "d", "d/a", "e")] == [True, True, False, False]


def test_a_directory_lists_the_names_in_it(store):
    """The names in a directory are those of files and directories, sorted, without what is further down."""
    fill(store, "d/b", "d/a", "d/e/f", "dd/g", "h")
    assert store.listdir("d") == ["a", "b", "e"]
    assert store.listdir() == store.listdir("") == ["d", "dd", "h"]


def test_an_empty_store_lists_nothing(store):
    """A store with nothing in it has a root nevertheless."""
    assert (store.listdir(""), store.glob("**"), list(store.walk())) == ([], [], [("", [], [])])


@pytest.mark.parametrize("method", ["open", "listdir", "remove", "rmtree", "size", "stat"])
def test_what_is_missing_is_not_found(store, method):
    """An operation on what is not there is the usual error, with its path."""
    with pytest.raises(FileNotFoundError, match="d/a"):
        getattr(store, method)("d/a")


@pytest.mark.parametrize("method", ["listdir", "rmtree"])
def test_a_file_is_no_directory(store, method):
    """An operation on directories refuses a file with the usual error, and its path."""
    fill(store, "a")
    with pytest.raises(NotADirectoryError, match=r"/a$"):
        getattr(store, method)("a")
    assert files(store) == filled("a")


@pytest.mark.parametrize("method", ["remove", "size"])
def test_a_directory_is_no_file(store, method):
    """An operation on files refuses a directory with the usual error, and its path."""
    fill(store, "d/a")
    with pytest.raises(IsADirectoryError, match=r"/d$"):
        getattr(store, method)("d")
    assert files(store) == filled("d/a")


@pytest.mark.parametrize("method", ["open", "listdir", "remove", "rmtree", "size", "stat"])
def test_there_is_nothing_below_a_file(store, method):
    """An operation on what would be inside of a file is refused like one on what is not there."""
    fill(store, "a")
    with pytest.raises((FileNotFoundError, NotADirectoryError), match="/a/b"):
        getattr(store, method)("a/b")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*", [".h", "a.txt", "b.bin", "d"]),
        ("*.txt", ["a.txt"]),
        ("?.txt", ["a.txt"]),
        ("[!a].*", ["b.bin"]),
        ("d/*", ["d/c.txt", "d/e"]),
        ("*/*/*.txt", ["d/e/f.txt"]),
        ("**/*.txt", ["a.txt", "d/c.txt", "d/e/f.txt"]),
        ("d/**", ["d", "d/c.txt", "d/e", "d/e/f.txt"]),
        ("./d//*.txt", ["d/c.txt"]),
        ("a.txt", ["a.txt"]),
        ("x/*", []),
        ("", []),
    ],
)
def test_a_glob_finds_what_matches(store, pattern, found):
    """A star stands for any name in a directory, two for any depth; what is found is relative to the root, sorted."""
    fill(store, "b.bin", "a.txt", ".h", "d/e/f.txt", "d/c.txt")
    assert store.glob(pattern) == found


def test_what_a_glob_finds_is_taken_by_other_operations(store):
    """The paths that a glob returns lead to the files that it found."""
    fill(store, "a.txt", "d/b.txt", "d/[e]/*.txt")
    assert {path: read(store, path) for path in store.glob("**/*.txt")} == filled("a.txt", "d/b.txt", "d/[e]/*.txt")


def test_a_walk_goes_from_the_top_down(store):
    """Each directory comes before those in it, with its path relative to the root and the names in it, sorted."""
    fill(store, "d/g/c", "d/e/c", "d/b", "d/a", "f")
    root, top, *below = store.walk()
    assert [root, top] == [("", ["d"], ["f"]), ("d", ["e", "g"], ["a", "b"])]
    assert sorted(below) == [("d/e", [], ["c"]), ("d/g", [], ["c"])]


def test_a_walk_may_start_anywhere(store):
    """A walk of a directory stays in it, with paths that are relative to the root of the store."""
    fill(store, "d/e/c", "d/a", "dd/b")
    assert list(store.walk("d")) == [("d", ["e"], ["a"]), ("d/e", [], ["c"])]


def test_what_a_walk_yields_is_taken_by_other_operations(store):
    """A path that a walk yields leads to a directory that has the names in it that came with the path."""
    fill(store, "d/[e]/c", "d/b", "f")
    assert all(store.listdir(path) == sorted([*folders, *names]) for path, folders, names in store.walk())


@pytest.mark.parametrize("path", ["missing", "file"])
def test_a_walk_of_what_is_no_directory_yields_nothing(store, path):
    """A walk yields directories alone, as that of the standard library does."""
    fill(store, "file")
    assert list(store.walk(path)) == []


def test_the_size_of_a_file_is_its_bytes(store):
    """The size is that of what is stored, in bytes."""
    write(store, "a", "é", "w")
    assert store.size("a") == 2


def test_a_file_is_described(store):
    """What is known of a file is its size, when it was modified, in a time zone, and that it is no directory."""
    write(store, "a", b"12345")
    stat = store.stat("a")
    assert (stat.size, stat.isdir) == (5, False)
    assert abs(stat.modified - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("path", ["d", ""])
def test_a_directory_is_described(store, path):
    """What is known of a directory, or of the root, is at least that it is one."""
    fill(store, "d/a")
    assert store.stat(path).isdir


def test_the_root_of_an_empty_store_is_described(store):
    """The root is a directory with a size, if none to speak of, also before there is something in it."""
    assert (store.stat("").isdir, type(store.stat("").size)) == (True, int)


@pytest.mark.parametrize("flavor", ["local", "s3", "my_s3"])
def test_what_another_store_of_the_same_root_does_is_seen(store):
    """A store keeps no listing of its own, since others may write where it does."""
    other = type(store)(store.config)
    fill(other, "d/a")
    seen = store.listdir("d")
    other.remove("d/a")
    assert (seen, store.exists("d/a"), store.glob("**/a")) == (["a"], False, [])


# Changing


@expecting(local=True, memory=True, s3=False, my_s3=False)
@pytest.mark.parametrize(("method", "path"), [("makedirs", "a/b"), ("mkdir", "a")])
def test_a_directory_that_is_made_is_there(store, expected, method, path):
    """A directory is there once it is made; a store of objects has no directories, and none is there after that."""
    getattr(store, method)(path)
    assert (store.exists(path), store.isdir("a"), store.listdir()) == (expected, expected, ["a"] if expected else [])


@pytest.mark.parametrize("path", ["", "d", "d/e"])
def test_directories_may_be_made_again(store, path):
    """To make sure of a directory is no error where there is one."""
    fill(store, "d/e/a")
    store.makedirs(path)
    store.makedirs(path)
    assert files(store) == filled("d/e/a")


@pytest.mark.parametrize("method", ["makedirs", "mkdir"])
def test_a_directory_does_not_take_the_place_of_a_file(store, method):
    """A directory is not made where there is a file."""
    fill(store, "a")
    with pytest.raises(FileExistsError, match="/a"):
        getattr(store, method)("a")


def test_a_directory_that_holds_something_is_not_made_again(store):
    """A directory is not made where there is one that holds something."""
    fill(store, "d/a")
    with pytest.raises(FileExistsError, match=r"/d$"):
        store.mkdir("d")


@expecting(
    local=pytest.raises(FileExistsError, match=r"/d$"),
    memory=pytest.raises(FileExistsError, match=r"/d$"),
    s3=nullcontext(),
    my_s3=nullcontext(),
)
def test_an_empty_directory_is_not_made_again(store, expected):
    """A directory is not made twice; a store of objects has none, and so nothing stands in the way."""
    store.mkdir("d")
    with expected:
        store.mkdir("d")


@expecting(
    local=pytest.raises(FileNotFoundError, match="/d/e"),
    memory=pytest.raises(FileNotFoundError, match="/d"),
    s3=nullcontext(),
    my_s3=nullcontext(),
)
def test_a_directory_is_made_in_one_that_exists(store, expected):
    """A directory is not made in one that is missing; a store of objects has none, and does nothing."""
    with expected:
        store.mkdir("d/e")


BELOW_A_FILE = {
    "open": lambda store: write(store, "a/b"),
    "makedirs": lambda store: store.makedirs("a/b"),
    "mkdir": lambda store: store.mkdir("a/b"),
    "copyfile": lambda store: store.copyfile("c", "a/b"),
    "rename": lambda store: store.rename("c", "a/b"),
}


@expecting(
    local=pytest.raises((FileExistsError, NotADirectoryError), match="/a"),
    memory=pytest.raises((FileExistsError, NotADirectoryError), match="/a"),
    s3=nullcontext(),
    my_s3=nullcontext(),
)
@pytest.mark.parametrize("change", BELOW_A_FILE.values(), ids=BELOW_A_FILE)
def test_nothing_is_made_below_a_file(store, expected, change):
    """A file is no directory, so nothing is put in it; to a store of objects these are two names like any others."""
    fill(store, "a", "c")
    with expected:
        change(store)
    assert read(store, "a") == b"a"


def test_a_file_is_removed(store):
    """A file that is removed is gone, and those beside it are not."""
    fill(store, "d/a", "d/ab")
    store.remove("d/a")
    assert files(store) == filled("d/ab")


@expecting(local=True, memory=False, s3=False, my_s3=False)
def test_a_directory_outlives_the_last_file_in_it(store, expected):
    """A directory that was made for a file stays on a disk; elsewhere it is there as long as there are files in it."""
    fill(store, "d/a")
    store.remove("d/a")
    assert store.exists("d") == expected


def test_a_tree_is_removed(store):
    """All that is in a directory is removed with it, and nothing whose name starts as its name does."""
    fill(store, "d/a", "d/e/b", "dd/c", "d.txt")
    store.rmtree("d")
    assert files(store) == filled("dd/c", "d.txt")
    assert not store.exists("d")


@pytest.mark.parametrize("paths", [(), ("a", "d/b", "d/e/c"), ("[x]", "*", "d?/[y]")], ids=["empty", "full", "magic"])
def test_a_store_whose_root_is_removed_is_empty_and_in_use(store, paths):
    """To remove the tree of the root empties the store, which can be written to as before."""
    fill(store, *paths)
    store.rmtree("")
    assert (store.exists(""), store.listdir()) == (True, [])
    fill(store, "new")
    assert files(store) == filled("new")


@pytest.mark.parametrize("target", ["b", "e/b", "d/b"])
def test_a_file_is_renamed(store, target):
    """A file that is renamed is at the new path, whose directories are made, and no longer at the old one."""
    write(store, "d/a", b"1")
    store.rename("d/a", target)
    assert files(store) == {target: b"1"}


@pytest.mark.parametrize("target", ["e", "d-2", "x/y"])
def test_a_directory_is_renamed(store, target):
    """A directory that is renamed takes all that is in it along, and nothing whose name starts as its name does."""
    fill(store, "d/a", "d/f/b", "dd/c", "d.txt")
    store.rename("d", target)
    assert files(store) == {f"{target}/a": b"d/a", f"{target}/f/b": b"d/f/b", **filled("dd/c", "d.txt")}
    assert not store.exists("d")


@pytest.mark.parametrize("source", ["d", "a"])
def test_nothing_is_renamed_into_itself(store, source):
    """A path below the one that is renamed would go with it, and is refused."""
    fill(store, "d/b", "a")
    with pytest.raises(ArtifactPathError, match=f"'{source}/x/y' is inside of '{source}', which is to be"):
        store.rename(source, f"{source}/x/y")
    assert files(store) == filled("d/b", "a")


@pytest.mark.parametrize("method", ["rename", "copyfile"])
def test_a_missing_source_is_not_found(store, method):
    """What is not there is neither renamed nor copied, and what is at the target stays."""
    fill(store, "b")
    with pytest.raises(FileNotFoundError, match="/a"):
        getattr(store, method)("a", "b", overwrite=True)
    assert files(store) == filled("b")


@pytest.mark.parametrize("method", ["rename", "copyfile"])
@pytest.mark.parametrize("target", ["b", "a"], ids=["another", "itself"])
def test_a_file_is_not_overwritten_unasked(store, method, target):
    """A file takes the place of another, or of itself, only where that is asked for."""
    fill(store, "a", "b")
    with pytest.raises(FileExistsError, match=rf"/{target}$"):
        getattr(store, method)("a", target)
    assert files(store) == filled("a", "b")


@pytest.mark.parametrize(("method", "left"), [("rename", {"b": b"a"}), ("copyfile", {"a": b"a", "b": b"a"})])
def test_a_file_is_overwritten_when_asked(store, method, left):
    """A file takes the place of another with `overwrite`."""
    fill(store, "a", "b")
    getattr(store, method)("a", "b", overwrite=True)
    assert files(store) == left


@pytest.mark.parametrize("method", ["rename", "copyfile"])
def test_a_file_that_takes_its_own_place_is_as_it_was(store, method):
    """To rename or copy a file onto itself, when asked to overwrite, changes nothing."""
    fill(store, "a")
    getattr(store, method)("a", "a", overwrite=True)
    assert files(store) == filled("a")


@pytest.mark.parametrize("method", ["rename", "copyfile"])
def test_a_directory_is_not_overwritten(store, method):
    """A file does not take the place of a directory, asked or not."""
    fill(store, "a", "d/b")
    with pytest.raises(IsADirectoryError, match=r"/d$"):
        getattr(store, method)("a", "d", overwrite=True)
    assert files(store) == filled("a", "d/b")


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_directory_does_not_overwrite_a_file(store, overwrite):
    """A directory does not take the place of a file, asked or not, for only a file takes the place of a file."""
    fill(store, "d/b", "a")
    with pytest.raises(FileExistsError, match="/a"):
        store.rename("d", "a", overwrite=overwrite)
    assert files(store) == filled("d/b", "a")


@expecting(
    local=nullcontext(),
    memory=nullcontext(),
    s3=pytest.raises(FileNotFoundError, match=r"/d$"),
    my_s3=pytest.raises(FileNotFoundError, match=r"/d$"),
)
def test_an_empty_directory_is_renamed(store, expected):
    """A directory is renamed though there is nothing in it; a store of objects has none."""
    store.mkdir("d")
    with expected:
        store.rename("d", "e")
    assert not store.exists("d")


def test_a_file_is_copied(store):
    """A file that is copied is at both paths, and the directories of the new one are made."""
    write(store, "a", b"1")
    store.copyfile("a", "d/b")
    assert files(store) == {"a": b"1", "d/b": b"1"}


def test_a_directory_is_not_copied(store):
    """A copy is one of a file."""
    fill(store, "d/a")
    with pytest.raises(IsADirectoryError, match=r"/d$"):
        store.copyfile("d", "e")


MAGIC = {
    "remove": lambda store: store.remove("d/[ab]"),
    "copyfile": lambda store: store.copyfile("d/[ab]", "d/[ab]", overwrite=True),
    "rename": lambda store: store.rename("d/[ab]", "d/[ab]-2"),
    "rmtree": lambda store: store.rmtree("*"),
    "rename tree": lambda store: store.rename("*", "d-2"),
}


@pytest.mark.parametrize("change", MAGIC.values(), ids=MAGIC)
def test_a_name_that_looks_like_a_pattern_is_no_pattern(store, change):
    """A change of what is called `[ab]` or `*` leaves alone what a pattern of that spelling would match."""
    fill(store, "d/a", "d/b", "d/[ab]", "*/a")
    change(store)
    assert filled("d/a", "d/b").items() <= files(store).items()


# One flavor


def test_two_memory_stores_share_nothing():
    """What is in one memory store, files and directories, is in no other one."""
    one, other = MemoryArtifactStore(MemoryConfig()), MemoryArtifactStore(MemoryConfig())
    fill(one, "a")
    one.mkdir("d")
    assert (one.listdir(), other.listdir()) == (["a", "d"], [])


def test_a_reader_of_memory_does_not_write():
    """What is opened to read cannot change the file."""
    store = MemoryArtifactStore(MemoryConfig())
    write(store, "a", b"old")
    with store.open("a", "rb") as file:
        file.write(b"new")
    assert read(store, "a") == b"old"


def test_memory_knows_when_a_file_was_appended_to():
    """To append to a file is to modify it."""
    store = MemoryArtifactStore(MemoryConfig())
    write(store, "a")
    between = datetime.now(UTC)
    write(store, "a", mode="ab")
    assert store.stat("a").modified >= between


@pytest.mark.parametrize("flavor", ["local"])
def test_a_local_file_was_modified_when_the_disk_says(store):
    """The time of a local file is when its content was modified, and not when anything else about it was."""
    fill(store, "a")
    os.utime(f"{store.path}/a", (0, 1_000_000_000))
    assert store.stat("a").modified == datetime.fromtimestamp(1_000_000_000, UTC)


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda store: read(store, "link/secret"), id="read"),
        pytest.param(lambda store: write(store, "link/new"), id="write"),
        pytest.param(lambda store: store.listdir("link"), id="listdir"),
        pytest.param(lambda store: store.remove("link/secret"), id="remove"),
    ],
)
@not_yet("symbolic links in a local store are followed")
@pytest.mark.parametrize("flavor", ["local"])
def test_a_symlink_does_not_lead_out(store, tmp_path, use):
    """A link in the folder that leads out of it is not followed."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").touch()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(ArtifactPathError, match="link"):
        use(store)


@pytest.mark.parametrize("flavor", ["local"])
def test_a_symlink_that_is_removed_leaves_what_it_leads_to(store, tmp_path):
    """To empty a folder that holds a link removes the link alone."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside")
    store.rmtree("")
    assert (store.listdir(), (tmp_path / "outside").is_dir()) == ([], True)


@pytest.fixture
def at(store):
    """Give what makes another store like this one, at another path."""
    return lambda path: type(store)(store.config.replace(path=path))


@pytest.mark.parametrize("flavor", ["s3", "my_s3"])
def test_a_bucket_is_made_with_the_root(at):
    """To make sure of the root of a store makes its bucket, and is no error when that is there."""
    store = at(f"s3://{uuid4().hex}/root")
    store.makedirs("")
    store.makedirs("")
    fill(store, "a")
    assert files(store) == filled("a")


@pytest.mark.parametrize("flavor", ["s3", "my_s3"])
def test_a_bucket_may_be_the_root(at):
    """A store whose root is a whole bucket is emptied like any other, and goes on."""
    store = at(f"s3://{uuid4().hex}")
    store.makedirs("")
    fill(store, "d/a", "b")
    assert (store.listdir(), store.glob("**")) == (["b", "d"], ["b", "d", "d/a"])
    store.rmtree("")
    fill(store, "new")
    assert files(store) == filled("new")


@pytest.mark.parametrize("flavor", ["s3", "my_s3"])
@pytest.mark.parametrize(
    "look", [lambda store: store.listdir(), lambda store: store.glob("**"), files], ids=["listdir", "glob", "walk"]
)
def test_a_bucket_that_is_missing_is_like_one_that_is_empty(at, look):
    """To look into a bucket that nobody made finds nothing, whichever way one looks."""
    assert not look(at("s3://nobody-made-this/root"))


@pytest.mark.parametrize("flavor", ["s3", "my_s3"])
def test_nothing_is_written_to_a_bucket_that_is_missing(at):
    """A bucket is made when it is asked for, and not by writing to it."""
    with pytest.raises(FileNotFoundError, match="The specified bucket does not exist"):
        write(at("s3://nobody-made-this/root"), "a")


@pytest.mark.parametrize("flavor", ["s3", "my_s3"])
@pytest.mark.parametrize(("folder", "path", "name"), [("/", "", "d"), ("/d/", "d", "a")], ids=["root", "below"])
def test_an_object_that_stands_for_a_folder_is_no_file(store, s3_endpoint, folder, path, name):
    """The empty object that the console of S3 makes for a folder is not taken for a file without a name."""
    fill(store, "d/a")
    with closing(HTTPConnection(s3_endpoint.removeprefix("http://"))) as connection:
        connection.request("PUT", f"/{store.path.removeprefix('s3://')}{folder}")
        connection.getresponse()
    assert (store.isdir(path), store.listdir(path)) == (True, [name])
    assert (files(store), store.glob("**")) == (filled("d/a"), ["d", "d/a"])
