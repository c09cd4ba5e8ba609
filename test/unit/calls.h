/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the system calls that the library makes, by standing in their place; linked into a test before libc. */
#ifndef TEST_CALLS_H
#define TEST_CALLS_H

struct calls {
	unsigned int opens;
	unsigned int opens_to_write; /* with any other access than reading, or that may create or cut */
	unsigned int reads;	     /* read and pread */
	unsigned int writes;
	unsigned int closes; /* close and close_range */
	unsigned int others; /* faccessat, readlinkat, getdents64 */
};

extern struct calls calls;
extern unsigned int calls_open_limit; /* opens from this number on fail with EMFILE once; 0: never */

#endif
