# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

@test "status shows the tree with what works and what is missing" {
  in_sim --machine dsa:2 <<'SH'
put 8 wq0.1 size
enabled
put 3 engine0.3 group_id
LC_ALL=C.UTF-8 expect 0 accfg status
cp .out shown
sed -i 's/ *$//' shown
cat >wanted <<'TABLE'
driver idxd, in-tree of Linux 7.2.0-accfg-sim: 1 of 2 device(s) enabled, 1 wq(s) enabled
NAME          STATE    TYPE    MODE     SIZE PRIO LABEL DRIVER CLIENTS NUMA NODE           ISSUE
TABLE
expect 0 diff <(head -n 2 shown) wanted
expect 0 grep -E '^dsa0 +enabled +dsa 1.0 +24/128' shown
expect 0 grep -E '^├─group0.0' shown
expect 0 grep -E '^│ ├─wq0.0 +enabled +user +shared +16 +10 app +user +0 +/dev/dsa/wq0.0$' shown
expect 0 grep -E '^│ └─engine0.1$' shown
expect 0 grep -E 'group0.3 .* no wq$' shown
expect 0 grep -E 'wq0.1 +disabled .* not enabled: no group$' shown
expect 0 grep -E '^dsa1 +disabled .* not enabled: no wq in a group$' shown
expect 1 grep -E 'wq0.2|engine0.2|wq1|group0.1' shown
LC_ALL=C.UTF-8 expect 0 accfg status -i dsa1
[ "$(grep -cE 'wq1|engine1|group1' .out)" = 16 ] || wrong "not every part of dsa1"
out_lacks dsa0
LC_ALL=C expect 0 accfg status -d 'dsa*'
out_lacks "├"
SH
}

@test "status says what keeps a wq from being enabled" {
  in_sim --machine dsa:1 <<'SH'
issue() { # WANTED
  expect 0 accfg status
  grep -q "wq0.0 .*not enabled: $1\$" <(sed 's/ *$//' .out) || wrong "no '$1'"
}
put user wq0.0 type
issue "no size"
put 8 wq0.0 size
issue "no group"
put 0 wq0.0 group_id
issue "no name"
put app wq0.0 name
issue "driver_name does not fit its type"
put user wq0.0 driver_name
issue "shared without threshold"
put 8 wq0.0 threshold
issue "no engine in its group"
put 0 engine0.0 group_id
issue "its device is disabled"
echo dsa0 >/sys/bus/dsa/drivers/idxd/bind
expect 0 accfg status
out_has "configured, not enabled"
SH
}

@test "status tells a halted device" {
  printf '[{"object": "wq0.0", "attr": "priority", "nth": 2, "halt": true}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
enabled
put 1 wq0.0 priority 2>/dev/null || true
expect 0 accfg status
out_has "halted after a hardware error"
SH
}

@test "status --watch shows it again, reading open files again instead of opening them" {
  command -v strace >/dev/null || skip "no strace"
  in_sim --machine dsa:2 <<'SH'
enabled
expect 0 accfg status --watch=0.01 --rounds 3
[ "$(grep -c '^driver idxd' .out)" = 3 ] || wrong "not three times"
opens() { # ROUNDS: openat calls of the tree
  traced -e trace=openat,pread64 accfg status -w0.01 --rounds "$1" >/dev/null
  grep -c 'openat.*/\?\(wq\|group\|engine\)[0-9].*= [0-9]' trace
}
one=$(opens 1)
three=$(opens 3)
[ "$one" = "$three" ] || wrong "$one files were opened in one round, $three in three"
[ "$(grep -c pread64 trace)" -gt 100 ] || wrong "nothing was read again"
expect 3 accfg status --watch=never
expect 3 accfg status --watch --rounds 0
expect 3 accfg status --color=maybe
SH
}

@test "status is cut to the width that COLUMNS says, and colours are only there when asked for" {
  in_sim --machine dsa:1 <<'SH'
configured
put a-name-that-is-longer-than-any-column-should-be-on-a-narrow-terminal wq0.0 name
COLUMNS=100 LC_ALL=C expect 0 accfg status
[ "$(wc -L <.out)" -le 100 ] || wrong "wider than 100"
out_has "a-name"
out_lacks "narrow-terminal"
put app wq0.0 name
echo dsa0 >/sys/bus/dsa/drivers/idxd/bind
expect 0 accfg status
out_lacks $'\033'
expect 0 accfg status --color
out_has $'\033[32m'
SH
}

@test "status names the driver in use: of which kernel it is, or which version of ours" {
  in_sim --machine dsa:1 --kernel 6.12 <<'SH'
expect 0 accfg status
out_has "driver idxd, in-tree of Linux 6.12.0-accfg-sim: 0 of 1 device(s) enabled"
[ -d /sys/module/idxd_bus ] || wrong "the in-tree driver has its bus in a module"
SH
  in_sim --machine dsa:1 --driver ours <<'SH'
expect 0 accfg status
out_has "driver idxd, accfg-$(accfg --version | sed 's/.* //') on Linux 7.2.0-accfg-sim: 0 of 1 device(s) enabled"
[ ! -e /sys/module/idxd_bus ] || wrong "driver and bus are one module"
expect 0 accfg capture -o tree.tar
mkdir tree && tar -xf tree.tar -C tree
expect 0 accfg --sysfs-root tree/sys status
out_has "driver idxd, accfg-"
out_has " on Linux 7.2.0-accfg-sim: "
expect 0 accfg --sysfs-root tree/sys status --json
out_has '"origin":"accfg"'
rm -r tree/proc tree/sys/module/idxd/version
expect 0 accfg --sysfs-root tree/sys status
out_has "driver idxd: 0 of 1 device(s) enabled"
expect 0 accfg --sysfs-root tree/sys status --json
out_has '"origin":null'
out_has '"kernel":null'
SH
  in_sim --from "$BATS_TEST_TMPDIR/work/tree.tar" <<'SH'
expect 0 accfg status
out_has "driver idxd, accfg-"
SH
}

@test "status --json has the driver, the counts, and state and issue of what the table shows" {
  in_sim --machine dsa:2 <<'SH'
put 8 wq0.1 size
enabled
expect 0 accfg status --json
/usr/bin/python3 - <<'PY' || wrong "not what was wanted"
import json
status = json.load(open(".out", encoding="utf-8"))
driver = status["driver"]
assert (driver["name"], driver["origin"], driver["version"]) == ("idxd", "in-tree", "1.00"), driver
assert driver["kernel"] == "7.2.0-accfg-sim" and len(driver["srcversion"]) == 23, driver
assert (status["version"], status["devices"], status["enabled_devices"], status["enabled_wqs"]) == (1, 2, 1, 1), status
objects = {one["object"]: (one["state"], one["issue"]) for one in status["objects"]}
assert objects["dsa0"] == ("enabled", None), objects
assert objects["dsa0/group0.0"] == (None, None), objects
assert objects["dsa0/wq0.0"] == ("enabled", None), objects
assert objects["dsa0/wq0.1"] == ("disabled", "not enabled: no group"), objects
assert objects["dsa1"] == ("disabled", "not enabled: no wq in a group"), objects
assert "dsa0/engine0.1" in objects and "dsa0/wq0.2" not in objects, objects
PY
expect 0 accfg status --json -i dsa1
[ "$(grep -c '"object"' .out)" -ge 17 ] || wrong "not every part of dsa1"
SH
}
