"""Files and folders that are there whole or not at all: what is written takes its place only when it is complete. Knows no format."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from graph.model import WatchdocketError

T = TypeVar("T")


def replace_file(path: Path, write: Callable[[IO[bytes]], T]) -> T:
    """Call `write` with a temporary file beside `path`, which takes its place at the end. After a failure the old file stands as it was."""
    with _failing(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "wb", buffering=1 << 20) as out:
                result = write(out)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return result


def replace_folder(path: Path, mark: str, write: Callable[[Path], T]) -> T:
    """As `replace_file` for a folder. One that is there is replaced only where it has the file `mark`, by which an export is known."""
    if path.exists() and not (path / mark).is_file() and not (path.is_dir() and not any(path.iterdir())):
        raise WatchdocketError(f"{path} is there and is no earlier export of this format; name a folder that is not there yet.")
    with _failing(path):
        new = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            result = write(new)
            new.chmod(0o755)
            if path.exists():
                os.rename(path, old := new.with_name(new.name + ".old"))
                os.rename(new, path)
                shutil.rmtree(old)
            else:
                os.rename(new, path)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
    return result


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Says in a sentence why `path` was not written."""
    try:
        yield
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        raise WatchdocketError(f"A text holds the character {character!r}, which no file can hold; {path} was not written.") from error
    except OSError as error:
        if not path.parent.is_dir() or isinstance(error, PermissionError):
            raise WatchdocketError(f"Nothing can be written in {path.parent}: {error.strerror}.") from error
        raise WatchdocketError(f"{path} was not written: {error.strerror}.") from error
