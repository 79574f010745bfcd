"""One gettext catalogue for every sentence that the package shows a person."""

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "bigmodel_edu"
LOCALES = Path(__file__).parent / "locale"


@cache
def _catalogue() -> gettext.NullTranslations:
    """Return the catalogue of the reader's language (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), English when there is none."""
    return gettext.translation(DOMAIN, localedir=LOCALES, fallback=True)


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
