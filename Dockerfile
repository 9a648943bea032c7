# The portal as an image: web server and worker alike, by their command. Nothing of the build stays in it, nothing in it
# can be written, and it runs as nobody in particular.
#   docker build --tag egide .
FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make python3-venv gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/egide
COPY requirements*.txt constraints.txt ./
# One more file of packages, such as requirements-s3.txt.
ARG EXTRA=requirements.txt
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt --requirement requirements.txt --requirement "$EXTRA"
COPY . .
# Letters, styles and translations, made once; the key that this draws is a developer's, and does not leave this stage.
RUN touch .venv/.made .venv/.packages \
    && make var/static/staticfiles.json locale/en/LC_MESSAGES/django.mo \
    && rm -f var/secret_key

FROM debian:12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/egide --shell /usr/sbin/nologin egide
WORKDIR /srv/egide
COPY --from=build --chown=root:root /srv/egide /srv/egide
RUN for kept in workers metrics documents backups examples; do install -d -o egide -g egide "var/$kept"; done
ENV EGIDE_ENV=production PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/srv/egide/.venv/bin:$PATH
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/sante/live', headers={'Host': __import__('os').environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0]}), timeout=4)"]
CMD ["python", "manage.py", "web", "--host", "0.0.0.0", "--port", "8000"]
