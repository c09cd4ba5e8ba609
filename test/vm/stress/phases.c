// SPDX-License-Identifier: GPL-2.0-or-later
/* What runs side by side in each phase, and what must be true after it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "phases.h"

#define KMEMLEAK "/sys/kernel/debug/kmemleak"

enum { LIMIT_UNLOAD_MS = 20000 };

static int unload(void)
{
	unsigned int waited = 0;

	while (syscall(SYS_delete_module, "idxd", O_NONBLOCK)) {
		if (errno == ENOENT)
			return 0;
		if (waited >= LIMIT_UNLOAD_MS)
			return -errno;
		nap_ms(100);
		waited += 100;
	}
	return 0;
}

/*
 * The kernel's own: __dma_async_device_channel_register() of 7.2 loses the name of a channel that cannot be registered, and
 * its driver core why a device that is not quite there yet was not bound. True if there was nothing else, which is forgotten
 * then.
 */
static bool leaks_are_the_kernels(void)
{
	if (run("awk '/^unreferenced/ { n++ } / dev_set_name\\+/ { named = NR } / device_set_deferred_probe_reason\\+/ { known++ }"
		" / __dma_async_device_channel_register\\+/ && named == NR - 1 { known++ } END { exit n != known }' " KMEMLEAK))
		return false;
	run("echo \"# lost by the kernel: $(grep -oE 'channel_register|deferred_probe_reason' " KMEMLEAK " | sort | uniq -c | paste -sd' ')\"");
	put("clear", KMEMLEAK);
	return true;
}

/* What is reported the second time was not merely on its way. What is excused is not to be on the console. */
static bool no_leaks(void)
{
	char line[200];

	if (access(KMEMLEAK, W_OK))
		return true;
	nap_ms(6000);
	run("dmesg -n 6");
	put("scan", KMEMLEAK);
	put("scan", KMEMLEAK);
	run("dmesg -n 7");
	get(line, sizeof(line), KMEMLEAK);
	if (!*line || leaks_are_the_kernels())
		return true;
	run("sed 's/^/# /' " KMEMLEAK " | head -n 60");
	return false;
}

static void all_back(void)
{
	put("1", "/sys/bus/pci/rescan");
	run("modprobe idxd");
	for (unsigned int i = 0; i < n_devices; i++)
		pci_bind(&devices[i]);
	devices_find();
}

static void tell_number(int err, const char *what)
{
	tell(!err, what, strerror(-err));
}

/* A reset first: nobody knows what random writes did. */
static int use(const struct device *device)
{
	int err = put("1", "/sys/bus/pci/devices/%s/reset", device->pci);

	if (!err && !strncmp(device->name, "dsa", 3))
		return copy_on(device);
	return !err && !*device->name ? -ENODEV : err;
}

/* The next fault may wait for just these copies, and may want the driver bound again; the one after it is far away. */
static int use_in_spite_of_faults(struct device *device)
{
	int err = use(device);

	for (unsigned int tries = 0; err && tries < 2; tries++) {
		printf("# %s %s: %s, once more\n", device->pci, device->name, strerror(-err));
		pci_unbind(device);
		pci_bind(device);
		devices_find();
		err = use(device);
	}
	return err;
}

static void after_phase(const char *name, unsigned int bad)
{
	char text[100];
	int err = 0;

	snprintf(text, sizeof(text), "%s: every process ended well", name);
	tell(!bad, text, "see above");
	snprintf(text, sizeof(text), "%s: the module unloads", name);
	tell_number(unload(), text);
	snprintf(text, sizeof(text), "%s: no memory is lost", name);
	tell(no_leaks(), text, "see above");
	all_back();
	for (unsigned int i = 0; i < n_devices && !err; i++) {
		err = strcmp(name, "faults") ? use(&devices[i]) : use_in_spite_of_faults(&devices[i]);
		if (err)
			printf("# %s %s\n", devices[i].pci, devices[i].name);
	}
	snprintf(text, sizeof(text), "%s: every device can be reset and used", name);
	tell_number(err, text);
}

/* Each DSA alone with one process: NUMBER cycles in all, each of a device and of a wq. */
static unsigned int phase_cycles(unsigned long number)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < n_devices; i++)
		n += !strncmp(devices[i].name, "dsa", 3);
	for (unsigned int i = 0; i < n_devices; i++)
		if (!strncmp(devices[i].name, "dsa", 3))
			worker_start("cycles", work_bind_strictly, &devices[i], (number + n - 1) / n);
	return workers_end(600 + number);
}

static void start_clients(void)
{
	worker_start("copies", work_copy, NULL, 0);
	worker_start("reader", work_read, NULL, 0);
	worker_start("writer", work_write, NULL, 0);
	worker_start("node", work_node, NULL, 0);
	worker_start("another node", work_node, NULL, 0);
	worker_start("wqs", work_bind_wq, NULL, 0);
	worker_start("more wqs", work_bind_wq, NULL, 0);
}

/*
 * For SECONDS, and then until everything of a list was done since now, at most ten times as long and a minute: those who
 * work side by side find nothing to do as often as not, on a slow machine for long.
 */
static void let_them_work(unsigned long seconds, const char *phase, unsigned int n, const enum count *list)
{
	uint64_t begin = now_ms(), end = begin + 1000 * seconds, last = end + 9000 * seconds + 60000;
	unsigned long before[COUNTS];
	unsigned int done = 0;
	char text[100];

	for (unsigned int i = 0; i < n; i++)
		before[i] = count_of(list[i]);
	while (now_ms() < end || (done < n && now_ms() < last)) {
		nap_ms(100);
		for (done = 0; done < n && count_of(list[done]) > before[done];)
			done++;
	}
	time_stops();
	snprintf(text, sizeof(text), "%s: all that it is for was done at least once", phase);
	tell(done == n, text, done < n ? count_name(list[done]) : "");
}

static unsigned int phase_bind(unsigned long seconds)
{
	static const enum count needed[] = { COUNT_COPIES, COUNT_DEVICE_CYCLES, COUNT_WQ_CYCLES };

	time_starts();
	start_clients();
	worker_start("devices", work_bind_device, NULL, 0);
	let_them_work(seconds, "bind", sizeof(needed) / sizeof(needed[0]), needed);
	return workers_end(0);
}

static unsigned int phase_pci(unsigned long seconds)
{
	static const enum count needed[] = { COUNT_PCI_CYCLES, COUNT_REMOVALS, COUNT_RESETS, COUNT_MODULE_CYCLES };

	time_starts();
	start_clients();
	worker_start("pci", work_pci, NULL, 0);
	worker_start("perf", work_perf, NULL, 0);
	worker_start("removals", work_remove, NULL, 0);
	worker_start("resets", work_reset, NULL, 0);
	worker_start("module", work_module, NULL, 0);
	let_them_work(seconds, "pci", sizeof(needed) / sizeof(needed[0]), needed);
	return workers_end(0);
}

static unsigned int phase_faults(unsigned long seconds)
{
	static const enum count needed[] = { COUNT_COPIES, COUNT_RESETS };

	time_starts();
	for (unsigned int i = 0; i < n_devices; i++)
		worker_start("wqs of a device", work_keep, &devices[i], 0);
	worker_start("copies", work_copy, NULL, 0);
	worker_start("reader", work_read, NULL, 0);
	worker_start("node", work_node, NULL, 0);
	worker_start("resets", work_reset, NULL, 0);
	let_them_work(seconds, "faults", sizeof(needed) / sizeof(needed[0]), needed);
	return workers_end(0);
}

/* Who sleeps in poll() is woken in the end, too. */
static void take_all(void)
{
	for (unsigned int tries = 0; tries < 10; tries++) {
		for (unsigned int i = 0; i < n_devices; i++)
			unbind_device(devices[i].name);
		nap_ms(100);
	}
}

/* Needs an IOMMU that gives programs a PASID. */
static unsigned int phase_users(unsigned long seconds)
{
	static const enum count needed[] = { COUNT_USER_COPIES, COUNT_WOKEN, COUNT_MODULE_CYCLES };

	time_starts();
	for (unsigned int i = 0; i < n_devices; i++)
		worker_start("wqs for programs", work_keep_users, &devices[i], 0);
	for (unsigned int i = 0; i < 3; i++)
		worker_start("a program", work_user, NULL, 0);
	worker_start("a program in poll()", work_user_poll, NULL, 0);
	worker_start("another program in poll()", work_user_poll, NULL, 0);
	if (memory_can_be_withheld())
		worker_start("a program in write()", work_user_stalled, NULL, 0);
	worker_start("copies", work_copy, NULL, 0);
	worker_start("taker", work_take, NULL, 0);
	worker_start("module", work_module_from_users, NULL, 0);
	let_them_work(seconds, "users", sizeof(needed) / sizeof(needed[0]), needed);
	take_all();
	return workers_end(0);
}

static unsigned int phase_sleep(unsigned long seconds)
{
	static const enum count needed[] = { COUNT_SLEEPS, COUNT_COPIES };

	if (access("/sys/power/pm_test", W_OK)) {
		printf("# this kernel cannot sleep\n");
		return 0;
	}
	time_starts();
	start_clients();
	worker_start("sleep", work_sleep, NULL, 0);
	let_them_work(seconds, "sleep", sizeof(needed) / sizeof(needed[0]), needed);
	return workers_end(0);
}

static void write_unbound(struct worker *worker)
{
	int err = random_writes(worker, 1000, false);

	if (err) {
		fprintf(stderr, "# %s: random writes: %s\n", worker->device->pci, strerror(-err));
		exit(1);
	}
}

static void write_bound(struct worker *worker)
{
	int err;

	configure_wq(worker->device->name, 0, one_in(worker, 2));
	bind_device(worker->device->name);
	bind_wq(worker->device->name, 0, one_in(worker, 2));
	err = random_writes(worker, 1000, true);
	if (err) {
		fprintf(stderr, "# %s: random writes: %s\n", worker->device->pci, strerror(-err));
		exit(1);
	}
	count(COUNT_DEVICE_CYCLES, !unbind_device(worker->device->name));
	count(COUNT_RESETS, !put("1", "/sys/bus/pci/devices/%s/reset", worker->device->pci));
}

/* Seven of eight writes while no driver has the device, the others while ours has it. */
static unsigned int phase_mmio(unsigned long number)
{
	unsigned long each = (number + n_devices * 1000 - 1) / (n_devices * 1000);
	unsigned long bound = (each + 7) / 8;
	unsigned int bad;

	for (unsigned int i = 0; i < n_devices; i++) {
		pci_unbind(&devices[i]);
		worker_start("random writes", write_unbound, &devices[i], each);
	}
	bad = workers_end(number);
	for (unsigned int i = 0; i < n_devices; i++) {
		put("1", "/sys/bus/pci/devices/%s/reset", devices[i].pci);
		pci_bind(&devices[i]);
	}
	devices_find();
	for (unsigned int i = 0; i < n_devices; i++)
		worker_start("random writes to a device in use", write_bound, &devices[i], bound);
	worker_start("reader", work_read, NULL, 100 * bound);
	return bad + workers_end(number);
}

static unsigned int phase_perf(unsigned long number)
{
	unsigned int bad = 0;

	for (unsigned long time = 0; time < number && !bad; time++)
		for (unsigned int i = 0; i < n_devices; i++)
			bad += strncmp(devices[i].name, "dsa", 3) ? 0 : perf_counts(&devices[i]);
	return bad;
}

static unsigned int phase_allocations(unsigned long number)
{
	if (!allocations_can_fail()) {
		printf("# this kernel cannot make allocations fail\n");
		return 0;
	}
	allocation_samples = (unsigned int)number;
	worker_start("failing allocations", work_failing_allocations, &devices[0], 1);
	return workers_end(3600);
}

/* Only what is looked for between the phases is found; the kernel would look on its own, too. */
void no_looking_for_leaks(void)
{
	put("scan=off", KMEMLEAK);
}

bool phase_run(const char *name, unsigned long number)
{
	static const struct {
		const char *name;
		unsigned int (*run)(unsigned long number);
	} phases[] = {
		{ "cycles", phase_cycles }, { "bind", phase_bind },	{ "pci", phase_pci },
		{ "faults", phase_faults }, { "sleep", phase_sleep },	{ "mmio", phase_mmio },
		{ "allocations", phase_allocations }, { "perf", phase_perf },
		{ "users", phase_users },
	};

	unsigned int bad;

	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		if (strcmp(phases[i].name, name))
			continue;
		seconds_passed();
		put(name, "/dev/kmsg");
		bad = phases[i].run(number);
		printf("# %s:%lu took %ld s\n", name, number, seconds_passed());
		after_phase(name, bad);
		return true;
	}
	fprintf(stderr, "stress: no phase '%s'\n", name);
	return false;
}
