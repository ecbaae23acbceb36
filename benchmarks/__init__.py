"""The benchmarks: what stackdi costs beside what it is built on, and the proof of what it promises."""
