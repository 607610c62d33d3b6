#!/usr/bin/env bash
# Carries LoRA adapters of the embedded practice model between this library and Hugging Face PEFT, both ways: PEFT opens
# an adapter that the library trained and saved, and the library one that PEFT trained and saved. Each time the greedy
# answers of both are compared token by token; a difference fails, except where the two best tokens are a tie.
# Needs seal-bench/target/benchmarks.jar (mvn -DskipTests package) and Python 3.10 or newer. PyTorch, transformers, peft
# and safetensors are installed from PyPI into a virtual environment outside of the repository, about 2 GB at first:
# $SEAL_PEFT_VENV, or ~/.cache/seal/peft-venv. The optional argument is the folder to work in; by default it is
# a temporary one.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
jar=$root/seal-bench/target/benchmarks.jar
venv=${SEAL_PEFT_VENV:-$HOME/.cache/seal/peft-venv}

[ -f "$jar" ] || fail "$jar is not there; run mvn -DskipTests package first"

python_packages "$venv" torch==2.15.0 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0

if [ $# -gt 0 ]; then
  folder=$1
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi

ours() {
  java -cp "$jar" dev.seal.bench.PeftRoundTrip "$@"
}

# Everything is tried before the first failure counts, so that one run says all there is to say.
status=0
ours --out "$folder" --device cpu
"$venv/bin/python" "$root/scripts/peft_roundtrip.py" "$folder" || status=1
ours --check "$folder" --device cpu || status=1

if [ $status -eq 0 ]; then
  echo "peft-roundtrip: both ways give the same greedy answers"
else
  fail "greedy answers differ; see above"
fi
