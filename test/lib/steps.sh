# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Runs the steps of ./check, keeps a log of each and counts single tests. Sourced.
# A result is one line in $results: PASS, FAIL or SKIP, a tab, the step, a tab, the test and what is to be said.
# Steps may run in background lanes: results are appended and a step prints its outcome at once.

steps_begin() {
  logs=$1
  results=$logs/results
  mkdir -p "$logs"
  : >"$results"
  : >"$results.start"
}

steps_result() { # PASS|FAIL|SKIP step test
  printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$results"
}

# A step starts now: its seconds count, and those of the processors for what it waits for, which do not depend so much on
# what else the machine does.
steps_start() {
  steps_started=$SECONDS
  steps_processor && steps_ticks=$ticks
}

steps_processor() { # ticks of all that this shell has waited for; not in a subshell of its own, which has none
  local -a stat
  read -ra stat <"/proc/$BASHPID/stat"
  ticks=$((stat[15] + stat[16]))
}

steps_say() { # outcome step [text]
  local ticks
  steps_processor
  printf '%-6s %-44s %4d s %5d s cpu%s\n' "$1" "$2" $((SECONDS - steps_started)) $(((ticks - steps_ticks) / $(getconf CLK_TCK))) \
    "${3:+  $3}"
}

steps_show_log() { # log, pattern of the lines that matter
  local found
  found=$(grep -n -m 20 -A 12 -E "$2" "$1" | head -n 120)
  [ -n "$found" ] || found=$(tail -n 40 "$1")
  printf '%s\n' "$found" | sed 's/^/    | /'
  echo "    | (log: $1)"
}

# A test that hangs must not hang ./check.
steps_timeout=(timeout -k 10 "${CHECK_TIMEOUT:-900}")

# run STEP COMMAND...: one test, which is the exit status.
run() {
  local name=$1 log
  shift
  steps_start
  log=$logs/${name//[^a-zA-Z0-9]/-}.log
  if "$@" >"$log" 2>&1 </dev/null; then
    steps_result PASS "$name" "$name"
    steps_say ok "$name"
    return 0
  fi
  steps_result FAIL "$name" "$name"
  steps_say FAILED "$name"
  steps_show_log "$log" '(error|warning|Error|FAILED):? |\*\*\* '
  return 1
}

# in_pool COMMAND...: in the background, as soon as no more of them run than there are processors. That makes one more than
# processors, because each now and then waits for something else. `wait` waits for all.
in_pool() {
  while [ "$(jobs -rp | wc -l)" -gt "$jobs" ]; do wait -n; done
  "$@" &
}

# Turns TAP on stdin into results; prints "passed failed skipped". A plan that was not kept is a failure.
steps_tap() { # step, exit status of the program that wrote the TAP
  awk -v step="$1" -v status="$2" -v results="$results" '
    function result(kind, text) { print kind "\t" step "\t" text >>results; n[kind]++ }
    /^1\.\.0/ { planned = 1; plan = 0; result("SKIP", $0); next }
    /^1\.\.[0-9]+/ { planned = 1; sub(/^1\.\./, ""); plan = $0 + 0; next }
    /^ok .*# *[Ss][Kk][Ii][Pp]/ { seen++; result("SKIP", $0); next }
    /^ok/ { seen++; result("PASS", $0); next }
    /^not ok/ { seen++; result("FAIL", $0); next }
    END {
      if (!planned || plan != seen) result("FAIL", "planned " plan + 0 " tests, saw " seen + 0)
      else if (status != 0 && !n["FAIL"]) result("FAIL", "exit status " status)
      print n["PASS"] + 0, n["FAIL"] + 0, n["SKIP"] + 0
    }'
}

steps_outcome() { # name log pattern passed failed skipped
  local text="$4 passed, $5 failed, $6 skipped"
  if [ "$5" -gt 0 ]; then
    steps_say FAILED "$1" "$text"
    steps_show_log "$2" "$3"
    return 1
  fi
  steps_say ok "$1" "$text"
}

# tap STEP COMMAND...: the command prints TAP; each line counts.
tap() {
  local name=$1 log status=0 passed failed skipped
  shift
  steps_start
  log=$logs/${name//[^a-zA-Z0-9]/-}.log
  "${steps_timeout[@]}" "$@" >"$log" 2>&1 </dev/null || status=$?
  read -r passed failed skipped < <(steps_tap "$name" "$status" <"$log")
  steps_outcome "$name" "$log" '^not ok' "$passed" "$failed" "$skipped"
}

# tap_shown STEP COMMAND...: the same, and what passed is shown too, because its text has the numbers.
tap_shown() {
  tap "$@"
  sed -n -e 's/^ok [0-9]* - /         /p' -e 's/^# \([0-9]\)/         \1/p' "$logs/${1//[^a-zA-Z0-9]/-}.log"
}

# make_check STEP DIRECTORY [MAKE ARGUMENTS]: make check there, or $make_target; each result that automake's drivers print
# counts.
make_check() {
  local name=$1 dir=$2 log status=0 passed failed skipped
  shift 2
  steps_start
  log=$logs/${name//[^a-zA-Z0-9]/-}.log
  "${steps_timeout[@]}" make -C "$dir" "${make_target:-check}" "$@" >"$log" 2>&1 </dev/null || status=$?
  # shellcheck disable=SC2016 # awk's, not ours
  read -r passed failed skipped < <(awk -v step="$name" -v status="$status" -v results="$results" '
    function result(kind, text) { print kind "\t" step "\t" text >>results; n[kind]++ }
    /^(X?PASS|X?FAIL|SKIP|ERROR): / {
      kind = $1; sub(/^[A-Z]+: +/, ""); sub(/^test\//, "")
      if (kind ~ /ERROR/ && failed[$1] && / - exited with status /) next # said already
      kind = kind ~ /^(PASS|XFAIL):/ ? "PASS" : kind == "SKIP:" ? "SKIP" : "FAIL"
      if (kind == "FAIL") failed[$1] = 1
      result(kind, $0)
    }
    END {
      if (status != 0 && !n["FAIL"]) result("FAIL", "make: exit status " status)
      else if (!n["PASS"]) result("FAIL", "make check ran no test")
      print n["PASS"] + 0, n["FAIL"] + 0, n["SKIP"] + 0
    }' "$log")
  [ "$failed" = 0 ] || find "$dir" -name '*.log' -path '*/test/*' -newer "$results.start" -print0 |
    xargs -0r grep -l '^not ok' | xargs -r cat >>"$log"
  steps_outcome "$name" "$log" '^not ok' "$passed" "$failed" "$skipped"
}

# The last lines: why tests were skipped, which failed, the count. 1 when one failed or none passed.
steps_end() {
  local passed failed skipped
  passed=$(grep -c '^PASS' "$results")
  failed=$(grep -c '^FAIL' "$results")
  skipped=$(grep -c '^SKIP' "$results")
  [ "$skipped" = 0 ] || { echo && echo "Skipped:" && sed -n 's/^SKIP\t\([^\t]*\)\t\(ok [0-9]* - \)\?/  \1: /p' "$results"; }
  [ "$failed" = 0 ] || { echo && echo "Failed:" && sed -n 's/^FAIL\t\([^\t]*\)\t\(not ok [0-9]* - \)\?/  \1: /p' "$results"; }
  echo
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
