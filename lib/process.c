// SPDX-License-Identifier: LGPL-2.1-or-later
/* Other processes: process.h. Everything here is a hint for people but the start time, by which numbers are told apart. */
#include "lib/process.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ctx.h"

#define FIRST_PID_NAMESPACE 0xeffffffcu

/* Returns the length of what was read of a file below /proc, cut to size - 1; 0 if nothing could be. */
static size_t read_proc(struct accfg_ctx *ctx, const char *file, char *text, size_t size)
{
	char path[CTX_PATH];
	size_t length = 0;
	ssize_t n = 1;
	int fd = -1;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", accfg_get_proc_root(ctx), file) < sizeof(path))
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	while (fd >= 0 && n > 0 && length < size - 1) {
		n = read(fd, text + length, size - 1 - length);
		length += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		close(fd);
	text[length] = 0;
	return length;
}

static size_t read_of(struct accfg_ctx *ctx, int pid, const char *name, char *text, size_t size)
{
	char file[64];

	snprintf(file, sizeof(file), "%d/%s", pid, name);
	return read_proc(ctx, file, text, size);
}

/* Field 22 of proc_pid_stat(5); the second one, in parentheses, may have anything in it. */
static uint64_t read_start(struct accfg_ctx *ctx, int pid)
{
	char text[1024];
	char *at;

	if (!read_of(ctx, pid, "stat", text, sizeof(text)))
		return 0;
	at = strrchr(text, ')');
	for (int field = 2; at && field < 22; field++) {
		at = strchr(at, ' ');
		at += at != NULL;
	}
	return at ? strtoull(at, NULL, 10) : 0;
}

void process_self(struct accfg_ctx *ctx, struct process *process)
{
	char *command = process->command;
	size_t length;

	*process = (struct process){ .pid = (int)getpid() };
	process->start = read_start(ctx, process->pid);
	length = read_of(ctx, process->pid, "cmdline", command, sizeof(process->command));
	while (length && !command[length - 1])
		length--;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)command[i] < 0x20 || command[i] == 0x7f)
			command[i] = ' ';
}

bool process_is_alive(struct accfg_ctx *ctx, int pid, uint64_t start)
{
	return pid > 0 && start && read_start(ctx, pid) == start;
}

void process_get_comm(struct accfg_ctx *ctx, int pid, char comm[PROCESS_COMM_SIZE])
{
	size_t length = read_of(ctx, pid, "comm", comm, PROCESS_COMM_SIZE);

	while (length && comm[length - 1] == '\n')
		comm[--length] = 0;
}

int process_of_thread(struct accfg_ctx *ctx, int tid)
{
	char text[1024], *at;
	int pid;

	if (!read_of(ctx, tid, "status", text, sizeof(text)))
		return tid;
	at = strstr(text, "\nTgid:");
	return at && sscanf(at, "\nTgid: %d", &pid) == 1 && pid > 0 ? pid : tid;
}

/* The number of the first one is the kernel's interface (PROC_PID_INIT_INO). Of a captured tree nothing is known. */
bool process_is_in_first_namespace(struct accfg_ctx *ctx)
{
	char path[CTX_PATH];
	struct stat st;

	if ((size_t)snprintf(path, sizeof(path), "%s/self/ns/pid", accfg_get_proc_root(ctx)) >= sizeof(path) ||
	    stat(path, &st))
		return true;
	return st.st_ino == FIRST_PID_NAMESPACE;
}

void process_get_boot_id(struct accfg_ctx *ctx, char id[PROCESS_BOOT_SIZE])
{
	size_t length = read_proc(ctx, "sys/kernel/random/boot_id", id, PROCESS_BOOT_SIZE);

	while (length && id[length - 1] == '\n')
		id[--length] = 0;
}
