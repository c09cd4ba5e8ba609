/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Natural order of names: numbers in them count as numbers, so "x2" stands before "x10". */
#ifndef UTIL_NATURAL_H
#define UTIL_NATURAL_H

int natural_compare(const char *a, const char *b); /* as strcmp(3) */

#endif
