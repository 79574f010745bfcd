"""A Debian package as the carrier of a data set: installed, or unpacked into the cache without root, on any system."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bigmodel_edu.data.deb import unpack_deb
from bigmodel_edu.data.download import DownloadFailed, download
from bigmodel_edu.data.finding import DataNotFound
from bigmodel_edu.data.user_cache import cache_folder, offline
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress

ARCHIVE = "https://deb.debian.org/debian/"  # holds the newest version of a package
SNAPSHOT = "https://snapshot.debian.org/file/"  # holds every version for good, by SHA-1


@dataclass(frozen=True)
class DebianPackage:
    """A Debian package of which one folder is the data.

    Args:
        name: the package's name.
        version: the version that the book's numbers were taken on.
        pool: the folder in Debian's archive, such as ``pool/main/p/pocketsphinx``.
        sha256: of that version's .deb, 64 hexadecimal digits: what is fetched by address must match it.
        sha1: of the same file: its address in Debian's snapshot service.
        megabytes: size of the download.
        folder: where the data lies under the root, such as ``usr/share/datasets/fashion-mnist``.
        files: files inside that folder that must be there.
    """

    name: str
    version: str
    pool: str
    sha256: str
    sha1: str
    megabytes: float
    folder: str
    files: tuple[str, ...]

    @property
    def label(self) -> str:
        """The package in words, such as ``pocketsphinx-testdata 0.8 (Debian)``."""
        return f"{self.name} {self.version} (Debian)"

    @property
    def advice(self) -> str:
        """The commands that provide it."""
        return _("apt-get install {name} on Debian or Ubuntu; python -m bigmodel_edu.data anywhere").format(name=self.name)

    @property
    def addresses(self) -> tuple[str, str]:
        """Where the pinned version can be fetched."""
        without_epoch = self.version.rpartition(":")[2]
        return (f"{ARCHIVE}{self.pool}/{quote(f'{self.name}_{without_epoch}_all.deb', safe='+')}", SNAPSHOT + self.sha1)

    def find(self) -> Path | None:
        """Return the folder of the data, installed or in the cache, or None."""
        for root in (Path("/"), cache_folder() / self.name):
            if all((root / self.folder / name).exists() for name in self.files):
                return root / self.folder
        return None

    def fetch(self) -> Path:
        """Return the folder of the data; where it is missing, unpack the package into the cache.

        Raises:
            DataNotFound: if neither apt nor an address gave it; the message says why, and what to do.
        """
        folder = self.find()
        if folder is not None:
            return folder
        if offline():
            message = _("Not on this machine, and BIGMODEL_EDU_OFFLINE forbids fetching. It comes with: {advice}")
            raise DataNotFound(message.format(advice=self.advice))
        with tempfile.TemporaryDirectory() as work:
            try:
                self._keep(self._deb(Path(work)))
            except (DownloadFailed, ValueError) as error:
                raise DataNotFound(
                    _("It could not be fetched. It comes with: {advice}. What happened: {error}").format(advice=self.advice, error=error)
                ) from error
        folder = self.find()
        if folder is None:
            raise DataNotFound(
                _("The package {name} lacks {files} in {folder}: another version than {version}?").format(
                    name=self.name, files=", ".join(self.files), folder=self.folder, version=self.version
                )
            )
        return folder

    def _deb(self, work: Path) -> Path:
        """Fetch the package: the pinned version by apt or by address, else the version of this system's release."""
        exact = self._by_apt(work, f"{self.name}={self.version}")
        if exact is not None:
            return exact
        try:
            return download(self.addresses, work / f"{self.name}.deb", self.sha256, self.name)
        except DownloadFailed:
            other = self._by_apt(work, self.name)
            if other is None:
                raise
            return other

    def _by_apt(self, work: Path, wanted: str) -> Path | None:
        """Let apt fetch a package, and check its signature; None where apt cannot."""
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            return None
        command = ["apt-get", "download", wanted, "-o", "APT::Sandbox::User=root"]
        with (
            subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
            Progress(self.name, round(self.megabytes * 1e6)) as progress,
        ):
            while process.poll() is None:
                done = sum(file.stat().st_size for file in work.iterdir() if file.is_file())
                progress.update(done, f"{done / 1e6:.1f} MB")
                try:
                    process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        debs = list(work.glob("*.deb"))
        return debs[0] if process.returncode == 0 and debs else None

    def _keep(self, deb: Path) -> None:
        """Unpack the package beside its place in the cache, then move it there in one step."""
        target = cache_folder() / self.name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{self.name}."))
        try:
            unpack_deb(deb, fresh)
            fresh.chmod(0o755)
            if self.find() is None:
                shutil.rmtree(target, ignore_errors=True)  # an older or damaged copy
                os.rename(fresh, target)
        except OSError:
            if self.find() is None:  # else another process was faster
                raise
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
