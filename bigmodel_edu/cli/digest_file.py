"""Write the file of our own bank's digests, by which marks that are out of date are known."""

from collections.abc import Sequence

import click

from bigmodel_edu import exercises
from bigmodel_edu.checking.digest import digest_of, digests_text, read_digests
from bigmodel_edu.files import write_file
from bigmodel_edu.grading.marking import stamps
from bigmodel_edu.language import _, plural


def write_digests(chapters: Sequence[str]) -> int:
    """Write the digests anew, of all chapters or those named.

    Returns:
        The exit code: 1 when what decides an exercise's marks changed and its version did not; its old digest then stays.
    """
    kept = read_digests(stamps.DIGESTS) if stamps.DIGESTS.exists() else {}
    found, refused = {}, []
    for exercise in (exercise for name in stamps.own_chapters() for exercise in exercises.chapter(name)):
        old = entry = kept.get(exercise.id)
        if entry is None or not chapters or exercise.chapter in chapters:
            entry = (exercise.version, digest_of(exercise))
        if old is not None and old != entry and old[0] == entry[0]:
            entry = old
            refused.append(exercise.id)
        found[exercise.id] = entry
    write_file(stamps.DIGESTS, digests_text(found))
    said = plural("{count} digest in {file}", "{count} digests in {file}", len(found))
    click.echo(said.format(count=len(found), file=stamps.DIGESTS.name))
    for name in refused:
        click.echo(_("{exercise}: what decides its marks changed; raise its version, then write the digests again").format(exercise=name))
    return 1 if refused else 0
