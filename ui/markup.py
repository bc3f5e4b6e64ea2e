"""Small pieces of HTML, built so that text can only ever be text."""

from __future__ import annotations

from html import escape

#: Schemes that a link may have; anything else is shown as text.
_SCHEMES = ("https://", "http://")


def tag(name: str, *content: str, cls: str = "", **attributes: str) -> str:
    """Return an element; ``content`` is markup already, made by :func:`text` or :func:`tag`.

    >>> tag("p", text("<b>"), cls="quiet")
    '<p class="quiet">&lt;b&gt;</p>'
    """
    given = {"class": cls, **{key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}}
    written = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
    return f"<{name}{written}>{''.join(content)}</{name}>"


def text(value: object) -> str:
    """Return a value as text that HTML can't take for markup."""
    return escape(str(value))


def link(address: str, label: str) -> str:
    """Return a link that opens beside the Atlas, or the label alone when the address is no web address."""
    if not address.startswith(_SCHEMES):
        return text(label)
    return tag("a", text(label), href=address, target="_blank", rel="noopener noreferrer")


def plain(sentence: str) -> str:
    """Return text so that Streamlit's Markdown shows it as it is, whatever an address put into it."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|~:$&" else c for c in sentence)
