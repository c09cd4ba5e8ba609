# SPDX-License-Identifier: GPL-2.0-or-later
# diff-config, and load-config --dry-run --json: what they print, and that they leave the machine alone.
load helpers

setup() {
  needs_sim
  mkdir -p "$BATS_TEST_TMPDIR/work"
  cp "$cli_top/contrib/profiles/demo.json" "$BATS_TEST_TMPDIR/work"
  cat >"$BATS_TEST_TMPDIR/work/one.json" <<'JSON'
[{ "dev": "dsa0", "groups": [{ "dev": "group0.0",
   "grouped_workqueues": [{ "dev": "wq0.0", "mode": "dedicated", "size": 32, "type": "user", "name": "app",
                            "driver_name": "user" }],
   "grouped_engines": [{ "dev": "engine0.0" }] }] }]
JSON
}

@test "diff-config prints each difference once, with the values of machine and profile" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 7 accfg diff-config -c one.json
err_is ""
out_is "--- dsa0 (machine)
+++ dsa0 (one.json)
@@ wq0.0 @@
-mode=shared
+mode=dedicated
-size=0
+size=32
-type=none
+type=user
-driver_name=\"\"
+driver_name=user
-name=\"\"
+name=app
-group_id=-1
+group_id=0
@@ engine0.0 @@
-group_id=-1
+group_id=0"
[ ! -s log ] || wrong "something was written"
SH
}

@test "diff-config prints nothing and returns 0 when nothing differs" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c one.json
expect 0 accfg diff-config -c one.json
out_is ""
err_is ""
expect 0 accfg diff-config -c - <one.json
SH
}

@test "diff-config -e expects what the profile mentions to be enabled" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c one.json
expect 7 accfg diff-config -e -c one.json
out_is "--- dsa0 (machine)
+++ dsa0 (one.json)
@@ dsa0 @@
-state=disabled
+state=enabled
@@ wq0.0 @@
-state=disabled
+state=enabled"
expect 0 accfg load-config -e -c one.json
expect 0 accfg diff-config -e -c one.json
sed 's/"dev": "wq0.0",/& "enabled": 0,/' one.json >off.json
expect 0 accfg diff-config -c off.json
expect 7 accfg diff-config -e -c off.json
out_has "-state=enabled
+state=disabled"
SH
}

@test "diff-config --exact also sees what the profile does not mention" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c one.json
expect 0 accfg config-wq dsa0/wq0.3 -s 8 -p 5
expect 0 accfg diff-config -c one.json
expect 7 accfg diff-config --exact -c one.json
out_is "--- dsa0 (machine)
+++ dsa0 (one.json)
@@ wq0.3 @@
-size=8
+size=0
-priority=5
+priority=0"
expect 7 accfg diff-config --exact --json -c one.json
json 'j["differences"][0]["place"]' None
SH
}

@test "diff-config sees drift of an enabled device without force, and prints no steps on the way" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -e -c one.json
sed 's/"size": 32/"size": 16/' one.json >other.json
expect 7 accfg diff-config -e -c other.json
out_is "--- dsa0 (machine)
+++ dsa0 (other.json)
@@ wq0.0 @@
-size=32
+size=16"
SH
}

@test "diff-config --json gives the same for programs, with places" {
  in_sim --machine dsa:1 <<'SH'
expect 7 accfg diff-config --json -c one.json
json 'j["version"], j["profile"], j["config"], len(j["differences"])' "(1, 'one.json', None, 7)"
json 'j["differences"][1]' "{'object': 'dsa0/wq0.0', 'attribute': 'size', 'old': '0', 'new': '32', 'place': {'line': 2, 'column': 74}}"
echo "{ \"version\": 1, \"configs\": { \"x\": $(cat one.json), \"y\": [] } }" >two.json
expect 7 accfg diff-config --json --select x -c two.json
json 'j["config"]' x
expect 7 accfg diff-config --select x -c two.json
out_has "+++ dsa0 (two.json: x)"
SH
}

@test "diff-config refuses a profile that is not valid for the machine" {
  in_sim --machine dsa:1 <<'SH'
sed 's/"size": 32/"size": 999/' one.json >large.json
expect 3 accfg diff-config -c large.json
out_is ""
err_has "dsa0/wq0.0: size=999: "
expect 10 accfg diff-config -c <(echo '[{ "dev": "dsa7" }]')
expect 10 accfg diff-config -c missing.json
SH
}

@test "a name that would steer the terminal is printed harmlessly" {
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg load-config -c one.json
printf 'a\033[31mb' >"$objects/wq0.0/name"
expect 7 accfg diff-config -c one.json
out_has '-name=a\x1b[31mb'
SH
}

@test "load-config --dry-run --json prints the steps with object, attribute, values, rule and place" {
  in_sim --machine dsa:1 --log log <<'SH'
expect 0 accfg load-config -e -n --json -c one.json
json 'j["profile"], j["config"], j["version"]' "('one.json', None, 1)"
json 'j["steps"][0]' "{'action': 'set', 'object': 'dsa0/wq0.0', 'attribute': 'mode', 'old': 'shared', 'new': 'dedicated', 'rule': 'before the threshold, which dedicated mode clears', 'place': {'line': 2, 'column': 53}}"
json '[s["action"] + " " + s["object"] for s in j["steps"]][-2:]' "['enable dsa0', 'enable dsa0/wq0.0']"
[ ! -s log ] || wrong "something was written"
expect 2 accfg load-config --json -c one.json
expect 0 accfg load-config -e -c one.json
expect 0 accfg load-config -e -n --json -c one.json
json 'j["steps"]' "[]"
SH
}

@test "whoever may only read gets differences and plans" {
  [ -z "${ACCFG_TEST_BIN-}" ] || skip "valgrind writes a file, which that user may not"
  in_sim --machine dsa:1 <<'SH'
chmod a+rx . && chmod a+r one.json
as_nobody true 2>/dev/null || exit 0
expect 7 as_nobody "$(command -v accfg)" diff-config -c - <one.json
out_has "+size=32"
expect 0 as_nobody "$(command -v accfg)" load-config -n -c - <one.json
out_has "set dsa0/wq0.0 size=32 (was 0)"
SH
}
