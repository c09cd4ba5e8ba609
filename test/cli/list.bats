# SPDX-License-Identifier: GPL-2.0-or-later
load helpers

setup() {
  needs_sim
}

@test "list is one array of JSON whatever flags are given" {
  in_sim --machine dsa:2,iax:1 <<'SH'
enabled
n=0
while read -r flags; do
  # shellcheck disable=SC2086
  expect 0 accfg list $flags
  cp .out "$((n += 1)).json"
done <<'FLAGS'

-i
-D
-G
-Q
-E
-D -G -Q -E
-d dsa0
-d dsa0 -i
-g group0.0
-q wq0.0
-e engine0.0
-q dsa0/wq0.* -i
-t dsa
-t iaa -i
-n 0
-m shared
-m dedicated -i
-s disabled
-s enabled -Q
--driver user
-i -G -d dsa0
-Q -q wq0.0 -i
-d dsa0,dsa2 -i
-d all -i
-n 5
FLAGS
[ $n = 26 ] || wrong "not all flags were tried"
expect 0 python3 -c '
import json, sys
for name in sys.argv[1:]:
    j = json.load(open(name))
    assert type(j) is list and all(list(d)[0] == "dev" for d in j), name
' ./*.json
SH
}

@test "plain list has the keys, order, types and values of accel-config" {
  command -v accel-config >/dev/null || skip "no accel-config"
  mkdir -p "$BATS_TEST_TMPDIR/work"
  # Each key of accel-config 3.5.3 stands in ours with the same value, in the same order; ours may have keys of newer kernels.
  cat >"$BATS_TEST_TMPDIR/work/compare.py" <<'PY'
import json, sys
def natural(o): return (o["dev"][:3], int("".join(c for c in o["dev"] if c.isdigit())))
def same(theirs, ours, where):
    assert type(theirs) is type(ours), f"{where}: {theirs!r} and {ours!r}"
    if isinstance(theirs, dict):
        keys = [k for k in ours if k in theirs]
        theirs = {k: v for k, v in theirs.items() if v not in (-2, 4294967294)} # placeholders of accel-config
        missing = [k for k in theirs if k not in ours]
        assert not missing, f"{where}: no {missing}"
        assert keys == [k for k in theirs], f"{where}: order {keys}"
        more = set(ours) - set(theirs) - {"op_cap", "op_config", "event_log_size", "iaa_cap", "prs_disable", "errors",
                                          "desc_progress_limit", "batch_progress_limit", "pasid_enabled",
                                          "traffic_class_a", "traffic_class_b"} # these two: up to 4.1.3
        # accel-config 4.1.8 leaves out what does not fit into an int
        more -= {k for k in more if k == "max_transfer_size" and ours[k] >= 1 << 31}
        assert not more, f"{where}: also {more}"
        for k in keys: same(theirs[k], ours[k], f"{where}/{k}")
    elif isinstance(theirs, list):
        assert len(theirs) == len(ours), f"{where}: {len(theirs)} and {len(ours)}"
        for i, (a, b) in enumerate(zip(theirs, ours)): same(a, b, f"{where}[{i}]")
    else:
        assert theirs == ours, f"{where}: {theirs!r} and {ours!r}"
theirs, ours = (json.load(open(f)) for f in sys.argv[1:3])
assert theirs and [o["dev"] for o in ours] == [o["dev"] for o in sorted(ours, key=natural)]
same(sorted(theirs, key=natural), ours, "")
PY
  for machine in "dsa:2,iax:1 --kernel 6.1" "dsa:2,iax:1 --kernel 6.12" "spr-2s --kernel 7.2" "dmr --kernel 7.2"; do
    # shellcheck disable=SC2086
    in_sim --machine $machine <<'SH'
[ ! -e $objects/wq0.0/mode ] || enabled
accel-config list >plain 2>/dev/null
accfg list >ours 2>/dev/null
accel-config list -i >idle 2>/dev/null
accfg list -i >ours-idle 2>/dev/null
expect 0 python3 compare.py plain ours
expect 0 python3 compare.py idle ours-idle
SH
  done
}

@test "list without -i shows what is enabled and says how much it leaves out" {
  in_sim --machine dsa:4 <<'SH'
enabled
expect 0 accfg list
json '[d["dev"] for d in j]' "['dsa0']"
json 'sum(len(g.get("grouped_workqueues", [])) for g in j[0]["groups"])' 1
json '"ungrouped workqueues" in j[0]' False
err_is "accfg: 3 devices and 7 wqs are not enabled; -i shows them"
expect 0 accfg list -i
json 'len(j), len(j[0]["ungrouped workqueues"])' "(4, 7)"
err_is ""
expect 0 accfg list -d dsa1
out_is "[]"
err_is "accfg: 1 device is not enabled; -i shows it"
SH
}

@test "filters of list combine and take globs, lists and repetitions" {
  in_sim --machine spr-2s <<'SH'
enabled
expect 0 accfg list -i -d 'dsa[02]' -d dsa4,dsa14
json '[d["dev"] for d in j]' "['dsa0', 'dsa2', 'dsa4', 'dsa14']"
expect 0 accfg list -i -t iaa -n 1
json '[d["dev"] for d in j]' "['iax9', 'iax11', 'iax13', 'iax15']"
expect 0 accfg list -i -s disabled -t dsa -n 0
json '[d["dev"] for d in j]' "['dsa2', 'dsa4', 'dsa6']"
expect 0 accfg list -i -q 'wq*.3' -d 'dsa*'
json '[w["dev"] for d in j for w in d["ungrouped workqueues"]]' "['wq0.3', 'wq2.3', 'wq4.3', 'wq6.3', 'wq8.3', 'wq10.3', 'wq12.3', 'wq14.3']"
json '"groups" in j[0] or "ungrouped_engines" in j[0]' False
expect 0 accfg list -q dsa0/wq0.0 -e engine0.1
json 'len(j), [w["dev"] for w in j[0]["groups"][0]["grouped_workqueues"]], [e["dev"] for e in j[0]["groups"][0]["grouped_engines"]]' "(1, ['wq0.0'], ['engine0.1'])"
expect 0 accfg list -i -g group0.0
json 'len(j), len(j[0]["groups"]), len(j[0]["groups"][0]["grouped_engines"]), "ungrouped workqueues" in j[0]' "(1, 1, 2, False)"
expect 0 accfg list -m shared --driver 'us*'
json '[(d["dev"], w["dev"]) for d in j for g in d["groups"] for w in g["grouped_workqueues"]]' "[('dsa0', 'wq0.0')]"
expect 0 accfg list -m dedicated -q wq0.0 -i
out_is "[]"
expect 0 accfg list -Q -s enabled
json '[list(d) for d in j], list(j[0]["groups"][0])' "([['dev', 'groups']], ['dev', 'grouped_workqueues'])"
expect 0 accfg list -D -E -d dsa0
json 'j[0]["max_groups"], [list(g) for g in j[0]["groups"]]' "(4, [['dev', 'grouped_engines']])"
expect 10 accfg list -d dsa99
out_is "[]"
err_has dsa99
expect 3 accfg list -n x
expect 3 accfg list -t qat
SH
}

@test "list -D and the other class flags give the attributes of their class only" {
  in_sim --machine dsa:1 <<'SH'
enabled
expect 0 accfg list -D
json 'list(j[0])[-1], "groups" in j[0]' "('clients', False)"
expect 0 accfg list -G
json 'list(j[0]), j[0]["groups"][1]["read_buffers_allowed"]' "(['dev', 'groups'], 96)"
expect 0 accfg list -E -i
json '[e["dev"] for e in j[0]["ungrouped_engines"]]' "['engine0.2', 'engine0.3']"
SH
}

@test "list leaves out what a kernel or device does not have, and never prints a placeholder" {
  in_sim --machine spr-2s --kernel 6.1 <<'SH'
enabled
expect 0 accfg list -i
for word in '":-2' '":-1' null; do out_lacks "$word"; done
json '[k for d in j for w in d["ungrouped workqueues"] for k in ("group_id", "driver_name", "prs_disable", "cdev_minor") if k in w]' "[]"
json '"max_batch_size" in j[8], "read_buffer_limit" in j[8], j[8]["max_transfer_size"]' "(False, False, 2147483648)"
SH
}

@test "list prints errors only when there are any, in one form" {
  printf '[{"object": "dsa0", "attr": "errors", "on": "read", "errno": "EIO"}]' >"$BATS_TEST_TMPDIR/faults"
  in_sim --machine dsa:1 --faults "$BATS_TEST_TMPDIR/faults" <<'SH'
expect 1 accfg list -i
json 'j[0]["dev"], "errors" in j[0], "state" in j[0]' "('dsa0', False, True)"
err_has "dsa0: errors"
SH
  in_sim --machine dsa:1 <<'SH'
expect 0 accfg list -i
out_lacks '"errors"'
SH
}

@test "list works without any device" {
  on_host <<'SH'
mkdir -p sys/bus/dsa/devices sys/bus/dsa/drivers/idxd
expect 0 accfg --sysfs-root sys list -i
out_is "[]"
err_is ""
SH
}

@test "list without the driver is an empty array, an error and exit status 6" {
  in_sim --machine dsa:1 --no-driver <<'SH'
expect 6 accfg list
out_is "[]"
err_has "the driver idxd is not loaded"
SH
}

@test "list reports that its output cannot be written" {
  in_sim --machine dsa:1 <<'SH'
expect 1 bash -c 'accfg list -i >/dev/full'
err_has "No space left on device"
expect 1 bash -c 'accfg list -i >&-'
err_has "cannot write to standard output"
expect 0 bash -c 'accfg list -i 2>.pipe | true; sleep 0.1'
SH
}

@test "list of one device opens nothing of the others, and reading writes nothing" {
  command -v strace >/dev/null || skip "no strace"
  in_sim --machine spr-2s --log log <<'SH'
expect 0 traced -e trace=file accfg list -i -d dsa4
expect 1 grep -E 'dsa(0|2|6|8)|iax' trace
expect 0 traced -e trace=file accfg list -i -q wq4.3
expect 1 grep -E 'dsa(0|2|6|8)|iax[0-35-9]' trace
expect 0 accfg status
expect 0 test ! -s log
SH
}

@test "list --schema is a JSON Schema with schema_version that the output obeys" {
  in_sim --machine spr-2s <<'SH'
enabled
expect 0 accfg list --schema
json 'j["schema_version"], j["type"]' "(1, 'array')"
cp .out schema
accfg list -i >list
cat >check.py <<'PY'
import json, sys
schema, data = json.load(open("schema")), json.load(open("list"))
types = {"array": list, "object": dict, "string": str, "integer": int}
import re
def check(s, d, where):
    if "$ref" in s: s = schema["$defs"][s["$ref"].split("/")[-1]]
    assert isinstance(d, types[s["type"]]) and not isinstance(d, bool), where
    if "enum" in s: assert d in s["enum"], f"{where}: {d}"
    if "pattern" in s: assert re.search(s["pattern"], d), f"{where}: {d}"
    if "minimum" in s: assert d >= s["minimum"], f"{where}: {d}"
    if s["type"] == "array":
        for i, x in enumerate(d): check(s["items"], x, f"{where}[{i}]")
    if s["type"] == "object":
        for k in s["required"]: assert k in d, f"{where}: no {k}"
        for k, x in d.items():
            assert k in s["properties"], f"{where}: {k} is not in the schema"
            check(s["properties"][k], x, f"{where}/{k}")
check(schema, data, "")
PY
expect 0 python3 check.py
SH
}
