/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Input as the kernel's own helpers understand it. All take a C string and
 * return 0 or -EINVAL, -ERANGE, -EOVERFLOW.
 */
#ifndef ACCFG_SIM_PARSE_H
#define ACCFG_SIM_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int parse_u64(const char *s, unsigned int base, uint64_t *out);
int parse_s64(const char *s, unsigned int base, int64_t *out);
int parse_u32(const char *s, unsigned int base, uint32_t *out);
int parse_s32(const char *s, unsigned int base, int32_t *out);
int parse_bool(const char *s, bool with_enable, bool *out);
int parse_bitmap256(const char *s, uint64_t out[4]);
bool parse_is_word(const char *s, const char *word);
void parse_trim(char *s);

#endif
