"""The peers: stackdi and other containers side by side, each in its own idiom, all of it measured in one run."""
