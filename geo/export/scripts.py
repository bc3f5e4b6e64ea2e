"""Our scripts as one: the modules that an entry needs, put in order into one classic script that needs no server.

It knows the forms of ``import`` and ``export`` that our scripts use and refuses any other, so that a new form is
noticed by a test and not by a reader.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

_IMPORT = re.compile(r'^import\s+(?:(?P<what>[\w\s{},*]+?)\s+from\s+)?"(?P<where>[^"]+)";?[ \t]*$', re.MULTILINE)
_NAMED = re.compile(
    r"^export (?P<default>default )?(?P<rest>(?:async )?(?:function\*?|class|const)\s+(?P<name>\w+))", re.MULTILINE
)
_TAKEN_APART = re.compile(r"^export (?P<rest>const [\[{](?P<names>[\w\s,]+)[\]}] =)", re.MULTILINE)
_LIST = re.compile(r"^export \{(?P<names>[^}]*)\};?[ \t]*$", re.MULTILINE)
_ASSET = re.compile(r'new URL\("(?P<name>[\w./-]+)", import\.meta\.url\)\.href')
#: What is left when a module was not understood.
_LEFT = re.compile(r"^(?:import|export)\b|\bimport\.meta\b|\bimport\(", re.MULTILINE)


class ScriptError(ValueError):
    """A script that can't be put together: an unknown form of import or export, or modules that need each other."""


def bundle(entry: str, folders: Mapping[str, Path]) -> str:
    """Return a module and all that it imports as one script, each module evaluated once, in the order of imports.

    :param entry: ``folder/file.js``.
    :param folders: name of a folder, as the scripts see it in their addresses → where it is. A style sheet that a
        module asks for beside itself becomes part of the script.
    :raises ScriptError: naming the module.
    """
    order: list[str] = []
    codes: dict[str, str] = {}
    _collect(entry, folders, order, codes, ())
    names = {module: f"m{number}" for number, module in enumerate(order)}
    parts = [f"const {names[module]} = (() => {{\n{_rewritten(codes[module], module, names)}}})();" for module in order]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


def _collect(
    module: str, folders: Mapping[str, Path], order: list[str], codes: dict[str, str], above: tuple[str, ...]
) -> None:
    if module in above:
        raise ScriptError(f"{module}: it needs itself, by way of {' and '.join(above[above.index(module) :])}")
    if module in order:
        return
    codes[module] = _with_assets((_path(module, folders)).read_text(encoding="utf-8"), module, folders)
    for found in _IMPORT.finditer(codes[module]):
        _collect(_target(module, found["where"]), folders, order, codes, (*above, module))
    order.append(module)


def _path(module: str, folders: Mapping[str, Path]) -> Path:
    folder, _, file = module.partition("/")
    if folder not in folders or not (folders[folder] / file).is_file():
        raise ScriptError(f"{module}: there is no such file; the folders are {', '.join(folders)}")
    return folders[folder] / file


def _target(module: str, where: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), where))


def _with_assets(code: str, module: str, folders: Mapping[str, Path]) -> str:
    def inline(found: re.Match[str]) -> str:
        content = _path(_target(module, found["name"]), folders).read_bytes()
        return f'"data:text/css;base64,{base64.b64encode(content).decode("ascii")}"'

    return _ASSET.sub(inline, code)


def _rewritten(code: str, module: str, names: Mapping[str, str]) -> str:
    exports: dict[str, str] = {}

    def imported(found: re.Match[str]) -> str:
        source = names[_target(module, found["where"])]
        what = (found["what"] or "").strip()
        if not what:
            return ""
        if what.startswith("* as "):
            return f"const {what.removeprefix('* as ')} = {source};"
        if what.startswith("{") and what.endswith("}"):
            names_ = re.sub(r"\b(\w+) as (\w+)", r"\1: \2", what)
            return f"const {names_} = {source};"
        if what.isidentifier():
            return f"const {what} = {source}.default;"
        raise ScriptError(f"{module}: read {found[0]!r}, expected an import of names, of everything or of a default")

    def exported(found: re.Match[str]) -> str:
        exports["default" if found["default"] else found["name"]] = found["name"]
        return found["rest"]

    def taken_apart(found: re.Match[str]) -> str:
        exports.update({name.strip(): name.strip() for name in found["names"].split(",") if name.strip()})
        return found["rest"]

    def listed(found: re.Match[str]) -> str:
        for item in filter(None, (item.strip() for item in found["names"].split(","))):
            name, _, alias = item.partition(" as ")
            exports[alias.strip() or name] = name.strip()
        return ""

    code = _NAMED.sub(exported, _IMPORT.sub(imported, code))
    code = _LIST.sub(listed, _TAKEN_APART.sub(taken_apart, code))
    if left := _LEFT.search(_without_comments(code)):
        raise ScriptError(f"{module}: {left[0]!r} stands in a form that is not known")
    # A style sheet or a text may hold what would end the element that the script stands in.
    code = code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    pairs = ", ".join(f"{alias}: {name}" for alias, name in exports.items())
    return f"{code.rstrip()}\nreturn {{ {pairs} }};\n"


def _without_comments(code: str) -> str:
    return re.sub(r"^\s*(?://|/\*|\* ).*$", "", code, flags=re.MULTILINE)
