/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocations that fail on demand. The linker sends the library's allocations here first ($(alloc_wrap) in local.mk);
 * shared libraries keep their own.
 */
#ifndef TEST_ALLOC_H
#define TEST_ALLOC_H

extern unsigned int alloc_countdown; /* the allocation that fails, 1 the next; 0: none */
extern unsigned int alloc_failures;  /* how many did */

#endif
