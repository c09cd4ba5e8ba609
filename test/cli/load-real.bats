# SPDX-License-Identifier: GPL-2.0-or-later
# Real profiles of other projects, where they are there (ACCFG_SHARED, or ../shared/profiles), and our own: each loads and
# enables on the simulated two-socket machine, and sysfs then has what it says.
load helpers

setup() {
  needs_sim
  command -v python3 >/dev/null || skip "needs python3"
  real=${ACCFG_SHARED:-$cli_top/../shared/profiles}
  export real
}

profiles() {
  find "$real" -mindepth 2 -type f 2>/dev/null | sort
}

@test "every real profile loads, enables, and is what sysfs has; the second time nothing is written" {
  [ "$(profiles | wc -l)" -gt 0 ] || skip "no real profiles here"
  profiles >"$BATS_TEST_TMPDIR/list"
  export list=$BATS_TEST_TMPDIR/list
  in_sim --machine spr-2s --log log <<'SH'
while read -r profile; do
  expect 0 accfg load-config -e -c "$profile"
  expect 0 "$cli_folder/says.py" -e "$profile"
  before=$(wc -l <log)
  expect 0 accfg load-config -e -c "$profile"
  err_has "everything is so already"
  [ "$(wc -l <log)" = "$before" ] || wrong "$profile was written again: $(tail -n 1 log)"
  expect 0 accfg reset -f all
done <"$list"
SH
}

@test "a real profile that is saved and loaded on a clean machine is saved as the same bytes" {
  [ "$(profiles | wc -l)" -gt 0 ] || skip "no real profiles here"
  profiles >"$BATS_TEST_TMPDIR/list"
  export list=$BATS_TEST_TMPDIR/list
  in_sim --machine spr-2s <<'SH'
while read -r profile; do
  expect 0 accfg load-config -e -c "$profile"
  expect 0 accfg save-config -s first
  expect 0 accfg reset -f all
  expect 0 accfg load-config -e -c first
  expect 0 accfg save-config -s second
  expect 0 cmp first second
  expect 0 accfg reset -f all
done <"$list"
SH
}

@test "real profiles take over from one another with force, and each is what sysfs has" {
  [ "$(profiles | wc -l)" -gt 0 ] || skip "no real profiles here"
  profiles >"$BATS_TEST_TMPDIR/list"
  export list=$BATS_TEST_TMPDIR/list
  in_sim --machine spr-2s <<'SH'
shuf --random-source="$cli_folder/says.py" "$list" >shuffled
while read -r profile; do
  accfg load-config -e -f -c "$profile" >.out 2>.err && status=0 || status=$?
  out="" err=$(grep -v note: .err)
  case $status in
    0) expect 0 "$cli_folder/says.py" -e "$profile" ;;
    3) [[ $err == *"entries are left"* || $err == *"group has"* ]] || wrong "$profile: refused" ;;
    *) wrong "$profile: status $status" ;;
  esac
done <shuffled
SH
}

@test "our own profiles load, enable, and are what sysfs has" {
  in_sim --machine spr-2s --iaa-crypto <<'SH'
for profile in "$cli_top"/contrib/profiles/*.json; do
  expect 0 accfg load-config -e --strict -c "$profile"
  expect 0 "$cli_folder/says.py" -e "$profile"
  expect 0 accfg reset -f all
done
SH
}
