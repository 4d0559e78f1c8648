# The bot as an image. docs/installing.md says how it is run; tests/test_deployment.py reads this file.
# Whoever wants the same bytes tomorrow replaces both FROM by the digest of the image that was tried:
#   docker image inspect --format '{{index .RepoDigests 0}}' python:3.11-slim-bookworm

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
# What changes seldom comes first. The environment has no pip: nobody installs anything in the image.
RUN python -m venv --without-pip /opt/labcamp
COPY requirements.txt requirements.lock requirements-build.lock ./
# Of 30 MB of other languages in Babel the bot speaks none.
RUN pip --python /opt/labcamp/bin/python install --require-hashes -r requirements.txt \
 && find /opt/labcamp -path '*/babel/locale-data/*.dat' ! -name 'root.dat' ! -name 'de*' ! -name 'en*' -delete \
 && pip install --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE manifest.yaml .env.example ./
COPY deploy/labcamp.service deploy/
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY playground playground
RUN python -m hatchling build --target wheel \
 && pip --python /opt/labcamp/bin/python install --no-deps dist/*.whl

FROM python:3.11-slim-bookworm
# A number, so that an orchestrator sees that it is not root.
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin labcamp \
 && install --directory --owner labcamp --group labcamp --mode 0700 /data /backups
COPY --from=build /opt/labcamp /opt/labcamp
ENV PATH=/opt/labcamp/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/labcamp.db \
    LABCAMP_BACKUP_DIR=/backups \
    PORT=3000
USER 10001:10001
WORKDIR /data
VOLUME ["/data", "/backups"]
EXPOSE 3000
# An answer other than 200 ends it with an exception, and so with 1.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
CMD ["labcamp-bot", "run"]
