"""Writing results: to a file, whole or not at all, or to standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from geo.words import Language, t


def write(content: bytes, out: Path | None, language: Language) -> int:
    """Write a command's result and return its exit code; a failure is said on standard error and leaves nothing.

    :param out: file to write; ``None`` is standard output.
    """
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    half = None
    try:
        handle, half = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name[:80]}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A temporary file is its owner's alone; a result has the rights that any new file would have.
        os.chmod(half, 0o666 & ~_umask())
        Path(half).replace(out)
    except OSError as error:
        if half:
            Path(half).unlink(missing_ok=True)
        print(t(language, "command.not_written", file=str(out), reason=error.strerror or str(error)), file=sys.stderr)
        return 2
    return 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
