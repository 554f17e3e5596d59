# The app's image. `runtime` is what runs in production; `dev` is the same with the developers' tools on top.
# Give a mirror or a digest with --build-arg PYTHON_IMAGE=… and NODE_IMAGE=….
ARG PYTHON_IMAGE=python:3.13-slim-trixie
ARG NODE_IMAGE=node:22-slim

FROM ${NODE_IMAGE} AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --silent
COPY assets assets
RUN npm run --silent build

FROM ${PYTHON_IMAGE} AS dependencies
WORKDIR /build
# The base's pip installs into an environment that has none.
RUN python -m venv --without-pip /opt/humangov
COPY requirements/run.txt requirements/
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m pip --python /opt/humangov/bin/python install --quiet --require-hashes -r requirements/run.txt
RUN printf '%s\n' '#!/opt/humangov/bin/python' 'from humangov.cli import main' 'main()' >/opt/humangov/bin/humangov \
 && chmod 755 /opt/humangov/bin/humangov \
 && echo /srv/humangov/src >"$(echo /opt/humangov/lib/python3*/site-packages)/humangov.pth"

FROM dependencies AS run-dependencies
# botocore describes four hundred services of AWS, more than all else here together. These are called.
RUN find /opt/humangov/lib/python3*/site-packages/botocore/data -mindepth 1 -maxdepth 1 -type d \
      ! -name dynamodb ! -name kms ! -name s3 ! -name sesv2 ! -name sts -exec rm -r {} +

FROM dependencies AS dev-dependencies
COPY requirements/dev.txt requirements/
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m pip --python /opt/humangov/bin/python install --quiet --require-hashes -r requirements/dev.txt

FROM ${PYTHON_IMAGE} AS runtime
# Nothing that installs, and nothing that runs as somebody else.
RUN find / -xdev \( -path '*-packages/pip' -o -path '*-packages/pip-*' -o -name 'pip-*.whl' -o -path '*/bin/pip*' \) \
      -prune -exec rm -rf {} + \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
 && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin humangov
WORKDIR /srv/humangov
COPY --from=run-dependencies /opt/humangov /opt/humangov
COPY src src
COPY --from=assets /build/src/humangov/web/static/dist src/humangov/web/static/dist
COPY gunicorn.conf.py limits.env ./
# Compiled here: the root is read-only where this runs.
RUN python -m compileall -q --invalidation-mode unchecked-hash src
ARG REVISION=""
# A name is asked for twice, a second each: Python has no time-out for it, and glibc waits for ten seconds.
ENV PATH=/opt/humangov/bin:$PATH \
    RES_OPTIONS="timeout:1 attempts:2" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HUMANGOV_REVISION=$REVISION
LABEL org.opencontainers.image.title="HumanGov" \
      org.opencontainers.image.description="The personnel file of record for US state governments" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision=$REVISION
USER 10001:10001
# Uploads on their way to the document store; a volume gets its owner and mode from here.
VOLUME ["/tmp"]
CMD ["gunicorn", "-c", "gunicorn.conf.py", "humangov.wsgi:app"]

FROM runtime AS dev
COPY --from=dev-dependencies /opt/humangov /opt/humangov
