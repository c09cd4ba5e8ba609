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
	node_report(device, state->name);
	elsewhere_report(device, state->name);
	if (state->depth > DEPTH_BIND)
		try_objects(&run);
	if (state->depth == DEPTH_FULL)
		handle_try(device, state);
	if (state->depth != DEPTH_HELD)
		try_binding(&run);
	fflush(stdout);
	snapshot_free(&run.reference);
}

/* Whether a state is one of "a:b:c"; "all" is all that begin with a clean device, but those where every value is tried or a file is open. */
static bool wanted(const struct state *state, const char *list)
{
	size_t length;

	if (!strncmp(list, "all", 3) && (state->depth == DEPTH_BIND || state->depth == DEPTH_BRIEF) && !strncmp(state->setup, "clean\n", 6))
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
	elsewhere_report(&device, "boot");
	elsewhere_report_pmu(&device);
	for (const struct state *state = states; state->name; state++)
		if (wanted(state, list))
			run_state(&device, state);
	state_leave(&device);
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
	events_open();
	report_drivers();
	bus_try();
	for (int i = 1; i < argc; i++) {
		result = run_device(argv[i]);
		if (result) {
			fprintf(stderr, "probe: %s: %s\n", argv[i], strerror(-result));
			return 1;
		}
	}
	return 0;
}
