#!/usr/bin/env bash
# Makes small LoRA adapters of every kind that the library computes over one tiny random model with Hugging Face PEFT, and
# records their logits and a short training run. Everything is drawn from fixed seeds.
# With --check, opens with PEFT what PeftKindsTest of seal-lora saved of them, and compares the logits with the recorded
# ones (run that test first; it leaves its adapters in seal-lora/target/peft-saved).
# Needs Python 3.10 or newer. PyTorch, transformers, peft and safetensors, in the versions below, are installed from PyPI
# into a virtual environment outside of the repository, about 2 GB at first: $SEAL_TINY_VENV, or ~/.cache/seal/tiny-venv.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/python.sh"
venv=${SEAL_TINY_VENV:-$HOME/.cache/seal/tiny-venv}

python_packages "$venv" torch==2.15.0 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0

# Sets of names are written in the order of their hashes.
export PYTHONHASHSEED=0 HF_HUB_OFFLINE=1

goldens=$root/seal-lora/src/test/resources/peft
if [ "${1:-}" = --check ]; then
  saved=$root/seal-lora/target/peft-saved
  [ -d "$saved" ] || fail "$saved is not there; run mvn test -pl seal-lora -am -Dtest=PeftKindsTest first"
  "$venv/bin/python" "$root/scripts/peft_goldens.py" "$goldens" --check "$saved"
else
  "$venv/bin/python" "$root/scripts/peft_goldens.py" "$goldens"
fi
