/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Libraries that few commands need: loaded when they are, since the program would wait for all of them, and for what they
 * depend on, at every start.
 */
#ifndef ACCFG_OPTIONAL_H
#define ACCFG_OPTIONAL_H

#include <stdbool.h>
#include <stddef.h>

struct optional_function {
	const char *name;
	void *to; /* address of a pointer to the function */
};

/* False: the library, or one of the functions, is not there. A library that was loaded stays. */
bool optional_load(const char *library, const struct optional_function *functions, size_t n);

#endif
