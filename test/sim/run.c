// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs the command below a small init in a process namespace of its own, so
 * that whatever it started dies with it, and everything dies with the server.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim.h"

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

static void exec_command(char **argv, const sigset_t *mask)
{
	sigprocmask(SIG_SETMASK, mask, NULL);
	setenv("ACCFG_RUN_DIR", "/dev/" SIM_RUN_DIR, 1);
	execvp(argv[0], argv);
	sim_error("cannot run %s: %s", argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

/* Collects orphans until the command itself is gone. */
static bool reap(pid_t command, int *status)
{
	pid_t pid;
	int st;

	while ((pid = waitpid(-1, &st, WNOHANG)) > 0) {
		if (pid == command) {
			*status = exit_status(st);
			return true;
		}
	}
	return false;
}

/*
 * ctl carries signal numbers from the server; its end is the server's end.
 */
static int init_loop(pid_t command, int sigfd, int ctl)
{
	struct pollfd fds[] = { { .fd = sigfd, .events = POLLIN },
				{ .fd = ctl, .events = POLLIN } };
	struct signalfd_siginfo si;
	unsigned char sig;
	int status;

	for (;;) {
		if (reap(command, &status))
			return status;
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return SIM_EXIT_FAILED;
		if (fds[0].revents && read(sigfd, &si, sizeof(si)) < 0)
			continue;
		if (!fds[1].revents)
			continue;
		if (read(ctl, &sig, 1) == 1)
			kill(command, sig);
		else
			return SIM_EXIT_FAILED;
	}
}

static int mount_proc(void)
{
	return mount("proc", "/proc", "proc",
		     MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) ? -errno : 0;
}

static void init_main(struct sim *sim, char **argv, int ctl, bool own_pids,
		      const sigset_t *old)
{
	sigset_t chld;
	pid_t command;
	int sigfd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "accfg-sim init");
	if (own_pids && mount_proc())
		_exit(SIM_EXIT_FAILED);
	if (namespace_build(sim, own_pids))
		_exit(SIM_EXIT_FAILED);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigfd = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	command = fork();
	if (command == 0)
		exec_command(argv, old);
	if (command < 0 || sigfd < 0) {
		sim_error("cannot start the command: %s", strerror(errno));
		_exit(SIM_EXIT_FAILED);
	}
	_exit(init_loop(command, sigfd, ctl));
}

/* Hands on what was sent to us; the terminal's own went to everybody. */
static void forward(int ctl, const siginfo_t *si)
{
	unsigned char sig = si->si_signo;

	if (si->si_code > 0 && si->si_signo != SIGHUP)
		return;
	if (write(ctl, &sig, 1) < 0)
		return;
}

static int wait_init(pid_t init, const sigset_t *mask, int ctl)
{
	siginfo_t si;
	int status;

	for (;;) {
		if (sigwaitinfo(mask, &si) < 0)
			continue;
		if (si.si_signo != SIGCHLD)
			forward(ctl, &si);
		else if (waitpid(init, &status, WNOHANG) == init)
			return exit_status(status);
	}
}

static bool can_mount_proc(void)
{
	int status = -1;
	pid_t pid = syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD,
			    NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(mount_proc() ? 1 : 0);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int run_command(struct sim *sim, char **argv, int fuse_fd)
{
	static const int forwarded[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM,
					 SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH,
					 SIGALRM };
	bool own_pids = can_mount_proc();
	sigset_t mask, old;
	int ctl[2], status;
	pid_t init;

	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	for (size_t i = 0; i < sizeof(forwarded) / sizeof(forwarded[0]); i++)
		sigaddset(&mask, forwarded[i]);
	sigprocmask(SIG_BLOCK, &mask, &old);
	if (pipe2(ctl, O_CLOEXEC))
		return SIM_EXIT_FAILED;
	/* mounts of its own too: our /proc must go on showing ourselves */
	init = syscall(SYS_clone, (own_pids ? CLONE_NEWPID : 0) | CLONE_NEWNS |
		       SIGCHLD, NULL, NULL, NULL, NULL);
	if (init == 0) {
		close(ctl[1]);
		close(fuse_fd);
		init_main(sim, argv, ctl[0], own_pids, &old);
	}
	close(ctl[0]);
	if (init < 0 || fuse_start(sim, fuse_fd)) {
		sim_error("cannot start: %s", strerror(errno));
		return SIM_EXIT_FAILED;
	}
	status = wait_init(init, &mask, ctl[1]);
	fuse_drain();
	return status;
}
