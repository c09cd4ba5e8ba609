// SPDX-License-Identifier: LGPL-2.1-or-later
/* Locks of devices: lock.h. Where their files are is the business of run-dir.c. */
#include "lib/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/ctx.h"
#include "lib/device.h"
#include "lib/process.h"
#include "lib/run-dir.h"
#include "util/natural.h"

#define LOCK_NAME_SIZE 64
#define FIRST_PAUSE_MS 5
#define LONGEST_PAUSE_MS 100

struct lock_file {
	struct lock_file *next;
	char name[LOCK_NAME_SIZE]; /* of the device */
	unsigned int refs;
	int fd;
	pid_t owner; /* a child that inherited the descriptor must not give the lock away */
};

struct accfg_lock {
	struct accfg_ctx *ctx;
	size_t n;
	struct lock_file *files[];
};

/* ---- who has it ---- */

#define HOLDER_SIZE (PROCESS_COMMAND_SIZE + 80)

/* One line; what stands behind it is older. */
static void name_holder(struct accfg_ctx *ctx, char text[HOLDER_SIZE])
{
	struct process self;

	process_self(ctx, &self);
	snprintf(text, HOLDER_SIZE, "%d %" PRIu64 " %lld %s\n", self.pid, self.start, (long long)time(NULL),
		 self.command);
}

/* "accfg load-config -c x (pid 4711, for 3 s)"; false: the file does not say, or the one it names is gone. */
static bool describe_holder(struct accfg_ctx *ctx, int fd, char *words, size_t size)
{
	char text[HOLDER_SIZE];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	long long since, now = (long long)time(NULL);
	uint64_t start;
	int pid, at = 0;

	if (n <= 0)
		return false;
	text[n] = 0;
	if (!strchr(text, '\n'))
		return false;
	*strchr(text, '\n') = 0;
	if (sscanf(text, "%d %" SCNu64 " %lld %n", &pid, &start, &since, &at) != 3 || !at ||
	    !process_is_alive(ctx, pid, start))
		return false;
	snprintf(words, size, "%s (pid %d, for %lld s)", text[at] ? text + at : "a process", pid,
		 now > since ? now - since : 0);
	return true;
}

static int fail_locked(struct accfg_ctx *ctx, const struct lock_file *file, unsigned int waited_ms)
{
	struct error_about about = { .object_path = file->name, .rule = "locked" };
	char holder[PROCESS_COMMAND_SIZE + 64], waited[48] = "";

	if (!describe_holder(ctx, file->fd, holder, sizeof(holder)))
		snprintf(holder, sizeof(holder), "another process");
	if (waited_ms)
		snprintf(waited, sizeof(waited), " still, after waiting %u.%u s", waited_ms / 1000,
			 waited_ms % 1000 / 100);
	return ctx_fail(ctx, -EAGAIN, &about, "%s is changing it%s", holder, waited);
}

/* ---- one device ---- */

static int refuse_file(struct accfg_ctx *ctx, const char *name)
{
	return ctx_fail(ctx, -EPERM, &(struct error_about){ .rule = "run-dir" },
			"%s/%s.lock: this is no plain file, so it is not used as a lock", accfg_get_run_dir(ctx), name);
}

/*
 * Everybody who may open a lock's file may hold it for ever, so not everybody may. Who has no permission to write it, but
 * to read it, can lock it and is not named.
 */
static int open_file(int dir, const char *file)
{
	const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
	int fd = openat(dir, file, O_RDWR | flags);

	if (fd < 0 && errno == ENOENT) {
		fd = openat(dir, file, O_RDWR | O_CREAT | O_EXCL | flags, 0660);
		if (fd >= 0)
			(void)!fchmod(fd, 0660);
		else if (errno == EEXIST)
			fd = openat(dir, file, O_RDWR | flags);
	}
	if (fd < 0) {
		int rc = -errno;

		if (rc == -EACCES || rc == -EROFS)
			fd = openat(dir, file, O_RDONLY | flags);
		return fd < 0 ? rc : fd;
	}
	return fd;
}

static int open_lock(struct accfg_ctx *ctx, int dir, const char *name, int *fd)
{
	char file[LOCK_NAME_SIZE + 8];
	struct stat st;

	snprintf(file, sizeof(file), "%s.lock", name);
	do {
		*fd = open_file(dir, file);
	} while (run_dir_may_retry(ctx, *fd));
	if (*fd == -ELOOP || *fd == -EISDIR || *fd == -ENXIO)
		return refuse_file(ctx, name);
	if (*fd < 0)
		return run_dir_fail(ctx, *fd, "open", file);
	if (!fstat(*fd, &st) && S_ISREG(st.st_mode))
		return 0;
	close(*fd);
	return refuse_file(ctx, name);
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void pause_ms(long long ms)
{
	struct timespec pause = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

/* Asked for again and again, since a wait in flock(2) has no end in time. */
static int wait_for(struct accfg_ctx *ctx, const struct lock_file *file, long long begin, long long end)
{
	long long pause = FIRST_PAUSE_MS, now;

	while (flock(file->fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return run_dir_fail(ctx, -errno, "lock", file->name);
		now = now_ms();
		if (now >= end)
			return fail_locked(ctx, file, end > begin ? (unsigned int)(now - begin) : 0);
		pause_ms(pause < end - now ? pause : end - now);
		pause = pause * 2 < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS;
	}
	return 0;
}

static struct lock_file *find_held(struct accfg_ctx *ctx, const char *name)
{
	struct lock_file *file = ctx->held;

	while (file && strcmp(file->name, name))
		file = file->next;
	return file;
}

static bool holds_later(struct accfg_ctx *ctx, const char *name)
{
	for (const struct lock_file *file = ctx->held; file; file = file->next)
		if (natural_compare(file->name, name) > 0)
			return true;
	return false;
}

/* The time in which it may be waited, and what is written into the files. */
struct taking {
	int dir;
	long long begin, end;
	char holder[HOLDER_SIZE];
};

static int take_new(struct accfg_ctx *ctx, const struct taking *how, const char *name, struct lock_file **taken)
{
	struct lock_file *file = calloc(1, sizeof(*file));
	int rc;

	if (!file)
		return -ENOMEM;
	snprintf(file->name, sizeof(file->name), "%s", name);
	rc = open_lock(ctx, how->dir, name, &file->fd);
	if (!rc) {
		rc = wait_for(ctx, file, how->begin, holds_later(ctx, name) ? how->begin : how->end);
		if (rc)
			close(file->fd);
	}
	if (rc) {
		free(file);
		return rc;
	}
	/* Only for messages, so a full disk does not matter. */
	(void)!pwrite(file->fd, how->holder, strlen(how->holder), 0);
	file->refs = 1;
	file->owner = getpid();
	file->next = ctx->held;
	*taken = ctx->held = file;
	return 0;
}

static void give_back(struct accfg_ctx *ctx, struct lock_file *file)
{
	struct lock_file **at = &ctx->held;

	if (--file->refs)
		return;
	while (*at != file)
		at = &(*at)->next;
	*at = file->next;
	if (file->owner == getpid())
		flock(file->fd, LOCK_UN); /* a child may still have the descriptor */
	close(file->fd);
	free(file);
}

/* ---- several ---- */

static int compare_names(const void *a, const void *b)
{
	return natural_compare(*(const char *const *)a, *(const char *const *)b);
}

static int take_all(struct accfg_lock *lock, const struct taking *how, const char *const *names, size_t n)
{
	struct lock_file *file;
	int rc;

	for (size_t i = 0; i < n; i++) {
		if (i && !strcmp(names[i], names[i - 1]))
			continue;
		file = find_held(lock->ctx, names[i]);
		if (file) {
			file->refs++;
		} else {
			rc = take_new(lock->ctx, how, names[i], &file);
			if (rc)
				return rc;
		}
		lock->files[lock->n++] = file;
	}
	return 0;
}

static int take_in(struct accfg_lock *lock, const char *const *names, size_t n, unsigned int wait_ms)
{
	struct taking how = { .dir = run_dir_open(lock->ctx, true), .begin = now_ms() };
	int rc;

	if (how.dir < 0)
		return how.dir;
	how.end = how.begin + wait_ms;
	name_holder(lock->ctx, how.holder);
	rc = take_all(lock, &how, names, n);
	close(how.dir);
	return rc;
}

int lock_take(struct accfg_ctx *ctx, const char *const names[], size_t n, unsigned int wait_ms, struct accfg_lock **lock)
{
	struct accfg_lock *made = calloc(1, sizeof(*made) + n * sizeof(made->files[0]));
	const char **sorted = calloc(n + 1, sizeof(*sorted));
	int rc = made && sorted ? 0 : -ENOMEM;

	*lock = NULL;
	if (!rc) {
		made->ctx = accfg_ref(ctx);
		for (size_t i = 0; i < n; i++)
			sorted[i] = names[i];
		qsort(sorted, n, sizeof(*sorted), compare_names);
		if (n && run_dir_is_wanted(ctx))
			rc = take_in(made, sorted, n, wait_ms);
		if (!rc)
			*lock = made;
		else
			lock_release(made);
	} else {
		free(made);
	}
	free(sorted);
	return rc;
}

void lock_release(struct accfg_lock *lock)
{
	if (!lock)
		return;
	while (lock->n)
		give_back(lock->ctx, lock->files[--lock->n]);
	accfg_unref(lock->ctx);
	free(lock);
}

/* ---- for programs ---- */

ACCFG_EXPORT void accfg_set_lock_wait(struct accfg_ctx *ctx, unsigned int ms)
{
	ctx->lock_wait_ms = ms;
}

ACCFG_EXPORT unsigned int accfg_get_lock_wait(struct accfg_ctx *ctx)
{
	return ctx->lock_wait_ms;
}

ACCFG_EXPORT int accfg_lock_new(struct accfg_ctx *ctx, struct accfg_device *const *devices, size_t count,
				struct accfg_lock **lock)
{
	const char **names = calloc(count + 1, sizeof(*names));
	struct accfg_lock *made;
	int rc;

	if (!names)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		names[i] = accfg_device_get_name(devices[i]);
	rc = lock_take(ctx, names, count, ctx->lock_wait_ms, &made);
	free(names);
	if (!rc)
		*lock = made;
	return rc;
}

ACCFG_EXPORT void accfg_lock_free(struct accfg_lock *lock)
{
	lock_release(lock);
}
