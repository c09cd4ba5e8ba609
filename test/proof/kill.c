// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded: kills its program just before or after the Nth call that changes a journal. PROOF_KILL is "N before" or "N after",
 * PROOF_CALLS a file to which the name of each such call is added. Attributes of sysfs are written with write(), files of the
 * run directory by the calls here, too.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_uint calls;

static void note(const char *name)
{
	const char *path = getenv("PROOF_CALLS");
	FILE *file = path ? fopen(path, "a") : NULL;

	if (file) {
		fprintf(file, "%s\n", name);
		fclose(file);
	}
}

static bool is_meant(unsigned int n, const char *when)
{
	const char *kill_at = getenv("PROOF_KILL");
	char word[8] = "";
	unsigned int at;

	return kill_at && sscanf(kill_at, "%u %7s", &at, word) == 2 && at == n && !strcmp(word, when);
}

static unsigned int before(const char *name)
{
	unsigned int n = atomic_fetch_add(&calls, 1) + 1;

	note(name);
	if (is_meant(n, "before"))
		raise(SIGKILL);
	return n;
}

static int after(unsigned int n, int rc)
{
	if (is_meant(n, "after"))
		raise(SIGKILL);
	return rc;
}

#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int fchmod(int fd, mode_t mode)
{
	unsigned int n = before("fchmod");

	return after(n, REAL(fchmod)(fd, mode));
}

int fsync(int fd)
{
	unsigned int n = before("fsync");

	return after(n, REAL(fsync)(fd));
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	unsigned int n = before("renameat");

	return after(n, REAL(renameat)(from_dir, from, to_dir, to));
}

int unlinkat(int dir, const char *path, int flags)
{
	unsigned int n = before("unlinkat");

	return after(n, REAL(unlinkat)(dir, path, flags));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
	unsigned int n = before("pwrite");

	return after(n, (int)REAL(pwrite)(fd, data, size, at));
}
