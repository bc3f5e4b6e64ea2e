"""The same page built in the usual ways: years, a map, a count, a table; one script each, as one would write it."""
