"""Locks that the kernel gives back by itself when their holder dies, even by kill -9."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open the lock file, made if missing, and return its descriptor.

    Child programs do not inherit it unless it is passed to them by name.
    Raises OSError when the directory is missing or belongs to somebody else.
    """
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


@contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[int]:
    """Wait for the lock, hold it for the time of the block, and yield its descriptor."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def take_if_free(path: Path) -> int | None:
    """Take the lock without waiting: its descriptor, or None while somebody holds it.

    Closing the descriptor, and every copy a child inherited, gives the lock back.
    """
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock at this moment; the file is not made if missing."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
