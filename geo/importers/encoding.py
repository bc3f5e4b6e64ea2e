"""From bytes to text: which encoding a file has, found from the bytes and said when it is not UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log

#: Byte order marks, longest first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Bytes that a text in an older encoding may have beyond ASCII in French or English.
_FRENCH = "éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆñÑ’‘“”«»–—…°€ \u00a0"
#: A NUL or another control character in more than one byte of this many means that the bytes are no text.
_STRAY = 1000
#: Bytes looked at to tell text from binary.
_SAMPLE = 65_536
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
#: Longest line of text, in characters; longer ones come from files that are no tables.
LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class Text:
    """Bytes with what is needed to read them as text.

    :param content: the bytes.
    :param encoding: Python's name of the encoding.
    :param start: bytes of the byte order mark, which are skipped.
    :param damaged: bytes that are not of the encoding and become U+FFFD.
    """

    content: bytes
    encoding: str
    start: int = 0
    damaged: int = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends, ``\\n``, ``\\r\\n`` or ``\\r``; NUL characters are taken out.

        :raises ImportRefusedError: for a line that no table has.
        """
        stream = io.BytesIO(self.content)
        stream.seek(self.start)
        errors = "replace" if self.damaged else "strict"
        for line in io.TextIOWrapper(stream, encoding=self.encoding, errors=errors, newline=""):
            if len(line) > LONGEST_LINE:
                raise ImportRefusedError("long_line", limit=LONGEST_LINE)
            yield line.replace("\0", "") if "\0" in line else line

    def sample(self, characters: int = 262_144) -> str:
        """Return the beginning of the text."""
        part = self.content[self.start : self.start + 4 * characters]
        return part.decode(self.encoding, errors="replace")[:characters].replace("\0", "")


def decode(content: bytes, log: Log) -> Text:
    r"""Find the encoding of bytes and note in the report what is not plain UTF-8.

    A byte order mark decides; then UTF-8 when every byte fits; then UTF-16 by its NULs; then the older encodings of
    French spreadsheets. A UTF-8 file of which a few bytes are damaged stays UTF-8, and the damage is counted.

    :raises ImportRefusedError: when the bytes are empty or no text.

    >>> log = Log()
    >>> decode("id;lieu\n1;Ménaka\n".encode("cp1252"), log).encoding, [block.code for block in log.blocks]
    ('cp1252', ['encoding'])
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefusedError("empty")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", ""))
    if not encoding:
        encoding = _wide(content) or ""
    if encoding.startswith(("utf-16", "utf-32")):
        text = Text(content, encoding, len(mark), _damage(content[len(mark) :], encoding))
        log.file("encoding", action="repaired", name=encoding.upper())
        return _counted(text, log)
    _refuse_binary(content)
    nul = content.count(0)
    if nul:
        log.file("nul", action="repaired", n=nul)
    damage = _damage(content[len(mark) :], "utf-8")
    if damage == 0 or mark:
        return _counted(Text(content, "utf-8", len(mark), damage), log)
    letters = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", content))
    if letters > damage:
        return _counted(Text(content, "utf-8", 0, damage), log)
    encoding = _older(content)
    log.file("encoding", action="repaired", name={"cp1252": "Windows-1252", "mac-roman": "Mac Roman"}[encoding])
    return _counted(Text(content, encoding, 0, _damage(content, encoding)), log)


def _counted(text: Text, log: Log) -> Text:
    if text.damaged:
        log.file("damaged_bytes", n=text.damaged)
    return text


def _damage(content: bytes, encoding: str) -> int:
    """Count what can't be decoded, a piece at a time to keep memory low."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    found = 0
    for start in range(0, len(content), 1 << 20):
        found += decoder.decode(content[start : start + (1 << 20)], start + (1 << 20) >= len(content)).count("\ufffd")
    own = content.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0
    return max(0, found - own)


def _wide(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark: nearly every second byte of Western text is NUL."""
    sample = content[:_SAMPLE]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.6 and even < 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.2 else None


def _refuse_binary(content: bytes) -> None:
    sample = content[:_SAMPLE]
    strange = len(_CONTROL.findall(sample)) + sample.count(0)
    if strange > max(3, len(sample) // _STRAY) or content.count(0) > max(50, len(content) // _STRAY):
        raise ImportRefusedError("binary")


def _older(content: bytes) -> str:
    """Choose between the older encodings of Windows and of the Mac by which makes French of the bytes."""

    def french(encoding: str) -> int:
        high = bytes(sorted(set(content) & set(range(128, 256))))
        weights = {byte: content.count(byte) for byte in high}
        decoded = {byte: bytes([byte]).decode(encoding, errors="replace") for byte in high}
        return sum(weights[byte] * (1 if decoded[byte] in _FRENCH else -1) for byte in high)

    return "mac-roman" if french("mac-roman") > french("cp1252") else "cp1252"
