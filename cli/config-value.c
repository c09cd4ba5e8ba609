// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values of attributes: the forms that are taken, and the ranges that the rows know. Whether a device takes a value is not
 * decided here.
 */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/config-value.h"

/* Whole number, decimal or 0x..., with K, M, G, T (1024) behind it. */
static int parse_number(const char *text, int64_t *value)
{
	static const char units[] = "KMGT";
	bool negative = *text == '-';
	const char *digits = text + negative, *unit;
	unsigned long long n;
	char *end;

	if (!isdigit((unsigned char)*digits))
		return -EINVAL;
	errno = 0;
	n = strtoull(digits, &end, strncmp(digits, "0x", 2) ? 10 : 16);
	if (errno || n > INT64_MAX)
		return -ERANGE;
	unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
	if (unit) {
		unsigned int shift = 10 * (unsigned int)(unit - units + 1);

		if (n > (uint64_t)INT64_MAX >> shift)
			return -ERANGE;
		n <<= shift;
		end++;
	}
	if (*end)
		return -EINVAL;
	*value = negative ? -(int64_t)n : (int64_t)n;
	return 0;
}

/* The ends of "64..65535"; an end in words is decided by the device. */
static void range_of(const struct accfg_attr *attr, int64_t *min, int64_t *max)
{
	const char *values = accfg_attr_get_values(attr), *dots = values ? strstr(values, "..") : NULL;
	char *end;

	*min = accfg_attr_get_type(attr) == ACCFG_ATTR_INT ? INT32_MIN : 0;
	*max = INT64_MAX;
	if (!dots || !strchr("-0123456789", *values))
		return;
	*min = strtoll(values, &end, 10);
	if (end != dots)
		*min = 0; /* "4 x engines" */
	if (isdigit((unsigned char)dots[2])) {
		*max = strtoll(dots + 2, &end, 10);
		if (*end)
			*max = INT64_MAX;
	}
}

static int take_number(struct cli *cli, const struct accfg_attr *attr, const char *text, char **value)
{
	const char *option = accfg_attr_get_option(attr), *values = accfg_attr_get_values(attr);
	int64_t n, min, max;
	int rc = parse_number(text, &n);

	if (rc == -EINVAL)
		return cli_invalid(cli, option, text, "not a whole number");
	range_of(attr, &min, &max);
	if (rc || n < min || n > max)
		return cli_invalid(cli, option, text, "out of range (%s)", values ? values : "0..2^63 - 1");
	return asprintf(value, "%" PRId64, n) < 0 ? cli_report_file(cli, "take", text, -ENOMEM) : CLI_OK;
}

static int bool_of(const char *text)
{
	static const char *const words[] = { "0", "1", "no", "yes", "off", "on", "false", "true" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcasecmp(text, words[i]))
			return i & 1;
	return -EINVAL;
}

static bool is_word_of(const char *words, const char *text)
{
	size_t n = strlen(text);

	for (const char *p = words; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (n && !strncmp(p, text, n) && (!p[n] || p[n] == '|'))
			return true;
	return false;
}

/* Groups of up to 8 hex digits, most significant first; at most 8 groups. */
static bool parse_bitmap(const char *text, uint32_t words[8])
{
	size_t n = 0;

	memset(words, 0, 8 * sizeof(words[0]));
	for (const char *p = text;; p++) {
		size_t digits = strspn(p, "0123456789abcdefABCDEF");

		if (!digits || digits > 8 || n++ == 8)
			return false;
		memmove(words, words + 1, 7 * sizeof(words[0]));
		words[7] = (uint32_t)strtoul(p, NULL, 16);
		p += digits;
		if (!*p)
			return true;
		if (*p != ',')
			return false;
	}
}

static int take_bitmap(struct cli *cli, const struct accfg_attr *attr, const char *text, char **value)
{
	uint32_t w[8];

	if (!parse_bitmap(strncmp(text, "0x", 2) ? text : text + 2, w))
		return cli_invalid(cli, accfg_attr_get_option(attr), text,
				   "not a bitmap: groups of up to 8 hex digits with commas between, at most 8 groups");
	if (asprintf(value, "%08x,%08x,%08x,%08x,%08x,%08x,%08x,%08x", w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]) < 0)
		return cli_report_file(cli, "take", text, -ENOMEM);
	return CLI_OK;
}

static int copy(struct cli *cli, const char *text, char **value)
{
	*value = strdup(text);
	return *value ? CLI_OK : cli_report_file(cli, "take", text, -ENOMEM);
}

int cli_value_parse(struct cli *cli, const struct accfg_attr *attr, const char *text, char **value)
{
	const char *option = accfg_attr_get_option(attr), *words = accfg_attr_get_values(attr);

	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_UINT:
	case ACCFG_ATTR_INT: return take_number(cli, attr, text, value);
	case ACCFG_ATTR_BITMAP: return take_bitmap(cli, attr, text, value);
	case ACCFG_ATTR_BOOL:
		if (bool_of(text) < 0)
			return cli_invalid(cli, option, text, "must be 0 or 1");
		return copy(cli, bool_of(text) ? "1" : "0", value);
	case ACCFG_ATTR_ENUM:
		if (!is_word_of(words, text))
			return cli_invalid(cli, option, text, "must be one of %s", words);
		return copy(cli, text, value);
	default:
		if (!*text || strchr(text, '\n'))
			return cli_invalid(cli, option, text, *text ? "a newline is not allowed" : "empty");
		return copy(cli, text, value);
	}
}

bool cli_value_equal(const struct accfg_attr *attr, const char *a, const char *b)
{
	uint32_t x[8], y[8];
	int64_t m, n;

	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_UINT:
	case ACCFG_ATTR_INT: return !parse_number(a, &m) && !parse_number(b, &n) && m == n;
	case ACCFG_ATTR_BITMAP: return parse_bitmap(a, x) && parse_bitmap(b, y) && !memcmp(x, y, sizeof(x));
	default: return !strcmp(a, b);
	}
}
