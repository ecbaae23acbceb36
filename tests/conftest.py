"""How much the tests prove: little by little while developing, in full for `make prove`."""

import os

from hypothesis import settings

settings.register_profile("small", max_examples=50, deadline=None)
settings.register_profile("full", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("STACKDI_PROOF", "small"))
