// SPDX-License-Identifier: GPL-2.0-only
/*
 * From what is written to a value, with the kernel's own parsers, so that each form is as strict here as elsewhere in
 * sysfs.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/string.h>

#include "driver.h"
#include "sysfs.h"

const char *const idxd_mode_words[2] = { [IDXD_MODE_SHARED] = "shared", [IDXD_MODE_DEDICATED] = "dedicated" };
const char *const idxd_type_words[3] = {
	[IDXD_TYPE_NONE] = "none", [IDXD_TYPE_KERNEL] = "kernel", [IDXD_TYPE_USER] = "user",
};

static int parse_word(const char *buf, const char *const *words, int n, struct idxd_value *value)
{
	int i;

	for (i = 0; i < n; i++)
		if (sysfs_streq(buf, words[i])) {
			value->number = i;
			return 0;
		}
	return -EINVAL;
}

static int parse_text(const char *buf, struct idxd_value *value)
{
	const char *start = skip_spaces(buf);
	size_t length = strlen(start);
	char name[IDXD_RULES_DRIVER_NAME_MAX + 1];

	while (length && isspace(start[length - 1]))
		length--;
	value->length = strlen(buf);
	value->trimmed_length = length;
	strscpy(name, start, min(length + 1, sizeof(name)));
	value->driver_match = idxd_bus_match_drivers(name);
	return 0;
}

static int parse_signed(const char *buf, long long min, long long max, struct idxd_value *value)
{
	long long number;

	if (kstrtoll(buf, 10, &number) || number < min || number > max)
		return -EINVAL;
	value->number = number;
	return 0;
}

static int parse_u32(const char *buf, unsigned int base, struct idxd_value *value)
{
	unsigned int number;
	int ret = kstrtouint(buf, base, &number);

	value->number = ret ? 0 : number;
	return ret;
}

static int parse_u64(const char *buf, unsigned int base, struct idxd_value *value)
{
	u64 number;

	if (kstrtou64(buf, base, &number))
		return -EINVAL;
	value->number = number;
	return 0;
}

static int parse_bool(const char *buf, struct idxd_value *value)
{
	char first = *buf | 0x20;
	bool on;

	/* What begins like enable and disable is for kstrtobool() of new kernels only. */
	if (first == 'e' || first == 'd')
		on = first == 'e';
	else if (kstrtobool(buf, &on))
		return -EINVAL;
	value->number = on;
	return 0;
}

static int parse_bitmap(const char *buf, size_t count, struct idxd_value *value)
{
	DECLARE_BITMAP(bits, IDXD_RULES_OP_WORDS * 64);
	int ret = bitmap_parse(buf, count, bits, IDXD_RULES_OP_WORDS * 64);

	if (!ret)
		memcpy(value->bits, bits, sizeof(value->bits));
	return ret;
}

/**
 * idxd_sysfs_parse - read a value
 * @form: how the attribute is written
 * @buf: the text; a NUL follows
 * @count: its bytes
 * @value: becomes the value
 *
 * Return: 0, -EINVAL, or what the attribute's form says besides (-ERANGE, -EOVERFLOW).
 */
int idxd_sysfs_parse(enum idxd_parse form, const char *buf, size_t count, struct idxd_value *value)
{
	int ret;

	switch (form) {
	case IDXD_PARSE_ANY:
		return 0;
	case IDXD_PARSE_U64:
		return parse_u64(buf, 10, value);
	case IDXD_PARSE_S64:
		return parse_signed(buf, LLONG_MIN, LLONG_MAX, value);
	case IDXD_PARSE_S32:
		return parse_signed(buf, INT_MIN, INT_MAX, value);
	case IDXD_PARSE_U32_RANGE:
		return parse_u32(buf, 10, value);
	case IDXD_PARSE_U32_BASE0:
		return parse_u32(buf, 0, value) ? -EINVAL : 0;
	case IDXD_PARSE_U64_BASE0:
		ret = parse_u64(buf, 0, value);
		return !ret && !value->number ? -EINVAL : ret;
	case IDXD_PARSE_BOOL:
		return parse_bool(buf, value);
	case IDXD_PARSE_MODE:
		return parse_word(buf, idxd_mode_words, ARRAY_SIZE(idxd_mode_words), value);
	case IDXD_PARSE_TYPE:
		return parse_word(buf, idxd_type_words, ARRAY_SIZE(idxd_type_words), value);
	case IDXD_PARSE_TEXT:
		return parse_text(buf, value);
	case IDXD_PARSE_BITMAP:
		return parse_bitmap(buf, count, value);
	default:
		return -EINVAL;
	}
}
