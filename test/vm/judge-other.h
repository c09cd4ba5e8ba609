/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * judge-other: user wqs of other devices than judge-user has: IAA, and versions 2 and 3. Runs in a guest as root, with
 * judge-user-tap.c and judge-user-desc.c.
 */
#ifndef JUDGE_OTHER_H
#define JUDGE_OTHER_H

#include <stdbool.h>
#include <stdint.h>

#include "judge-user-desc.h"
#include "judge-user.h"

enum { PAGE = 4096 };
enum { GOOD = 1, FAULT = 3, FAULT_REFUSED = 4, BATCH_FAILED = 5, BAD_OPERATION = 0x10, BAD_FLAGS = 0x11, WRITING = 0x80 };

/* The device that is judged: dsa1 or iax0. One at a time. */
struct device {
	char name[16], family[4];
	unsigned int number, version;
};
extern struct device device;

/* judge-other.c: an attribute below the device as a number, -errno where there is none or no number */
long long number(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* wqX.0 is dedicated, wqX.1 shared; opened, with the portal mapped. Tells of it. */
struct client {
	int fd;
	void *portal;
};
bool client_begin(struct client *client, unsigned int wq);
void client_end(struct client *client);
void submit(const struct client *client, unsigned int wq, const struct desc *desc);
void *pages(unsigned int count, int protection);
void fill(uint8_t *memory, unsigned int size, unsigned int seed);
void put(struct desc *desc, unsigned int offset, uint64_t value, unsigned int size);
/* A counter of the one open file, when it has come to `value` or after long waiting. */
long long file_counts(const char *name, long long value);
/* The event log has an entry of that error. */
bool log_has(unsigned int error);
/* The dedicated wq is configured again, with these options of config-wq more, and works. */
void configure_again(const char *options);

void judge_iaa(void);	 /* judge-other-iaa.c */
void judge_dsa(void);	 /* judge-other-dsa.c: version 2 and later */

#endif
