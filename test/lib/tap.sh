# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A few words for test scripts that print TAP. Sourced; ends with tap_end.

tap_count=0
tap_failed=0

pass() { # description
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1"
}

fail() { # description, why
  tap_count=$((tap_count + 1))
  tap_failed=$((tap_failed + 1))
  echo "not ok $tap_count - $1"
  printf '%s\n' "$2" | head -n 40 | sed 's/^/# /'
  return 1
}

# ok DESCRIPTION COMMAND...: passes when the command succeeds; what it printed is shown when it does not.
ok() {
  local text=$1 output
  shift
  if output=$("$@" 2>&1); then
    pass "$text"
  else
    fail "$text" "$output"
  fi
}

# none DESCRIPTION COMMAND...: passes when the command prints nothing.
none() {
  local text=$1
  shift
  ok "$text" tap_prints_nothing "$@"
}

tap_prints_nothing() {
  local output
  output=$("$@" 2>&1)
  [ -z "$output" ] || { printf '%s\n' "$output" && return 1; }
}

skip() { # description, reason
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

tap_end() {
  echo "1..$tap_count"
  [ "$tap_failed" = 0 ]
}
