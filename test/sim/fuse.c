// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The FUSE side: requests in, tree and attribute calls out.
 * As many threads as there are processors take and answer requests: more would
 * only wake each other. Before a hardware command sleeps, another takes over.
 */
#define FUSE_USE_VERSION 35
#include <errno.h>
#include <fuse_lowlevel.h>
#include <linux/fuse.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "attrs.h"
#include "sim.h"

#ifndef FOPEN_PARALLEL_DIRECT_WRITES	/* Linux 6.2 */
#define FOPEN_PARALLEL_DIRECT_WRITES	(1 << 6)
#endif

#define FOREVER		86400.0
#define MAX_WORKERS	128
#define MAX_READERS	4

static struct sim *sim_of(fuse_req_t req)
{
	return fuse_req_userdata(req);
}

static void count(fuse_req_t req, enum sim_count what)
{
	atomic_fetch_add_explicit(&sim_of(req)->count[what], 1,
				  memory_order_relaxed);
}

static void op_init(void *data, struct fuse_conn_info *conn)
{
	(void)data;
	conn->want = conn->capable & (FUSE_CAP_ASYNC_READ |
				      FUSE_CAP_ATOMIC_O_TRUNC |
				      FUSE_CAP_PARALLEL_DIROPS |
				      FUSE_CAP_CACHE_SYMLINKS);
}

static void fill_stat(struct sim *sim, uint64_t ino, mode_t mode,
		      struct stat *st)
{
	*st = (struct stat){
		.st_ino = ino,
		.st_mode = mode,
		.st_nlink = S_ISDIR(mode) ? 2 : 1,
		.st_size = S_ISREG(mode) ? SIM_PAGE : 0,
		.st_blksize = SIM_PAGE,
		.st_mtim = sim->started,
		.st_atim = sim->started,
		.st_ctim = sim->started,
	};
	if (S_ISCHR(mode))
		st->st_rdev = node_rdev(sim, ino);
}

static void op_lookup(fuse_req_t req, fuse_ino_t dir, const char *name)
{
	struct sim *sim = sim_of(req);
	struct fuse_entry_param p = { .generation = 1 };
	struct entry e;
	int rc = tree_lookup(sim, dir, name, &e);

	count(req, COUNT_LOOKUP);
	if (rc) {
		fuse_reply_err(req, -rc);
		return;
	}
	p.ino = e.ino;
	p.entry_timeout = p.attr_timeout = e.dynamic ? 0 : FOREVER;
	fill_stat(sim, e.ino, e.mode, &p.attr);
	fuse_reply_entry(req, &p);
}

static void op_getattr(fuse_req_t req, fuse_ino_t ino,
		       struct fuse_file_info *fi)
{
	struct sim *sim = sim_of(req);
	mode_t mode = tree_mode(sim, ino);
	struct stat st;

	(void)fi;
	count(req, COUNT_GETATTR);
	if (!mode) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	fill_stat(sim, ino, mode, &st);
	fuse_reply_attr(req, &st, sim->changes ? 0 : FOREVER);
}

/* Shells truncate what they redirect to; modes and owners stay as they are. */
static void op_setattr(fuse_req_t req, fuse_ino_t ino, struct stat *attr,
		       int to_set, struct fuse_file_info *fi)
{
	(void)attr;
	if (to_set & (FUSE_SET_ATTR_MODE | FUSE_SET_ATTR_UID |
		      FUSE_SET_ATTR_GID))
		fuse_reply_err(req, EPERM);
	else
		op_getattr(req, ino, fi);
}

static void op_readlink(fuse_req_t req, fuse_ino_t ino)
{
	char buf[1024];
	int rc = tree_readlink(sim_of(req), ino, buf, sizeof(buf));

	count(req, COUNT_READLINK);
	if (rc < 0)
		fuse_reply_err(req, -rc);
	else
		fuse_reply_readlink(req, buf);
}

struct listing {
	fuse_req_t req;
	char *buf;
	size_t len, size;
};

static int add_entry(void *arg, const struct entry *e)
{
	struct listing *l = arg;
	struct stat st = { .st_ino = e->ino, .st_mode = e->mode };
	size_t need = fuse_add_direntry(l->req, NULL, 0, e->name, NULL, 0);

	if (l->len + need > l->size) {
		size_t size = (l->size + need) * 2;
		char *buf = realloc(l->buf, size);

		if (!buf)
			return -ENOMEM;
		l->buf = buf;
		l->size = size;
	}
	fuse_add_direntry(l->req, l->buf + l->len, need, e->name, &st,
			  l->len + need);
	l->len += need;
	return 0;
}

/* A listing is made once, at opendir, so that it cannot shift under readers. */
static void op_opendir(fuse_req_t req, fuse_ino_t ino,
		       struct fuse_file_info *fi)
{
	struct listing *l = calloc(1, sizeof(*l));
	struct entry dot = { ".", ino, S_IFDIR, false };
	struct entry dotdot = { "..", ino, S_IFDIR, false };
	int rc = -ENOMEM;

	if (l) {
		l->req = req;
		rc = add_entry(l, &dot);
	}
	if (!rc)
		rc = add_entry(l, &dotdot);
	if (!rc)
		rc = tree_list(sim_of(req), ino, add_entry, l);
	if (rc) {
		if (l)
			free(l->buf);
		free(l);
		fuse_reply_err(req, -rc);
		return;
	}
	fi->fh = (uintptr_t)l;
	fuse_reply_open(req, fi);
}

/* The reader may close, and the list be freed, before a reply returns. */
static void reply_copy(fuse_req_t req, const char *data, size_t len)
{
	char *copy = len ? malloc(len) : NULL;

	if (copy)
		memcpy(copy, data, len);
	if (copy || !len)
		fuse_reply_buf(req, copy, len);
	else
		fuse_reply_err(req, ENOMEM);
	free(copy);
}

static void op_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		       struct fuse_file_info *fi)
{
	struct listing *l = (struct listing *)(uintptr_t)fi->fh;
	size_t pos = off, end = off, next;

	(void)ino;
	count(req, COUNT_READDIR);
	/* Only whole entries: each one's offset field is where it ends. */
	while (end < l->len) {
		memcpy(&next, l->buf + end + 8, sizeof(next));
		if (next - pos > size)
			break;
		end = next;
	}
	reply_copy(req, l->buf + pos, end - pos);
}

static void op_releasedir(fuse_req_t req, fuse_ino_t ino,
			  struct fuse_file_info *fi)
{
	struct listing *l = (struct listing *)(uintptr_t)fi->fh;

	(void)ino;
	free(l->buf);
	free(l);
	fuse_reply_err(req, 0);
}

/*
 * Written by hand because libfuse 3.14 has no word for the last flag. Without
 * it writes to one file, such as a driver's bind, wait for each other.
 */
static void reply_open(fuse_req_t req)
{
	struct fuse_open_out out = {
		.open_flags = FOPEN_DIRECT_IO | FOPEN_PARALLEL_DIRECT_WRITES,
	};

	fuse_reply_buf(req, (const char *)&out, sizeof(out));
}

static void op_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct obj *o;
	const struct row *row = tree_row(sim_of(req), ino, &o);
	int how = fi->flags & O_ACCMODE, rc = 0;

	count(req, COUNT_OPEN);
	if (!row || !tree_present(o))
		rc = ENODEV;
	/* sysfs refuses this even to root */
	else if ((how != O_RDONLY && !(row->mode & 0222)) ||
		 (how != O_WRONLY && !(row->mode & 0444)))
		rc = EACCES;
	if (rc) {
		fuse_reply_err(req, rc);
		return;
	}
	reply_open(req);
}

static void op_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		    struct fuse_file_info *fi)
{
	char buf[SIM_PAGE];
	struct obj *o;
	const struct row *row = tree_row(sim_of(req), ino, &o);
	int len = attr_read(o, row, buf, sizeof(buf));

	(void)fi;
	count(req, COUNT_READ);
	if (len < 0)
		fuse_reply_err(req, -len);
	else if (off >= len)
		fuse_reply_buf(req, NULL, 0);
	else
		fuse_reply_buf(req, buf + off,
			       size < (size_t)(len - off) ? size : (size_t)(len - off));
}

static void op_write(fuse_req_t req, fuse_ino_t ino, const char *data,
		     size_t size, off_t off, struct fuse_file_info *fi)
{
	struct obj *o;
	const struct row *row = tree_row(sim_of(req), ino, &o);
	size_t len = size < SIM_PAGE ? size : SIM_PAGE;
	int rc;

	(void)off;
	(void)fi;
	count(req, COUNT_WRITE);
	rc = attr_write(o, row, data, len, fuse_req_ctx(req)->pid);
	if (rc < 0)
		fuse_reply_err(req, -rc);
	else
		fuse_reply_write(req, len);
}

static void op_create(fuse_req_t req, fuse_ino_t dir, const char *name,
		      mode_t mode, struct fuse_file_info *fi)
{
	(void)dir, (void)name, (void)mode, (void)fi;
	fuse_reply_err(req, EACCES);
}

static void op_mkdir(fuse_req_t req, fuse_ino_t dir, const char *name,
		     mode_t mode)
{
	(void)dir, (void)name, (void)mode;
	fuse_reply_err(req, EPERM);
}

static void op_remove(fuse_req_t req, fuse_ino_t dir, const char *name)
{
	(void)dir, (void)name;
	fuse_reply_err(req, EPERM);
}

static const struct fuse_lowlevel_ops ops = {
	.init = op_init,
	.lookup = op_lookup,
	.getattr = op_getattr,
	.setattr = op_setattr,
	.readlink = op_readlink,
	.opendir = op_opendir,
	.readdir = op_readdir,
	.releasedir = op_releasedir,
	.open = op_open,
	.read = op_read,
	.write = op_write,
	.create = op_create,
	.mkdir = op_mkdir,
	.unlink = op_remove,
	.rmdir = op_remove,
};

static struct pool {
	struct fuse_session *se;
	sem_t reading;		/* one for each processor: who takes requests */
	atomic_int waiting, all, busy;
} pool;

/* Does this thread take the requests? */
static __thread bool is_reader;

static void *worker(void *arg);

static void start_worker(void)
{
	pthread_t t;

	if (atomic_fetch_add(&pool.all, 1) >= MAX_WORKERS ||
	    pthread_create(&t, NULL, worker, NULL)) {
		atomic_fetch_sub(&pool.all, 1);
		return;
	}
	pthread_detach(t);
}

void fuse_let_others(void)
{
	if (!is_reader)
		return;
	is_reader = false;
	if (!atomic_load(&pool.waiting))
		start_worker();
	sem_post(&pool.reading);
}

static void become_reader(void)
{
	if (is_reader)
		return;
	atomic_fetch_add(&pool.waiting, 1);
	while (sem_wait(&pool.reading) && errno == EINTR)
		;
	atomic_fetch_sub(&pool.waiting, 1);
	is_reader = true;
}

/* Takes a request and answers it; false: there are no more. */
static bool serve(struct fuse_buf *buf)
{
	int rc = fuse_session_receive_buf(pool.se, buf);

	if (rc == -EINTR)
		return true;
	if (rc <= 0)
		return false;
	atomic_fetch_add(&pool.busy, 1);
	fuse_session_process_buf(pool.se, buf);
	atomic_fetch_sub(&pool.busy, 1);
	return true;
}

static void *worker(void *arg)
{
	struct fuse_buf buf = { .mem = NULL };

	(void)arg;
	do
		become_reader();
	while (!fuse_session_exited(pool.se) && serve(&buf));
	if (is_reader)
		sem_post(&pool.reading);
	free(buf.mem);
	return NULL;
}

static unsigned int processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return CPU_COUNT(&set) < MAX_READERS ? CPU_COUNT(&set) : MAX_READERS;
}

/* Serves the mount behind fd from threads of its own. */
int fuse_start(struct sim *sim, int fd)
{
	char *argv[] = { (char *)"accfg-sim", NULL };
	struct fuse_args args = FUSE_ARGS_INIT(1, argv);
	char path[32];

	pool.se = fuse_session_new(&args, &ops, sizeof(ops), sim);
	fuse_opt_free_args(&args);
	if (!pool.se)
		return -ENOMEM;
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	if (fuse_session_mount(pool.se, path))
		return -EIO;
	sem_init(&pool.reading, 0, processors());
	for (unsigned int i = 0; i < processors(); i++)
		start_worker();
	return 0;
}

/*
 * The command is gone; what it asked for last may still be at work, because a
 * killed writer does not wait for its answer.
 */
void fuse_drain(void)
{
	const struct timespec ms = { 0, 1000000 };

	while (atomic_load(&pool.busy))
		nanosleep(&ms, NULL);
}
