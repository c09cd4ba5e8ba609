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
	int held[4]; /* open files of wqs, for as long as a state lasts */
	size_t held_count;
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

/* What came of writing it. */
struct answer {
	ssize_t result; /* or -errno */
	size_t length;	/* that was written */
	const struct snapshot *before, *after; /* of a device; NULL where nothing can have changed */
	const char *text; /* of a file that is no device's, where it changed */
	char *events;	  /* that were sent, or NULL */
};

/* DEPTH_HELD is without binding: the in-tree driver of 7.2 never comes back from a wq that is disabled while it is open. */
enum depth { DEPTH_BIND, DEPTH_HELD, DEPTH_BRIEF, DEPTH_FULL };

/* A state: what is done to come there from a clean device; state.c knows the words. */
struct state {
	const char *name;
	enum depth depth;
	const char *setup;
};

/* One state of one device, while it is probed. */
struct run {
	struct device *device;
	const struct state *state;
	struct snapshot reference;
};

/* object.c */
int device_open(struct device *device, const char *profile, unsigned int id);
void device_close(struct device *device);
bool device_real_name(const struct device *device, const char *object, char *name, size_t size);
struct attr *device_attr(struct device *device, const char *object, const char *name);
ssize_t write_file(const char *path, const char *text, size_t length); /* or -errno */
char *attr_read(const struct device *device, const struct attr *attr);
void snapshot_take(const struct device *device, struct snapshot *snapshot, bool all);
void snapshot_take_near(const struct device *device, const char *object, const struct snapshot *far, struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);
bool snapshot_differs(const struct device *device, const struct snapshot *a, const struct snapshot *b, size_t index);
size_t snapshot_differences(const struct device *device, const struct snapshot *a, const struct snapshot *b);

/* without the number that the device happens to have; to be freed */
char *device_plain_text(const struct device *device, const char *text);

/* report.c */
void report_string(const char *text, size_t length);
void report_begin(const struct device *device, const char *state, const char *what);
void report_result(const char *key, const char *text);
void report_end(void);
void report_value(const struct device *device, const struct value *value, const struct answer *answer);
void report_folder(const struct device *device, const char *state, const char *what, const char *folder, bool texts);
void report_files(struct device *device);
void report_drivers(void);
const char *error_name(ssize_t result);

/* events.c */
void events_open(void);
char *events_take(const struct device *device); /* since the last time; NULL: none; to be freed */
void events_forget(void);

/* try.c */
void try_objects(struct run *run);
void try_binding(struct run *run);

/* bus.c */
void bus_try(void);
ssize_t bus_set_parameter(const char *name, const char *text);

/* handle.c */
void handle_try(struct device *device, const struct state *state);

/* elsewhere.c */
void node_report(struct device *device, const char *state);
bool node_uevent_path(const struct device *device, char *path, size_t size);
void elsewhere_report(struct device *device, const char *state);
void elsewhere_report_pmu(struct device *device);

/* state.c */
extern const struct state states[];
void state_enter(struct device *device, const struct state *state, bool tell);
void state_leave(struct device *device);
size_t state_write_back(struct device *device, const struct snapshot *wanted, const struct snapshot *now, size_t most);

/* values.c */
extern const struct value values[];
extern const size_t value_count;
extern const struct value names[];
extern const size_t name_count;
extern const struct value actions[];
extern const size_t action_count;

#endif
