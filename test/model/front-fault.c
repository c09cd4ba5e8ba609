// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Faults on demand: KIND[=NUMBER][@commands:N[+M]|@descriptors:N[+M]]. What they do is the device's business.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "front.h"

static const struct fault_row {
	const char *name, *number, *help;
	enum dsa_fault kind;
	bool at_command; /* where the command line does not say */
	bool needs_number;
} fault_rows[] = {
	{ "halt", "RESET", "halts; helps: 0 software reset (default), 1 FLR, 2 warm, 3 cold", DSA_FAULT_HALT, false, false },
	{ "command-hangs", "CODE", "a command never ends (default: whichever is next)", DSA_FAULT_COMMAND_HANGS, true, false },
	{ "command-fails", "ERROR", "the next command fails with this error", DSA_FAULT_COMMAND_ERROR, true, true },
	{ "swerr", "ERROR", "records a software error", DSA_FAULT_SWERR, false, true },
	{ "revoke", NULL, "revokes all interrupt handles", DSA_FAULT_REVOKE, false, false },
	{ "lost-interrupt", "VECTOR", "the next interrupt of a vector does not come (default 0)", DSA_FAULT_LOST_INTERRUPT, false,
	  false },
	{ "spurious-interrupt", "VECTOR", "a vector interrupts for no reason (default 0)", DSA_FAULT_SPURIOUS_INTERRUPT, false,
	  false },
};

void front_fault_list(FILE *to)
{
	char left[40];

	for (size_t i = 0; i < sizeof(fault_rows) / sizeof(fault_rows[0]); i++) {
		const struct fault_row *row = &fault_rows[i];

		snprintf(left, sizeof(left), row->needs_number ? "%s%s%s" : row->number ? "%s[%s%s]" : "%s%s%s", row->name,
			 row->number ? "=" : "", row->number ? row->number : "");
		fprintf(to, "  %-27s %s\n", left, row->help);
	}
}

static const struct fault_row *find_row(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(fault_rows) / sizeof(fault_rows[0]); i++)
		if (strlen(fault_rows[i].name) == length && !memcmp(fault_rows[i].name, name, length))
			return &fault_rows[i];
	return NULL;
}

/* Up to `end` characters follow; no sign, no space. */
static int parse_number(const char *text, const char **end, unsigned long most, unsigned long *number)
{
	char *after;

	if (*text < '0' || *text > '9')
		return -EINVAL;
	errno = 0;
	*number = strtoul(text, &after, 0);
	if (errno || *number > most)
		return -ERANGE;
	*end = after;
	return 0;
}

static int parse_when(const char *text, struct front_fault *fault)
{
	if (!strncmp(text, "@commands:", 10))
		fault->at_command = true;
	else if (!strncmp(text, "@descriptors:", 13))
		fault->at_command = false;
	else
		return -EINVAL;
	text = strchr(text, ':') + 1;
	if (parse_number(text, &text, 1000000000, &fault->when) || !fault->when)
		return -EINVAL;
	if (*text != '+')
		return *text ? -EINVAL : 0;
	return parse_number(text + 1, &text, 1000000000, &fault->every) || *text || !fault->every ? -EINVAL : 0;
}

int front_fault_parse(const char *text, struct front_fault *fault)
{
	const struct fault_row *row = find_row(text, strcspn(text, "=@"));
	unsigned long number = 0;

	if (!row)
		return -EINVAL;
	text += strlen(row->name);
	if (*text == '=') {
		if (!row->number || parse_number(text + 1, &text, 0xff, &number))
			return -EINVAL;
	} else if (row->needs_number) {
		return -EINVAL;
	}
	*fault = (struct front_fault){ row->kind, (unsigned int)number, row->at_command, 1, 0 };
	return *text ? parse_when(text, fault) : 0;
}

static bool is_due(const struct front_fault *fault, unsigned long now)
{
	return fault->when == now || (fault->every && now > fault->when && !((now - fault->when) % fault->every));
}

void front_faults_due(struct front *front, bool command)
{
	const unsigned long now = command ? front->commands : front->descriptors;

	for (size_t i = 0; i < front->n_faults; i++) {
		const struct front_fault *fault = &front->faults[i];
		int rc;

		if (fault->at_command != command || !is_due(fault, now))
			continue;
		rc = dsa_inject(front->dsa, fault->kind, fault->number);
		if (rc)
			vfu_server_log(&front->server, "--fault: this device cannot do that: %s", strerror(-rc));
	}
}
