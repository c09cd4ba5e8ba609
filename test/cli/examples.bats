# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of Documentation/examples do what their heads say.
load helpers

setup() {
  needs_sim
  mkdir -p "$BATS_TEST_TMPDIR/work"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR/work"
  export examples=$cli_build/Documentation/examples
  [ -x "$examples/load-profile" ] || skip "the examples are not built: make check does"
}

@test "load-profile prints the steps, takes them, and has none the second time" {
  in_sim --machine dsa:1 <<'SH'
expect 0 "$examples/load-profile" demo.json
out_has 'set dsa0/wq0.0 mode: "shared" -> "dedicated" (before the threshold, which dedicated mode clears)'
out_has "enable dsa0/wq0.1"
out_has "it is as the profile says"
attr wq0.1 state enabled
expect 0 accfg diff-config -e -c demo.json
expect 0 "$examples/load-profile" demo.json
out_is "it is as the profile says"
SH
}

@test "load-profile says what is wrong with a profile, and what became of the machine" {
  echo '[{"object": "wq0.0", "attr": "size", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
echo '[{ "dev": "dsa0", "sise": 1 }]' >wrong.json
expect 1 "$examples/load-profile" wrong.json
err_has "dsa0: sise: unknown key"
out_is ""
echo "{ \"version\": 1, \"configs\": { \"a\": [], \"b\": $(cat demo.json) } }" >two.json
expect 1 "$examples/load-profile" two.json
err_has "there are several configurations, select one"
expect 1 "$examples/load-profile" two.json b
out_has "it failed, and all is as it was before"
SH
}

@test "build-profile prints a profile that load-config takes, and applies it itself" {
  in_sim --machine dsa:1,iax:1 <<'SH'
expect 0 "$examples/build-profile" dsa0
cp .out made.json
expect 0 accfg check-config --strict -e -c made.json
expect 0 accfg config-wq dsa0/wq0.5 -s 8
expect 0 "$examples/build-profile" dsa0 apply
err_has "outcome 1"
attr wq0.0 state enabled
attr wq0.0 name "by hand"
attr wq0.5 size 0
expect 0 accfg diff-config -e --exact -c made.json
expect 1 "$examples/build-profile" gpu0
err_is "dev=gpu0: no name of a device, and no selector of devices"
SH
}
