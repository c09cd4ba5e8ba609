/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the model share: the device's state, and who offers what to whom. */
#ifndef MODEL_DSA_CORE_H
#define MODEL_DSA_CORE_H

#include "kernel/uapi/idxd.h"
#include "test/model/dsa-hw.h"
#include "test/model/dsa.h"

struct dsa_profile {
	const char *name, *help;
	bool iax, perfmon;
	bool strict_priority; /* ENABLE_WQ refuses priority 0 */
	uint16_t perfmon_at; /* what TABLE_OFFSETS says of the counters, where that is not where they are */
	uint16_t pci_id;
	uint32_t version;
	uint64_t gencap, wqcap, grpcap, engcap;
	uint64_t opcap[4];
	uint32_t cmdcap; /* used with GENCAP_CMD_CAP only */
	uint64_t familycap[3];
	uint8_t perf_filters; /* beside that of the wq, which all have */
	uint32_t portals; /* size of their BAR, where that is not room for all wqs */
	bool portals_are_ports;
};

enum { MAX_WQS = 16, MAX_GROUPS = 16, MAX_HANDLES = 32, MAX_VECTORS = 32, MAX_IMS = 2048, MAX_COUNTERS = 8 };

enum wq_state { WQ_DISABLED, WQ_ENABLED, WQ_BUSY };

/* A descriptor in a queue, and what it came with. */
struct entry {
	uint8_t bytes[SLOT];
	bool ims; /* its interrupt handle is one of IMS */
};

struct wq {
	uint32_t cfg[WQCFG_DWORDS]; /* WQCFG_STATUS is made when it is read */
	enum wq_state state;
	struct entry *ring; /* total_wq_size of them */
	unsigned int head, count;
	unsigned int credit; /* descriptors before all wqs begin again */
	bool occupancy_told; /* by an interrupt that is not acknowledged */
	unsigned int drain; /* so many more of them until a draining command is done */
};

struct slot {
	uint8_t bytes[SLOT];
	uint64_t there; /* one bit for each byte */
	uint8_t refused; /* what the slot reads as: see dsa-portal.c */
};

struct handle {
	bool used, ims;
	uint16_t value, index;
};

/* A batch in progress; the engine does one descriptor of it in each step. */
struct batch {
	bool active, failed, ims;
	bool logged; /* a completion record of it is in the event log */
	uint8_t id;
	unsigned int wq;
	uint32_t index, count;
	uint8_t bytes[SLOT];
};

struct counter {
	uint64_t config, data;
	uint32_t filter[8];
};

#define CHUNK 65536u

struct dsa {
	const struct dsa_profile *profile;
	struct dsa_host host;
	unsigned int n_wqs, n_groups, n_engines, n_vectors, n_ims, total_size, stride;

	uint8_t config[DSA_CONFIG_SIZE], config_mask[DSA_CONFIG_SIZE], config_clear[DSA_CONFIG_SIZE];

	uint32_t gencfg, genctrl, intcause, cmd, cmdsts;
	enum gen_state state;
	enum reset_type reset_type;
	uint64_t swerr[4], evlcfg[2];
	uint16_t evl_head, evl_tail;
	bool evl_pending;
	uint8_t grpcfg[MAX_GROUPS * GRPCFG_STRIDE];
	struct wq wq[MAX_WQS];
	uint64_t msix_perm[MAX_VECTORS];
	uint8_t msix[MAX_VECTORS * 16];
	uint8_t ims[MAX_IMS * IMS_STRIDE];
	struct slot *slots; /* wq, page, slot */

	struct handle handles[MAX_HANDLES];
	uint16_t next_handle;

	struct batch batch;
	uint8_t next_batch; /* its id, by which the event log knows it */
	unsigned int next_wq; /* of the same priority, this one is served first */

	struct counter counters[MAX_COUNTERS];
	uint32_t perf_frozen, perf_overflow;

	uint32_t draining; /* wqs that the command waits for */

	uint32_t hang_command;	/* BIT(code), all ones for any; 0 none */
	bool command_hangs;	/* the active one does */
	uint8_t fail_command;	/* error byte of the next command */
	uint32_t lose_interrupt; /* BIT(vector) */

	uint32_t resets; /* how many: what began before the last one is not to be ended */
	bool stepping;

	uint8_t chunk[2][CHUNK];
};

static inline uint64_t load(const void *from, unsigned int size)
{
	const uint8_t *bytes = from;
	uint64_t value = 0;

	for (unsigned int i = 0; i < size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	return value;
}

static inline void store(void *to, uint64_t value, unsigned int size)
{
	uint8_t *bytes = to;

	for (unsigned int i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
}

/* dsa.c */
void core_log(struct dsa *dsa, const char *format, ...) __attribute__((format(printf, 2, 3)));
void core_interrupt(struct dsa *dsa, unsigned int vector);
void core_cause(struct dsa *dsa, uint32_t cause); /* set it and raise vector 0 */
void core_halt(struct dsa *dsa, enum reset_type reset);
void core_reset(struct dsa *dsa); /* software reset: all but CMD, CMDSTS, SWERR, EVLSTATUS and the MSI-X table */
void core_flr(struct dsa *dsa);

/* dsa-config.c */
void config_init(struct dsa *dsa);
void config_reset(struct dsa *dsa, bool keep_bars);
bool config_bus_master(const struct dsa *dsa);
bool config_pasid(const struct dsa *dsa);
bool config_pasid_priv(const struct dsa *dsa);
bool config_pri(const struct dsa *dsa);

/* dsa-regs.c: one dword; mask has ones where bytes are written */
uint32_t regs_read(struct dsa *dsa, uint32_t offset);
void regs_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask);

/* dsa-wq.c */
void wq_reset_all(struct dsa *dsa);
void wq_reset(struct dsa *dsa, unsigned int index);
uint32_t wq_cfg_read(struct dsa *dsa, uint32_t offset);
void wq_cfg_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask);
void grp_reset(struct dsa *dsa);
uint64_t grp_wqs(const struct dsa *dsa, unsigned int group);
uint64_t grp_engines(const struct dsa *dsa, unsigned int group);
uint64_t grp_flags(const struct dsa *dsa, unsigned int group);
uint64_t wq_engines(const struct dsa *dsa, unsigned int index); /* of its group */
unsigned int wq_traffic_class(const struct dsa *dsa, unsigned int index, bool second);
unsigned int wq_size(const struct wq *wq);
unsigned int wq_priority(const struct wq *wq);
bool wq_is_dedicated(const struct wq *wq);
void wq_occupancy(struct dsa *dsa, unsigned int index); /* the interrupt for it, when it is due */
bool wq_push(struct dsa *dsa, unsigned int index, const uint8_t *bytes, unsigned int page);
void wq_pop(struct dsa *dsa, unsigned int index, struct entry *entry);
void wq_abort(struct dsa *dsa, unsigned int index, uint32_t pasid); /* DSA_NO_PASID: all */
bool wq_has_pasid(const struct dsa *dsa, unsigned int index, uint32_t pasid);
uint32_t wq_pasid(const struct wq *wq, const uint8_t *bytes);
bool wq_priv(const struct wq *wq, const uint8_t *bytes);

/* dsa-check.c: error bytes of ENABLE_DEVICE and ENABLE_WQ, 0 for fine */
uint8_t check_device(const struct dsa *dsa);
uint8_t check_wq(const struct dsa *dsa, unsigned int index);

/* dsa-cmd.c */
void cmd_write(struct dsa *dsa, uint32_t value);
bool cmd_step(struct dsa *dsa);
bool cmd_is_supported(const struct dsa *dsa, unsigned int code);

/* dsa-handle.c */
bool handles_are_used(const struct dsa *dsa);
int handle_request(struct dsa *dsa, uint32_t operand, uint16_t *value); /* error byte */
int handle_release(struct dsa *dsa, uint32_t operand);
void handles_reset(struct dsa *dsa);
void handles_revoke(struct dsa *dsa);
bool handle_exists(const struct dsa *dsa, uint16_t value, bool ims);
/* It stands for an entry of a table, and that is for this PASID. */
bool handle_is_good(const struct dsa *dsa, uint16_t value, bool ims, uint32_t pasid);
/* What permissions say counts for completions only. */
void handle_interrupt(struct dsa *dsa, uint16_t value, bool ims, bool completion);

/* dsa-portal.c */
void portal_reset(struct dsa *dsa);
void portal_reset_wq(struct dsa *dsa, unsigned int wq);
void portal_write(struct dsa *dsa, uint64_t offset, const uint8_t *bytes, size_t len);
uint8_t portal_read(struct dsa *dsa, uint64_t offset);

/* dsa-error.c: where errors go that no completion record takes */
struct error_info {
	uint8_t error, operation, wq;
	bool has_descriptor, has_wq, batch, write, priv, ims, first_of_batch, wants_record;
	uint32_t pasid; /* DSA_NO_PASID too */
	uint16_t batch_index, handle;
	uint32_t flags; /* of the descriptor */
	uint32_t invalid_flags;
	uint64_t address;
	uint8_t batch_id;
	const uint8_t *record; /* the completion record that could not be written, or NULL */
};
bool error_report(struct dsa *dsa, const struct error_info *info); /* the event log has it */
void swerr_record(struct dsa *dsa, const struct error_info *info);
void evl_reset(struct dsa *dsa); /* EVLSTATUS */
bool evl_is_on(const struct dsa *dsa);
bool evl_record(struct dsa *dsa, const struct error_info *info);
void evl_write_status(struct dsa *dsa, unsigned int half, uint32_t value, uint32_t mask);
unsigned int evl_entry_size(const struct dsa *dsa);

/* dsa-perfmon.c: events are bits within a category, as appendix D of the specification has them. */
enum { PERF_WQ, PERF_ENGINE, PERF_TRANSLATION, PERF_OPERATION, PERF_COMPLETION };
enum { PERF_SWQ_LIMITED = 0, PERF_SWQ_UNLIMITED = 2, PERF_SWQ_RETRY = 1 /* more, for each of the two */, PERF_DWQ = 4, PERF_DWQ_FULL,
       PERF_WQ_DISCARDED /* version 2 */ };
enum { PERF_READ, PERF_WRITTEN, PERF_READERS, PERF_WRITERS, PERF_FROM_BATCH, PERF_FROM_WQ, PERF_UNIT = 32 /* bytes */ };
enum { PERF_TRANSLATED = 0, PERF_FAULT = 1, PERF_NO_PASID = 2 /* more */, PERF_PAGE_CAME = 4, PERF_PAGE_REFUSED, PERF_REQUEST };
enum { PERF_MSIX, PERF_IMS, PERF_PARTIAL, PERF_ERROR, PERF_SUCCESS, PERF_RECORDS };

/* What filters look at: bits of their registers, 0 where a filter has nothing to say about the event. */
struct perf_about {
	uint32_t wq, traffic_class, page_size, transfer_size, engine;
};

void perfmon_reset(struct dsa *dsa);
void perfmon_count(struct dsa *dsa, unsigned int category, unsigned int event, uint64_t amount, struct perf_about about);
int perfmon_operation(uint8_t opcode); /* its event, or -1 */
uint32_t perfmon_transfer_size(uint32_t size);
bool perfmon_is_config(uint32_t offset);
uint32_t perfmon_read(struct dsa *dsa, uint32_t offset);
void perfmon_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask);

/* dsa-engine.c */
bool engine_step(struct dsa *dsa);
bool engine_drain(struct dsa *dsa, uint32_t wqs); /* a step for what was queued when the drain began; false: none */
void engine_reset(struct dsa *dsa);

#endif
