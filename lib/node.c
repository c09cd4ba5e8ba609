// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Device nodes of wqs. Waiting for one is bounded: events of the kernel wake it where libudev is there, and it looks by
 * itself every few milliseconds, as in containers no events come.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/device.h"
#include "lib/optional.h"

#ifdef HAVE_LIBUDEV
#include <libudev.h>
#endif

#define LOOK_EVERY_MS 20

static int node_path(struct accfg_object *object, char **path)
{
	int n = asprintf(path, "%s/%s/%s", accfg_get_dev_root(object_ctx(object)),
			 accfg_device_get_family_name(object->device), object_name(object));

	return n < 0 ? -ENOMEM : 0;
}

ACCFG_EXPORT int accfg_wq_get_node_path(struct accfg_wq *wq, char **path)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	struct accfg_ctx *ctx = object_ctx(object);
	const char *minor;
	int rc;

	object_forget_attr(object, ATTR_CDEV_MINOR);
	rc = object_get_text(object, ATTR_CDEV_MINOR, &minor);
	if (rc == -ENXIO || rc == -ENOENT)
		return ctx_fail(ctx, -ENXIO, &(struct error_about){ .object = object },
				"it has no device node, as it is not enabled for user");
	return rc ? rc : node_path(object, path);
}

static bool is_there(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISCHR(st.st_mode);
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* What wakes the wait: a descriptor to poll, -1 if there is none. */
struct waker {
	int fd;
#ifdef HAVE_LIBUDEV
	struct udev *udev;
	struct udev_monitor *monitor;
	struct {
		__typeof__(udev_new) *new;
		__typeof__(udev_unref) *unref;
		__typeof__(udev_device_unref) *device_unref;
		__typeof__(udev_monitor_new_from_netlink) *monitor_new;
		__typeof__(udev_monitor_unref) *monitor_unref;
		__typeof__(udev_monitor_filter_add_match_subsystem_devtype) *add_match;
		__typeof__(udev_monitor_enable_receiving) *enable_receiving;
		__typeof__(udev_monitor_get_fd) *get_fd;
		__typeof__(udev_monitor_receive_device) *receive;
	} lib;
#endif
};

#ifdef HAVE_LIBUDEV
static bool load_udev(struct waker *waker)
{
	const struct optional_function functions[] = {
		{ "udev_new", &waker->lib.new },
		{ "udev_unref", &waker->lib.unref },
		{ "udev_device_unref", &waker->lib.device_unref },
		{ "udev_monitor_new_from_netlink", &waker->lib.monitor_new },
		{ "udev_monitor_unref", &waker->lib.monitor_unref },
		{ "udev_monitor_filter_add_match_subsystem_devtype", &waker->lib.add_match },
		{ "udev_monitor_enable_receiving", &waker->lib.enable_receiving },
		{ "udev_monitor_get_fd", &waker->lib.get_fd },
		{ "udev_monitor_receive_device", &waker->lib.receive },
	};

	return optional_load("libudev.so.1", functions, sizeof(functions) / sizeof(functions[0]));
}

/* The kernel's own events: those of udevd never come where it does not run. */
static void waker_open(struct waker *waker)
{
	*waker = (struct waker){ .fd = -1 };
	if (!load_udev(waker))
		return;
	waker->udev = waker->lib.new();
	waker->monitor = waker->udev ? waker->lib.monitor_new(waker->udev, "kernel") : NULL;
	if (!waker->monitor)
		return;
	waker->lib.add_match(waker->monitor, DEVICE_BUS, NULL);
	if (waker->lib.enable_receiving(waker->monitor) >= 0)
		waker->fd = waker->lib.get_fd(waker->monitor);
}

static void waker_drain(struct waker *waker)
{
	waker->lib.device_unref(waker->lib.receive(waker->monitor));
}

static void waker_close(struct waker *waker)
{
	if (waker->monitor)
		waker->lib.monitor_unref(waker->monitor);
	if (waker->udev)
		waker->lib.unref(waker->udev);
}
#else
static void waker_open(struct waker *waker)
{
	waker->fd = -1;
}

static void waker_drain(struct waker *waker)
{
	(void)waker;
}

static void waker_close(struct waker *waker)
{
	(void)waker;
}
#endif

static void wait_a_little(struct waker *waker, uint64_t left)
{
	struct pollfd event = { .fd = waker->fd, .events = POLLIN };

	if (poll(&event, 1, left < LOOK_EVERY_MS ? (int)left : LOOK_EVERY_MS) > 0)
		waker_drain(waker);
}

static int wait_for(const char *path, unsigned int timeout_ms)
{
	uint64_t end = now_ms() + timeout_ms;
	struct waker waker;
	int rc = 0;

	if (is_there(path))
		return 0;
	waker_open(&waker);
	while (!is_there(path)) {
		uint64_t now = now_ms();

		if (now >= end) {
			rc = -ETIMEDOUT;
			break;
		}
		wait_a_little(&waker, end - now);
	}
	waker_close(&waker);
	return rc;
}

ACCFG_EXPORT int accfg_wq_wait_node(struct accfg_wq *wq, unsigned int timeout_ms)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	char *path;
	int rc = node_path(object, &path);

	if (rc)
		return rc;
	if (is_there(path)) { /* as it mostly is: nothing has to be asked */
		free(path);
		return 0;
	}
	free(path);
	rc = accfg_wq_get_node_path(wq, &path);
	if (rc)
		return rc;
	rc = wait_for(path, timeout_ms);
	if (rc)
		ctx_fail(object_ctx(object), rc, &(struct error_about){ .object = object },
			 "its node %s did not appear within %u ms", path, timeout_ms);
	free(path);
	return rc;
}
