"""What every answer of our server has in common: validators for caches, refusals in words, security headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.address import Vocabulary, read_strictly
from geo.basemap.online import online
from geo.cells import Frame
from geo.check import report
from geo.errors import DataError, NotFoundError, Problem, ViewError
from geo.library import LIBRARY, Open
from geo.problems import expected, refused
from geo.terms import TermsError
from geo.view import View
from geo.words import LANGUAGES, Language, t

#: The interface of an answer's content; part of every ETag, so that a new release is never hidden by an old copy.
RELEASE = "1"
Endpoint = Callable[[Request], Response]


@dataclass(frozen=True)
class Asked:
    """A request for a view: the data set in use, the view, and what else was asked (``limit`` …)."""

    opened: Open
    view: View
    extra: Mapping[str, str]

    @property
    def version(self) -> str:
        """Version of the data that the answer is made from."""
        return self.opened.store.version


def asked(request: Request, *also: str) -> Asked:
    """Read a request's view.

    :param also: parameters that this answer knows besides those of a view.
    :raises ViewError: for an unknown parameter or a bad value.
    """
    given = request.query_params
    opened, vocabulary = _opened(request)
    params = {name: given.getlist(name) for name in given if name not in also}
    view = read_strictly(params, vocabulary)
    return Asked(opened, view, {name: given[name] for name in also if name in given})


def _opened(request: Request) -> tuple[Open, Vocabulary]:
    # What an open page fetches names the data's version in its address; whatever has become of the set, it gets it.
    return LIBRARY.asked(request.query_params.getlist("data"), gone="version" in request.path_params)


def count(extra: Mapping[str, str], name: str, default: int, most: int) -> int:
    """Read a whole number from 0 to ``most`` among the extra parameters.

    :raises ViewError: when it is anything else.
    """
    text = extra.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= most):
        raise ViewError([Problem(name, text, "page")])
    return int(text)


def one_of(extra: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """Read one of several words; the first is the default.

    :raises ViewError: when it is another word.
    """
    if (value := extra.get(name, choices[0])) not in choices:
        raise ViewError([Problem(name, value, "choice", choices)])
    return value


def frame_of(question: Asked) -> Frame:
    """Read ``bounds`` and ``zoom``: what part of the world a map shows, and how large.

    :raises ViewError: when either is missing or is not one.
    """
    bounds, zoom = question.extra.get("bounds", ""), question.extra.get("zoom", "")
    try:
        return Frame.read(bounds, zoom)
    except ValueError:
        raise ViewError([Problem("bounds", f"{bounds}&zoom={zoom}", "frame")]) from None


def json_answer(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """Return plain values as JSON; text stays readable instead of being escaped."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body, status, media_type=media_type)


def cached(endpoint: Endpoint, *, forever: bool = False, mark: str = "") -> Endpoint:
    """Wrap an endpoint: errors become sentences, answers carry an ETag of the data version and may be kept.

    :param forever: the address itself names the version of its content, so that a copy never grows old.
    :param mark: what the content depends on besides the data, e.g. the day; part of the ETag.
    """

    @wraps(endpoint)
    def answer(request: Request) -> Response:
        try:
            version = _opened(request)[0].store.version
            tag = f'"{version}-{RELEASE}{mark and "-"}{mark}"'
            if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
                # Only an address that was answered ever got a tag, so it need not be read again.
                response = Response(status_code=304)
            else:
                response = endpoint(request)
            if response.status_code in (200, 304):
                response.headers["ETag"] = tag
                # A page that was open while the data changed asks under the old version: its answer must not stay.
                current = request.path_params.get("version") == version
                lasting = "public, max-age=31536000, immutable" if forever and current else "public, no-cache"
                response.headers["Cache-Control"] = lasting
            return response
        except ViewError as error:
            return refusal(error.problems[0], language_of(request))
        except TermsError as error:
            return withheld(error, language_of(request))
        except NotFoundError as error:
            return not_found(str(error), language_of(request))
        except DataError as error:
            return json_answer({"error": report(error.faults, language_of(request))}, 503)

    return answer


def language_of(request: Request) -> Language:
    """Return the language that a request asks for, English unless it says otherwise."""
    found = request.query_params.get("lang")
    return next((language for language in LANGUAGES if language == found), "en")


def refusal(problem: Problem, language: Language) -> Response:
    """Answer 400: which parameter, what was read, what is expected."""
    return json_answer(
        {
            "error": refused(problem, language),
            "parameter": problem.value if problem.expected == "parameter" else problem.parameter,
            "value": problem.value,
            "expected": expected(problem, language),
        },
        400,
    )


def withheld(error: TermsError, language: Language) -> Response:
    """Answer 403: whose rows may not be passed on, and what there is instead."""
    names = "+".join(part.id for part in error.parts)
    said = error.say(language)
    return json_answer(
        {"error": said, "parameter": "data", "value": names, "expected": t(language, "sets.instead")}, 403
    )


def not_found(what: str, language: Language) -> Response:
    """Answer 404 in words."""
    return json_answer({"error": t(language, "api.not_found", what=what)}, 404)


def content_policy() -> str:
    """Return the content policy: scripts, styles, fonts and data from this server only.

    ``unsafe-inline`` and ``unsafe-eval`` are what Streamlit's page and streamlit-folium's frame need to run at all; no
    other origin is allowed for scripts. Pictures may come from the online basemaps that a reader can choose.
    """
    tiles = " ".join(sorted({choice.origin for choice in online()}))
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {tiles}",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: blob:",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        ]
    )


class SecurityHeaders:
    """ASGI middleware that puts the security headers on every answer, of the pages as of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [
            (b"content-security-policy", content_policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"SAMEORIGIN"),
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the start of its answer."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        own = {name for name, _ in self.headers}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(n, v) for n, v in message.get("headers", []) if n.lower() not in own]
                message = {**message, "headers": [*kept, *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
