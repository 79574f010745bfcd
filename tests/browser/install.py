"""``make browsers``: install what the browser tests need, by Debian's packages where they are, else by Playwright.

Playwright's Firefox does not speak the protocol that the Firefox tests use, so Firefox comes from the system only.
"""

import os
import platform
import shutil
import subprocess
import sys

from tests.browser.browsers import chromium_is_here, firefox_path


def missing() -> list[str]:
    """The browsers that are not here."""
    return [name for name, here in (("Chromium", chromium_is_here()), ("Firefox", firefox_path() is not None)) if not here]


def is_debian() -> bool:
    """Whether Debian's own packages can be installed; Ubuntu's of the same names are no programs but pointers to its store."""
    try:
        system = platform.freedesktop_os_release()["ID"]
    except OSError:  # no Linux, or one that does not say which
        return False
    return system == "debian" and os.getuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Try what this system offers; whether it served is seen afterwards."""
    if is_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        packages = ["chromium", "firefox-esr", "fonts-dejavu-core"]
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    elif not chromium_is_here():
        with_libraries = ["--with-deps"] if hasattr(os, "getuid") and os.getuid() == 0 else []
        subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False)


def main() -> None:
    """Install what is missing; exit with 1 and say what to do where that was not possible."""
    if missing():
        print(f"== Installing {' and '.join(missing())} for the browser tests", flush=True)
        install()
    if missing():
        sys.exit(f"{' and '.join(missing())} could not be installed from here. As root, on Debian: apt-get install chromium firefox-esr")
    print("Chromium and Firefox are here")


if __name__ == "__main__":
    main()
