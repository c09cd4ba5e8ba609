# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For the bats files of this folder: finds the programs and runs scripts on a simulated machine. Loaded by each.

cli_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cli_top=$(cd "$cli_folder/../.." && pwd)
cli_build=${top_builddir:-$cli_top/build}
PATH=${ACCFG_TEST_BIN:+$ACCFG_TEST_BIN:}$cli_build/bin:$PATH
export PATH cli_folder cli_top cli_build
unset COLUMNS ACCFG_LOG
export ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99} # no exit status of accfg

# Without FUSE or namespaces there is no simulated machine; bats shows the reason.
needs_sim() {
  local output
  command -v accfg-sim >/dev/null || skip "accfg-sim is not built"
  output=$(accfg-sim --machine dsa:1 -- true 2>&1) || skip "no simulated machine here: $output"
}

# in_sim [OPTION...]: runs the script on stdin inside; it has the words of inside.bash. Its folder is a new one.
in_sim() {
  local script=$BATS_TEST_TMPDIR/script
  mkdir -p "$BATS_TEST_TMPDIR/work"
  { echo ". '$cli_folder/inside.bash'" && cat; } >"$script"
  (cd "$BATS_TEST_TMPDIR/work" && accfg-sim "$@" -- bash -u "$script")
}

# on_host: the same without a machine.
on_host() {
  local script=$BATS_TEST_TMPDIR/script
  mkdir -p "$BATS_TEST_TMPDIR/work"
  { echo ". '$cli_folder/inside.bash'" && cat; } >"$script"
  (cd "$BATS_TEST_TMPDIR/work" && bash -u "$script")
}
