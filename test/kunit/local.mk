# SPDX-License-Identifier: GPL-2.0-or-later
# The tests of kernel/rules inside a kernel: built by test/vm/kunit.tap, not by this make.
EXTRA_DIST += %D%/Kbuild %D%/rules-kunit.c %D%/include/cmocka.h %D%/include/setjmp.h %D%/include/stdarg.h \
	%D%/include/stddef.h %D%/include/stdint.h %D%/include/stdlib.h
