// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tries values in one state of one device, tells what came of each, and makes the device what it was.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"

#define WRITE_BACK_MOST 5 /* attributes; beyond that the state is entered again */

/* "@wq0" at the beginning becomes its name. */
static size_t expand(const struct device *device, const struct value *value, char *out, size_t size)
{
	char object[16], name[32];
	size_t length = 0, skip;

	for (unsigned int i = 0; i < value->repeat; i++) {
		for (const char *from = value->text, *end = from + value->length; from < end && length < size;) {
			if (*from != '@') {
				out[length++] = *from++;
				continue;
			}
			skip = strspn(from + 1, "abcdefghijklmnopqrstuvw0123456789");
			snprintf(object, sizeof(object), "%.*s", (int)skip, from + 1);
			device_real_name(device, object, name, sizeof(name));
			length += snprintf(out + length, size - length, "%s", name);
			from += 1 + skip;
		}
	}
	return length;
}

/* Some writes leave what cannot be read: the driver counts read buffers again that disabling the device gave back. */
static bool leaves_hidden(const struct run *run, const struct attr *attr)
{
	return attr && strstr(run->state->setup, "unbind idxd") &&
	       (!strcmp(attr->name, "read_buffers_reserved") || !strcmp(attr->name, "tokens_reserved"));
}

static bool is_as_before(const struct run *run)
{
	struct snapshot now = { 0 };
	bool as_before;

	snapshot_take(run->device, &now, false);
	as_before = !snapshot_differences(run->device, &run->reference, &now);
	snapshot_free(&now);
	return as_before;
}

/* What had changed is as it was. Whether everything is, is looked at when the attribute is done. */
static bool changes_are_gone(const struct run *run, const struct snapshot *changed)
{
	const struct device *device = run->device;
	bool gone = true;

	for (size_t i = 0; i < device->count && gone; i++) {
		char *text;

		if (!snapshot_differs(device, &run->reference, changed, i))
			continue;
		text = attr_read(device, &device->attrs[i]);
		gone = text && run->reference.text[i] && !strcmp(text, run->reference.text[i]);
		free(text);
	}
	return gone;
}

/* Twice, because what is written may change what was written before. */
static bool written_back(const struct run *run, const struct attr *attr, const struct snapshot *changed)
{
	struct snapshot now = { 0 };
	bool done;

	if (state_write_back(run->device, &run->reference, changed, WRITE_BACK_MOST) > WRITE_BACK_MOST)
		return false;
	if (!attr)
		return is_as_before(run);
	if (changes_are_gone(run, changed))
		return true;
	snapshot_take_near(run->device, attr->object, &run->reference, &now);
	done = state_write_back(run->device, &run->reference, &now, WRITE_BACK_MOST) <= WRITE_BACK_MOST && changes_are_gone(run, changed);
	snapshot_free(&now);
	return done;
}

/* Makes the device what it was; where that cannot be done, says so, and what it is now counts. */
static void restore(struct run *run, const struct attr *attr, const struct snapshot *now)
{
	static const struct value stays = { "(stays)", 7, 1, false };
	struct snapshot then = { 0 };

	if (!leaves_hidden(run, attr) && written_back(run, attr, now))
		return;
	for (int attempt = 0; attempt < 2; attempt++) {
		state_enter(run->device, run->state, false);
		if (is_as_before(run))
			return;
	}
	snapshot_take(run->device, &then, true);
	report_value(run->device, &stays, &(struct answer){ .before = &run->reference, .after = &then });
	snapshot_free(&run->reference);
	run->reference = then;
}

/* A write that failed, or sent an event, is believed to change no more than the attribute and cmd_status, until the attribute is done. */
static bool changed_little(const struct run *run, const struct attr *attr)
{
	const struct attr *all = run->device->attrs, *status = device_attr(run->device, "device", "cmd_status");
	struct snapshot now = run->reference;
	bool same;

	now.text[attr - all] = attr_read(run->device, attr);
	if (status != attr)
		now.text[status - all] = attr_read(run->device, status);
	same = !snapshot_differences(run->device, &run->reference, &now);
	free(now.text[attr - all]);
	if (status != attr)
		free(now.text[status - all]);
	return same;
}

static void try_value(struct run *run, const char *path, const struct attr *attr, const struct value *value)
{
	static char buffer[8192];
	struct answer answer = { .length = expand(run->device, value, buffer, sizeof(buffer)) };
	struct snapshot now = { 0 };

	events_forget();
	answer.result = write_file(path, buffer, answer.length);
	answer.events = events_take(run->device);
	if (!attr || (answer.result >= 0 && !answer.events) || !changed_little(run, attr)) {
		if (attr)
			snapshot_take_near(run->device, attr->object, &run->reference, &now);
		else
			snapshot_take(run->device, &now, false);
		answer.before = &run->reference;
		answer.after = &now;
	}
	report_value(run->device, value, &answer);
	free(answer.events);
	if (answer.after &&
	    (snapshot_differences(run->device, &run->reference, &now) || (answer.result > 0 && leaves_hidden(run, attr))))
		restore(run, attr, &now);
	snapshot_free(&now);
}

/* Writes that changed something far away after all. */
static void look_around(struct run *run, const struct attr *attr)
{
	static const struct value after = { "(after all)", 11, 1, false };
	struct snapshot now = { 0 };

	snapshot_take(run->device, &now, false);
	if (snapshot_differences(run->device, &run->reference, &now)) {
		report_value(run->device, &after, &(struct answer){ .before = &run->reference, .after = &now });
		restore(run, attr, &now);
	}
	snapshot_free(&now);
}

static void try_values(struct run *run, const struct attr *attr)
{
	bool event = !strcmp(attr->name, "uevent");
	bool every = run->state->depth == DEPTH_FULL && (attr->object[0] == 'w' || !strchr(attr->object, '1'));
	const struct value *list = event ? actions : values;

	for (size_t i = 0; i < (event ? action_count : value_count); i++)
		if (list[i].brief || every)
			try_value(run, attr->path, attr, &list[i]);
	look_around(run, attr);
}

static void try_attr(struct run *run, const struct attr *attr)
{
	static const struct value zero = { "0", 1, 1, true };
	char what[80];

	snprintf(what, sizeof(what), "%s/%s", attr->object, attr->name);
	report_begin(run->device, run->state->name, what);
	if (attr->mode & 0200)
		try_values(run, attr);
	else
		try_value(run, attr->path, attr, &zero);
	report_end();
}

/* The character device of a wq sends events, too. */
static void try_node(struct run *run)
{
	char path[160];

	if (!node_uevent_path(run->device, path, sizeof(path)))
		return;
	report_begin(run->device, run->state->name, "wq0-node/uevent");
	for (size_t i = 0; i < action_count; i++)
		if (actions[i].brief)
			try_value(run, path, NULL, &actions[i]);
	report_end();
}

void try_objects(struct run *run)
{
	for (size_t i = 0; i < run->device->count; i++)
		if (run->device->attrs[i].mode)
			try_attr(run, &run->device->attrs[i]);
	try_node(run);
}

static void try_names(struct run *run, const char *file)
{
	char path[96];

	snprintf(path, sizeof(path), BUS "/%s", file);
	if (access(path, F_OK))
		return;
	report_begin(run->device, run->state->name, file);
	for (size_t i = 0; i < name_count; i++)
		if (names[i].brief || run->state->depth == DEPTH_FULL)
			try_value(run, path, NULL, &names[i]);
	report_end();
}

void try_binding(struct run *run)
{
	static const char *const files[] = {
		"drivers/idxd/bind", "drivers/idxd/unbind", "drivers/dmaengine/bind", "drivers/dmaengine/unbind",
		"drivers/user/bind", "drivers/user/unbind", "drivers/crypto/bind", "drivers/crypto/unbind", "drivers_probe",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		try_names(run, files[i]);
}
