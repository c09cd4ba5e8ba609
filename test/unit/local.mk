# SPDX-License-Identifier: LGPL-2.1-or-later
# Unit tests (cmocka), one for each source file or table. A new test: its sources, its library and its name in unit_tests.
unit_tests =
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
EXTRA_DIST += %D%/test-rules-freestanding.tap

# kernel/rules
rules_fixture = %D%/rules-cases.h %D%/rules-fixture.c %D%/rules-fixture.h
unit_tests += %D%/test-rules
%C%_test_rules_SOURCES = %D%/test-rules.c $(rules_fixture) \
	%D%/rules-cases-device.h %D%/rules-cases-wq.h %D%/rules-cases-wq2.h
%C%_test_rules_CFLAGS = $(UNIT_CFLAGS)
%C%_test_rules_LDADD = kernel/librules.la $(CMOCKA_LIBS)

TESTS += %D%/test-rules-freestanding.tap
if HAVE_CMOCKA
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
endif
