"""Charts as markup: pure functions from counts to HTML and SVG, in the colours of the page, with a table beside each.

Positions across are percentages and type is in pixels, so that a chart fits any width without its words growing small.
"""
