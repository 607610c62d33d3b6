#!/usr/bin/env bash
# Kills dev.seal.bench.Proof at random moments in each of its phases, starts it again each time, and compares what it ends
# with to a run that was never stopped: kill-and-resume.sh [OPTION...], with the options of dev.seal.bench.KillAndResume, such
# as --kills 3. Exit code 0 where the results are the same, bit for bit. Without --out, a temporary folder is used.
# Builds seal-bench/target/benchmarks.jar if it is not there, which needs Maven and Java 17.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/seal-bench/target/benchmarks.jar

if [ ! -f "$jar" ]; then
  mvn -q -f "$root/pom.xml" -Dmaven.test.skip=true -pl seal-bench -am package
fi

case " $* " in
  *" --out"* | *" --help"*) ;;
  *)
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    set -- --out "$folder" "$@"
    ;;
esac

java -cp "$jar" dev.seal.bench.KillAndResume "$@"
