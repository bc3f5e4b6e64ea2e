"""Keeps a doctest run over ``geo/`` away from the derivation, whose packages are not installed at run time."""

collect_ignore_glob = ["build.py", "derive/*.py"]
