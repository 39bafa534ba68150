"""A shared cache that nobody has to wait for."""

import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# Seconds: how long a server may take to answer, and how long one that did not is left alone.
PATIENCE = 0.5
LEFT_ALONE = 5.0


class RedisElseMemory(BaseCache):
    """Redis (or Valkey); while it is away, this process's own memory.

    Attempts to sign in are then counted by each process alone: weaker, but the desk stays
    open and still counts. No call raises because the server is away.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self._redis = RedisCache(server, {**params, "OPTIONS": patience})
        self._memory = LocMemCache(server, params)
        self._away_until = 0.0

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._ask("set", key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version))

    def clear(self) -> None:
        self._memory.clear()
        self._ask("clear")

    def _ask(self, act: str, *arguments: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return getattr(self._redis, act)(*arguments)
            except (RedisError, OSError):
                self._away_until = time.monotonic() + LEFT_ALONE
        return getattr(self._memory, act)(*arguments)
