# SPDX-License-Identifier: LGPL-2.1-or-later
# A fuzz target is fuzz-NAME.c. With --enable-fuzzers it becomes a libFuzzer program, which test/fuzz/run runs; with every
# compiler it becomes replay-NAME, which make check runs over the corpus and some mutations that are always the same.
fuzz_libs = lib/libaccfg-internal.la $(JSON_C_LIBS)
fuzz_replays = %D%/replay-profile.tap %D%/replay-attr.tap %D%/replay-tree.tap %D%/replay-model.tap %D%/replay-vfu.tap %D%/replay-client.tap %D%/storm.tap

EXTRA_DIST += %D%/corpus %D%/fuzz-profile.dict $(fuzz_replays)
TESTS += $(fuzz_replays)
check_PROGRAMS += %D%/replay-profile %D%/replay-attr %D%/replay-tree %D%/replay-model %D%/replay-vfu %D%/replay-client %D%/storm
%C%_replay_profile_SOURCES = %D%/fuzz-profile.c %D%/must.h %D%/replay.c
%C%_replay_profile_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_replay_profile_LDADD = $(fuzz_libs)
%C%_replay_attr_SOURCES = %D%/fuzz-attr.c %D%/must.h %D%/replay.c
%C%_replay_attr_LDADD = $(fuzz_libs)
%C%_replay_tree_SOURCES = %D%/fuzz-tree.c %D%/must.h %D%/replay.c
%C%_replay_tree_LDADD = $(fuzz_libs)
%C%_replay_model_SOURCES = %D%/fuzz-model.c %D%/must.h %D%/replay.c
%C%_replay_model_LDADD = test/model/libdsa-model.la
%C%_storm_SOURCES = %D%/storm.c %D%/must.h
%C%_storm_LDADD = test/model/libdsa-model.la
%C%_replay_vfu_SOURCES = %D%/fuzz-vfu.c %D%/must.h %D%/replay.c
%C%_replay_vfu_LDADD = test/model/libfront.la
%C%_replay_client_SOURCES = %D%/fuzz-client.c %D%/must.h %D%/replay.c
%C%_replay_client_LDADD = test/model/libfront.la

if ENABLE_FUZZERS
noinst_PROGRAMS += %D%/fuzz-profile %D%/fuzz-attr %D%/fuzz-tree %D%/fuzz-model %D%/fuzz-vfu %D%/fuzz-client
%C%_fuzz_model_SOURCES = %D%/fuzz-model.c %D%/must.h
%C%_fuzz_model_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_model_LDADD = test/model/libdsa-model.la
%C%_fuzz_profile_SOURCES = %D%/fuzz-profile.c %D%/must.h
%C%_fuzz_profile_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_fuzz_profile_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_profile_LDADD = $(fuzz_libs)
%C%_fuzz_attr_SOURCES = %D%/fuzz-attr.c %D%/must.h
%C%_fuzz_attr_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_attr_LDADD = $(fuzz_libs)
%C%_fuzz_tree_SOURCES = %D%/fuzz-tree.c %D%/must.h
%C%_fuzz_tree_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_tree_LDADD = $(fuzz_libs)
%C%_fuzz_client_SOURCES = %D%/fuzz-client.c %D%/must.h
%C%_fuzz_client_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_client_LDADD = test/model/libfront.la
%C%_fuzz_vfu_SOURCES = %D%/fuzz-vfu.c %D%/must.h
%C%_fuzz_vfu_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_vfu_LDADD = test/model/libfront.la
endif
