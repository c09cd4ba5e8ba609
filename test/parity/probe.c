// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes many values to every attribute of devices in many states, and binds and unbinds, and says what came of it, as
 * JSON lines. Usage: probe PROFILE=ID:STATE[:STATE...]..., for instance dsa-v1=0:all dsa-fixed=1:fixed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"

/* One state of one device, while it is probed. */
struct run {
	struct device *device;
	const struct state *state;
	struct snapshot reference;
};

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

/* Some writes leave what cannot be read. */
static bool leaves_hidden(const struct attr *attr)
{
	return attr && (!strcmp(attr->name, "read_buffers_reserved") || !strcmp(attr->name, "tokens_reserved"));
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

/* Makes the device what it was; where that cannot be done, says so, and what it is now counts. */
static void restore(struct run *run, const struct attr *attr, const struct snapshot *now)
{
	static const struct value stays = { "(stays)", 7, 1, false };
	struct snapshot then = { 0 };

	if (!leaves_hidden(attr) && state_write_back(run->device, &run->reference, now, 2) <= 2 && is_as_before(run))
		return;
	for (int attempt = 0; attempt < 2; attempt++) {
		state_enter(run->device, run->state, false);
		if (is_as_before(run))
			return;
	}
	snapshot_take(run->device, &then, true);
	report_value(run->device, &stays, 0, 0, &run->reference, &then);
	snapshot_free(&run->reference);
	run->reference = then;
}

/* A write that failed is believed to change no more than the attribute and cmd_status, until the attribute is done. */
static bool failed_plainly(const struct run *run, const struct attr *attr)
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
	size_t length = expand(run->device, value, buffer, sizeof(buffer));
	ssize_t result = write_file(path, buffer, length);
	struct snapshot now = { 0 };

	if (result < 0 && attr && failed_plainly(run, attr)) {
		report_value(run->device, value, result, length, NULL, NULL);
		return;
	}
	snapshot_take(run->device, &now, false);
	report_value(run->device, value, result, length, &run->reference, &now);
	if (snapshot_differences(run->device, &run->reference, &now) || (result > 0 && leaves_hidden(attr)))
		restore(run, attr, &now);
	snapshot_free(&now);
}

/* Failures that changed something far away after all. */
static void look_around(struct run *run, const struct attr *attr)
{
	static const struct value after = { "(after all)", 11, 1, false };
	struct snapshot now = { 0 };

	snapshot_take(run->device, &now, false);
	if (snapshot_differences(run->device, &run->reference, &now)) {
		report_value(run->device, &after, 0, 0, &run->reference, &now);
		restore(run, attr, &now);
	}
	snapshot_free(&now);
}

static void try_attr(struct run *run, const struct attr *attr)
{
	static const struct value zero = { "0", 1, 1, true };
	bool every = run->state->depth == DEPTH_FULL && (attr->object[0] == 'w' || !strchr(attr->object, '1'));
	char what[80];

	snprintf(what, sizeof(what), "%s/%s", attr->object, attr->name);
	report_begin(run->device, run->state->name, what);
	if (!(attr->mode & 0200)) {
		try_value(run, attr->path, attr, &zero);
	} else {
		for (size_t i = 0; i < value_count; i++)
			if (values[i].brief || every)
				try_value(run, attr->path, attr, &values[i]);
		look_around(run, attr);
	}
	report_end();
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

static void try_binding(struct run *run)
{
	static const char *const files[] = {
		"drivers/idxd/bind", "drivers/idxd/unbind", "drivers/dmaengine/bind", "drivers/dmaengine/unbind",
		"drivers/user/bind", "drivers/user/unbind", "drivers/crypto/bind", "drivers/crypto/unbind", "drivers_probe",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		try_names(run, files[i]);
}

/* The state itself: which writes on the way failed, and what everything reads. */
static void report_state(struct run *run)
{
	char key[80];

	for (size_t i = 0; i < run->device->count; i++) {
		const struct attr *attr = &run->device->attrs[i];
		const char *text = run->reference.text[i];

		snprintf(key, sizeof(key), "%s/%s", attr->object, attr->name);
		report_result(key, text ? text : "(unreadable)");
	}
	report_end();
}

static void run_state(struct device *device, const struct state *state)
{
	struct run run = { .device = device, .state = state };

	report_begin(device, state->name, "(state)");
	state_enter(device, state, true);
	snapshot_take(device, &run.reference, true);
	report_state(&run);
	for (size_t i = 0; i < device->count && state->depth > DEPTH_BIND; i++)
		if (device->attrs[i].mode && strcmp(device->attrs[i].name, "uevent"))
			try_attr(&run, &device->attrs[i]);
	try_binding(&run);
	fflush(stdout);
	snapshot_free(&run.reference);
}

/* Whether a state is one of "a:b:c"; "all" is all that begin with a clean device, but those where every value is tried. */
static bool wanted(const struct state *state, const char *list)
{
	size_t length;

	if (!strncmp(list, "all", 3) && state->depth != DEPTH_FULL && !strncmp(state->setup, "clean\n", 6))
		return true;
	for (; *list; list += length + (list[length] == ':')) {
		length = strcspn(list, ":");
		if (strlen(state->name) == length && !strncmp(list, state->name, length))
			return true;
	}
	return false;
}

static int run_device(const char *argument)
{
	static struct device device;
	struct run boot = { .device = &device };
	char profile[32], list[256] = "";
	unsigned int id;

	if (sscanf(argument, "%31[^=]=%u:%255s", profile, &id, list) != 3)
		return -EINVAL;
	if (device_open(&device, profile, id))
		return -ENODEV;
	report_begin(&device, "boot", "(state)");
	snapshot_take(&device, &boot.reference, true);
	report_state(&boot);
	report_files(&device);
	for (const struct state *state = states; state->name; state++)
		if (wanted(state, list))
			run_state(&device, state);
	snapshot_free(&boot.reference);
	device_close(&device);
	return 0;
}

int main(int argc, char **argv)
{
	int result;

	if (argc < 2) {
		fputs("Usage: probe PROFILE=ID:STATE[:STATE]...\n", stderr);
		return 2;
	}
	report_drivers();
	for (int i = 1; i < argc; i++) {
		result = run_device(argv[i]);
		if (result) {
			fprintf(stderr, "probe: %s: %s\n", argv[i], strerror(-result));
			return 1;
		}
	}
	return 0;
}
