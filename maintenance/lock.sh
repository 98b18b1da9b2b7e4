#!/usr/bin/env bash
# Writes requirements.lock: exact versions for running and testing, with the hashes of all files
# published for each, and without naming any index or host. LOCKER may name a pip-compile.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${LOCKER:-}" ]; then
  tools=$(mktemp -d)
  trap 'rm -rf "$tools"' EXIT
  "${PYTHON:-python3}" -m venv "$tools"
  "$tools/bin/python" -m pip install --quiet pip-tools
  LOCKER="$tools/bin/pip-compile"
fi

# `--unsafe-package` replaces pip-compile's own list: setuptools, needed to build us without network
# access, is locked too, and only ourselves, named by our own extras, are left out.
"$LOCKER" --quiet --generate-hashes --unsafe-package piaoxiang --strip-extras --extra test \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header \
  --output-file requirements.lock pyproject.toml
sed -i '/^#/d; /^$/d' requirements.lock
