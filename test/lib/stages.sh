# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What ./check does, stage by stage. Sourced, after the other pieces.

configure_and_build() { # directory, configure's arguments
  configure_and_make "$@" && make -C "$1" -j"$jobs" check TESTS=
}

stage_main() {
  run "autotools" autotools &&
    run "main: build with gcc, no warning" configure_and_build "$build" CC=gcc --enable-werror
}

# Builds from the main tree, in one lane. All tests run where a packager runs them, in a read-only tree made from the
# archive; only what asks git runs here.
lane_main() {
  local shared=$top/../shared/profiles
  [ ! -d "$shared" ] || export ACCFG_SHARED=${ACCFG_SHARED:-$(cd "$shared" && pwd)}
  make_check "main: the checkout" "$build" -j"$jobs" TESTS=test/check-house.tap
  make_target=distcheck make_check "main: make distcheck" "$build" -j"$jobs" \
    DISTCHECK_CONFIGURE_FLAGS="CC=gcc --enable-werror"
  tap "JSON Schemas" test/check-schema.py
  tap "archive" test/check-archive "$build"
  tap "installed tree" test/check-install
  lane_threads
}

# Other ways to build it, in another.
lane_variants() {
  tap "shell scripts" test/check-shell
  if run "clang, no libkmod, no libudev: build" configure_and_build "$build/minimal" CC=clang --enable-werror \
    --without-libkmod --without-libudev --disable-docs; then
    make_check "clang, no libkmod, no libudev: unit tests" "$build/minimal" -j"$jobs" "TESTS=\$(unit_tests)"
  fi
  if run "sanitizers: build with clang" configure_and_build "$build/asan" CC=clang --enable-werror \
    --enable-sanitizers --enable-fuzzers --disable-docs; then
    make_check "sanitizers: make check" "$build/asan" -j"$jobs"
    [ ! -e test/fuzz/run ] || tap_shown "fuzz targets, short" test/fuzz/run "$build/asan"
  fi
}

# Plans work on several devices at once.
tsan_tests="test/unit/test-threads test/unit/test-pool test/unit/test-transaction.tap test/cli/transaction.bats"

lane_threads() {
  run "ThreadSanitizer: build" configure_and_make "$build/tsan" CC=gcc --enable-werror --enable-tsan --disable-docs &&
    TSAN_OPTIONS=exitcode=99 make_check "ThreadSanitizer: plans" "$build/tsan" -j"$jobs" "TESTS=$tsan_tests"
}

# That load-config applies whole or not at all. Each uses all processors.
stage_proofs() {
  tap_shown "a fault at every step" test/proof/faults.py
  tap_shown "random states of random machines" test/proof/walks.py
  tap_shown "twenty load-configs at once" test/proof/crowd.py
}

# What is measured runs alone.
stage_measure() {
  tap "same state as accel-config" test/bench/same-state
  tap_shown "costs against accel-config" test/bench/check
  tap "README shows what ./demo prints" test/update-readme.sh --check
}

# Real kernels in QEMU. What cannot be fetched is no failure of the tree.
stage_lab_set_up() {
  local log=$logs/lab-set-up.log status=0
  steps_start
  export ACCFG_LAB_FETCH=${ACCFG_LAB_FETCH:-${deps_may_install:-yes}}
  "${steps_timeout[@]}" test/vm/lab --setup >"$log" 2>&1 </dev/null || status=$?
  case $status in
  0)
    steps_say ok "lab: set up"
    lab_is_there=yes
    ;;
  77)
    steps_result SKIP "lab" "$(grep '^lab: ' "$log" | tail -n 1)"
    steps_say skip "lab: set up" "see ${log#"$top"/}"
    ;;
  *)
    steps_result FAIL "lab: set up" "exit status $status"
    steps_say FAILED "lab: set up"
    steps_show_log "$log" '^(lab|E): '
    ;;
  esac
}

# The device model judged by in-tree drivers, and ours judged by them. What is recorded of those is asked again in --all.
# Steps are independent of each other; the longest come first, or the last would be alone.
stage_lab() {
  local file
  [ "${lab_is_there-}" = yes ] || return 0
  in_pool tap "lab: copies through the in-tree driver" test/vm/judge-copy.tap in-tree:6.12 in-tree:7.2 in-tree:7.2:legacy
  in_pool tap "lab: user work queues with the in-tree driver" test/vm/judge-user.tap \
    in-tree:7.2:sva in-tree:7.2:swerr in-tree:7.2:no-sva in-tree:6.12:refused
  in_pool tap "lab: compression by the kernel" test/vm/judge-iaa.tap 7.2
  in_pool tap "lab: what our driver mends" test/vm/judge-driver.tap
  in_pool tap_shown "lab: parity of the drivers" test/parity/lab.tap ours:7.2 ours:7.2-pasid
  in_pool tap "lab: user work queues with our driver" test/vm/judge-user.tap ours:7.2:sva ours:7.2:swerr ours:7.2:gone ours:7.2:no-sva \
    ours:6.12:no-sva ours:6.1:no-sva
  in_pool tap "lab: halts and resets" test/vm/judge-halt.tap
  for file in test/vm/*.bats; do
    in_pool tap "lab: $(basename "$file" .bats)" bats --formatter tap "$file"
  done
  in_pool tap "lab: user work queues of other devices" test/vm/judge-other.tap
  in_pool tap "lab: our driver under stress" test/vm/stress.tap
  in_pool tap "lab: copies through our driver" test/vm/judge-copy.tap ours:7.2:first-stage ours:6.1 ours:6.12 ours:7.2
  in_pool tap "lab: DKMS" test/vm/dkms.tap 7.2
  in_pool tap "lab: our driver as kernel engineers check it" test/check-kernel.tap
  in_pool tap "lab: accfg status" test/vm/status.tap in-tree:7.2 ours:7.2
  in_pool tap_shown "lab: what a copy costs" test/vm/judge-speed.tap --counts
}

# What takes long, or finds little that the other stages did not find.
stage_long() {
  local seconds=${FUZZ_SECONDS:-600} kernel
  # shellcheck disable=SC2034 # steps.sh uses it
  local steps_timeout=()
  if [ "${lab_is_there-}" = yes ]; then
    tap_shown "lab: speed of our driver" test/vm/judge-speed.tap
    in_pool lane_hardened
    in_pool lane_kernels
  fi
  [ ! -e test/fuzz/run ] || in_pool tap_shown "fuzz targets, $seconds s each" test/fuzz/run "$build/asan" "$seconds"
  in_pool tap_shown "random states of random machines, more of them" test/proof/walks.py --first 1000 --seeds 500
  in_pool lane_valgrind
  for kernel in 6.1 6.12; do
    in_pool tap_shown "a fault at every step, kernel $kernel" test/proof/faults.py --kernel $kernel
  done
  top_builddir=$build/asan in_pool tap "sanitizers: parity of accfg-sim" test/parity/sim.tap
  TSAN_OPTIONS=exitcode=99 in_pool make_check "ThreadSanitizer: load-config" "$build/tsan" -j"$jobs" "TESTS=test/cli/load-config.bats"
  wait
}

# The kernel that finds mistakes, built the first time.
lane_hardened() {
  run "lab: hardened kernel" test/vm/lab --setup --kernel hardened || return
  tap "lab: hardened kernel, copies" test/vm/judge-copy.tap ours:hardened
  tap "lab: hardened kernel, user work queues" test/vm/judge-user.tap ours:hardened:sva ours:hardened:gone
  KERNEL=hardened tap "lab: hardened kernel, what our driver mends" test/vm/judge-driver.tap
  tap "lab: hardened kernel, halts and resets" test/vm/judge-halt.tap hardened:recovers hardened:gives-up hardened:sleep hardened:probe
  tap_shown "lab: hardened kernel, stress" test/vm/stress.tap --kernel hardened
  tap_shown "lab: hardened kernel, failing allocations" test/vm/stress.tap --kernel hardened allocations:6
  tap "lab: kernel/rules inside a kernel" test/vm/kunit.tap
}

# What takes long on others.
lane_kernels() {
  tap_shown "lab: stress of our driver, counted" test/vm/stress.tap --counts
  tap "lab: copies through other IOMMUs" test/vm/judge-copy.tap in-tree:7.2:scalable in-tree:7.2:first-stage ours:7.2:legacy \
    ours:7.2:scalable
  tap "lab: compression by an older kernel" test/vm/judge-iaa.tap 6.12
  tap "lab: accfg status on other kernels" test/vm/status.tap in-tree:6.1 in-tree:6.12 ours:6.1 ours:6.12
  tap_shown "lab: parity once more, and on other kernels" test/parity/lab.tap in-tree:7.2 in-tree:7.2-pasid in-tree:6.12 ours:6.12 ours:6.1
  tap "lab: DKMS, all kernels" test/vm/dkms.tap
}

lane_valgrind() {
  run "valgrind: programs" valgrind_programs &&
    ACCFG_TEST_BIN=$build/valgrind-bin make_check "valgrind: CLI tests" "$build" -j"$jobs" "TESTS=\$(cli_tests)"
}

# A folder for the head of PATH in which accfg runs under valgrind: an error or a leak is exit status 99.
valgrind_programs() {
  mkdir -p "$build/valgrind-bin"
  cat >"$build/valgrind-bin/accfg" <<TXT
#!/bin/sh
# By its name alone, which is what tests expect to read in the journal.
PATH=$build/cli/.libs:\$PATH LD_LIBRARY_PATH=$build/lib/.libs exec valgrind -q --vgdb=no --error-exitcode=99 --leak-check=full \\
  --errors-for-leak-kinds=definite accfg "\$@"
TXT
  chmod +x "$build/valgrind-bin/accfg" && "$build/valgrind-bin/accfg" --version
}
