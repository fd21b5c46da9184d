"""The code of a spy: cells that try what a student's code must not do, each saying how it went.

A cell prints a line `SPY`, the name of the attempt, whether it succeeded, and what it saw. This
module is never imported where the spy runs: its text is written into a notebook.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["ATTEMPTS", "CONTROLS", "MARK", "spy_cells"]

MARK = "SPY "
_BEGIN = """
import json, os, signal, socket, sqlite3, subprocess, sys, time
known = json.loads({known!r})

def attempt(name, act):
    try:
        seen = act()
    except KeyboardInterrupt:
        print({mark!r} + json.dumps([name, None, "it took too long"]))
    except BaseException as error:
        print({mark!r} + json.dumps([name, False, f"{{type(error).__name__}}: {{error}}"[:120]]))
    else:
        print({mark!r} + json.dumps([name, bool(seen), str(seen or "nothing found")[:120]]))

def read(path):
    with open(path, "rb") as file:
        return file.read(40)
"""

# Attempts that must fail: name and code, the last line of which is a function `act`.
ATTEMPTS = {
    "read the solution": "act = lambda: read(known['solution'])",
    "read the keys": "act = lambda: read(known['keys'])",
    "read another student's notebook": "act = lambda: read(known['other'])",
    "read what was handed in": "act = lambda: read(known['submission'])",
    "read the gradebook": "act = lambda: read(known['gradebook'])",
    "change marks in the gradebook": """
def act():
    with sqlite3.connect(f"file:{known['gradebook']}?mode=rw", uri=True) as base:
        return base.execute("update grade set manual_score = 6").rowcount + 1
""",
    "find any of these elsewhere": """
def same(path):
    about = os.lstat(path)
    return [about.st_dev, about.st_ino] in known["files"]

def act():
    found = []
    for folder, inner, files in os.walk("/"):
        inner[:] = [each for each in inner if os.path.join(folder, each) not in ("/proc", "/sys")]
        paths = [os.path.join(folder, each) for each in files]
        found += [each for each in paths if os.path.basename(each) in known["names"] or same(each)]
    return [each for each in found if each != os.path.join(known["home"], known["names"][0])]
""",
    "find the hidden tests": """
def act():
    words = ["BEGIN " + "HIDDEN TESTS", "BEGIN " + "MARK SCHEME"]
    said = list(In) + [open(each).read() for each in os.listdir() if os.path.isfile(each)]
    return [each[:60] for each in said if any(word in each for word in words)]
""",
    "write outside": """
def act():
    done = []
    for folder in known["outside"]:
        try:
            with open(os.path.join(folder, known["trace"]), "w") as file:
                file.write("x")
            done.append(folder)
        except OSError as error:
            last = error
    if not done:
        raise last
    return done
""",
    "reach the network": """
def act():
    with socket.create_connection(("127.0.0.1", known["port"]), 5):
        return "connected"
""",
    "reach a socket of this machine": """
def act():
    with socket.socket(socket.AF_UNIX) as own:
        own.connect("\\0" + known["abstract"])
        return "connected"
""",
    "see other processes": """
def act():
    seen = []
    for each in filter(str.isdigit, os.listdir("/proc")):
        with open(f"/proc/{each}/cmdline", "rb") as file:
            if known["witness"].encode() in file.read():
                seen.append(each)
    return seen
""",
    "become root": """
def act():
    os.setuid(0)
    return os.getuid() == 0
""",
    "use too much memory": "act = lambda: len(bytearray(known['memory']))",
    "write too large a file": """
def act():
    with open("/tmp/large", "wb") as file:
        for _ in range(known["file"] // 2**20 + 1):
            file.write(bytes(2**20))
            file.flush()
    return "written"
""",
    "fill a folder": """
def act():
    try:
        for number in range(known["folder"] // known["file"] + 2):
            with open(f"/tmp/many-{number}", "wb") as file:
                file.write(bytes(known["file"]))
        return "written"
    finally:
        for each in os.listdir("/tmp"):
            if each.startswith("many-"):
                os.unlink(f"/tmp/{each}")
""",
    "start too many processes": """
def act():
    started = []
    try:
        for _ in range(known["processes"] + 20):
            started.append(subprocess.Popen(["sleep", "60"]))
        return len(started)
    finally:
        for each in started:
            each.kill()
            each.wait()
""",
    "read another student's keys": """
def act():
    import ctypes, platform
    keyctl, search, read = {"x86_64": 250, "aarch64": 219}[platform.machine()], 10, 11
    libc = ctypes.CDLL(None, use_errno=True)
    for ring in (-3, -4, -5):
        found = libc.syscall(keyctl, search, ring, b"user", known["key"].encode(), 0)
        if found > 0:
            room = ctypes.create_string_buffer(100)
            libc.syscall(keyctl, read, found, room, 100)
            return room.value.decode()
""",
    "stop another student's kernel": """
def act():
    started = []
    begin = time.monotonic()
    try:
        while time.monotonic() < begin + 3:
            try:
                started.append(subprocess.Popen(["sleep", "60"]))
            except OSError:
                time.sleep(0.1)
    finally:
        end = time.monotonic()
        for each in started:
            each.kill()
            each.wait()
    return f"{begin} {end}"
""",
}
# What must succeed, or the attempts above prove nothing.
CONTROLS = {
    "read its own notebook": "act = lambda: read(known['names'][0])",
    "read the tables": """
def act():
    from sourcework import tables
    return len(tables.excerpts())
""",
    "use some memory": "act = lambda: len(bytearray(2**26))",
    "write a small file": """
def act():
    with open("small", "wb") as file:
        return file.write(bytes(2**20))
""",
    "start a process": "act = lambda: subprocess.run(['sleep', '0']).returncode == 0",
    "leave a process behind": """
def act():
    words = [sys.executable, "-c", "import time; time.sleep(600)", known["left"]]
    return subprocess.Popen(words, start_new_session=True).poll() is None
""",
}


def spy_cells(known: dict[str, Any]) -> list[str]:
    """Return the sources of the cells.

    Parameters
    ----------
    known
        What the spy is told: paths, ports, limits; JSON.
    """
    begin = _BEGIN.format(known=json.dumps(known), mark=MARK)
    tried = CONTROLS | ATTEMPTS
    return [begin, *(f"{code.strip()}\nattempt({name!r}, act)" for name, code in tried.items())]
