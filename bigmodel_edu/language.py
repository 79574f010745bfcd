"""One gettext catalogue for every sentence that the package shows a person.

Which texts go through it, and which do not:

- **For people, translated**: what a command prints, its help and its errors; cards, feedback pages and the class report; what `doctor`
  says; figures, viewers and the plan page with their titles, labels and alternative texts; warnings and progress; and every error that
  tells somebody who is not programming what to do (`DataNotFound`, `SandboxUnavailable`, `Refused`, a malformed lesson or exercise,
  a usage error). In the folders `cli`, `grading`, `authoring` and `student` that is every error.
- **For programmers, in English**: errors of the functions that are called from code, such as the ``ValueError`` of a wrong shape; the
  bodies of the HTTP server's errors, which clients read and other servers of that interface send in English too; the wire of the sandbox.
  Where a command shows such an error to a person, it puts a translated sentence before it that says what did not work.
- **Elsewhere**: the words of exercises stand in their own files, ``exercises/<chapter>/<exercise>.<language>.md``. Names, commands,
  paths, code and citations are the same in every language.

A message is a literal, so that ``make messages`` finds it; what varies is a placeholder, ``{name}``, filled by ``str.format`` afterwards;
what depends on a number goes through :func:`plural`. A process speaks one language, from its first import to its end.
"""

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "bigmodel_edu"
FOLDER = "BIGMODEL_EDU_LOCALE"  # another folder of catalogues: for translators, and for the tests


def folder() -> str:
    """Where the catalogues lie: in the package, or in ``$BIGMODEL_EDU_LOCALE``."""
    return os.environ.get(FOLDER) or str(Path(__file__).parent / "locale")


@cache
def _catalogue() -> gettext.NullTranslations:
    """Return the catalogue of the reader's language (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), English when there is none."""
    return gettext.translation(DOMAIN, localedir=folder(), fallback=True)


def spoken() -> str:
    """The language of the messages, as pages name it in ``lang``.

    >>> spoken()
    'en'
    """
    return _catalogue().info().get("language", "en").replace("_", "-")


def _(message: str) -> str:
    """Translate one message; placeholders are filled afterwards with ``str.format``.

    >>> _("{count} of {total} cases pass.").format(count=3, total=5)
    '3 of 5 cases pass.'
    """
    return _catalogue().gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """Translate a message that depends on a count.

    >>> plural("{count} case passes.", "{count} cases pass.", 1).format(count=1)
    '1 case passes.'
    """
    return _catalogue().ngettext(one, many, count)


def preferred() -> tuple[str, ...]:
    """The reader's languages, the most wanted first, as in the names of translated files: ``("zh_CN", "zh")``.

    From LANGUAGE, which may list several, else LC_ALL, LC_MESSAGES or LANG, as gettext does.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            names = [name.split(".")[0].split("@")[0] for name in value.split(":")]
            return tuple(dict.fromkeys(each for name in names if name for each in (name, name.split("_")[0])))
    return ()
