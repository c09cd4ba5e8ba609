/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * accfg-dsa: the device of dsa.h behind the server of vfu-server.h, with what the command line asks for on top: faults
 * at their time, and a trace.
 */
#ifndef MODEL_FRONT_H
#define MODEL_FRONT_H

#include <stdio.h>

#include "dsa.h"
#include "front-pasid.h"
#include "vfu-server.h"

enum { FRONT_MAX_FAULTS = 16 };

/* front-fault.c: "halt=1@descriptors:5" */
struct front_fault {
	enum dsa_fault kind;
	unsigned int number;
	bool at_command;    /* counted in commands, else in descriptors submitted */
	unsigned long when;  /* before this one, from 1 */
	unsigned long every; /* and again after so many each; 0: never */
};

/* front-trace.c: what accesses mean, to a stream */
struct front_trace {
	FILE *to; /* NULL: nothing is told */
	uint64_t slot;	   /* of the descriptor being assembled */
	uint64_t there;	   /* its bytes that have come */
	uint8_t bytes[64];
	bool iax;
};

struct front {
	struct dsa *dsa;
	struct vfu_device device;
	struct vfu_server server;
	struct front_fault faults[FRONT_MAX_FAULTS];
	size_t n_faults;
	unsigned long commands, descriptors, portal_bytes;
	struct front_trace trace;
	struct front_pasid pasid;
	bool no_requests; /* for pages */
};

/* -ENOMEM, or 0; what the client will see is then in front->server, but for the descriptors there. */
int front_init(struct front *front, const struct dsa_profile *profile);
void front_free(struct front *front);

int front_fault_parse(const char *text, struct front_fault *fault);
void front_fault_list(FILE *to);
/* Injects what is due; the access that follows is already counted. */
void front_faults_due(struct front *front, bool command);

void front_trace_access(struct front_trace *trace, bool write, unsigned int region, uint64_t offset, const void *bytes,
			size_t length);
/* The name of a register of BAR 0, with a number where there are many: "WQCFG[3]+8". */
void front_trace_name(uint64_t offset, char *name, size_t size);

#endif
