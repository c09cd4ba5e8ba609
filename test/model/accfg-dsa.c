// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accfg-dsa: a DSA or IAA device for a QEMU, over vfio-user. Options, and how it begins and ends.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "front.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct settings {
	const char *socket, *type, *profile, *pasid;
	bool once, trace, no_requests;
	struct front_fault faults[FRONT_MAX_FAULTS];
	size_t n_faults;
};

enum { OPT_SOCKET = 256, OPT_TYPE, OPT_PROFILE, OPT_FAULT, OPT_PASID, OPT_NO_REQUESTS, OPT_ONCE, OPT_TRACE, OPT_PROFILES, OPT_HELP, OPT_VERSION };

static const struct opt_row {
	const char *name, *arg, *help;
	int val;
} opt_rows[] = {
	{ "socket", "PATH", "where QEMU connects", OPT_SOCKET },
	{ "type", "TYPE", "dsa (default) or iax", OPT_TYPE },
	{ "profile", "NAME", "which hardware; see --list-profiles", OPT_PROFILE },
	{ "fault", "FAULT", "what goes wrong and when; may be repeated", OPT_FAULT },
	{ "pasid", "BB:DD.F", "find processes' memory in QEMU's intel-iommu, as this function", OPT_PASID },
	{ "no-page-requests", NULL, "with --pasid: a page that is missing is a fault at once", OPT_NO_REQUESTS },
	{ "once", NULL, "end when the first client has gone", OPT_ONCE },
	{ "trace", NULL, "tell accesses and descriptors on standard error", OPT_TRACE },
	{ "list-profiles", NULL, "print the names of hardware", OPT_PROFILES },
	{ "help", NULL, "print this", OPT_HELP },
	{ "version", NULL, "print the version", OPT_VERSION },
};
#define N_OPTS (sizeof(opt_rows) / sizeof(opt_rows[0]))

static void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void complain(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "accfg-dsa: ");
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

static void usage(void)
{
	char left[40];

	printf("Usage: accfg-dsa --socket PATH [OPTIONS]\n"
	       "Be a DSA or IAA device for a QEMU that connects to PATH with vfio-user-pci.\n\n");
	for (size_t i = 0; i < N_OPTS; i++) {
		snprintf(left, sizeof(left), "--%s %s", opt_rows[i].name, opt_rows[i].arg ? opt_rows[i].arg : "");
		printf("  %-24s %s\n", left, opt_rows[i].help);
	}
	printf("\nFaults, with @commands:N or @descriptors:N (before the Nth; default the first), or N+M (and every Mth after):\n");
	front_fault_list(stdout);
	printf("\nSee accfg-dsa(1).\n");
}

static void list_profiles(void)
{
	const struct dsa_profile *profile;

	for (size_t i = 0; (profile = dsa_profile_at(i)); i++)
		printf("%-12s %s  %s\n", dsa_profile_name(profile), dsa_profile_is_iax(profile) ? "iax" : "dsa",
		       dsa_profile_help(profile));
}

static int add_fault(struct settings *settings, const char *text)
{
	if (settings->n_faults == FRONT_MAX_FAULTS) {
		complain("--fault %s: more than %d of them", text, FRONT_MAX_FAULTS);
		return -1;
	}
	if (front_fault_parse(text, &settings->faults[settings->n_faults])) {
		complain("--fault %s: not KIND[=NUMBER][@commands:N[+M]|@descriptors:N[+M]]; see --help", text);
		return -1;
	}
	settings->n_faults++;
	return 0;
}

/* 0 to go on, 1 when all is done, -1 for wrong usage */
static int take_option(struct settings *settings, int val)
{
	switch (val) {
	case OPT_SOCKET: settings->socket = optarg; return 0;
	case OPT_TYPE: settings->type = optarg; return 0;
	case OPT_PROFILE: settings->profile = optarg; return 0;
	case OPT_FAULT: return add_fault(settings, optarg);
	case OPT_PASID: settings->pasid = optarg; return 0;
	case OPT_NO_REQUESTS: settings->no_requests = true; return 0;
	case OPT_ONCE: settings->once = true; return 0;
	case OPT_TRACE: settings->trace = true; return 0;
	case OPT_PROFILES: list_profiles(); return 1;
	case OPT_HELP: usage(); return 1;
	case OPT_VERSION: printf("accfg-dsa %s\n", PACKAGE_VERSION); return 1;
	default: return -1;
	}
}

static int parse_options(struct settings *settings, int argc, char **argv)
{
	struct option longs[N_OPTS + 1] = { { NULL, 0, NULL, 0 } };
	int c, rc = 0;

	for (size_t i = 0; i < N_OPTS; i++)
		longs[i] = (struct option){ opt_rows[i].name, opt_rows[i].arg != NULL, NULL, opt_rows[i].val };
	while (!rc && (c = getopt_long(argc, argv, "", longs, NULL)) != -1)
		rc = take_option(settings, c);
	if (!rc && optind < argc) {
		complain("%s: what for? There are only options; see --help", argv[optind]);
		rc = -1;
	}
	if (!rc && !settings->socket) {
		complain("--socket is missing; see --help");
		rc = -1;
	}
	return rc;
}

static const struct dsa_profile *first_of(bool iax)
{
	const struct dsa_profile *profile;

	for (size_t i = 0; (profile = dsa_profile_at(i)); i++)
		if (dsa_profile_is_iax(profile) == iax)
			break;
	return profile;
}

static const struct dsa_profile *choose_profile(const struct settings *settings)
{
	const char *type = settings->type ? settings->type : "dsa";
	const bool iax = !strcmp(type, "iax") || !strcmp(type, "iaa");
	const struct dsa_profile *profile;

	if (!iax && strcmp(type, "dsa")) {
		complain("--type %s: not dsa or iax", type);
		return NULL;
	}
	if (!settings->profile)
		return first_of(iax);
	profile = dsa_profile_find(settings->profile);
	if (!profile) {
		complain("--profile %s: there is none of that name; see --list-profiles", settings->profile);
		return NULL;
	}
	if (settings->type && dsa_profile_is_iax(profile) != iax) {
		complain("--profile %s: is no %s", settings->profile, type);
		return NULL;
	}
	return profile;
}

/* SIGTERM and SIGINT end the loop, not the process: the socket is removed. */
static int catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (sigprocmask(SIG_BLOCK, &set, NULL) || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int serve(struct front *front, const struct settings *settings)
{
	int rc = vfu_server_listen(settings->socket, &front->server.listen_fd);

	if (rc) {
		complain("--socket %s: %s", settings->socket,
			 rc == -EADDRINUSE ? "something is there already" : strerror(-rc));
		return EXIT_FAILED;
	}
	rc = vfu_server_run(&front->server, settings->once);
	unlink(settings->socket);
	close(front->server.listen_fd);
	if (rc)
		complain("%s", strerror(-rc));
	return rc ? EXIT_FAILED : 0;
}

int main(int argc, char **argv)
{
	struct settings settings = { 0 };
	const struct dsa_profile *profile;
	static struct front front;
	int rc = parse_options(&settings, argc, argv);

	if (rc)
		return rc < 0 ? EXIT_USAGE : 0;
	profile = choose_profile(&settings);
	if (!profile)
		return EXIT_USAGE;
	rc = front_init(&front, profile);
	if (rc) {
		complain("%s", strerror(-rc));
		return EXIT_FAILED;
	}
	if (settings.pasid && front_pasid_parse(settings.pasid, &front.pasid)) {
		complain("--pasid %s: not a bus, device and function like 00:10.0", settings.pasid);
		front_free(&front);
		return EXIT_USAGE;
	}
	memcpy(front.faults, settings.faults, sizeof(front.faults));
	front.n_faults = settings.n_faults;
	front.no_requests = settings.no_requests;
	front.trace.to = settings.trace ? stderr : NULL;
	front.server.stop_fd = catch_signals();
	if (front.server.stop_fd < 0) {
		complain("%s", strerror(errno));
		rc = EXIT_FAILED;
	} else {
		rc = serve(&front, &settings);
		close(front.server.stop_fd);
	}
	front_free(&front);
	return rc;
}
