# SPDX-License-Identifier: GPL-2.0-or-later
# One test for each exit status (accfg(1)), and the forms of errors.
load helpers

setup() {
  needs_sim
}

@test "exit status 0: done, and nothing on stdout but data" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq wq0.0 -s 8
out_is ""
SH
}

@test "exit status 1: another failure" {
  printf '[{"object": "wq0.0", "attr": "size", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 1 accfg config-wq wq0.0 -s 8
err_has "dsa0/wq0.0: size=8: "
SH
}

@test "exit status 2: usage" {
  on_host <<'SH'
for line in "" "--nonsense" "frobnicate" "list --nonsense" "list -d" "list operand" "enable-wq" "config-wq -z 1 dsa0" "capture" "help nonsense" \
  "list --idle=yes" "list --de x"; do
  # shellcheck disable=SC2086
  expect 2 accfg $line
  out_is ""
  err_has "accfg: "
done
expect 2 accfg list --json-errors --nonsense
err_is '{"error":{"severity":"error","message":"--nonsense: no such option, or not the only one that begins so"}}'
SH
}

@test "exit status 3: a value is not valid" {
  in_sim --machine dsa:1 <<'SH'
expect 3 accfg config-wq wq0.0 -s 129
SH
}

@test "exit status 4: enabled, or in use" {
  in_sim --machine dsa:1 <<'SH'
enabled
expect 4 accfg reset dsa0
SH
}

@test "exit status 5: no permission" {
  printf '[{"object": "wq0.0", "attr": "size", "errno": "EACCES"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 5 accfg config-wq wq0.0 -s 8
SH
}

@test "exit status 6: not supported, or no driver" {
  in_sim --machine iax:1 --kernel 6.1 <<'SH'
expect 6 accfg config-device iax0 -l 4
expect 6 accfg config-wq iax0/wq0.0 -r 1
SH
  in_sim --machine dsa:1 --no-driver <<'SH'
expect 6 accfg status
expect 6 accfg enable-device dsa0
expect 0 accfg --version
expect 0 accfg help
SH
}

@test "exit status 8: failed after something had been changed, and undone" {
  printf '[{"object": "wq0.0", "attr": "size", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 8 accfg config-wq wq0.0 -m dedicated -s 8
attr wq0.0 mode shared
SH
}

@test "exit status 9: failed after something had been changed, and not undone" {
  printf '[%s{"object": "wq0.0", "attr": "size", "errno": "EIO"}]' \
    "$(for _ in $(seq 40); do printf '{"object": "wq0.0", "attr": "mode", "errno": "EIO", "nth": 2}, '; done)" \
    >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 9 accfg config-wq wq0.0 -m dedicated -s 8
err_has "accfg: dsa0/wq0.0: mode=dedicated: it is not as before: it was shared"
SH
}

@test "a device that goes away is said, and the others are shown" {
  printf '[{"object": "wq0.0", "attr": "priority", "vanish": true}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:2 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 10 accfg config-wq wq0.0 -p 3
err_is "accfg: dsa0/wq0.0: priority=3: the device is gone"
expect 10 accfg config-wq wq0.0 -p 3
expect 0 accfg list -i
json '[d["dev"] for d in j]' "['dsa1']"
expect 0 accfg status
out_lacks dsa0
SH
}

@test "names that name nothing are refused with what is wrong with them" {
  in_sim --machine dsa:1 <<'SH'
long=$(printf 'a%.0s' {1..5000})
expect 3 accfg list -d "$long"
expect 3 accfg config-wq "$long/$long" -s 1
expect 3 accfg config-wq wq0.0,,wq0.1 -s 1
err_has "an empty name"
expect 3 accfg enable-device dsa0/wq0.0
expect 3 accfg enable-wq dsa0/engine0.0
expect 3 accfg list -d ../dsa0
expect 3 accfg config-wq wq0.0 -n "$long"
SH
}

@test "messages never carry control characters to the terminal" {
  on_host <<'SH'
expect 2 accfg $'\033[31mred'
err_has '\x1b[31mred'
err_lacks $'\033'
SH
}

@test "names of wqs come out of list as they are, and the JSON stays valid" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg config-wq wq0.0 -n $'q"\\/\x01\xff'
expect 0 accfg list -i -q wq0.0
json 'ascii(j[0]["ungrouped workqueues"][0]["name"])' "'q\"\\\\/\\x01\\ufffd'"
SH
}

@test "exit status 10: no such object, device or file" {
  in_sim --machine dsa:1 <<'SH'
expect 10 accfg enable-device dsa9
expect 10 accfg enable-wq dsa0/wq0.9
expect 10 accfg load-config -c missing.json
expect 10 accfg capture -o missing/x.tar
SH
}

@test "global options stand before or after the command, and long options may be abbreviated" {
  in_sim --machine dsa:1 <<'SH'
mkdir -p empty/bus/dsa/devices empty/bus/dsa/drivers/idxd
expect 0 accfg --sysfs-root empty list -i
out_is "[]"
expect 0 accfg list -i --sysfs-r=empty
out_is "[]"
expect 0 accfg config-wq wq0.0 --wq-s 7
attr wq0.0 size 7
expect 0 accfg config-wq wq0.0 -s8 --verbose
attr wq0.0 size 8
SH
}

@test "a limit on the size of files is an error like any other, and leaves no half file" {
  [ -z "${ACCFG_TEST_BIN-}" ] || skip "valgrind itself does not take the limit"
  in_sim --machine dsa:1 <<'SH'
configured
expect 1 bash -c '(ulimit -f 0; exec accfg save-config -s saved) 2>&1 | cat; exit "${PIPESTATUS[0]}"'
out_has "File too large [saved]"
expect 1 bash -c 'ls -A | grep saved'
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
expect 1 accfg save-config -s socket
SH
}

@test "load-config works with few file descriptors, on more devices than there are" {
  [ -z "${ACCFG_TEST_BIN-}" ] || skip "valgrind takes some of them itself"
  in_sim --machine dsa:24 <<SH
ulimit -n 40 # of these, 24 are for locks
expect 0 accfg load-config -e -c "$cli_top/contrib/profiles/demo.json"
attr dsa23 state enabled
expect 0 accfg load-config -f -e -c "$cli_top/contrib/profiles/all-dsa.json"
attr dsa23 state enabled
SH
}

@test "a sysfs root that is not there is said to be so" {
  on_host <<'SH'
expect 10 accfg --sysfs-root=/nowhere list
err_is "accfg: cannot open /nowhere: No such file or directory"
expect 1 accfg --sysfs-root=/dev/null list
err_has "/dev/null: Not a directory"
SH
}

@test "a device that vanishes while it is enabled is said to be gone" {
  for object in dsa0 wq0.0; do
    echo "[{\"object\":\"$object\",\"attr\":\"bind\",\"vanish\":true}]" >"$BATS_TEST_TMPDIR/faults"
    in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 9 accfg load-config -e -c "$cli_top/contrib/profiles/demo.json"
err_has ": the device is gone ["
err_lacks "does not take it"
SH
  done
}

@test "a device that halts while it is enabled is said to have halted" {
  for object in dsa0 wq0.0; do
    echo "[{\"object\":\"$object\",\"attr\":\"bind\",\"halt\":true}]" >"$BATS_TEST_TMPDIR/faults"
    in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 9 accfg load-config -e -c "$cli_top/contrib/profiles/demo.json"
err_has ": dsa0 has halted after a hardware error; it stays so until"
err_lacks "is not enabled"
err_lacks "enabled or halted already"
SH
  done
}

@test "check-config and load-config say the same of a device that has halted" {
  echo '[{"object":"dsa0","halt":true}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
demo=$cli_top/contrib/profiles/demo.json
for command in check-config load-config; do
  expect 0 accfg "$command" -c "$demo"
  err_has "note: dsa0: dsa0 has halted after a hardware error"
  expect 3 accfg "$command" -e -c "$demo"
  err_has "accfg: dsa0: dsa0 has halted after a hardware error"
done
SH
}

@test "check-config and load-config say the same of a machine without PASIDs" {
  for kernel in 6.1 6.12; do
    in_sim --machine dsa:1 --no-pasid --kernel "$kernel" <<'SH'
demo=$cli_top/contrib/profiles/demo.json
for command in check-config load-config; do
  expect 3 accfg "$command" -e -c "$demo"
  err_has "dsa0/wq0.0: type=user: wqs of type user need an IOMMU"
done
expect 0 accfg check-config -c "$demo"
expect 0 accfg load-config -c "$demo"
SH
  done
}

@test "an empty file name is said to be empty" {
  in_sim --machine dsa:1 <<'SH'
expect 10 accfg load-config -c ''
err_is "accfg: the name of the file is empty"
expect 10 accfg check-config -c ''
err_has "accfg: the name of the file is empty"
expect 10 accfg save-config -s ''
err_is "accfg: the name of the file is empty"
expect 10 accfg save-config -s '' -n a
SH
}

@test "binding again what iaa_crypto keeps registered is told as that, not as a wq without a name" {
  printf '[{"object": "wq0.0", "attr": "bind", "errno": "EEXIST"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine iax:1 --iaa-crypto --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 0 accfg disable-wq wq0.0
expect 1 accfg enable-wq wq0.0
err_has "iax0/wq0.0: the driver refused it: File exists; iaa_crypto registers its algorithms only once, until it is loaded again"
SH
}

@test "what the rules say of a refused bind counts only where they would have refused it so" {
  printf '[{"object": "wq0.0", "attr": "bind", "errno": "E2BIG"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 0 accfg config-wq wq0.0 -y user -g 0
expect 1 accfg enable-wq wq0.0
err_has "dsa0/wq0.0: the driver refused it: Argument list too long"
SH
}
