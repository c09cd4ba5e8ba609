/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers as text, whole or not at all: no blanks, nothing behind, no wrap-around. -EINVAL: no such number; -ERANGE: it
 * does not fit. Nothing is stored on failure.
 */
#ifndef UTIL_NUMBER_H
#define UTIL_NUMBER_H

#include <stdint.h>

int number_parse_u64(const char *text, unsigned int base, uint64_t *value); /* base 10, or 16 with or without 0x */
int number_parse_uint(const char *text, unsigned int *value);
int number_parse_int(const char *text, int *value);
/* A size: decimal or 0x..., with K, M, G, T, P or KiB, MiB, ... behind it (all powers of 1024). */
int size_parse(const char *text, uint64_t *bytes);

#endif
