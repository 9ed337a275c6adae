#!/usr/bin/python3
"""The releases of a data centre on its Salt master, for what takes one (fetch.py) and what rolls it out: docs/data-center-release.md.

    releases.py fetch.json --back   goes back to the release that was current before, and stays there until a newer one is published

`current` is a link to one of the last three. The way is what was current, one after the other, without what was left by --back. One lock
is held by whatever changes what is current, and by a roll-out: half of the servers would get what no canary had.
"""
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import time

KEPT = 3
# Whoever takes a release has the lock only while it is unpacked, and not while a source is asked.
WAIT_SECONDS = 10
BUSY = "a roll-out is under way, or another fetch.py: current stays"


def number_of(name):
    return int(name.partition("-")[0])


def is_release(name):
    """A folder may have others, such as lost+found where it is a disk of its own."""
    return re.fullmatch("[0-9]+-[0-9a-f]{64}", name) is not None


def exchange(one, other):
    """Two folders get each other's name in one step. Python has no call for it, and not every file system can."""
    at_working_folder, flag = -100, 2
    if ctypes.CDLL(None, use_errno=True).renameat2(at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), flag) != 0:
        raise OSError(ctypes.get_errno(), f"{one} and {other} are not exchanged")


class Releases:
    def __init__(self, folder):
        self.folder = folder
        self.way, self.newest, self.newest_at = [], None, None
        os.makedirs(self.at("releases"), exist_ok=True)
        self.lock = open(self.at("lock"), "w")

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def hold(self, seconds=WAIT_SECONDS):
        """Whether it gets the lock within so many seconds. It is let go when the program ends, or before."""
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(0.2)

    def let_go(self):
        fcntl.flock(self.lock, fcntl.LOCK_UN)

    @contextlib.contextmanager
    def known(self, may_change=True):
        """With what was taken so far. What goes wrong within comes before any switch, whatever it is, and is said in one line."""
        try:
            if os.path.exists(self.at("taken.json")):
                try:
                    with open(self.at("taken.json")) as file:
                        taken = json.load(file)
                    self.way, self.newest, self.newest_at = list(taken["way"]), taken["newest"], taken.get("newest_at")
                    for name in [*self.way, self.newest]:
                        number_of(name)
                except (ValueError, LookupError, TypeError, AttributeError) as error:
                    self.begin_anew(error, may_change)
                # A program ended before it had done what it had decided.
                if may_change and self.way and self.current() != self.way[-1]:
                    self.point_to(self.way[-1])
            yield
        except Exception as error:
            sys.exit(f"nothing was changed, current stays {self.way[-1] if self.way else 'nothing'}: {error}")

    def current(self):
        link = self.at("current")
        name = os.path.basename(os.readlink(link)) if os.path.islink(link) else ""
        return name if is_release(name) else None

    def begin_anew(self, error, may_change):
        """By the link and the folders: what came before is forgotten, so there is no way back, and what is current stays. Without a link
        nothing is current, and what is published is taken, unless it is older than what is there."""
        current, folder = self.current(), self.at("releases")
        there = [name for name in os.listdir(folder) if is_release(name)]
        self.way = [] if current is None else [current]
        self.newest = max([*there, *self.way], key=number_of, default=None)
        path = os.path.join(folder, self.newest) if self.newest in there else self.at("current")
        self.newest_at = None if self.newest is None else int(os.lstat(path).st_mtime)
        print(f"taken.json is damaged ({error}): current stays {current or 'nothing'}, and --back leads nowhere until the next release", flush=True)
        # As if nothing had ever come, where nothing is known.
        if may_change and self.newest is None:
            os.unlink(self.at("taken.json"))
        elif may_change:
            self.note(self.way)

    def is_whole(self, name):
        """Whether each file is as its own release says, and there is no other one: a state that somebody put there would be applied."""
        folder = self.at("releases", name)
        try:
            with open(os.path.join(folder, "release.json")) as file:
                files = json.load(file)["files"]
            for path, sha256 in files.items():
                with open(os.path.join(folder, path), "rb") as file:
                    if hashlib.sha256(file.read()).hexdigest() != sha256:
                        return False
            # A link to a folder is among the folders.
            there = [os.path.join(at, one) for at, folders, names in os.walk(folder) for one in [*folders, *names]]
            named = {os.path.join(folder, path) for path in [*files, "release.json"]}
            return {path for path in there if os.path.islink(path) or not os.path.isdir(path)} == named
        # What is JSON still need not be what was written.
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return False

    def put(self, name, files):
        """Writes a release beside what is used. Its folder gets its name when it is complete, and on the disk: one that is damaged serves until then."""
        part = self.at("releases", ".part")
        shutil.rmtree(part, ignore_errors=True)
        for path, content in files.items():
            os.makedirs(os.path.dirname(os.path.join(part, path)), exist_ok=True)
            # With the time of now: a master takes a file for unchanged while its time is, and in a release all have one time.
            with open(os.path.join(part, path), "wb") as file:
                file.write(content)
        os.sync()
        try:
            exchange(part, self.at("releases", name))
        except OSError:
            # It is a new one, or this file system cannot: then the folder is missing for a moment.
            shutil.rmtree(self.at("releases", name), ignore_errors=True)
            os.rename(part, self.at("releases", name))
        shutil.rmtree(part, ignore_errors=True)

    def add(self, name):
        """Makes one that was put there current, and removes what is no longer kept."""
        way = [*(one for one in self.way if one != name), name][-KEPT:]
        if self.newest is None or number_of(name) > number_of(self.newest):
            self.newest, self.newest_at = name, int(time.time())
        self.switch(way)
        for old in set(filter(is_release, os.listdir(self.at("releases")))) - set(way):
            shutil.rmtree(self.at("releases", old))

    def before(self):
        """What `back` goes to. Only to what was current, and was not left by it: its hash was that of a signed release, and it is whole."""
        if len(self.way) < 2:
            raise ValueError(f"there is no release before {self.way[-1] if self.way else 'the first'}")
        if not self.is_whole(self.way[-2]):
            raise ValueError(f"{self.way[-2]}, the release before, was changed or lost on this master; publish the one that you want as a newer one")
        return self.way[-2]

    def back(self):
        self.before()
        self.switch(self.way[:-1])

    def switch(self, way):
        """To the last one of the way. What was decided is on the disk first: the next program completes it."""
        self.note(way)
        self.way = way
        self.point_to(way[-1])

    def note(self, way):
        with open(self.at("taken.json.part"), "w") as file:
            json.dump({"way": way, "newest": self.newest, "newest_at": self.newest_at}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.at("taken.json.part"), self.at("taken.json"))

    def point_to(self, name):
        """In one step: whoever opens a file finds all of one release, or all of the other."""
        part = self.at("current.part")
        if os.path.islink(part):
            os.unlink(part)
        os.symlink(os.path.join("releases", name), part)
        os.replace(part, self.at("current"))
        print(f"current is {name}", flush=True)


if __name__ == "__main__":
    # A slip in --back must not do anything else.
    if len(sys.argv) != 3 or sys.argv[2] != "--back":
        sys.exit(f"got {' '.join(sys.argv[1:]) or 'nothing'}, expected a file of settings, and --back")
    with open(sys.argv[1]) as settings:
        releases = Releases(json.load(settings)["folder"])
    if not releases.hold():
        sys.exit(BUSY)
    with releases.known():
        releases.back()
