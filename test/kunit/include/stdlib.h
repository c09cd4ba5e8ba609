/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests that run in the kernel take from the C library. */
#ifndef TEST_KUNIT_STDLIB_H
#define TEST_KUNIT_STDLIB_H

#include <linux/slab.h>

static inline void *calloc(size_t n, size_t size)
{
	return kcalloc(n, size, GFP_KERNEL);
}

static inline void free(void *pointer)
{
	kfree(pointer);
}

#endif
