#!/usr/bin/env bash
# Records what Hugging Face transformers makes of chat templates, for the tests to compare: writes seal-lora/src/test/
# resources/chat/*.json. The templates are those that llama.cpp collects, read from the source distribution of
# llama-cpp-python on PyPI, which carries llama.cpp. Needs Python 3.10 or newer; transformers and jinja2 are installed
# from PyPI into a virtual environment outside of the repository: $SEAL_CHAT_VENV, or ~/.cache/seal/chat-venv. The source
# distribution (75 MB) is kept beside it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
venv=${SEAL_CHAT_VENV:-$HOME/.cache/seal/chat-venv}
version=0.3.36
source=$venv/llama_cpp_python-$version.tar.gz

python_packages "$venv" transformers==5.23.0 jinja2==3.1.6
if [ ! -f "$source" ]; then
  "$venv/bin/python" -m pip download --quiet --no-deps --no-binary :all: --dest "$venv" "llama-cpp-python==$version" \
    || fail "cannot download the source of llama-cpp-python $version"
fi

"$venv/bin/python" "$root/scripts/chat_goldens.py" "$source" "$root/seal-lora/src/test/resources"
