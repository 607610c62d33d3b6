#!/usr/bin/env bash
# Makes the GGUF files and the values that the library's GGUF reader is tested against, and writes them to
# seal-lora/src/test/resources/gguf (or to the folder given): blocks of each quantised type, unpacked by the gguf
# package; tiny tokenizers, with ids from the tokenizers and sentencepiece packages; tiny random models, with the same
# weights under Hugging Face's names. Nothing is downloaded but these packages, from PyPI, into a virtual environment
# outside of the repository: $SEAL_GGUF_VENV, or ~/.cache/seal/gguf-venv. Needs Python 3.10 or newer.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
venv=${SEAL_GGUF_VENV:-$HOME/.cache/seal/gguf-venv}
out=${1:-$root/seal-lora/src/test/resources/gguf}

python_packages "$venv" gguf==0.19.0 numpy==2.4.6 safetensors==0.8.0 sentencepiece==0.2.3 tokenizers==0.23.3

mkdir -p "$out"
"$venv/bin/python" "$root/scripts/gguf_goldens.py" "$out"
