# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

faults() {
  printf '%s' "$1" >"$BATS_TEST_TMPDIR/faults"
}

@test "enable and disable do what they say, and doing it again is no failure" {
  in_sim --machine dsa:1 <<'SH'
configured
expect 0 accfg enable-device dsa0
err_is "accfg: enabled 1 device(s) out of 1"
attr dsa0 state enabled
expect 0 accfg enable-device dsa0
err_is "accfg: dsa0 is enabled already
accfg: enabled 1 device(s) out of 1"
expect 0 accfg enable-wq dsa0/wq0.0
err_is "accfg: enabled 1 wq(s) out of 1"
attr wq0.0 state enabled
[ -c /dev/dsa/wq0.0 ] || wrong "no node"
expect 0 accfg enable-wq dsa0/wq0.0
err_has "dsa0/wq0.0 is enabled already"
expect 0 accfg disable-wq dsa0/wq0.0
attr wq0.0 state disabled
expect 0 accfg disable-wq dsa0/wq0.0
err_has "dsa0/wq0.0 is disabled already"
expect 0 accfg disable-device dsa0
attr dsa0 state disabled
expect 0 accfg disable-device dsa0
err_has "dsa0 is disabled already"
SH
}

@test "every object is tried, and the first failure is the exit status" {
  in_sim --machine dsa:3 <<'SH'
configured
expect 3 accfg enable-device dsa1 dsa0 dsa2
err_has "dsa1: "
err_has "dsa2: "
err_has "enabled 1 device(s) out of 3"
attr dsa0 state enabled
expect 10 accfg disable-device dsa9 dsa0
err_has "dsa9"
err_has "disabled 1 device(s) out of 1"
attr dsa0 state disabled
SH
}

@test "what cannot be enabled is explained" {
  in_sim --machine dsa:2 <<'SH'
expect 3 accfg enable-device dsa0
err_has "accfg: dsa0: "
err_has "enabled 0 device(s) out of 1"
configured
expect 1 accfg enable-wq dsa0/wq0.0
err_has "accfg: dsa0/wq0.0: "
expect 0 accfg enable-device dsa0
expect 3 accfg enable-wq dsa0/wq0.1
err_has "accfg: dsa0/wq0.1: "
SH
  in_sim --machine dsa:1 --no-enqcmd <<'SH'
configured
expect 6 accfg enable-device dsa0
err_has "accfg: dsa0: "
SH
}

@test "clients of a wq are respected unless forced" {
  faults '[{"object": "wq0.0", "clients": 2}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
enabled
expect 4 accfg disable-wq dsa0/wq0.0
err_has "dsa0/wq0.0"
attr wq0.0 state enabled
expect 4 accfg disable-device dsa0
attr dsa0 state enabled
expect 0 accfg disable-wq -f dsa0/wq0.0
attr wq0.0 state disabled
SH
}

@test "all, families, globs and PCI addresses are taken; no device of a family is no failure" {
  in_sim --machine dsa:2 <<'SH'
configured
put 0 engine1.0 group_id
put 0 wq1.0 group_id
put dedicated wq1.0 mode
expect 0 accfg enable-device all
attr dsa1 state enabled
expect 0 accfg disable-device 'dsa[01]'
attr dsa0 state disabled
attr dsa1 state disabled
expect 0 accfg disable-device iax
err_is "accfg: disabled 0 device(s) out of 0"
expect 10 accfg disable-device 'qat*'
SH
}

@test "a node that nobody makes is said after a bounded wait, and is no failure" {
  [ -z "${ACCFG_TEST_BIN-}" ] || skip "valgrind is slower than the bound"
  faults '[{"object": "wq0.0", "node_delay_us": 60000000}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
configured
expect 0 accfg enable-device dsa0
SECONDS=0
expect 0 accfg enable-wq dsa0/wq0.0 --timeout=0.2
[ $SECONDS -lt 2 ] || wrong "took $SECONDS s"
err_has "nobody made its node /dev/dsa/wq0.0 (character device "
expect 0 accfg disable-wq wq0.0
expect 3 accfg enable-wq dsa0/wq0.0 --timeout=soon
SH
}

@test "a device that the hardware refuses is a plain failure with the command status" {
  faults '[{"object": "dsa0", "command": "enable-device", "cmd_status": 19}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
configured
expect 1 accfg --json-errors enable-device dsa0
err_has '"cmd_status":"0x13"'
attr dsa0 state disabled
SH
}

@test "a halted device is neither disabled nor enabled, and said to be halted" {
  faults '[{"object": "wq0.0", "attr": "size", "halt": true}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
put 8 wq0.0 size
attr dsa0 state halted
expect 1 accfg disable-device -f dsa0
err_has "dsa0: state=halted: stays so"
err_has "disabled 0 device(s) out of 1"
expect 1 accfg enable-device dsa0
err_has "dsa0: state=halted: stays so"
SH
}

@test "a wq that the driver does not enable keeps its type and name, which the driver takes" {
  faults '[{"object": "wq0.0", "command": "enable-wq", "cmd_status": 20, "nth": 1}]'
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" --log log <<'SH'
configured
expect 0 accfg enable-device dsa0
expect 3 accfg enable-wq dsa0/wq0.0
err_has "accfg: dsa0/wq0.0: the sizes of the wqs are more than the device has"
attr wq0.0 type user
attr wq0.0 name app
attr wq0.0 state disabled
grep -q '"attr":"type","value":"user","result":"ok"' log || wrong "the driver did not take it"
expect 0 accfg enable-wq dsa0/wq0.0
SH
}
