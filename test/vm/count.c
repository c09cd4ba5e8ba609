// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plugin for QEMU's TCG: counts the instructions that all processors of the guest execute between two marks, which
 * are instructions that do nothing else (see dmacopy.c), and writes each count as a line to the file of its argument
 * "to", with the word "wait" if there was such a mark between. Unlike time, that does not depend on what else the machine
 * does. QEMU's header for plugins needs glib and is not in Debian's packages of QEMU, so what is used of it is declared
 * here.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
#define API_VERSION 7 /* QEMU 11; others may refuse it */

typedef uint64_t qemu_plugin_id_t;
typedef struct qemu_info_t qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_scoreboard;
typedef struct {
	struct qemu_plugin_scoreboard *score;
	size_t offset;
} qemu_plugin_u64;
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, void (*cb)(struct qemu_plugin_tb *, void *), void *arg);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *to, size_t size);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, void (*cb)(unsigned int cpu, void *arg),
					    enum qemu_plugin_cb_flags flags, void *arg);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn, enum qemu_plugin_op op,
							 qemu_plugin_u64 entry, uint64_t value);
struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size);
uint64_t qemu_plugin_u64_sum(qemu_plugin_u64 entry);

#define NOPL(a, b, c, d) { 0x0f, 0x1f, 0x80, a, b, c, d } /* with a displacement of four letters */

EXPORT int qemu_plugin_version = API_VERSION;
EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv);

static qemu_plugin_u64 executed;
static uint64_t at_begin;
static bool waited;
static FILE *to;

static void on_begin(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	waited = false;
	at_begin = qemu_plugin_u64_sum(executed);
}

static void on_wait(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	waited = true;
}

static void on_end(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	fprintf(to, "%" PRIu64 "%s\n", qemu_plugin_u64_sum(executed) - at_begin, waited ? " wait" : "");
	fflush(to); /* nobody closes it when QEMU is killed */
}

static const struct {
	uint8_t code[7];
	void (*run)(unsigned int cpu, void *arg);
} marks[] = {
	{ NOPL('b', 'e', 'g', 'n'), on_begin },
	{ NOPL('w', 'a', 'i', 't'), on_wait },
	{ NOPL('e', 'n', 'd', '.'), on_end },
};

static void look_for_marks(struct qemu_plugin_insn *insn)
{
	uint8_t bytes[sizeof(marks[0].code)];

	if (qemu_plugin_insn_data(insn, bytes, sizeof(bytes)) != sizeof(bytes))
		return;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (!memcmp(bytes, marks[i].code, sizeof(bytes)))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, marks[i].run, QEMU_PLUGIN_CB_NO_REGS, NULL);
}

static void on_translation(struct qemu_plugin_tb *tb, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn, QEMU_PLUGIN_INLINE_ADD_U64, executed, 1);
		look_for_marks(insn);
	}
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "to=", 3)) {
		fprintf(stderr, "count: to=FILE is missing\n");
		return -1;
	}
	to = fopen(argv[0] + 3, "we");
	if (!to) {
		perror(argv[0] + 3);
		return -1;
	}
	executed.score = qemu_plugin_scoreboard_new(sizeof(uint64_t));
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation, NULL);
	return 0;
}
