# Sourced by the scripts that need Python 3.10 or newer; they name what is installed, and where.

name=$(basename "$0" .sh)

fail() {
  echo "$name: $*" >&2
  exit 1
}

# python_packages FOLDER PACKAGE==VERSION... makes a virtual environment where there is none, and installs what it lacks.
python_packages() {
  local venv=$1
  shift
  if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv" || fail "cannot make a virtual environment in $venv; install Python 3.10 with venv"
  fi
  if ! "$venv/bin/python" - "$@" 2>/dev/null <<'PYTHON'; then
import sys
from importlib.metadata import version
for package in sys.argv[1:]:
    name, wanted = package.split("==")
    assert version(name).split("+")[0] == wanted
PYTHON
    "$venv/bin/python" -m pip install --quiet "$@" || fail "cannot install $* into $venv"
  fi
}
