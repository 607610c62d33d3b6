#!/usr/bin/env bash
# Opens a model that this library saved with Hugging Face transformers, and compares its greedy answers with the library's
# own: saved-model.sh [FOLDER [OPTION...]]. The folder is what dev.seal.bench.Saved wrote; where it has no answers.json,
# Saved is run first, with the options (by default --model practice, the embedded model with an adapter merged into it).
# Exit code 0 where all answers are equal. Without a folder, a temporary one is used.
# Needs seal-bench/target/benchmarks.jar (mvn -DskipTests package) and Python 3.10 or newer. PyTorch, transformers and
# safetensors are installed from PyPI into the virtual environment of peft-roundtrip.sh, outside of the repository, about
# 2 GB at first: $SEAL_PEFT_VENV, or ~/.cache/seal/peft-venv.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
jar=$root/seal-bench/target/benchmarks.jar
venv=${SEAL_PEFT_VENV:-$HOME/.cache/seal/peft-venv}

python_packages "$venv" torch==2.15.0 transformers==5.23.0 safetensors==0.8.0

if [ $# -gt 0 ]; then
  folder=$1
  shift
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi

if [ ! -f "$folder/answers.json" ]; then
  [ -f "$jar" ] || fail "$jar is not there; run mvn -DskipTests package first"
  [ $# -gt 0 ] || set -- --model practice
  java -cp "$jar" dev.seal.bench.Saved --out "$folder" --device cpu "$@"
fi

if "$venv/bin/python" "$root/scripts/saved_model.py" "$folder"; then
  echo "saved-model: transformers gives the same answers"
else
  fail "answers differ; see above"
fi
