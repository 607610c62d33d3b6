#!/usr/bin/env bash
# Makes the tiny random models of the tests with Hugging Face transformers, one for each architecture and head layout, and
# records with transformers and PEFT what they compute. Everything is drawn from fixed seeds.
# Needs Python 3.10 or newer. PyTorch, transformers, peft, tokenizers and safetensors, in the versions below, are installed
# from PyPI into a virtual environment outside of the repository, about 2 GB at first: $SEAL_TINY_VENV, or
# ~/.cache/seal/tiny-venv. The optional argument is the folder to write to; by default it is the tests' own.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
venv=${SEAL_TINY_VENV:-$HOME/.cache/seal/tiny-venv}

python_packages "$venv" torch==2.15.0 transformers==5.23.0 peft==0.21.2 tokenizers==0.23.3 safetensors==0.8.0

folder=${1:-$root/seal-lora/src/test/resources/tiny}
mkdir -p "$folder"
"$venv/bin/python" "$root/scripts/tiny_models.py" "$folder"
