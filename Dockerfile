FROM python:3.13-slim AS build
WORKDIR /srv/ismi/current
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: --requirement requirements.txt
COPY . .
RUN deploy/assemble

FROM python:3.13-slim
# The code belongs to root: the program that serves it cannot change it.
RUN groupadd --gid 10001 ismi \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin ismi \
    && install --directory --owner ismi --group ismi /var/lib/ismi/media /srv/ismi/static
COPY --from=build /srv/ismi/current /srv/ismi/current
ENV PATH=/srv/ismi/current/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/var/lib/ismi/media
WORKDIR /srv/ismi/current
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["python", "-m", "ismi_cms.operations.probe", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10", "ismi_cms.wsgi:application"]
