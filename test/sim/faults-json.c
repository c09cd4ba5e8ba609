// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The file of faults: its keys and what they may say together.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "faults.h"
#include "json.h"
#include "sim.h"

#define MAX_ERRNO 133

static int errno_by_name(const char *name)
{
	const char *n;

	for (int e = 1; e <= MAX_ERRNO; e++) {
		n = strerrorname_np(e);
		if (n && !strcmp(n, name))
			return e;
	}
	return 0;
}

static int signal_by_name(const char *name)
{
	const char *n;

	if (!strncmp(name, "SIG", 3))
		name += 3;
	for (int s = 1; s < NSIG; s++) {
		n = sigabbrev_np(s);
		if (n && !strcmp(n, name))
			return s;
	}
	return 0;
}

/* The words of an entry before they are understood. */
struct raw {
	const char *error, *on, *signal, *when;
	uint64_t nth, cmd_status, delay_us, node_delay_us, clients, pid;
};

static int read_words(const struct json_where *at, const struct raw *r,
		      struct fault *f)
{
	if (r->error && !(f->error = errno_by_name(r->error)))
		return json_fail(at, "errno", "%s is not an error's name", r->error);
	if (r->signal && !(f->signal = signal_by_name(r->signal)))
		return json_fail(at, "signal", "%s is not a signal", r->signal);
	if (r->on && strcmp(r->on, "read") && strcmp(r->on, "write"))
		return json_fail(at, "on", "must be read or write");
	if (r->when && strcmp(r->when, "before") && strcmp(r->when, "after"))
		return json_fail(at, "when", "must be before or after");
	f->on_read = r->on && !strcmp(r->on, "read");
	f->signal_before = r->when && !strcmp(r->when, "before");
	return 0;
}

static int check_numbers(const struct json_where *at, const struct raw *r,
			 struct fault *f)
{
	if (r->cmd_status != UINT64_MAX && (!r->cmd_status || r->cmd_status > 0xff))
		return json_fail(at, "cmd_status", "must be 0x01 to 0xff");
	if (r->clients != UINT64_MAX && r->clients > 64)
		return json_fail(at, "clients", "must be 0 to 64");
	if (r->pid > 1 << 22)
		return json_fail(at, "pid", "must be a process id");
	f->nth = r->nth;
	f->delay_us = r->delay_us;
	f->node_delay_us = r->node_delay_us;
	f->cmd_status = r->cmd_status == UINT64_MAX ? -1 : (int)r->cmd_status;
	f->clients = r->clients == UINT64_MAX ? -1 : (int)r->clients;
	f->pid = r->pid;
	return 0;
}

/* Each entry does something, and only what its other keys allow. */
static int check_sense(const struct json_where *at, const struct fault *f)
{
	if ((f->cmd_status >= 0 || f->delay_us) && !f->command)
		return json_fail(at, f->delay_us ? "delay_us" : "cmd_status",
				 "needs command");
	if (f->command && f->cmd_status < 0 && !f->delay_us)
		return json_fail(at, "command", "needs cmd_status or delay_us");
	if (f->command && (f->error || f->signal || f->vanish || f->halt || f->attr))
		return json_fail(at, "command",
				 "goes with object, nth, cmd_status and delay_us only");
	if (f->on_read && !f->error)
		return json_fail(at, "on", "read needs errno");
	if (!f->error && !f->command && !f->signal && !f->missing &&
	    !f->vanish && !f->halt && !f->node_delay_us && f->clients < 0)
		return json_fail(at, "{}", "nothing to do: needs errno, signal, missing, vanish, halt, clients, node_delay_us or command");
	if (f->missing && !f->attr)
		return json_fail(at, "missing", "needs attr");
	return 0;
}

static int load_one(const struct json_where *at, json_object *j,
		    struct fault *f)
{
	struct raw r = { .cmd_status = UINT64_MAX, .clients = UINT64_MAX };
	const struct json_key keys[] = {
		{ "object", JSON_TEXT, &f->object },
		{ "attr", JSON_TEXT, &f->attr },
		{ "nth", JSON_NUMBER, &r.nth },
		{ "errno", JSON_TEXT, &r.error },
		{ "on", JSON_TEXT, &r.on },
		{ "missing", JSON_FLAG, &f->missing },
		{ "vanish", JSON_FLAG, &f->vanish },
		{ "halt", JSON_FLAG, &f->halt },
		{ "command", JSON_TEXT, &f->command },
		{ "cmd_status", JSON_NUMBER, &r.cmd_status },
		{ "delay_us", JSON_NUMBER, &r.delay_us },
		{ "node_delay_us", JSON_NUMBER, &r.node_delay_us },
		{ "signal", JSON_TEXT, &r.signal },
		{ "when", JSON_TEXT, &r.when },
		{ "clients", JSON_NUMBER, &r.clients },
		{ "pid", JSON_NUMBER, &r.pid },
	};
	int rc = json_keys(at, j, keys, sizeof(keys) / sizeof(keys[0]));

	if (!rc)
		rc = read_words(at, &r, f);
	if (!rc)
		rc = check_numbers(at, &r, f);
	return rc ? rc : check_sense(at, f);
}

int faults_load(struct sim *sim, const char *path)
{
	struct json_where at = { path, "entry", 0 };
	struct faults *fs = calloc(1, sizeof(*fs));
	int rc = 0;

	if (!fs)
		return -ENOMEM;
	sim->faults = fs;
	pthread_mutex_init(&fs->lock, NULL);
	fs->json = json_read(path);
	if (!fs->json)
		return -EINVAL;
	if (!json_object_is_type(fs->json, json_type_array)) {
		sim_error("%s: not an array of faults", path);
		return -EINVAL;
	}
	fs->list = calloc(json_object_array_length(fs->json) + 1,
			  sizeof(*fs->list));
	if (!fs->list)
		return -ENOMEM;
	for (; !rc && at.index < json_object_array_length(fs->json); at.index++)
		rc = load_one(&at, json_object_array_get_idx(fs->json, at.index),
			      &fs->list[fs->n++]);
	return rc;
}

void faults_free(struct sim *sim)
{
	if (!sim->faults)
		return;
	json_object_put(sim->faults->json);
	free(sim->faults->list);
	free(sim->faults);
}
