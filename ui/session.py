"""What a page knows in one run: the view from the address, the data set, and how to change the view.

The address is the state. A view is read from it when a page opens or a link is followed; a widget changes the view
through :func:`change`, which writes the address anew. Widgets hold no state of their own: each is set from the view
before it is drawn.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from typing import Any

import streamlit as st

from geo import address
from geo.address import sets_named
from geo.errors import NotFoundError, Problem
from geo.library import LIBRARY, Open
from geo.names import Names
from geo.sentence import sentence
from geo.store import Store
from geo.summary import Summary
from geo.view import View
from geo.words import Language, t

_VIEW, _OWN, _PROBLEMS, _WRITTEN, _CHANGED, _CHANNEL, _PAGE, _HELD = (
    "atlas_view",
    "atlas_own",
    "atlas_problems",
    "atlas_written",
    "atlas_changed",
    "atlas_tab",
    "atlas_page",
    "atlas_held",
)


@dataclass(frozen=True)
class Atlas:
    """One run of a page.

    :param view: what is looked at.
    :param opened: the data set in use.
    :param problems: values of the address that could not be used.
    :param own: the page's own parameters beside those of the view, as the address says them: name → values.
    :param gone: whether the data set was deleted while the page shows it.
    """

    view: View
    opened: Open
    problems: Sequence[Problem]
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: bool = False

    @property
    def store(self) -> Store:
        """The engine."""
        return self.opened.store

    @property
    def lang(self) -> Language:
        """Language of the page."""
        return self.view.lang

    @property
    def names(self) -> Names:
        """Names in the page's language."""
        return self.opened.names[self.lang]

    @property
    def summary(self) -> Summary:
        """The view's figures."""
        return self.store.summary(self.view)

    @property
    def sentence(self) -> str:
        """The view in one sentence."""
        return sentence(self.view, self.summary, self.names)

    def at(self, view: View) -> Atlas:
        """Return the same run looking at another view: for a page that draws a view of its own beside the reader's."""
        return replace_field(self, view=view)

    def t(self, key: str, **values: Any) -> str:
        """Return a sentence of the catalogue in the page's language."""
        return t(self.lang, key, **values)


def enter(page: str) -> None:
    """Say which page runs. The view goes along from page to page; a page's own parameters stay behind."""
    if st.session_state.get(_PAGE, page) != page:
        st.session_state[_OWN] = {}
        st.session_state[_CHANGED] = False
        if _VIEW in st.session_state and not st.query_params:
            _keep(st.session_state[_VIEW])
    st.session_state[_PAGE] = page


def here() -> str:
    """Return the path of the page that runs, as :func:`enter` was told; empty for Explore."""
    return str(st.session_state.get(_PAGE, ""))


def open_atlas(*own: str, any_event: bool = False) -> Atlas:
    """Return this run's view and data.

    :param own: names of the address parameters that this page has beside those of a view; ``Atlas.own`` holds what
        was said of them, unread, and :func:`change_own` writes them.
    :param any_event: whether the selected event may be one outside of the view, as on a page that shows views of its
        own.
    :raises DataError: when the data can't be used; the page says so.
    """
    written = {name: st.query_params.get_all(name) for name in st.query_params}
    # After a widget changed the view, the address that came with the run may be the one from before: the browser sends
    # what it shows, and it shows the new one only once it has the answer.
    changed = st.session_state.pop(_CHANGED, False)
    if not changed and (_VIEW not in st.session_state or written != st.session_state.get(_WRITTEN)):
        _read(written, own)
    view: View = st.session_state[_VIEW]
    gone = False
    try:
        opened = LIBRARY.open(view.data)
    except NotFoundError:
        # Somebody deleted the set, or a session's own grew too old, while the page was open: it keeps what it shows.
        if gone := _holds(view.data):
            opened = st.session_state[_HELD][1]
        else:
            _read(page_params(view), own)
            view, opened = st.session_state[_VIEW], LIBRARY.open()
    st.session_state[_HELD] = (view.data, LIBRARY.keep_open(view.data, opened))
    if view.event and not any_event and not opened.store.holds(view, view.event):
        # The selected event has left the view. A link that says both is told so by the table's silence, not an error.
        _keep(view := view.but(event=None))
    return Atlas(view, opened, st.session_state[_PROBLEMS], st.session_state.get(_OWN, {}), gone)


def change(*, written: bool = True, **changes: Any) -> None:
    """Change the view, from a widget's callback: ``change(region=("Gao",))``.

    :param written: whether the address follows at once; otherwise with the next change.
    """
    view: View = st.session_state[_VIEW]
    replace(view.but(**changes), written=written)


def replace(view: View, *, written: bool = True) -> None:
    """Take another view and write its address."""
    if view == st.session_state[_VIEW] and _params(view) == st.session_state[_WRITTEN]:
        return
    st.session_state[_PROBLEMS] = []
    st.session_state[_CHANGED] = True
    _keep(view, written=written)


def report(problem: Problem) -> None:
    """Tell the reader of a value that can't be used, from a callback; the view stays as it is."""
    st.session_state[_PROBLEMS] = [problem]


def change_own(**values: str | Sequence[str] | None) -> None:
    """Change the page's own parameters, from a widget's callback; ``None`` takes one out of the address."""
    own = dict(st.session_state.get(_OWN, {}))
    for name, value in values.items():
        own[name] = (value,) if isinstance(value, str) else tuple(value or ())
    st.session_state[_OWN] = {name: said for name, said in own.items() if said}
    st.session_state[_CHANGED] = True
    _keep(st.session_state[_VIEW])


def change_data(data: str) -> None:
    """Show another data set, from a widget's callback; filters that it does not know are taken off, and said.

    :param data: its id, or several joined by ``+``.
    """
    params = page_params(current().but(data=data, event=None))
    _, vocabulary = LIBRARY.asked(params.get("data", ()))
    view, problems = address.read(params, vocabulary)
    replace(view)
    st.session_state[_PROBLEMS] = problems


def current() -> View:
    """Return the view, in a callback."""
    view: View = st.session_state[_VIEW]
    return view


def channel() -> str:
    """Return the name of the channel on which this tab's map, timeline and table speak: no other tab's has it."""
    if _CHANNEL not in st.session_state:
        st.session_state[_CHANNEL] = f"atlas-{secrets.token_hex(8)}"
    return str(st.session_state[_CHANNEL])


def page_params(view: View) -> dict[str, list[str]]:
    """Return a view's parameters as a page writes them: the language always, so that a link opens in it."""
    return {**view.params(), "lang": [view.lang]}


def _params(view: View) -> dict[str, list[str]]:
    """Return the whole address of the page: the view's parameters and the page's own."""
    return {**page_params(view), **{name: list(said) for name, said in st.session_state.get(_OWN, {}).items()}}


def _holds(data: str) -> bool:
    """Say whether this session shows a data set, which may have been deleted meanwhile."""
    return bool(st.session_state.get(_HELD, ("",))[0] == data)


def _read(params: dict[str, list[str]], own: Sequence[str]) -> None:
    shared = {name: said for name, said in params.items() if name not in own}
    said = params.get("data", ())
    _, vocabulary = LIBRARY.asked(said, gone=_holds("+".join(sets_named(said))))
    view, problems = address.read(shared, vocabulary)
    st.session_state[_OWN] = {name: tuple(said) for name, said in params.items() if name in own}
    if "lang" not in params and (st.context.locale or "").lower().startswith("fr"):
        view = view.but(lang="fr")
    st.session_state[_VIEW], st.session_state[_PROBLEMS] = view, problems
    st.session_state[_WRITTEN] = params


def _keep(view: View, *, written: bool = True) -> None:
    st.session_state[_VIEW] = view
    if written:
        st.session_state[_WRITTEN] = _params(view)
        st.query_params.from_dict(_params(view))
