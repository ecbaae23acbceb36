"""A local store, a memory store and a plain dict go through the same operations and are never told apart."""

import re
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from stackdi.components.artifact_store import LocalConfig, MemoryConfig
from stackdi.components.artifact_store.local import LocalArtifactStore
from stackdi.components.artifact_store.memory import MemoryArtifactStore

FILES = st.sampled_from(["a.x", "ab.x", "A.x", "a b.x", "é.x", "a.x.y", "d/a.x", "d/e/a.x", "d/e/b.y", "dd/a.x"])
PATTERNS = {
    "**": r".*",
    "*": r"[^/]*",
    "*.x": r"[^/]*\.x",
    "?.x": r"[^/]\.x",
    "d/*": r"d/[^/]*",
    "d/**": r"d/.*",
    "**/a.x": r"(.*/)?a\.x",
    "[!a]*/*.x": r"[^a/][^/]*/[^/]*\.x",
}


def outcome(operation, store):
    """Return what an operation gives, or the class of what it raises."""
    try:
        return operation(store)
    except OSError as error:
        return type(error)


def write(store, path, content, mode):
    """Write a file."""
    with store.open(path, mode) as file:
        file.write(content)


def read(store, path):
    """Read a file."""
    with store.open(path, "rb") as file:
        return file.read()


def glob(store, pattern):
    """Return the files that match a pattern; which directories there are is another matter."""
    return [path for path in store.glob(pattern) if not store.isdir(path)]


class Stores(RuleBasedStateMachine):
    """What is done to both stores, and to the dict that says what should come of it."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.stores = LocalArtifactStore(LocalConfig(path=self.folder.name)), MemoryArtifactStore(MemoryConfig())
        self.model = {}

    def teardown(self):
        self.folder.cleanup()

    def agree(self, expected, operation):
        assert [outcome(operation, store) for store in self.stores] == [expected, expected]

    def refused(self, old, new, *, overwrite):
        if old not in self.model:
            return FileNotFoundError
        return FileExistsError if new in self.model and not overwrite else None

    @rule(path=FILES, content=st.binary(max_size=100))
    def writes(self, path, content):
        self.model[path] = content
        self.agree(None, lambda store: write(store, path, content, "wb"))

    @rule(path=FILES, content=st.binary(max_size=100))
    def appends(self, path, content):
        self.model[path] = self.model.get(path, b"") + content
        self.agree(None, lambda store: write(store, path, content, "ab"))

    @rule(path=FILES, content=st.binary(max_size=100))
    def makes(self, path, content):
        expected = FileExistsError if path in self.model else None
        self.model.setdefault(path, content)
        self.agree(expected, lambda store: write(store, path, content, "xb"))

    @rule(path=FILES)
    def removes(self, path):
        expected = None if path in self.model else FileNotFoundError
        self.model.pop(path, None)
        self.agree(expected, lambda store: store.remove(path))

    @rule(old=FILES, new=FILES, overwrite=st.booleans())
    def renames(self, old, new, overwrite):
        expected = self.refused(old, new, overwrite=overwrite)
        if expected is None:
            self.model[new] = self.model.pop(old)
        self.agree(expected, lambda store: store.rename(old, new, overwrite=overwrite))

    @rule(old=FILES, new=FILES, overwrite=st.booleans())
    def copies(self, old, new, overwrite):
        expected = self.refused(old, new, overwrite=overwrite)
        if expected is None:
            self.model[new] = self.model[old]
        self.agree(expected, lambda store: store.copyfile(old, new, overwrite=overwrite))

    @rule(path=FILES)
    def reads(self, path):
        self.agree(self.model.get(path, FileNotFoundError), lambda store: read(store, path))

    @rule(path=FILES)
    def sizes(self, path):
        expected = len(self.model[path]) if path in self.model else FileNotFoundError
        self.agree(expected, lambda store: store.size(path))

    @rule(path=FILES)
    def exists(self, path):
        self.agree(path in self.model, lambda store: store.exists(path))

    @rule(pattern=st.sampled_from(list(PATTERNS)))
    def globs(self, pattern):
        expected = sorted(path for path in self.model if re.fullmatch(PATTERNS[pattern], path))
        self.agree(expected, lambda store: glob(store, pattern))

    @invariant()
    def all_files_are_the_same(self):
        self.agree(self.model, lambda store: {path: read(store, path) for path in glob(store, "**")})


def test_a_local_store_a_memory_store_and_a_dict_agree():
    """Whatever files are written, renamed, copied and removed, both stores hold what a dict would hold."""
    run_state_machine_as_test(Stores)
