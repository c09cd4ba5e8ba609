# SPDX-License-Identifier: LGPL-2.1-or-later
# Unit tests (cmocka), one for each source file or table. A new test: its sources, its library and its name in unit_tests.
unit_tests =
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

# kernel/rules and kernel/uapi
EXTRA_DIST += %D%/test-rules-freestanding.tap %D%/test-uapi.tap
TESTS += %D%/test-rules-freestanding.tap %D%/test-uapi.tap
unit_tests += %D%/test-rules %D%/test-rules-caps %D%/test-rules-effects %D%/test-rules-enable %D%/test-rules-exact %D%/test-rules-validate
rules_fixture = %D%/rules-cases.h %D%/rules-fixture.c %D%/rules-fixture.h
rules_test_libs = kernel/librules.la $(CMOCKA_LIBS)
%C%_test_rules_SOURCES = %D%/test-rules.c $(rules_fixture) \
	%D%/rules-cases-device.h %D%/rules-cases-wq.h %D%/rules-cases-wq2.h
%C%_test_rules_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_LDADD = $(rules_test_libs)
%C%_test_rules_caps_SOURCES = %D%/test-rules-caps.c $(rules_fixture)
%C%_test_rules_caps_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_caps_LDADD = $(rules_test_libs)
%C%_test_rules_effects_SOURCES = %D%/test-rules-effects.c $(rules_fixture)
%C%_test_rules_effects_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_effects_LDADD = $(rules_test_libs)
%C%_test_rules_exact_SOURCES = %D%/test-rules-exact.c $(rules_fixture)
%C%_test_rules_exact_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_exact_LDADD = $(rules_test_libs)
%C%_test_rules_enable_SOURCES = %D%/test-rules-enable.c %D%/rules-cases-bind.h $(rules_fixture)
%C%_test_rules_enable_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_enable_LDADD = $(rules_test_libs)
%C%_test_rules_validate_SOURCES = %D%/test-rules-validate.c $(rules_fixture)
%C%_test_rules_validate_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_validate_LDADD = $(rules_test_libs)

# profiles
profile_fixture = %D%/profile-fixture.c %D%/profile-fixture.h
profile_test_libs = lib/libaccfg-internal.la $(CMOCKA_LIBS)
unit_tests += %D%/test-locate %D%/test-problem %D%/test-profile-build %D%/test-profile-configs \
	%D%/test-profile-errors %D%/test-profile-read %D%/test-profile-source
%C%_test_locate_SOURCES = %D%/test-locate.c
%C%_test_locate_CFLAGS = $(UNIT_CFLAGS)
%C%_test_locate_LDADD = $(profile_test_libs)
%C%_test_problem_SOURCES = %D%/test-problem.c
%C%_test_problem_CFLAGS = $(UNIT_CFLAGS)
%C%_test_problem_LDADD = $(profile_test_libs)
%C%_test_profile_build_SOURCES = %D%/test-profile-build.c $(profile_fixture)
%C%_test_profile_build_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_build_LDADD = $(profile_test_libs)
%C%_test_profile_configs_SOURCES = %D%/test-profile-configs.c $(profile_fixture)
%C%_test_profile_configs_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_configs_LDADD = $(profile_test_libs)
%C%_test_profile_errors_SOURCES = %D%/test-profile-errors.c $(profile_fixture)
%C%_test_profile_errors_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_errors_LDADD = $(profile_test_libs)
%C%_test_profile_read_SOURCES = %D%/test-profile-read.c $(profile_fixture)
%C%_test_profile_read_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_read_LDADD = $(profile_test_libs)
%C%_test_profile_source_SOURCES = %D%/test-profile-source.c $(profile_fixture)
%C%_test_profile_source_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_source_LDADD = $(profile_test_libs)

# lib and util
tree_fixture = %D%/tree.c %D%/tree.h
alloc_fixture = %D%/alloc.c %D%/alloc.h
alloc_wrap = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -Wl,--wrap=reallocarray,--wrap=strdup,--wrap=strndup
lib_test_libs = lib/libaccfg-internal.la $(CMOCKA_LIBS)
unit_tests += %D%/test-attr
%C%_test_attr_SOURCES = %D%/test-attr.c $(tree_fixture)
%C%_test_attr_CFLAGS = $(UNIT_CFLAGS)
%C%_test_attr_LDADD = $(lib_test_libs)
unit_tests += %D%/test-driver
%C%_test_driver_SOURCES = %D%/test-driver.c $(tree_fixture)
%C%_test_driver_CFLAGS = $(UNIT_CFLAGS)
%C%_test_driver_LDADD = $(lib_test_libs)
unit_tests += %D%/test-object
%C%_test_object_SOURCES = %D%/test-object.c %D%/calls.c %D%/calls.h $(tree_fixture)
%C%_test_object_CFLAGS = $(UNIT_CFLAGS)
%C%_test_object_LDADD = $(lib_test_libs)
unit_tests += %D%/test-select %D%/test-error
%C%_test_select_SOURCES = %D%/test-select.c %D%/calls.c %D%/calls.h $(tree_fixture)
%C%_test_select_CFLAGS = $(UNIT_CFLAGS)
%C%_test_select_LDADD = $(lib_test_libs)
%C%_test_error_SOURCES = %D%/test-error.c
%C%_test_error_CFLAGS = $(UNIT_CFLAGS)
%C%_test_error_LDADD = $(lib_test_libs)
unit_tests += %D%/test-sysfs
%C%_test_sysfs_SOURCES = %D%/test-sysfs.c %D%/calls.c %D%/calls.h $(tree_fixture)
%C%_test_sysfs_CFLAGS = $(UNIT_CFLAGS)
%C%_test_sysfs_LDADD = $(lib_test_libs)
# On a simulated machine: PROGRAM.tap runs PROGRAM in accfg-sim.
live_fixture = %D%/live.c %D%/live.h
live_tests = %D%/test-explain %D%/test-live %D%/test-transaction
live_taps = %D%/test-explain.tap %D%/test-live.tap %D%/test-live-6.1.tap %D%/test-live-6.12.tap %D%/test-transaction.tap
EXTRA_DIST += %D%/live.sh $(live_taps)
%C%_test_explain_SOURCES = %D%/test-explain.c $(live_fixture)
%C%_test_explain_CFLAGS = $(UNIT_CFLAGS)
%C%_test_explain_LDADD = lib/libaccfg.la $(CMOCKA_LIBS)
%C%_test_live_SOURCES = %D%/test-live.c $(live_fixture)
%C%_test_live_CFLAGS = $(UNIT_CFLAGS)
%C%_test_live_LDADD = lib/libaccfg.la $(CMOCKA_LIBS)
%C%_test_transaction_SOURCES = %D%/test-transaction.c $(live_fixture) $(alloc_fixture)
%C%_test_transaction_CFLAGS = $(UNIT_CFLAGS)
%C%_test_transaction_LDADD = $(lib_test_libs)
%C%_test_transaction_LDFLAGS = $(AM_LDFLAGS) $(alloc_wrap)
# The examples see the public header alone.
EXTRA_DIST += %D%/test-examples.tap
TESTS += %D%/test-examples.tap
check_PROGRAMS += %D%/example-list %D%/example-configure
%C%_example_list_SOURCES = test/example-list.c
%C%_example_list_CPPFLAGS = -I$(top_srcdir)/lib
%C%_example_list_LDADD = lib/libaccfg.la
%C%_example_configure_SOURCES = test/example-configure.c
%C%_example_configure_CPPFLAGS = -I$(top_srcdir)/lib
%C%_example_configure_LDADD = lib/libaccfg.la
unit_tests += %D%/test-threads
%C%_test_threads_SOURCES = %D%/test-threads.c $(tree_fixture)
%C%_test_threads_CFLAGS = $(UNIT_CFLAGS) -pthread
%C%_test_threads_LDADD = $(lib_test_libs)
unit_tests += %D%/test-memory
%C%_test_memory_SOURCES = %D%/test-memory.c $(alloc_fixture) $(tree_fixture)
%C%_test_memory_CFLAGS = $(UNIT_CFLAGS)
%C%_test_memory_LDADD = $(lib_test_libs)
%C%_test_memory_LDFLAGS = $(AM_LDFLAGS) $(alloc_wrap)
unit_tests += %D%/test-util %D%/test-atomic-file
%C%_test_util_SOURCES = %D%/test-util.c
%C%_test_util_CFLAGS = $(UNIT_CFLAGS)
%C%_test_util_LDADD = util/libutil.la $(CMOCKA_LIBS)
%C%_test_atomic_file_SOURCES = %D%/test-atomic-file.c $(tree_fixture)
%C%_test_atomic_file_CFLAGS = $(UNIT_CFLAGS)
%C%_test_atomic_file_LDADD = $(lib_test_libs)

unit_tests += %D%/test-profile-memory
%C%_test_profile_memory_SOURCES = %D%/test-profile-memory.c %D%/profile-fixture.h $(alloc_fixture)
%C%_test_profile_memory_CFLAGS = $(UNIT_CFLAGS)
%C%_test_profile_memory_LDADD = $(profile_test_libs)
%C%_test_profile_memory_LDFLAGS = $(AM_LDFLAGS) $(alloc_wrap)

# sample profiles, and the JSON Schema of profiles
check_PROGRAMS += %D%/show-profile
%C%_show_profile_SOURCES = %D%/show-profile.c
%C%_show_profile_LDADD = lib/libaccfg-internal.la
TESTS += test/check-profiles.tap
EXTRA_DIST += test/check-profiles.tap test/data/profiles

# plans: random states played by kernel/rules, profiles resolved for named hardware
state_fixture = %D%/state-fixture.c %D%/state-fixture.h %D%/state-play.c
unit_tests += %D%/test-plan
%C%_test_plan_SOURCES = %D%/test-plan.c $(state_fixture)
%C%_test_plan_CFLAGS = $(UNIT_CFLAGS)
%C%_test_plan_LDADD = $(lib_test_libs)
unit_tests += %D%/test-pool
%C%_test_pool_SOURCES = %D%/test-pool.c
%C%_test_pool_CFLAGS = $(UNIT_CFLAGS) -pthread
%C%_test_pool_LDADD = $(lib_test_libs)
unit_tests += %D%/test-undo
%C%_test_undo_SOURCES = %D%/test-undo.c $(state_fixture)
%C%_test_undo_CFLAGS = $(UNIT_CFLAGS)
%C%_test_undo_LDADD = $(lib_test_libs)
unit_tests += %D%/test-resolve %D%/test-validate
%C%_test_resolve_SOURCES = %D%/test-resolve.c %D%/profile-fixture.c %D%/profile-fixture.h
%C%_test_resolve_CFLAGS = $(UNIT_CFLAGS)
%C%_test_resolve_LDADD = $(lib_test_libs)
%C%_test_validate_SOURCES = %D%/test-validate.c %D%/profile-fixture.c %D%/profile-fixture.h
%C%_test_validate_CFLAGS = $(UNIT_CFLAGS)
%C%_test_validate_LDADD = $(lib_test_libs)
unit_tests += %D%/test-state %D%/test-plan-memory
%C%_test_state_SOURCES = %D%/test-state.c $(state_fixture) $(tree_fixture)
%C%_test_state_CFLAGS = $(UNIT_CFLAGS)
%C%_test_state_LDADD = $(lib_test_libs)
%C%_test_plan_memory_SOURCES = %D%/test-plan-memory.c $(state_fixture) %D%/profile-fixture.c %D%/profile-fixture.h \
	$(alloc_fixture)
%C%_test_plan_memory_CFLAGS = $(UNIT_CFLAGS)
%C%_test_plan_memory_LDADD = $(lib_test_libs)
%C%_test_plan_memory_LDFLAGS = $(AM_LDFLAGS) $(alloc_wrap)

# writers and each other
unit_tests += %D%/test-lock
%C%_test_lock_SOURCES = %D%/test-lock.c $(tree_fixture)
%C%_test_lock_CFLAGS = $(UNIT_CFLAGS)
%C%_test_lock_LDADD = $(lib_test_libs)
unit_tests += %D%/test-journal
%C%_test_journal_SOURCES = %D%/test-journal.c $(tree_fixture) $(alloc_fixture)
%C%_test_journal_CFLAGS = $(UNIT_CFLAGS)
%C%_test_journal_LDADD = $(lib_test_libs)
%C%_test_journal_LDFLAGS = $(AM_LDFLAGS) $(alloc_wrap)

# vfio-user, the protocol of the device model
vfu_test_libs = test/model/libvfu.la $(CMOCKA_LIBS)
vfu_fixture = %D%/vfu-fixture.c %D%/vfu-fixture.h
unit_tests += %D%/test-front %D%/test-front-pasid %D%/test-front-request %D%/test-vfu-irq %D%/test-vfu-map %D%/test-vfu-server %D%/test-vfu-session %D%/test-vfu-wire
%C%_test_front_SOURCES = %D%/test-front.c $(vfu_fixture)
%C%_test_front_CFLAGS = $(UNIT_CFLAGS) -pthread
%C%_test_front_LDADD = test/model/libfront.la $(CMOCKA_LIBS) -lpthread
%C%_test_front_request_SOURCES = %D%/test-front-request.c
%C%_test_front_request_CFLAGS = $(UNIT_CFLAGS)
%C%_test_front_request_LDADD = test/model/libfront.la $(CMOCKA_LIBS)
%C%_test_front_pasid_SOURCES = %D%/test-front-pasid.c
%C%_test_front_pasid_CFLAGS = $(UNIT_CFLAGS)
%C%_test_front_pasid_LDADD = test/model/libfront.la $(CMOCKA_LIBS)
%C%_test_vfu_irq_SOURCES = %D%/test-vfu-irq.c
%C%_test_vfu_irq_CFLAGS = $(UNIT_CFLAGS)
%C%_test_vfu_irq_LDADD = $(vfu_test_libs)
%C%_test_vfu_map_SOURCES = %D%/test-vfu-map.c $(vfu_fixture)
%C%_test_vfu_map_CFLAGS = $(UNIT_CFLAGS)
%C%_test_vfu_map_LDADD = $(vfu_test_libs)
%C%_test_vfu_server_SOURCES = %D%/test-vfu-server.c $(vfu_fixture)
%C%_test_vfu_server_CFLAGS = $(UNIT_CFLAGS) -pthread
%C%_test_vfu_server_LDADD = $(vfu_test_libs) -lpthread
%C%_test_vfu_session_SOURCES = %D%/test-vfu-session.c $(vfu_fixture)
%C%_test_vfu_session_CFLAGS = $(UNIT_CFLAGS) -pthread
%C%_test_vfu_session_LDADD = $(vfu_test_libs) -lpthread
%C%_test_vfu_wire_SOURCES = %D%/test-vfu-wire.c
%C%_test_vfu_wire_CFLAGS = $(UNIT_CFLAGS)
%C%_test_vfu_wire_LDADD = $(vfu_test_libs)
# the device model
model_fixture = %D%/model-fixture.c %D%/model-fixture.h
model_test_libs = test/model/libdsa-model.la $(CMOCKA_LIBS)
unit_tests += %D%/test-model-regs
%C%_test_model_regs_SOURCES = %D%/test-model-regs.c $(model_fixture)
%C%_test_model_regs_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_regs_LDADD = $(model_test_libs)
unit_tests += %D%/test-model-faults %D%/test-model-ops %D%/test-model-iax %D%/test-model-opcap %D%/test-model-dif %D%/test-model-deflate %D%/test-model-during %D%/test-model-log %D%/test-model-block %D%/test-model-perf
%C%_test_model_during_SOURCES = %D%/test-model-during.c $(model_fixture)
%C%_test_model_during_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_during_LDADD = $(model_test_libs)
%C%_test_model_deflate_SOURCES = %D%/test-model-deflate.c $(model_fixture)
%C%_test_model_deflate_CFLAGS = $(UNIT_CFLAGS) $(ZLIB_CFLAGS)
%C%_test_model_deflate_LDADD = $(model_test_libs) $(ZLIB_LIBS)
%C%_test_model_opcap_SOURCES = %D%/test-model-opcap.c $(model_fixture)
%C%_test_model_opcap_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_opcap_LDADD = $(model_test_libs)
%C%_test_model_dif_SOURCES = %D%/test-model-dif.c $(model_fixture)
%C%_test_model_dif_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_dif_LDADD = $(model_test_libs)
%C%_test_model_faults_SOURCES = %D%/test-model-faults.c $(model_fixture)
%C%_test_model_faults_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_faults_LDADD = $(model_test_libs)
%C%_test_model_ops_SOURCES = %D%/test-model-ops.c $(model_fixture)
%C%_test_model_ops_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_ops_LDADD = $(model_test_libs)
%C%_test_model_block_SOURCES = %D%/test-model-block.c $(model_fixture)
%C%_test_model_block_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_block_LDADD = $(model_test_libs)
%C%_test_model_perf_SOURCES = %D%/test-model-perf.c $(model_fixture)
%C%_test_model_perf_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_perf_LDADD = $(model_test_libs)
%C%_test_model_log_SOURCES = %D%/test-model-log.c $(model_fixture)
%C%_test_model_log_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_log_LDADD = $(model_test_libs)
%C%_test_model_iax_SOURCES = %D%/test-model-iax.c $(model_fixture)
%C%_test_model_iax_CFLAGS = $(UNIT_CFLAGS)
%C%_test_model_iax_LDADD = $(model_test_libs)

if HAVE_CMOCKA
check_PROGRAMS += $(unit_tests) $(live_tests)
TESTS += $(unit_tests) $(live_taps)
endif
