/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 256-bit maps as text. Two forms are read: the kernel's bitmap ("00000000,...": groups of up to 8 hex digits, most
 * significant first, fewer groups allowed) and the older one of four 64-bit words ("0x... 0x...", least significant first).
 */
#ifndef UTIL_BITMAP_H
#define UTIL_BITMAP_H

#include <stdint.h>

#define BITMAP_WORDS 4
#define BITMAP_TEXT_SIZE 72 /* 8 groups of 8, 7 commas, NUL */

/* -EINVAL: not of a form; -EOVERFLOW: more than 256 bits. Nothing is stored then. */
int bitmap_parse(const char *text, uint64_t bits[BITMAP_WORDS]);
/* The kernel's form, always 8 groups. */
void bitmap_format(const uint64_t bits[BITMAP_WORDS], char text[BITMAP_TEXT_SIZE]);

#endif
