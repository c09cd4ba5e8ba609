// SPDX-License-Identifier: LGPL-2.1-or-later
/* 256-bit maps as text; see bitmap.h. */
#include "util/bitmap.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define GROUPS 8

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Hex digits at *text, at least one; moves *text behind them. */
static int parse_hex(const char **text, unsigned int max_digits, uint64_t *value)
{
	unsigned int n = 0;

	*value = 0;
	for (; hex_digit(**text) >= 0; (*text)++) {
		if (++n > max_digits)
			return -EOVERFLOW;
		*value = *value << 4 | (uint64_t)hex_digit(**text);
	}
	return n ? 0 : -EINVAL;
}

static int parse_groups(const char *text, uint64_t bits[BITMAP_WORDS])
{
	uint64_t groups[GROUPS], value;
	unsigned int n = 0;

	for (;;) {
		int rc = parse_hex(&text, 8, &value);

		if (rc)
			return rc;
		if (n == GROUPS)
			return -EOVERFLOW;
		groups[n++] = value;
		if (*text != ',')
			break;
		text++;
	}
	if (*text)
		return -EINVAL;
	memset(bits, 0, BITMAP_WORDS * sizeof(bits[0]));
	for (unsigned int i = 0; i < n; i++)
		bits[i / 2] |= groups[n - 1 - i] << (i % 2 * 32);
	return 0;
}

static int parse_words(const char *text, uint64_t bits[BITMAP_WORDS])
{
	uint64_t words[BITMAP_WORDS] = { 0 };

	for (unsigned int n = 0; *text; n++) {
		int rc;

		if (n == BITMAP_WORDS)
			return -EOVERFLOW;
		if (text[0] != '0' || (text[1] | 0x20) != 'x')
			return -EINVAL;
		text += 2;
		rc = parse_hex(&text, 16, &words[n]);
		if (rc)
			return rc;
		if (*text && !isspace((unsigned char)*text))
			return -EINVAL;
		while (isspace((unsigned char)*text))
			text++;
	}
	memcpy(bits, words, sizeof(words));
	return 0;
}

int bitmap_parse(const char *text, uint64_t bits[BITMAP_WORDS])
{
	if (text[0] == '0' && (text[1] | 0x20) == 'x')
		return parse_words(text, bits);
	return parse_groups(text, bits);
}

void bitmap_format(const uint64_t bits[BITMAP_WORDS], char text[BITMAP_TEXT_SIZE])
{
	for (unsigned int i = 0; i < GROUPS; i++) {
		unsigned int group = GROUPS - 1 - i;
		uint32_t value = (uint32_t)(bits[group / 2] >> (group % 2 * 32));

		text += snprintf(text, 10, "%08x%s", value, group ? "," : "");
	}
}
