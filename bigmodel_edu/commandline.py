"""What click shows of a command, in the reader's language: its own words, and help pages that keep their examples."""

import gettext

from bigmodel_edu.language import DOMAIN, folder


def translate_click() -> None:
    """Let click find its own words (“Usage”, “Missing option”) in our catalogue. A command calls this before anything else."""
    gettext.bindtextdomain(DOMAIN, folder())
    gettext.textdomain(DOMAIN)


def help_page(text: str) -> str:
    r"""Prepare a text for click: it fills paragraphs, but those with indented lines, such as examples, stay as they are written.

    >>> help_page("\nSay it\nshortly.\n\nExamples:\n  say it\n")
    'Say it\nshortly.\n\n\x08\nExamples:\n  say it'
    """
    paragraphs = text.strip("\n").split("\n\n")
    return "\n\n".join(f"\b\n{paragraph}" if "\n  " in paragraph else paragraph for paragraph in paragraphs)
