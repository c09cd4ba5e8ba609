// SPDX-License-Identifier: LGPL-2.1-or-later
/* Numbers as text; see number.h. */
#include "util/number.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	c |= 0x20;
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	return UINT_MAX;
}

static bool has_hex_prefix(const char *text)
{
	return text[0] == '0' && (text[1] | 0x20) == 'x';
}

/* The digits at *text; moves *text behind them. */
static int parse_digits(const char **text, unsigned int base, uint64_t *value)
{
	const char *at = *text;
	uint64_t sum = 0;

	if (digit_value(*at) >= base)
		return -EINVAL;
	for (; digit_value(*at) < base; at++) {
		if (__builtin_mul_overflow(sum, base, &sum) ||
		    __builtin_add_overflow(sum, digit_value(*at), &sum))
			return -ERANGE;
	}
	*text = at;
	*value = sum;
	return 0;
}

int number_parse_u64(const char *text, unsigned int base, uint64_t *value)
{
	uint64_t sum;
	int rc;

	if (base == 16 && has_hex_prefix(text))
		text += 2;
	rc = parse_digits(&text, base, &sum);
	if (rc)
		return rc;
	if (*text)
		return -EINVAL;
	*value = sum;
	return 0;
}

int number_parse_uint(const char *text, unsigned int *value)
{
	uint64_t number;
	int rc = number_parse_u64(text, 10, &number);

	if (rc)
		return rc;
	if (number > UINT_MAX)
		return -ERANGE;
	*value = (unsigned int)number;
	return 0;
}

int number_parse_int(const char *text, int *value)
{
	bool negative = text[0] == '-';
	uint64_t number;
	int rc = number_parse_u64(text + negative, 10, &number);

	if (rc)
		return rc;
	if (number > (uint64_t)INT_MAX + negative)
		return -ERANGE;
	*value = negative ? (int)-(int64_t)number : (int)number;
	return 0;
}

static int unit_shift(const char *unit)
{
	static const char letters[] = "KMGTP";
	const char *letter;

	if (!*unit)
		return 0;
	letter = strchr(letters, toupper((unsigned char)*unit));
	if (!letter || (unit[1] && strcasecmp(unit + 1, "iB") && strcasecmp(unit + 1, "B")))
		return -EINVAL;
	return (int)(letter - letters + 1) * 10;
}

int size_parse(const char *text, uint64_t *bytes)
{
	uint64_t number;
	int rc, shift;

	if (has_hex_prefix(text))
		return number_parse_u64(text, 16, bytes);
	rc = parse_digits(&text, 10, &number);
	if (rc)
		return rc;
	shift = unit_shift(text);
	if (shift < 0)
		return shift;
	if (shift && number >> (64 - shift))
		return -ERANGE;
	*bytes = number << shift;
	return 0;
}
