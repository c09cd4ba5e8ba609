# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Runs the program that has the name of the script, whose TAP is the script's, on a simulated machine: test-NAME.tap with the
# newest kernel, test-NAME-KERNEL.tap with that one.
set -u
name=$(basename "$0" .tap)
case $name in
*-[0-9]*) kernel=${name##*-} ;;
*) kernel=7.2 ;;
esac
build=${top_builddir:-build}
program=$build/test/unit/${name%-[0-9]*}
if ! [ -x "$build/bin/accfg-sim" ] || ! [ -x "$program" ]; then
  echo "1..0 # SKIP without the simulator or cmocka"
  exit 0
fi
if ! why=$("$build/bin/accfg-sim" --machine dsa:1 -- true 2>&1); then
  echo "1..0 # SKIP the simulator cannot run here: $why"
  exit 0
fi
exec "$build/bin/accfg-sim" --kernel "$kernel" --machine dsa:24,iax:1 -- "$program"
