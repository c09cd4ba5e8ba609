// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machines and states for the rule tests. Register values of version 1 are those of silicon.
 */
#include <stdint.h>

#include "rules-fixture.h"

static const uint64_t ops_dsa = 0x1003f027full;

#define WQCAP(extra) (128ull | 8ull << 16 | 1ull << 48 | 1ull << 49 | 1ull << 50 | 1ull << 51 | 1ull << 52 | (extra))
#define OP_CONFIG (1ull << 54)
#define PRS	  (1ull << 55)
#define GRPCAP	  (4ull | 96ull << 8 | 1ull << 16 | 1ull << 17)
#define PROGRESS  (1ull << 18)
#define EVL	  (1ull << 13)

static struct idxd_regs machine_regs(enum rules_case_machine machine)
{
	switch (machine) {
	case DSA2:
	case DSA3:
		return (struct idxd_regs){ .version = machine == DSA2 ? 0x200 : 0x300,
					   .gen_cap = 0x40915f0107 | EVL,
					   .wq_cap = WQCAP(OP_CONFIG | PRS),
					   .grp_cap = GRPCAP | PROGRESS,
					   .eng_cap = 4,
					   .op_cap = { ops_dsa } };
	case IAX1:
	case IAX2:
		return (struct idxd_regs){ .version = machine == IAX1 ? 0x100 : 0x200,
					   .gen_cap = 0x71f10901f0105,
					   .wq_cap = WQCAP(OP_CONFIG),
					   .grp_cap = 4,
					   .eng_cap = 8,
					   .op_cap = { 0xd, 0x7f331c } };
	default:
		return (struct idxd_regs){ .version = 0x100,
					   .gen_cap = 0x40915f0107,
					   .wq_cap = WQCAP(OP_CONFIG),
					   .grp_cap = GRPCAP,
					   .eng_cap = 4,
					   .op_cap = { ops_dsa } };
	}
}

static void set_caps(struct idxd_caps *caps, uint64_t state)
{
	caps->configurable = !(state & M_FIXED);
	caps->block_on_fault = !(state & M_NO_BOF);
	caps->read_buffer_limit = caps->read_buffer_limit && !(state & M_NO_LIMIT);
	caps->ats_disable = !(state & M_NO_ATS);
	caps->op_config = !(state & M_NO_OPS);
	caps->tc_override = state & M_TCO;
	caps->enqcmd = state & M_ENQCMD;
	caps->user_pasid = state & M_UPASID;
	caps->kernel_pasid = state & M_KPASID;
	caps->pasid_priv = state & M_PRIV;
	caps->dedicated_mode = !(state & M_SHARED_ONLY);
	caps->shared_mode = !(state & M_DED_ONLY);
	caps->priority_zero_refused = state & M_PRIO;
	if (state & M_SMALL) {
		caps->max_transfer_shift = 16;
		caps->max_batch_shift = 4;
	}
}

static void set_wq_driver(struct idxd_wq_config *wq, uint64_t state)
{
	if (state & S_DRV_USER) {
		wq->driver_name_length = 4;
		wq->driver_match = 1u << IDXD_BUS_USER;
	} else if (state & S_DRV_DMA) {
		wq->driver_name_length = 9;
		wq->driver_match = 1u << IDXD_BUS_DMAENGINE;
	} else if (state & S_DRV_IAA) {
		wq->driver_name_length = 6;
		wq->driver_match = 1u << IDXD_BUS_CRYPTO;
	}
}

static void set_wq(struct idxd_wq_config *wq, uint64_t state)
{
	wq->mode = state & S_DED ? IDXD_MODE_DEDICATED : IDXD_MODE_SHARED;
	wq->size = state & S_SIZE ? 16 : 0;
	if (state & S_HUGE)
		wq->size = UINT32_MAX;
	wq->threshold = state & S_THRESH ? 8 : 0;
	wq->block_on_fault = state & S_BOF;
	wq->prs_disable = state & S_PRS;
	wq->ats_disable = state & S_ATS;
	wq->priority = state & S_PRIO ? 7 : 0;
	wq->name_length = state & S_NAMED ? 5 : 0;
	wq->group_id = state & S_GROUPED ? 0 : IDXD_RULES_NO_GROUP;
	if (state & S_KERNEL)
		wq->type = IDXD_TYPE_KERNEL;
	if (state & S_USER)
		wq->type = IDXD_TYPE_USER;
	if (state & S_RETRIES)
		wq->enqcmds_retries = 5;
	if (state & S_OPS)
		wq->op_config[0] = 1;
	if (state & S_TRANSFER) {
		wq->max_transfer_size = 4096;
		wq->max_batch_size = 2;
	}
	wq->enabled = state & S_WQ;
	set_wq_driver(wq, state);
}

static void set_others(struct rules_fixture *fixture, uint64_t state)
{
	struct idxd_wq_config *other = &fixture->wqs[1];

	if (state & S_OTHER)
		other->size = 16;
	if (state & S_FULL)
		other->size = 112;
	if (state & (S_OTHER_SHARED | S_OTHER_GROUPED)) {
		other->group_id = 1;
		fixture->engines[2].group_id = 1;
	}
	if (state & S_OTHER_GROUPED)
		other->mode = IDXD_MODE_DEDICATED;
	if (state & S_ENG2)
		fixture->engines[0].group_id = fixture->engines[1].group_id = 0;
}

static void set_device(struct rules_fixture *fixture, uint64_t state)
{
	struct idxd_device_config *device = &fixture->config.device;

	if (state & (S_DEV | S_WQ))
		device->state = IDXD_STATE_ENABLED;
	if (state & S_HALTED)
		device->state = IDXD_STATE_HALTED;
	if (state & S_LIMIT)
		device->read_buffer_limit = 40;
	if (state & S_RES0)
		fixture->groups[0].read_buffers_reserved = 16;
	if (state & S_RES1)
		fixture->groups[1].read_buffers_reserved = 20;
	device->free_read_buffers -= (state & S_RES0 ? 16 : 0) + (state & S_RES1 ? 20 : 0);
	if (state & S_STALE)
		device->free_read_buffers = 10;
}

void rules_fixture_make(struct rules_fixture *fixture, unsigned int kernel, enum rules_case_machine machine,
			uint64_t state)
{
	struct idxd_regs regs = machine_regs(machine);
	bool is_iax = machine == IAX1 || machine == IAX2;

	*fixture = (struct rules_fixture){ .kernel = idxd_rules_kernel_row(kernel) };
	idxd_rules_caps_from_regs(&fixture->caps, is_iax ? IDXD_FAMILY_IAX : IDXD_FAMILY_DSA, &regs);
	set_caps(&fixture->caps, state);
	fixture->config = (struct idxd_config){ .groups = fixture->groups,
						.wqs = fixture->wqs,
						.engines = fixture->engines,
						.n_groups = fixture->caps.max_groups,
						.n_wqs = fixture->caps.max_wqs,
						.n_engines = fixture->caps.max_engines };
	fixture->view = (struct idxd_view){ fixture->kernel, &fixture->caps, &fixture->config };
	idxd_rules_init(fixture->kernel, &fixture->caps, &fixture->config);
	set_wq(&fixture->wqs[0], state);
	set_others(fixture, state);
	set_device(fixture, state);
}

static uint64_t read_group(const struct idxd_group_config *group, enum idxd_attr attr)
{
	switch (attr) {
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT:
		return group->use_read_buffer_limit;
	case IDXD_ATTR_READ_BUFFERS_ALLOWED:
		return group->read_buffers_allowed;
	case IDXD_ATTR_READ_BUFFERS_RESERVED:
		return group->read_buffers_reserved;
	case IDXD_ATTR_TRAFFIC_CLASS_A:
		return (uint64_t)(int64_t)group->traffic_class_a;
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return (uint64_t)(int64_t)group->traffic_class_b;
	case IDXD_ATTR_DESC_PROGRESS_LIMIT:
		return (uint64_t)(int64_t)group->desc_progress_limit;
	default:
		return (uint64_t)(int64_t)group->batch_progress_limit;
	}
}

static uint64_t read_wq(const struct idxd_wq_config *wq, enum idxd_attr attr)
{
	switch (attr) {
	case IDXD_ATTR_WQ_GROUP_ID:
		return (uint64_t)(int64_t)wq->group_id;
	case IDXD_ATTR_MODE:
		return wq->mode;
	case IDXD_ATTR_SIZE:
		return wq->size;
	case IDXD_ATTR_PRIORITY:
		return wq->priority;
	case IDXD_ATTR_BLOCK_ON_FAULT:
		return wq->block_on_fault;
	case IDXD_ATTR_THRESHOLD:
		return wq->threshold;
	case IDXD_ATTR_TYPE:
		return wq->type;
	case IDXD_ATTR_NAME:
		return wq->name_length;
	case IDXD_ATTR_WQ_MAX_TRANSFER_SIZE:
		return wq->max_transfer_size;
	case IDXD_ATTR_WQ_MAX_BATCH_SIZE:
		return wq->max_batch_size;
	case IDXD_ATTR_ATS_DISABLE:
		return wq->ats_disable;
	case IDXD_ATTR_PRS_DISABLE:
		return wq->prs_disable;
	case IDXD_ATTR_ENQCMDS_RETRIES:
		return wq->enqcmds_retries;
	case IDXD_ATTR_OP_CONFIG:
		return wq->op_config[0];
	default:
		return wq->driver_name_length;
	}
}

uint64_t rules_fixture_read(const struct rules_fixture *fixture, enum idxd_attr attr)
{
	switch (idxd_rules_attr_info(attr)->kind) {
	case IDXD_KIND_GROUP:
		return read_group(&fixture->groups[0], attr);
	case IDXD_KIND_WQ:
		return read_wq(&fixture->wqs[0], attr);
	case IDXD_KIND_ENGINE:
		return (uint64_t)(int64_t)fixture->engines[0].group_id;
	default:
		break;
	}
	if (attr == IDXD_ATTR_READ_BUFFER_LIMIT)
		return fixture->config.device.read_buffer_limit;
	return attr == IDXD_ATTR_EVENT_LOG_SIZE ? fixture->config.device.event_log_size :
						  fixture->config.device.cmd_status;
}

struct idxd_write rules_fixture_write(const struct rules_write_case *row)
{
	struct idxd_write write = { .attr = row->attr, .value = { .number = row->number } };

	write.value.bits[0] = row->number;
	write.value.length = (uint32_t)row->number;
	write.value.trimmed_length = row->number ? (uint32_t)row->number - 1 : 0;
	return write;
}
