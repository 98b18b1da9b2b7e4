#!/usr/bin/env bash
# Sees to the programs that pip cannot install, on Debian and Ubuntu.
#
#   debian_packages.sh python   what it takes to make a virtual environment
#   debian_packages.sh test     what the tests use besides: a browser, the independent verifier,
#                               and the programs that read a PDF and a workbook
#
# As root it installs what is missing; otherwise it names it and fails.
set -euo pipefail

python=${PYTHON:-python3}
missing=()

need() { # PACKAGE, then a command that succeeds when it is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

case "${1:-}" in
  python)
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      echo "Piaoxiang needs Python 3.11 or newer; '$python' is not. Name another: make PYTHON=python3.12" >&2
      exit 1
    fi
    need python3-venv "$python" -c 'import ensurepip, venv'
    ;;
  test)
    need chromium sh -c 'command -v chromium || command -v chromium-browser || command -v google-chrome'
    need belenios-tool command -v belenios-tool
    need poppler-utils sh -c 'command -v pdftotext && command -v pdftoppm'
    need libreoffice-calc-nogui command -v soffice
    ;;
  *)
    echo "usage: $0 python|test" >&2
    exit 2
    ;;
esac

[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "These packages are missing: ${missing[*]}" >&2
  echo "On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
