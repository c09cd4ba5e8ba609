// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One attribute of a profile: from JSON to the canonical text that the model keeps, checked against
 * what the attribute's row allows on any machine. What this machine and the other attributes allow
 * is the business of validate.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/profile-read-value.h"

struct problem value_problem(const struct value_reading *v, const char *rule)
{
	return (struct problem){ .object = v->path,
				 .attr = v->member->key,
				 .value = v->source,
				 .rule = rule,
				 .place = v->member->item.node->place };
}

void value_put(struct value_reading *v, const char *text, int64_t number)
{
	struct profile_value *value = profile_object_put(v->object, v->attr, text, number,
							 &v->member->item.node->place);

	if (!value)
		v->r->error = -ENOMEM;
	else
		value->key_place = v->member->item.node->key_place;
}

/*
 * The numbers of the row's "0..15". An upper end in words ("0..max_read_buffers") depends on the
 * machine: there the type decides, and sizes in bytes may be larger than 32 bits.
 */
void value_range(const struct accfg_attr *attr, int64_t *low, int64_t *high)
{
	const char *values = accfg_attr_get_values(attr),
		   *dots = values ? strstr(values, "..") : NULL;
	const char *unit = accfg_attr_get_unit(attr);
	bool is_int = accfg_attr_get_type(attr) == ACCFG_ATTR_INT;
	char *end;
	long long number;

	*low = is_int ? INT32_MIN : 0;
	*high = is_int ? INT32_MAX : unit && strcmp(unit, "bytes") == 0 ? INT64_MAX : UINT32_MAX;
	if (!dots)
		return;
	number = strtoll(values, &end, 10);
	if (end != dots)
		return;
	*low = number;
	number = strtoll(dots + 2, &end, 10);
	if (end != dots + 2)
		*high = number;
}

static const char *range_text(int64_t low, int64_t high, int64_t number, char *buffer, size_t size)
{
	if (high >= UINT32_MAX && number < low)
		snprintf(buffer, size, "at least %lld", (long long)low);
	else
		snprintf(buffer, size, "%lld to %lld", (long long)low, (long long)high);
	return buffer;
}

/* False: no whole number, said so. What int64 cannot hold becomes its limit and fails the range. */
static bool get_number(struct value_reading *v, int64_t *number)
{
	struct json_object *json = v->member->item.json;
	struct problem what = value_problem(v, "type");
	const char *text;

	switch (json_object_get_type(json)) {
	case json_type_int:
		*number = json_object_get_int64(json);
		if (*number == INT64_MAX && json_object_get_uint64(json) > INT64_MAX) {
			what.rule = "range";
			reader_error(v->r, &what, "this number is too large");
			return false;
		}
		return true;
	case json_type_string:
		text = json_object_get_string(json);
		if (*text && strlen(text) < 20 && strspn(text, "-0123456789") == strlen(text))
			reader_error(v->r, &what, "a number is needed; write %s without quotes",
				     text);
		else
			reader_error(v->r, &what, "a number is needed, this is text");
		return false;
	case json_type_double:
		reader_error(v->r, &what, "a whole number is needed");
		return false;
	case json_type_boolean:
		reader_error(v->r, &what, "a number is needed, this is true or false");
		return false;
	default:
		reader_error(v->r, &what, "a number is needed");
		return false;
	}
}

bool value_is_placeholder(int64_t number)
{
	return number == -1 || number == -2;
}

static void read_number(struct value_reading *v)
{
	int64_t number, low, high;
	char text[32], range[64];

	if (!get_number(v, &number))
		return;
	if (value_is_placeholder(number))
		return;
	value_range(v->attr, &low, &high);
	if (strcmp(accfg_attr_get_name(v->attr), "threshold") == 0)
		low = 0; /* list shows 0 for dedicated work queues, where it means nothing */
	if (number < low || number > high) {
		struct problem what = value_problem(v, "range");

		reader_error(v->r, &what, "allowed: %s",
			     range_text(low, high, number, range, sizeof(range)));
		return;
	}
	snprintf(text, sizeof(text), "%lld", (long long)number);
	value_put(v, text, number);
}

/* False: nothing is said, or something else, and that was told. */
static bool get_bool(struct value_reading *v, bool *yes)
{
	struct json_object *json = v->member->item.json;
	int64_t number;

	if (json_object_is_type(json, json_type_boolean))
		number = json_object_get_boolean(json);
	else if (!get_number(v, &number) || value_is_placeholder(number))
		return false;
	if (number != 0 && number != 1) {
		struct problem what = value_problem(v, "range");

		reader_error(v->r, &what, "allowed: 0 or 1");
		return false;
	}
	*yes = number;
	return true;
}

static void read_bool(struct value_reading *v)
{
	bool yes;

	if (get_bool(v, &yes))
		value_put(v, yes ? "1" : "0", yes);
}

/* -1: in no group; -2: nothing said. Where the object stands in the text says it already. */
static void read_group_id(struct value_reading *v)
{
	struct profile_object *object = v->object;
	struct problem what;
	int64_t number;

	if (!get_number(v, &number) || number == -2)
		return;
	what = value_problem(v, "group-id");
	if (number < -1 || number > 65535) {
		what.rule = "range";
		reader_error(v->r, &what, "allowed: the number of a group, or -1 for none");
	} else if (object->group_id == PROFILE_GROUP_NOT_SAID || object->group_id == number) {
		object->group_id = (int)number;
		object->group_place = v->member->item.node->place;
	} else if (object->group_id == PROFILE_GROUP_NONE) {
		reader_error(
			v->r, &what,
			"it stands in a list of objects without a group; move it into group %lld",
			(long long)number);
	} else {
		reader_error(v->r, &what,
			     "it stands in group %d (%u:%u); write %d, or leave group_id out",
			     object->group_id, object->group_place.line, object->group_place.column,
			     object->group_id);
	}
}

static void note_given_before(struct value_reading *v)
{
	const struct profile_value *before = profile_object_find(v->object,
								 accfg_attr_get_name(v->attr));
	struct problem what = value_problem(v, "duplicate-key");

	if (!before || before->key_place.line == 0)
		return;
	what.place = v->member->item.node->key_place;
	reader_note(
		v->r, &what,
		"the same attribute was given under its other name at %u:%u; the last one counts",
		before->key_place.line, before->key_place.column);
}

/* Said once for each attribute: profiles for IAA often carry the keys of DSA in every group. */
static void note_not_here(struct value_reading *v)
{
	struct reader *r = v->r;
	const struct accfg_attr **grown;
	struct problem what = value_problem(v, "family");

	for (size_t i = 0; i < r->n_not_here; i++)
		if (r->not_here[i] == v->attr)
			return;
	grown = reallocarray(r->not_here, r->n_not_here + 1, sizeof(*grown));
	if (!grown) {
		r->error = -ENOMEM;
		return;
	}
	r->not_here = grown;
	r->not_here[r->n_not_here++] = v->attr;
	reader_note(r, &what, "%s devices have no such attribute; it is ignored",
		    v->device->family == ACCFG_FAMILY_DSA ? "dsa" : "iax");
}

void reader_read_value(struct reader *r, const struct profile_device *device,
		       struct profile_object *object, const struct accfg_attr *attr,
		       const struct member *member)
{
	struct value_reading v = {
		.r = r, .device = device, .object = object, .attr = attr, .member = member
	};
	bool here = device->family == PROFILE_FAMILY_ANY ||
		    accfg_attr_has_family(attr, (enum accfg_family)device->family);

	if (!member->item.json)
		return; /* null: as if it were not there */
	profile_path(device, object, v.path, sizeof(v.path));
	reader_source(r, member->item.node, v.source, sizeof(v.source));
	if (strcmp(accfg_attr_get_name(attr), "group_id") == 0) {
		read_group_id(&v);
		return;
	}
	if (!here) {
		if (json_object_is_type(member->item.json, json_type_int) &&
		    json_object_get_int64(member->item.json) > 0)
			note_not_here(&v);
		return;
	}
	note_given_before(&v);
	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_UINT:
	case ACCFG_ATTR_INT:
	case ACCFG_ATTR_HEX:
		read_number(&v);
		break;
	case ACCFG_ATTR_BOOL:
		read_bool(&v);
		break;
	case ACCFG_ATTR_BITMAP:
		value_read_bitmap(&v);
		break;
	case ACCFG_ATTR_STRING:
		value_read_string(&v);
		break;
	case ACCFG_ATTR_ENUM:
		value_read_enum(&v);
		break;
	}
}

void reader_read_enabled(struct reader *r, const struct profile_device *device,
			 struct profile_object *object, const struct member *member)
{
	struct value_reading v = { .r = r, .device = device, .object = object, .member = member };
	bool yes;

	if (!member->item.json)
		return;
	profile_path(device, object, v.path, sizeof(v.path));
	reader_source(r, member->item.node, v.source, sizeof(v.source));
	if (!get_bool(&v, &yes))
		return;
	object->enabled = yes;
	object->enabled_place = member->item.node->place;
}
