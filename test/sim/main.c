// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accfg-sim: options, and the order in which the machine comes up.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "faults.h"
#include "from.h"
#include "log.h"
#include "sim.h"
#include "uevent.h"

void sim_error(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "accfg-sim: ");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

enum { OPT_MACHINE = 256, OPT_FROM, OPT_KERNEL, OPT_NO_PASID, OPT_NO_ENQCMD,
       OPT_NO_DRIVER, OPT_DRIVER, OPT_IAA_CRYPTO, OPT_LATENCY, OPT_UEVENTS, OPT_FAULTS, OPT_LOG,
       OPT_COUNT, OPT_DUMP, OPT_LIST, OPT_HELP, OPT_VERSION };

static const struct opt_row {
	const char *name, *arg, *help;
	int val;
} opt_rows[] = {
	{ "machine", "MACHINE", "a preset, a list such as dsa:4,iax:4, or a JSON file (default spr-2s)", OPT_MACHINE },
	{ "from", "TAR|DIR", "the machine of a captured tree", OPT_FROM },
	{ "kernel", "VERSION", "the driver of kernel 6.1, 6.12 or 7.2 (default)", OPT_KERNEL },
	{ "no-pasid", NULL, "a platform without IOMMU and PASIDs", OPT_NO_PASID },
	{ "no-enqcmd", NULL, "a CPU without ENQCMD: no shared work queues", OPT_NO_ENQCMD },
	{ "driver", "ours|in-tree", "whose idxd module to be (default in-tree)", OPT_DRIVER },
	{ "no-driver", NULL, "the idxd module is not loaded", OPT_NO_DRIVER },
	{ "iaa-crypto", NULL, "the iaa_crypto module is loaded", OPT_IAA_CRYPTO },
	{ "latency-us", "N", "time each hardware command takes (default 0)", OPT_LATENCY },
	{ "uevents", NULL, "send kernel uevents, in a network of its own", OPT_UEVENTS },
	{ "faults", "FILE", "JSON array of what goes wrong", OPT_FAULTS },
	{ "log", "FILE", "one JSON line per write", OPT_LOG },
	{ "count", "FILE", "number of requests by kind, at the end", OPT_COUNT },
	{ "dump", "FILE", "state of the machine as JSON, at the end", OPT_DUMP },
	{ "list-machines", NULL, "print the presets and models", OPT_LIST },
	{ "help", NULL, "print this", OPT_HELP },
	{ "version", NULL, "print the version", OPT_VERSION },
};
#define N_OPTS (sizeof(opt_rows) / sizeof(opt_rows[0]))

static void usage(FILE *f)
{
	char left[40];

	fprintf(f, "Usage: accfg-sim [OPTIONS] -- COMMAND [ARGS...]\n"
		"Run COMMAND on a simulated machine with DSA and IAA devices.\n\n");
	for (size_t i = 0; i < N_OPTS; i++) {
		snprintf(left, sizeof(left), "--%s %s", opt_rows[i].name,
			 opt_rows[i].arg ? opt_rows[i].arg : "");
		fprintf(f, "  %-22s %s\n", left, opt_rows[i].help);
	}
	fprintf(f, "\nThe exit status is COMMAND's; 125 if the simulator fails. See accfg-sim(1).\n");
}

static int parse_kernel(const char *s, const struct idxd_kernel **kernel)
{
	unsigned int major, minor;
	const struct idxd_kernel *k;
	char rest;

	if (sscanf(s, "%u.%u%c", &major, &minor, &rest) == 2 && major < 256 &&
	    minor < 256) {
		k = idxd_rules_kernel(IDXD_KERNEL(major, minor));
		if (k->release == IDXD_KERNEL(major, minor)) {
			*kernel = k;
			return 0;
		}
	}
	sim_error("--kernel %s: not one of 6.1, 6.12, 7.2", s);
	return -EINVAL;
}

static int parse_driver(const char *s, bool *ours)
{
	*ours = !strcmp(s, "ours");
	if (*ours || !strcmp(s, "in-tree"))
		return 0;
	sim_error("--driver %s: not ours or in-tree", s);
	return -EINVAL;
}

static int parse_latency(const char *s, unsigned long *us)
{
	char *end;

	errno = 0;
	*us = strtoul(s, &end, 10);
	if (!errno && end != s && !*end && *s != '-' && *us <= 60000000)
		return 0;
	sim_error("--latency-us %s: not a number of microseconds up to 60000000", s);
	return -EINVAL;
}

/* Returns 0 to go on, else minus one minus the exit status. */
static int take_option(struct sim *sim, int val)
{
	struct sim_options *o = &sim->opt;

	switch (val) {
	case OPT_MACHINE: o->machine = optarg; return 0;
	case OPT_FROM: o->from = optarg; return 0;
	case OPT_KERNEL:
		o->kernel = optarg;
		return parse_kernel(optarg, &sim->kernel) ? -126 : 0;
	case OPT_NO_PASID: o->no_pasid = true; return 0;
	case OPT_NO_ENQCMD: o->no_enqcmd = true; return 0;
	case OPT_NO_DRIVER: o->no_driver = true; return 0;
	case OPT_DRIVER: return parse_driver(optarg, &o->ours) ? -126 : 0;
	case OPT_IAA_CRYPTO: o->iaa_crypto = true; return 0;
	case OPT_LATENCY: return parse_latency(optarg, &o->latency_us) ? -126 : 0;
	case OPT_UEVENTS: o->uevents = true; return 0;
	case OPT_FAULTS: o->faults = optarg; return 0;
	case OPT_LOG: o->log = optarg; return 0;
	case OPT_COUNT: o->count = optarg; return 0;
	case OPT_DUMP: o->dump = optarg; return 0;
	case OPT_LIST: machine_list(); return -1;
	case OPT_HELP: usage(stdout); return -1;
	case OPT_VERSION: printf("accfg-sim %s\n", PACKAGE_VERSION); return -1;
	default: return -126;
	}
}

static int parse_options(struct sim *sim, int argc, char **argv)
{
	struct option longs[N_OPTS + 1] = { { NULL, 0, NULL, 0 } };
	int c, rc = 0;

	for (size_t i = 0; i < N_OPTS; i++)
		longs[i] = (struct option){ opt_rows[i].name,
					    opt_rows[i].arg != NULL, NULL,
					    opt_rows[i].val };
	while (!rc && (c = getopt_long(argc, argv, "+", longs, NULL)) != -1)
		rc = take_option(sim, c);
	if (!rc && optind == argc) {
		sim_error("no command given; see --help");
		rc = -126;
	}
	if (!rc && sim->opt.from && sim->opt.machine) {
		sim_error("--from and --machine exclude each other");
		rc = -126;
	}
	if (!rc && sim->opt.ours && sim->opt.iaa_crypto) {
		sim_error("iaa_crypto does not load with --driver ours");
		rc = -126;
	}
	return rc;
}

/* Majors that nothing on the real machine has, so that open says ENXIO. */
static void choose_majors(struct sim *sim)
{
	FILE *f = fopen("/proc/devices", "re");
	bool used[512] = { false };
	unsigned int n, *major[] = { &sim->dsa_major, &sim->iax_major };
	char line[128];
	int m = 0;

	while (f && fgets(line, sizeof(line), f) && strncmp(line, "Block", 5))
		if (sscanf(line, "%u", &n) == 1 && n < 512)
			used[n] = true;
	if (f)
		fclose(f);
	for (n = 244; n > 0 && m < 2; n--)
		if (!used[n])
			*major[m++] = n;
}

static int build(struct sim *sim, struct machine *m)
{
	int rc = sim->opt.from ? from_machine(sim, sim->opt.from, m) :
		 machine_make(sim->opt.machine ? sim->opt.machine : "spr-2s", m);

	if (!rc && sim->opt.faults)
		rc = faults_load(sim, sim->opt.faults);
	if (!rc)
		rc = log_open(sim);
	choose_majors(sim);
	clock_gettime(CLOCK_REALTIME, &sim->started);
	if (!rc)
		rc = device_add_all(sim, m);
	from_cleanup(sim);
	if (!rc)
		faults_start(sim);
	return rc;
}

static int run(struct sim *sim, char **argv)
{
	int fd, rc = namespace_enter();

	if (!rc && sim->opt.uevents)
		rc = uevent_open(sim);
	if (rc)
		return SIM_EXIT_FAILED;
	fd = namespace_mount_fuse();
	return fd < 0 ? SIM_EXIT_FAILED : run_command(sim, argv, fd);
}

int main(int argc, char **argv)
{
	static struct sim sim = {
		.tree_lock = PTHREAD_MUTEX_INITIALIZER,
		.minor_lock = PTHREAD_MUTEX_INITIALIZER,
		.sync_mode = "sync",
		.verify_compress = true,
	};
	struct machine m = { NULL, 0, NULL };
	int rc;

	sim.kernel = idxd_rules_kernel(IDXD_KERNEL(7, 2));
	rc = parse_options(&sim, argc, argv);
	if (rc)
		return -1 - rc;
	snprintf(sim.version, sizeof(sim.version), "%s",
		 sim.opt.ours ? "accfg-" PACKAGE_VERSION : "1.00");
	rc = build(&sim, &m);
	machine_free(&m);
	if (rc)
		return SIM_EXIT_FAILED;
	rc = run(&sim, argv + optind);
	if (log_close(&sim) && !rc)
		rc = SIM_EXIT_FAILED;
	exit(rc);
}
