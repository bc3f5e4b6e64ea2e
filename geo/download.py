"""Downloads from official addresses: bounded, checked, and with a sentence for each way in which they can fail."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from geo.sets import SetError

#: Seconds without a byte after which a server is given up.
TIMEOUT = 60.0
_BLOCK = 1 << 18
_AGENT = "MINUSMA-Atlas (python-urllib)"


def download(
    url: str, out: Path, *, most: int, kinds: tuple[str, ...] = (), progress: Callable[[float], None] | None = None
) -> int:
    """Write what an address answers into a file and return its size in bytes.

    A proxy is taken from the environment (``HTTPS_PROXY``), as other programs do.

    :param most: bytes beyond which it can't be what was asked for.
    :param kinds: beginnings of content types that it may have; anything but a web page by default.
    :raises SetError: when it can't be had, in words, with what to do.
    """
    host = urlsplit(url).hostname or url
    try:
        with urlopen(Request(url, headers={"User-Agent": _AGENT}), timeout=TIMEOUT) as answer, out.open("wb") as file:
            kind = answer.headers.get_content_type()
            # A sign-in page of a hotel or an office answers 200 as well.
            if kind == "text/html" or (kinds and not kind.startswith(kinds)):
                raise SetError("fetch_kind", host=host, kind=kind)
            length = int(answer.headers.get("Content-Length") or 0)
            size = 0
            while block := answer.read(_BLOCK):
                size += len(block)
                if max(size, length) > most:
                    raise SetError("fetch_large", host=host, megabytes=most // 2**20)
                file.write(block)
                if progress and length:
                    progress(size / length)
            if length and size != length:
                raise SetError("fetch_cut", host=host, size=size, length=length)
            return size
    except HTTPError as error:
        raise _status(error, host) from None
    except (URLError, TimeoutError, OSError) as error:
        raise _failure(error, host) from None


def _status(error: HTTPError, host: str) -> SetError:
    code = {404: "fetch_absent", 407: "fetch_proxy", 401: "fetch_token", 403: "fetch_token"}.get(error.code)
    return SetError(code or "fetch_status", host=host, status=str(error.code))


def _failure(error: Exception, host: str) -> SetError:
    """Name the likely mistake: no network, a proxy, a certificate, a server that is silent."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, SetError):
        return reason
    if isinstance(reason, TimeoutError):
        return SetError("fetch_slow", host=host)
    if isinstance(reason, ssl.SSLError):
        return SetError("fetch_certificate", host=host)
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy") or os.environ.get("HTTP_PROXY")
    if "Tunnel connection failed: 407" in str(reason):
        return SetError("fetch_proxy", host=host)
    if proxy:
        return SetError("fetch_behind_proxy", host=host, proxy=urlsplit(proxy).hostname or "?")
    if isinstance(reason, socket.gaierror | ConnectionError):
        return SetError("fetch_offline", host=host)
    return SetError("fetch_failed", host=host, reason=str(reason)[:120])
