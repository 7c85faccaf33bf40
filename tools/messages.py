"""The catalogues of translations, kept with Babel: no gettext program of the system is needed.

    python tools/messages.py collect   bring the .po files up to date with the code
    python tools/messages.py compile   write the .mo files that the program reads; `make setup` calls it
    python tools/messages.py check     list what is missing or wrong; `make check` calls it

Collected are the messages of gettext calls and of templates, and the reasons of refused rules: these stand
in the code without gettext, since `domain` knows no Django, and are translated where a page shows them. So is the help
of the command, which is translated when it is asked for.
A language is a folder under `src/tilannekuva/locale`; English is the source and has none.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "tilannekuva"
LOCALE = PACKAGE / "locale"

# Function or exception -> which of its arguments are messages; None: the first.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
    **dict.fromkeys(("RuleBroken", "NotAllowed", "OtherContent", "TextRefused", "WrongState")),
}
# The rest of a usual header changes at every run, or names people.
HEADERS = ("Project-Id-Version", "Language:", "MIME-Version", "Content-", "Plural-Forms")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")


def collected() -> Catalog:
    """Every message of the package, with the files that use it."""
    template = Catalog()
    for path in sorted(PACKAGE.rglob("*")):
        is_template = path.suffix in (".html", ".txt") and "templates" in path.parts
        if is_template or path.suffix == ".py":
            where = [(path.relative_to(PACKAGE).as_posix(), 0)]
            found = messages_in(path.read_text("utf-8"), is_template=is_template)
            for _line, message, comments, context in found:
                template.add(message, locations=where, auto_comments=comments, context=context)
            if path.parent == PACKAGE / "console":
                for message in helps_in(path.read_text("utf-8")):
                    template.add(message, locations=where)
    return template


def messages_in(source: str, *, is_template: bool) -> Iterable[tuple[Any, ...]]:
    """Line, message (singular and plural as a pair), comments for translators, and context."""
    if is_template:
        # Indentation means nothing in a template; the reader of Python would stumble over it.
        source = re.sub(r"(?m)^[ \t]+", "", templatize(source))
    return extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"])


def helps_in(source: str) -> Iterator[str]:
    """What `--help` says of a module of the console: the help of its options, and what its verbs do.

    A verb is a function with options; its docstring is shown.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="typer"))):
                for keyword in node.keywords:
                    if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                        yield keyword.value.value
            case ast.FunctionDef() if _is_verb(node) and (told := ast.get_docstring(node)):
                yield told


def _is_verb(function: ast.FunctionDef) -> bool:
    if function.name.startswith("_"):
        return False
    annotations = [ast.unparse(argument.annotation) for argument in function.args.args if argument.annotation]
    return any(text.startswith(("Annotated[", "file_options.", "Home")) for text in annotations)


def assembled_in(source: str) -> Iterator[int]:
    """The lines of calls that put their message together in code: no catalogue can hold such a message."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.JoinedStr() | ast.BinOp() | ast.Call(), *_]):
                if name in KEYWORDS:
                    yield node.lineno


def catalogue_paths() -> dict[str, Path]:
    """The .po file of each language. An empty one begins a new language."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def read_catalogue(language: str) -> Catalog:
    """What stands in a .po file."""
    return read_po(io.BytesIO(catalogue_paths()[language].read_bytes()), locale=language)


def written(catalog: Catalog) -> str:
    """The text of a .po file, sorted by message, so that two changes seldom meet in a line."""
    catalog.project, catalog.version, catalog.fuzzy = "Tilannekuva", "", False
    catalog.header_comment = f"# Tilannekuva: {catalog.locale_identifier}"
    for message in catalog:
        if "%(" not in str(message.id):
            message.flags.discard("python-format")  # "95 % interval" is a text like any other
    text = io.BytesIO()
    write_po(text, catalog, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    head, blank, messages = text.getvalue().decode("utf-8").partition("\n\n")
    kept = [line for line in head.split("\n") if line[:1] != '"' or line[1:].startswith(HEADERS)]
    return "\n".join(kept) + blank + messages


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue with the messages of the code. One that was reworded stays, marked fuzzy."""
    catalog = read_catalogue(language)
    catalog.update(template, update_header_comment=False)
    return catalog


def problems(template: Catalog, language: str, catalog: Catalog) -> Iterator[str]:
    """What is missing, open or wrong in a catalogue, one line each."""
    for message in template:
        if message.id and catalog.get(message.id, message.context) is None:
            yield f"{language}: missing: {message.id!r}"
    for message in filter(lambda each: each.id, [*catalog, *catalog.obsolete.values()]):
        if template.get(message.id, message.context) is None:
            yield f"{language}: no longer in the code: {message.id!r}"
        elif not all(_texts(message.string)):
            yield f"{language}: not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"{language}: to be looked at again (fuzzy): {message.id!r}"
        elif not _placeholders_agree(message):
            yield f"{language}: other placeholders than in the source: {message.id!r}"


def _texts(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _placeholders_agree(message: Message) -> bool:
    """The same in source and translation; only a singular may leave its number out ("one day")."""
    source = set(_PLACEHOLDER.findall(_texts(message.id)[-1]))
    *singular, last = (set(_PLACEHOLDER.findall(text)) for text in _texts(message.string))
    return last == source and all(each <= source for each in singular)


def check() -> list[str]:
    """Every problem of every catalogue, and every message that is put together in code."""
    template = collected()
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: give the values names, as in %(name)s"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in assembled_in(path.read_text("utf-8"))
    ]
    for language, path in catalogue_paths().items():
        found += problems(template, language, read_catalogue(language))
        if not found and written(updated(language, template)) != path.read_text("utf-8"):
            found.append(f"{language}: not as `make messages` writes it")
    return found


def main(command: str) -> None:
    """One of the three commands."""
    if command not in ("collect", "compile", "check"):
        sys.exit(__doc__)
    if command == "check" and (found := check()):
        sys.exit("\n".join([*found, f"{len(found)} to mend. `make messages` collects what is new."]))
    template = collected()
    for language, path in catalogue_paths().items():
        if command == "collect":
            path.write_text(written(updated(language, template)), encoding="utf-8")
        if command == "compile":
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read_catalogue(language))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
