import os
import subprocess
import sys
from pathlib import Path

import pytest

from ismi_cms.locks import held, is_free, take_if_free


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "some.lock"


def test_a_lock_nobody_ever_took_is_free_and_stays_unmade(lock: Path) -> None:
    assert is_free(lock)
    assert not lock.exists()


def test_a_held_lock_is_free_again_after_the_block(lock: Path) -> None:
    with held(lock):
        assert not is_free(lock)
        assert take_if_free(lock) is None
    assert is_free(lock)


def test_many_share_a_lock_and_none_of_them_may_have_it_alone(lock: Path) -> None:
    with held(lock, shared=True), held(lock, shared=True):
        assert take_if_free(lock) is None


def test_a_taken_lock_is_given_back_when_closed(lock: Path) -> None:
    descriptor = take_if_free(lock)
    assert descriptor is not None
    assert not is_free(lock)

    os.close(descriptor)

    assert is_free(lock)


def test_the_kernel_gives_a_killed_holders_lock_back(lock: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from ismi_cms.locks import take_if_free;"
        "take_if_free(Path(sys.argv[1])); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, lock], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert not is_free(lock)
        holder.kill()
        holder.wait()
    assert is_free(lock)


def test_a_link_laid_in_the_place_of_a_lock_is_not_followed(lock: Path, tmp_path: Path) -> None:
    lock.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic links"), held(lock):
        pass
    assert not (tmp_path / "elsewhere").exists()
