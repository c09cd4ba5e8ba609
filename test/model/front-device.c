// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between the server, which knows no device, and the device, which knows no protocol. Owns neither.
 */
#include <errno.h>
#include <string.h>

#include "front.h"

#define REGISTER_COMMAND 0xa0
#define DMA_TIMEOUT_MS 5000
#define SEND_TIMEOUT_MS 5000
#define REQUEST_TIMEOUT_MS 5000 /* of a page request: a guest that does not answer is not waited for longer */
#define REQUEST_LOOK_MS 1	/* for its answer, after so long */

static uint64_t region_size(void *arg, unsigned int region)
{
	struct front *front = arg;

	if (region == VFU_REGION_CONFIG)
		return DSA_CONFIG_SIZE;
	return region < 6 ? dsa_bar_size(front->dsa, region) : 0;
}

static void region_read(void *arg, unsigned int region, uint64_t offset, void *buf, size_t length)
{
	struct front *front = arg;

	if (region == VFU_REGION_CONFIG)
		dsa_config_read(front->dsa, (uint32_t)offset, buf, length);
	else
		dsa_bar_read(front->dsa, region, offset, buf, length);
	front_trace_access(&front->trace, false, region, offset, buf, length);
}

/* Faults come before what they are counted by. */
static void count(struct front *front, unsigned int region, uint64_t offset, size_t length)
{
	if (region == 0 && offset <= REGISTER_COMMAND && length > REGISTER_COMMAND - offset) {
		front->commands++;
		front_faults_due(front, true);
	}
	if (region == 2) {
		front->portal_bytes += length;
		for (; front->descriptors < front->portal_bytes / 64;
		     front_faults_due(front, false))
			front->descriptors++;
	}
}

static void region_write(void *arg, unsigned int region, uint64_t offset, const void *buf,
			 size_t length)
{
	struct front *front = arg;

	front_trace_access(&front->trace, true, region, offset, buf, length);
	count(front, region, offset, length);
	if (region == VFU_REGION_CONFIG)
		dsa_config_write(front->dsa, (uint32_t)offset, buf, length);
	else
		dsa_bar_write(front->dsa, region, offset, buf, length);
}

static void reset(void *arg)
{
	struct front *front = arg;

	front->pasid.root = 0;
	dsa_reset(front->dsa);
}

static bool step(void *arg)
{
	struct front *front = arg;

	return dsa_step(front->dsa);
}

/* Whose memory a PASID names only the IOMMU can tell, and the protocol cannot ask it. */
static int translate(struct front *front, uint32_t pasid, uint64_t *address, bool write,
		     size_t *length)
{
	if (pasid == DSA_NO_PASID)
		return 0;
	if (!front->pasid.on)
		return -EFAULT;
	return front_pasid_translate(&front->pasid, pasid, *address, write, address, length);
}

static int dma_read(void *arg, uint32_t pasid, uint64_t address, void *buf, size_t length)
{
	struct front *front = arg;

	for (size_t done = 0, part; done < length; done += part) {
		uint64_t at = address + done;
		int rc;

		part = length - done;
		rc = translate(front, pasid, &at, false, &part);
		if (!rc)
			rc = vfu_server_dma_read(&front->server, at, (uint8_t *)buf + done, part);
		if (rc)
			return rc;
	}
	return 0;
}

static int dma_write(void *arg, uint32_t pasid, uint64_t address, const void *buf, size_t length)
{
	struct front *front = arg;

	for (size_t done = 0, part; done < length; done += part) {
		uint64_t at = address + done;
		int rc;

		part = length - done;
		rc = translate(front, pasid, &at, true, &part);
		if (!rc)
			rc = vfu_server_dma_write(&front->server, at, (const uint8_t *)buf + done,
						  part);
		if (rc)
			return rc;
	}
	return 0;
}

static int read_physical(void *arg, uint64_t address, void *buf, size_t length)
{
	struct front *front = arg;

	return vfu_server_dma_read(&front->server, address, buf, length);
}

static int write_physical(void *arg, uint64_t address, const void *buf, size_t length)
{
	struct front *front = arg;

	return vfu_server_dma_write(&front->server, address, buf, length);
}

static int exchange_physical(void *arg, uint64_t address, uint64_t old, uint64_t word)
{
	struct front *front = arg;

	return vfu_server_exchange(&front->server, address, old, word);
}

static int page_request(void *arg, uint32_t pasid, uint64_t address, bool write)
{
	struct front *front = arg;
	struct front_request request;
	bool sent = false;

	if (!front->pasid.on || front->no_requests || pasid == DSA_NO_PASID)
		return -ENOTSUP;
	for (unsigned int ms = 0; ms < REQUEST_TIMEOUT_MS; ms += REQUEST_LOOK_MS) {
		int rc = sent ? front_request_answer(&front->pasid, &request) :
				front_request_send(&front->pasid, pasid, address, write, &request);

		if (sent ? rc != -EAGAIN : rc && rc != -EAGAIN)
			return rc;
		sent |= !rc;
		rc = vfu_server_pause(&front->server, REQUEST_LOOK_MS);
		if (rc)
			return rc;
	}
	vfu_server_log(&front->server, "no answer to a page request for 0x%llx of PASID %u", (unsigned long long)address, pasid);
	return -ETIMEDOUT;
}

static void interrupt(void *arg, unsigned int vector)
{
	struct front *front = arg;

	if (front->trace.to)
		fprintf(front->trace.to, "interrupt %u\n", vector);
	vfu_server_interrupt(&front->server, vector);
}

static void device_log(void *arg, const char *text)
{
	struct front *front = arg;

	if (front->trace.to)
		fprintf(front->trace.to, "%s\n", text);
}

static void server_log(void *arg, const char *text)
{
	(void)arg;
	fprintf(stderr, "accfg-dsa: %s\n", text);
}

int front_init(struct front *front, const struct dsa_profile *profile)
{
	const struct dsa_host host = {dma_read, dma_write, page_request, interrupt, device_log, front};

	memset(front, 0, sizeof(*front));
	front->device = (struct vfu_device){
		.vectors = dsa_profile_vectors(profile),
		.region_size = region_size,
		.region_read = region_read,
		.region_write = region_write,
		.reset = reset,
		.arg = front,
	};
	front->server = (struct vfu_server){
		.device = &front->device,
		.step = step,
		.log = server_log,
		.stop_fd = -1,
		.listen_fd = -1,
		.dma_timeout_ms = DMA_TIMEOUT_MS,
		.send_timeout_ms = SEND_TIMEOUT_MS,
	};
	front->pasid = (struct front_pasid){
		.read = read_physical, .write = write_physical, .exchange = exchange_physical, .arg = front};
	front->trace.iax = dsa_profile_is_iax(profile);
	front->dsa = dsa_new(profile, &host);
	return front->dsa ? 0 : -ENOMEM;
}

void front_free(struct front *front)
{
	dsa_free(front->dsa);
	front->dsa = NULL;
}
