// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names in profiles: selectors of devices, names of parts, and the templates of both. Knows no
 * machine, so it says what a name may match and not what it does match.
 */
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "lib/profile-model.h"

/* More than any hardware has; they bound the work that a hostile file makes. */
#define MAX_DIGITS_DEVICE 6
#define MAX_DIGITS_PART 4

/* Decimal without sign and leading zeros */
static int parse_id(const char *text, size_t length, size_t max_digits, int *id)
{
	*id = 0;
	if (length == 0 || length > max_digits || (length > 1 && text[0] == '0'))
		return -EINVAL;
	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -EINVAL;
		*id = *id * 10 + (text[i] - '0');
	}
	return 0;
}

static const char *skip_hex(const char *text, size_t least, size_t most)
{
	size_t n = strspn(text, "0123456789abcdefABCDEF");

	return n >= least && n <= most && text[n] == ':' ? text + n + 1 : NULL;
}

/* "6a:01.0", or with a domain "0000:6a:01.0"; domains behind some bridges have more digits */
static bool is_pci_address(const char *name)
{
	const char *rest = skip_hex(name, 4, 8);

	if (!rest)
		rest = name;
	rest = skip_hex(rest, 2, 2);
	return rest && fnmatch("[01][0-9a-fA-F].[0-7]", rest, 0) == 0;
}

/* What follows the name of a family */
static int parse_rest(struct profile_device *device, const char *rest)
{
	if (parse_id(rest, strlen(rest), MAX_DIGITS_DEVICE, &device->self.device_id) == 0)
		return 0;
	device->self.device_id = -1;
	device->is_template = true;
	if (strcmp(rest, "X") == 0) {
		device->expands_x = true;
		return 0;
	}
	if (strspn(rest, "0123456789*?[]!-") != strlen(rest))
		return -EINVAL;
	return *rest == '\0' || strpbrk(rest, "*?[") ? 0 : -EINVAL;
}

/* Behind the name or the other name of the family, or NULL */
static const char *skip_family(const char *name, const struct family_row *row)
{
	if (strncmp(name, row->name, strlen(row->name)) == 0)
		return name + strlen(row->name);
	if (row->alias && strncmp(name, row->alias, strlen(row->alias)) == 0)
		return name + strlen(row->alias);
	return NULL;
}

int profile_name_parse_device(struct profile_device *device)
{
	const char *name = device->self.name;
	int node;

	device->family = PROFILE_FAMILY_ANY;
	device->self.device_id = -1;
	device->is_template = false;
	device->expands_x = false;
	for (int family = 0; family < FAMILY_COUNT; family++) {
		const char *rest = skip_family(name, &family_table[family]);

		if (!rest)
			continue;
		device->family = family;
		return parse_rest(device, rest);
	}
	if (is_pci_address(name))
		return 0;
	device->is_template = true;
	if (strcmp(name, "all") == 0 || strcmp(name, "*") == 0)
		return 0;
	if (strncmp(name, "numa:", 5) == 0)
		return parse_id(name + 5, strlen(name + 5), MAX_DIGITS_DEVICE, &node);
	return -EINVAL;
}

const char *profile_name_prefix(enum accfg_kind kind)
{
	const char *prefix = object_prefix(kind);

	return prefix ? prefix : "";
}

int profile_name_parse_part(struct profile_object *object)
{
	const char *prefix = profile_name_prefix(object->kind), *rest = object->name, *dot;
	int id;

	if (strncmp(rest, prefix, strlen(prefix)) != 0)
		return -EINVAL;
	rest += strlen(prefix);
	dot = strchr(rest, '.');
	if (!dot)
		return -EINVAL;
	object->device_id = -1;
	if (dot - rest != 1 || (*rest != 'X' && *rest != '*'))
		if (parse_id(rest, (size_t)(dot - rest), MAX_DIGITS_DEVICE, &object->device_id) < 0)
			return -EINVAL;
	if (parse_id(dot + 1, strlen(dot + 1), MAX_DIGITS_PART, &id) < 0)
		return -EINVAL;
	object->id = (unsigned int)id;
	return 0;
}

char *profile_expand_x(const char *text, unsigned int id)
{
	char number[16], *result;
	size_t count = 0, at = 0, n;

	n = (size_t)snprintf(number, sizeof(number), "%u", id);
	for (const char *p = text; *p; p++)
		count += *p == 'X';
	result = malloc(strlen(text) + count * n + 1);
	if (!result)
		return NULL;
	for (const char *p = text; *p; p++) {
		if (*p == 'X') {
			memcpy(result + at, number, n);
			at += n;
		} else {
			result[at++] = *p;
		}
	}
	result[at] = '\0';
	return result;
}

const char *profile_path(const struct profile_device *device, const struct profile_object *object,
			 char *buffer, size_t size)
{
	if (object && object != &device->self)
		snprintf(buffer, size, "%s/%s", device->self.name, object->name);
	else
		snprintf(buffer, size, "%s", device->self.name);
	return buffer;
}
