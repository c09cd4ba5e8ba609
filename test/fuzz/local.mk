# SPDX-License-Identifier: LGPL-2.1-or-later
# A fuzz target is fuzz-NAME.c. With --enable-fuzzers it becomes a libFuzzer program, which test/fuzz/run runs; with every
# compiler it becomes replay-NAME, which make check runs over the corpus and some mutations that are always the same.
fuzz_libs = lib/libaccfg-internal.la $(JSON_C_LIBS)

EXTRA_DIST += %D%/corpus %D%/fuzz-profile.dict %D%/replay-profile.tap
check_PROGRAMS += %D%/replay-profile
TESTS += %D%/replay-profile.tap
%C%_replay_profile_SOURCES = %D%/fuzz-profile.c %D%/replay.c
%C%_replay_profile_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_replay_profile_LDADD = $(fuzz_libs)

if ENABLE_FUZZERS
noinst_PROGRAMS += %D%/fuzz-profile
%C%_fuzz_profile_SOURCES = %D%/fuzz-profile.c
%C%_fuzz_profile_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_fuzz_profile_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_profile_LDADD = $(fuzz_libs)
endif
