/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The probe of test/parity: what its files know of each other. It knows paths of sysfs and file operations only.
 */
#ifndef PARITY_PROBE_H
#define PARITY_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/types.h>

#define BUS "/sys/bus/dsa"
#define MAX_ATTRS 256
#define TEXT_MAX 4096

/* One file of an object, open for as long as the device is probed. */
struct attr {
	char object[16]; /* "device", "wq0" */
	char name[48];
	char path[128];
	unsigned int mode;
	int fd;		  /* for reading, or -1 */
	bool constant; /* a capability, or another name of an attribute: read once for each state */
};

struct snapshot {
	char *text[MAX_ATTRS]; /* NULL: cannot be read */
};

struct device {
	const char *profile; /* "dsa-v1": the first word of every case */
	const char *family;  /* "dsa" or "iax" */
	unsigned int id;
	size_t count;
	bool known; /* what a clean device reads */
	struct snapshot clean;
	struct attr attrs[MAX_ATTRS];
};


/* What is written: text, repeat times. */
struct value {
	const char *text;
	size_t length;
	unsigned int repeat;
	bool brief; /* also where only a few are tried */
};

enum depth { DEPTH_BIND, DEPTH_BRIEF, DEPTH_FULL };

/* A state: what is written to come there from a clean device, one "object/attribute value" or "bind DRIVER OBJECT" a line. */
struct state {
	const char *name;
	enum depth depth;
	const char *setup;
};

/* object.c */
int device_open(struct device *device, const char *profile, unsigned int id);
void device_close(struct device *device);
bool device_real_name(const struct device *device, const char *object, char *name, size_t size);
struct attr *device_attr(struct device *device, const char *object, const char *name);
ssize_t write_file(const char *path, const char *text, size_t length); /* or -errno */
char *attr_read(const struct device *device, const struct attr *attr);
void snapshot_take(const struct device *device, struct snapshot *snapshot, bool all);
void snapshot_free(struct snapshot *snapshot);
bool snapshot_differs(const struct device *device, const struct snapshot *a, const struct snapshot *b, size_t index);
size_t snapshot_differences(const struct device *device, const struct snapshot *a, const struct snapshot *b);

/* report.c */
void report_string(const char *text, size_t length);
void report_begin(const struct device *device, const char *state, const char *what);
void report_result(const char *key, const char *text);
void report_end(void);
void report_value(const struct device *device, const struct value *value, ssize_t result, size_t length, const struct snapshot *before,
		  const struct snapshot *after);
void report_files(struct device *device);
void report_drivers(void);
const char *error_name(ssize_t result);

/* state.c */
extern const struct state states[];
void state_enter(struct device *device, const struct state *state, bool tell);
size_t state_write_back(struct device *device, const struct snapshot *wanted, const struct snapshot *now, size_t most);

/* values.c */
extern const struct value values[];
extern const size_t value_count;
extern const struct value names[];
extern const size_t name_count;

#endif
