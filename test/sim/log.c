// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Output files, opened before the command starts and in the real machine.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "log.h"

struct log {
	pthread_mutex_t lock;	/* lines stay whole, seq in order */
	FILE *writes, *count, *dump;
	unsigned long seq;
};

static int open_one(const char *path, FILE **f)
{
	if (!path)
		return 0;
	*f = fopen(path, "we");
	if (*f)
		return 0;
	sim_error("%s: %s", path, strerror(errno));
	return -EIO;
}

int log_open(struct sim *sim)
{
	struct log *log = calloc(1, sizeof(*log));
	int rc = log ? 0 : -ENOMEM;

	sim->log = log;
	if (rc)
		return rc;
	pthread_mutex_init(&log->lock, NULL);
	rc = open_one(sim->opt.log, &log->writes);
	if (!rc)
		rc = open_one(sim->opt.count, &log->count);
	return rc ? rc : open_one(sim->opt.dump, &log->dump);
}

/* What was written, without the newline that ends it. */
static void print_string(FILE *f, const char *s)
{
	size_t n = strlen(s);

	if (n && s[n - 1] == '\n')
		n--;
	fputc('"', f);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = s[i];

		if (c == '"' || c == '\\')
			fprintf(f, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(f, "\\u%04x", c);
		else
			fputc(c, f);
	}
	fputc('"', f);
}

/*
 * One line per write. For bind and unbind the object is the one that was
 * named, and driver tells where.
 */
static void print_write(struct log *log, const struct obj *o, const char *attr,
			const char *value, int rc)
{
	bool bind = o->kind == &kind_driver || o->kind == &kind_crypto_driver;

	fprintf(log->writes, "{\"seq\":%lu,\"object\":", ++log->seq);
	print_string(log->writes, bind ? value : o->name);
	fprintf(log->writes, ",\"attr\":\"%s\",\"value\":", attr);
	print_string(log->writes, value);
	if (bind)
		fprintf(log->writes, ",\"driver\":\"%s\"", o->name);
	fprintf(log->writes, ",\"result\":\"%s\"}\n",
		rc ? strerrorname_np(-rc) : "ok");
	fflush(log->writes);
}

void log_write(const struct obj *o, const char *attr, const char *value,
	       int rc)
{
	struct log *log = o->sim->log;

	pthread_mutex_lock(&log->lock);
	if (log->writes)
		print_write(log, o, attr, value, rc);
	pthread_mutex_unlock(&log->lock);
}

static void print_counts(struct sim *sim, FILE *f)
{
	static const char *const names[COUNT_MAX] = {
		"lookup", "open", "read", "write", "readdir", "getattr",
		"readlink",
	};
	unsigned long total = 0;

	fputc('{', f);
	for (int i = 0; i < COUNT_MAX; i++) {
		fprintf(f, "\"%s\":%lu,", names[i], sim->count[i]);
		total += sim->count[i];
	}
	fprintf(f, "\"total\":%lu}\n", total);
}

static int close_one(FILE **f)
{
	int rc = *f && fclose(*f) ? -EIO : 0;

	*f = NULL;
	return rc;
}

/* The memory stays: a worker may just be coming by with a last write. */
int log_close(struct sim *sim)
{
	struct log *log = sim->log;
	int rc;

	if (log->count)
		print_counts(sim, log->count);
	if (log->dump)
		dump_state(sim, log->dump);
	pthread_mutex_lock(&log->lock);
	rc = close_one(&log->writes) | close_one(&log->count) |
	     close_one(&log->dump);
	pthread_mutex_unlock(&log->lock);
	if (rc)
		sim_error("output files: write failed");
	return rc;
}
