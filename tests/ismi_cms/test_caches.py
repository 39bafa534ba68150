"""The shared cache: its server may be away, the desk is not."""

import socket
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisIsAway

from ismi_cms.caches import LEFT_ALONE, RedisElseMemory


@pytest.fixture
def nobody_s_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def cache(nobody_s_port: int) -> RedisElseMemory:
    one = RedisElseMemory(f"redis://127.0.0.1:{nobody_s_port}/0", {})
    one.clear()
    return one


def test_while_the_server_is_away_this_process_remembers(cache: RedisElseMemory) -> None:
    assert [cache.add("attempts", 1), cache.add("attempts", 2)] == [True, False]
    cache.set("attempts", 3, 60)
    assert (cache.get("attempts"), cache.get("others", 0)) == (3, 0)
    assert (cache.touch("attempts", 60), cache.delete("attempts")) == (True, True)
    assert cache.get("attempts") is None


def test_a_server_that_did_not_answer_is_left_alone_for_a_while(
    cache: RedisElseMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(*arguments: Any) -> None:
        asked.append(arguments)
        raise RedisIsAway

    monkeypatch.setattr(RedisCache, "get", away)
    cache._away_until = 0.0
    cache.get("first")
    cache.get("second")
    assert len(asked) == 1
    cache._away_until -= LEFT_ALONE
    cache.get("third")
    assert len(asked) == 2


def test_a_server_that_answers_is_asked(
    cache: RedisElseMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RedisCache, "get", lambda _self, key, *_: f"{key} of the server")
    cache._away_until = 0.0
    assert cache.get("attempts") == "attempts of the server"
