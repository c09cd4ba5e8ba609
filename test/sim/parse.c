// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers, words and bitmaps with the kernel's strictness: a sign, digits, one
 * newline, and nothing else.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "parse.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static unsigned int guess_base(const char *s)
{
	if (s[0] != '0')
		return 10;
	return (s[1] | 0x20) == 'x' && digit(s[2]) < 16 ? 16 : 8;
}

static int digits(const char *s, unsigned int base, uint64_t *out)
{
	const char *start;
	uint64_t v = 0;
	bool over = false;

	if (base == 0)
		base = guess_base(s);
	if (base == 16 && s[0] == '0' && (s[1] | 0x20) == 'x')
		s += 2;
	for (start = s; (unsigned int)digit(*s) < base; s++) {
		if (__builtin_mul_overflow(v, base, &v) ||
		    __builtin_add_overflow(v, (uint64_t)digit(*s), &v))
			over = true;
	}
	if (over)
		return -ERANGE;
	if (s == start || (*s == '\n' ? s[1] : *s))
		return -EINVAL;
	*out = v;
	return 0;
}

int parse_u64(const char *s, unsigned int base, uint64_t *out)
{
	return digits(*s == '+' ? s + 1 : s, base, out);
}

int parse_s64(const char *s, unsigned int base, int64_t *out)
{
	uint64_t v;
	int rc;

	if (*s != '-') {
		rc = parse_u64(s, base, &v);
		if (!rc && v > INT64_MAX)
			rc = -ERANGE;
		if (!rc)
			*out = v;
		return rc;
	}
	rc = digits(s + 1, base, &v);
	if (!rc && v > (uint64_t)INT64_MAX + 1)
		rc = -ERANGE;
	if (!rc)
		*out = -v;
	return rc;
}

int parse_u32(const char *s, unsigned int base, uint32_t *out)
{
	uint64_t v;
	int rc = parse_u64(s, base, &v);

	if (!rc && v > UINT32_MAX)
		rc = -ERANGE;
	if (!rc)
		*out = v;
	return rc;
}

int parse_s32(const char *s, unsigned int base, int32_t *out)
{
	int64_t v;
	int rc = parse_s64(s, base, &v);

	if (!rc && (v > INT32_MAX || v < INT32_MIN))
		rc = -ERANGE;
	if (!rc)
		*out = v;
	return rc;
}

/* Only the first character counts, the first two where it is an o. */
int parse_bool(const char *s, bool with_enable, bool *out)
{
	char c = tolower((unsigned char)s[0]);

	if (c == 'o')
		c = tolower((unsigned char)s[1]) == 'n' ? '1' :
		    tolower((unsigned char)s[1]) == 'f' ? '0' : 'o';
	if (c == '1' || c == 'y' || c == 't' || (with_enable && c == 'e'))
		*out = true;
	else if (c == '0' || c == 'n' || c == 'f' || (with_enable && c == 'd'))
		*out = false;
	else
		return -EINVAL;
	return 0;
}

static bool is_gap(char c)
{
	return isspace((unsigned char)c) || c == ',';
}

/* Groups of up to eight hexadecimal digits, the least significant one last. */
int parse_bitmap256(const char *s, uint64_t out[4])
{
	size_t end = strcspn(s, "\n");
	unsigned int group, shift;

	memset(out, 0, 4 * sizeof(*out));
	for (group = 0; ; group++) {
		while (end && is_gap(s[end - 1]))
			end--;
		if (!end)
			return 0;
		if (group == 8)
			return -EOVERFLOW;
		for (shift = 0; end && !is_gap(s[end - 1]); shift += 4) {
			if (digit(s[--end]) > 15)
				return -EINVAL;
			if (shift == 32)
				return -EOVERFLOW;
			out[group / 2] |= (uint64_t)digit(s[end])
					  << (group % 2 * 32 + shift);
		}
	}
}

/* Equal, but for a newline at the end. */
bool parse_is_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(s, word, n) && (!s[n] || (s[n] == '\n' && !s[n + 1]));
}

void parse_trim(char *s)
{
	size_t n = strlen(s), lead;

	while (n && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
	lead = strspn(s, " \t\n\v\f\r");
	memmove(s, s + lead, n - lead + 1);
}
