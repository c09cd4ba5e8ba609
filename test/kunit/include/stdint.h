/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel has the types of stdint.h, and limits of other names. */
#ifndef TEST_KUNIT_STDINT_H
#define TEST_KUNIT_STDINT_H

#include <linux/limits.h>
#include <linux/types.h>

#define UINT32_MAX U32_MAX
#define UINT64_MAX U64_MAX

#endif
