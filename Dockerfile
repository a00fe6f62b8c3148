# One image for web, worker and beat: the command decides.
FROM python:3.13.15-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements/image.lock .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r image.lock

FROM python:3.13.15-slim-bookworm
RUN useradd --create-home --uid 10001 gradual
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data STATIC_ROOT=/app/static PROMETHEUS_MULTIPROC_DIR=/data/metrics \
    GRANIAN_BLOCKING_THREADS=16
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY manage.py ./
COPY storefront storefront
COPY education education
COPY templates templates
# Compiled here, since containers can write only to /data and /tmp.
RUN python -m compileall -q storefront education \
    && mkdir /data \
    && SECRET_KEY=build-time-only SALEOR_API_URL=http://build.invalid/graphql/ python manage.py collectstatic --noinput -v 0 \
    && chown -R gradual /data
USER gradual
VOLUME /data
EXPOSE 8080
CMD ["granian", "storefront.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8080", \
     "--http", "1", "--workers", "2", "--workers-kill-timeout", "5"]
