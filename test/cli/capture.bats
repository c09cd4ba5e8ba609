# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

@test "a captured tree lists as the machine did, by --sysfs-root and by accfg-sim --from" {
  in_sim --machine dsa:2,iax:2 <<'SH'
enabled
accfg list -i >machine.json
accfg status >machine.txt
expect 0 accfg capture -o tree.tar
err_has "captured 76 objects, 0 attributes could not be read"
SH
  (cd "$BATS_TEST_TMPDIR/work" && mkdir tree && tar -xf tree.tar -C tree)
  on_host <<'SH'
expect 0 accfg --sysfs-root tree/sys list -i
cp .out ours
expect 0 diff machine.json ours
SH
  in_sim --from "$BATS_TEST_TMPDIR/work/tree.tar" <<'SH'
expect 0 accfg list -i
cp .out ours
expect 0 diff machine.json ours
expect 0 accfg status
cp .out ours
expect 0 diff machine.txt ours
SH
}

@test "capture writes to stdout, tells what it could not read, and takes no files of processes" {
  printf '[{"object": "wq0.2", "attr": "mode", "on": "read", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
enabled
expect 0 bash -c 'accfg capture -o - | tar -t >names'
expect 1 grep -E '/file[0-9]|pid|cmdline|/config$|resource' names
expect 0 grep -x sys/module/idxd/parameters/sva names
accfg capture -o x.tar 2>/dev/null
expect 0 tar -xOf x.tar MANIFEST
out_has "wq0.2/mode: Input/output error"
out_has "1 attribute(s) that could not be read"
expect 1 accfg capture -o /dev/full
err_has "/dev/full: No space left on device"
SH
}
