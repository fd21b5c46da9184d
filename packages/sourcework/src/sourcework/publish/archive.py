"""Pack the built book into one archive that, unzipped anywhere, works from a disk.

`python -m sourcework.publish.archive` writes `_build/ID.zip` with what
`sphinx_live_widgets.reachable` finds in `_build/html`, and a `README.txt`. The same book gives the
same bytes: names are sorted, and all times are that of SOURCE_DATE_EPOCH or of the newest commit.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

from sphinx_live_widgets.reachable import needed

from ..console import escape_what_cannot_be_printed
from ..identity import book_id
from ..paths import ROOT
from ..settings import settings
from .zipped import edition_time, entry

__all__ = ["write_archive"]

_NOT_FROM_A_DISK = "lite/"  # notebooks, which need a server
_README = """\
{title}
{kind}

HOW TO OPEN IT
Unzip the whole archive; keep its files together. Then open index.html with a
double click. Chapters, widgets, questions, your record and the search work in
any current browser. Nothing needs to be installed, and no network is needed.

WHERE YOUR ANSWERS ARE KEPT
In the browser that you read with, on this machine, and nowhere else. Answers
are not kept in this folder: copying it does not copy them.

Browsers treat a book on a disk differently:
- Chrome, Edge and their kin keep one memory for all pages that are opened from
  a disk. Your record shows the answers from every chapter, and it finds them
  again if you move this folder.
- Firefox and Safari may keep a memory for each file, forget it when the file
  moves, or keep none. Then the page "Your record" does not see the answers
  from the chapters.
On a server, too, Safari deletes what a site keeps after seven days of use in
which you do not touch that site, unless you have put it on your home screen.
So save your answers from time to time, with the button on "Your record".

One memory for the whole book in any browser: if the machine has Python, run

    python3 -m http.server --bind 127.0.0.1 8000

in this folder, and open http://127.0.0.1:8000/ instead of the file.

ON A SERVER OF YOUR OWN
Put the folder on any web server as it is. Over https the book stays readable
without a network after the first visit.

WHAT YOU MAY DO WITH IT
Text and data are under CC BY 4.0, the code under the BSD 3-Clause licence. The
document that the book examines is not ours.
"""


def _readme() -> str:
    """Return the archive's own explanation, in letters that the plainest of editors shows."""
    title = settings().title.upper().translate(str.maketrans("–’“”", '-\'""'))
    return _README.format(title=title, kind=settings().kind)


def write_archive(book: Path, archive: Path, when: int) -> int:
    """Write the archive of a built book, whole or not at all.

    Parameters
    ----------
    book
        The folder of the built pages.
    archive
        The file to write; its name without the ending is that of the folder inside.
    when
        The time of every file in the archive, in seconds since 1970.

    Returns
    -------
    int
        How many files are in the archive.

    Raises
    ------
    FileNotFoundError
        If there is no book in the folder.
    """
    names = [name for name in needed(book) if not name.startswith(_NOT_FROM_A_DISK)]
    contents = {name: (book / name).read_bytes() for name in names}
    contents["README.txt"] = _readme().replace("\n", "\r\n").encode()  # for the plainest of editors
    beside = archive.with_suffix(".part")
    with ZipFile(beside, "w") as file:
        for name, content in sorted(contents.items()):
            file.writestr(entry(f"{archive.stem}/{name}", when), content, compresslevel=9)
    beside.replace(archive)
    return len(contents)


def main() -> None:
    """Write the archive of the book in `_build`, and say how large it is."""
    escape_what_cannot_be_printed()
    archive = ROOT / f"_build/{book_id()}.zip"
    try:
        files = write_archive(ROOT / "_build/html", archive, edition_time())
    except FileNotFoundError as error:
        sys.exit(str(error))
    size = archive.stat().st_size
    print(f"{archive.relative_to(ROOT)}: {files} files, {size / 1e6:.1f} MB ({size} bytes)")


if __name__ == "__main__":
    main()
