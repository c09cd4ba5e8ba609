// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * For guests of QEMU's TCG, which knows neither MOVDIR64B nor ENQCMD(S): carries out these instructions when they
 * trap as undefined (#UD), in the kernel and in programs, and says that the CPU has them, so that unmodified drivers
 * that are loaded afterwards use them. 64-bit code only.
 *
 * A store of 64 bytes becomes eight of 8. ENQCMD is told by its bus whether the device took the descriptor; nothing
 * of that kind reaches an emulator by way of stores, so the portal is read afterwards: 0 taken, else retry. A device
 * that returns 0 on such reads takes everything. Owns nothing else; a real CPU never needs it.
 *
 * Memory of a program that is not there cannot be brought in where the trap is handled: somebody else does it, while the
 * program repeats the instruction.
 */
#include <linux/cpuhotplug.h>
#include <linux/io.h>
#include <linux/iommu.h>
#include <linux/kdebug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/workqueue.h>
#include <asm/cpufeature.h>
#include <asm/insn.h>
#include <asm/processor.h>
#include <asm/special_insns.h>
#include <asm/trapnr.h>

static bool enqcmd = true;
module_param(enqcmd, bool, 0444);
MODULE_PARM_DESC(enqcmd, "Say that the CPU has ENQCMD and emulate it (default true)");

#define LEN_MAX 15 /* bytes of an x86 instruction */
#define ENQCMD_PRIV BIT(31)
#define ENQCMD_RESERVED GENMASK(30, 20)
#define FLAGS_CHANGED (X86_EFLAGS_CF | X86_EFLAGS_PF | X86_EFLAGS_AF | X86_EFLAGS_ZF | X86_EFLAGS_SF | X86_EFLAGS_OF)

enum store_kind { STORE_MOVDIR64B, STORE_ENQCMD, STORE_ENQCMDS };

struct store {
	enum store_kind kind;
	unsigned int len; /* of the instruction */
	unsigned long from, to;
};

static unsigned long reg_value(const struct pt_regs *regs, unsigned int nr)
{
	switch (nr) {
	case 0: return regs->ax;
	case 1: return regs->cx;
	case 2: return regs->dx;
	case 3: return regs->bx;
	case 4: return regs->sp;
	case 5: return regs->bp;
	case 6: return regs->si;
	case 7: return regs->di;
	case 8: return regs->r8;
	case 9: return regs->r9;
	case 10: return regs->r10;
	case 11: return regs->r11;
	case 12: return regs->r12;
	case 13: return regs->r13;
	case 14: return regs->r14;
	default: return regs->r15;
	}
}

static s32 displacement(const u8 *code, unsigned int size)
{
	s32 value;

	if (size == 0)
		return 0;
	if (size == 1)
		return (s8)*code;
	memcpy(&value, code, sizeof(value));
	return value;
}

/* The memory operand of a ModRM byte (SDM volume 2, 2.1.5 and 2.2.1); returns its length in bytes, 0 for a register. */
static unsigned int memory_operand(const struct pt_regs *regs, const u8 *code, u8 rex, unsigned long *address, bool *rip)
{
	unsigned int mod = code[0] >> 6, rm = code[0] & 7, at = 1;
	unsigned int disp = mod == 1 ? 1 : mod == 2 ? 4 : 0;

	*address = 0;
	*rip = false;
	if (mod == 3)
		return 0;
	if (rm == 4) {
		unsigned int base = code[1] & 7, index = (code[1] >> 3 & 7) | (rex & 2 ? 8 : 0);

		at = 2;
		if (index != 4)
			*address = reg_value(regs, index) << (code[1] >> 6);
		if (base == 5 && mod == 0)
			disp = 4;
		else
			*address += reg_value(regs, base | (rex & 1 ? 8 : 0));
	} else if (rm == 5 && mod == 0) {
		disp = 4;
		*rip = true;
	} else {
		*address = reg_value(regs, rm | (rex & 1 ? 8 : 0));
	}
	*address += displacement(code + at, disp);
	return at + disp;
}

/* 66, F2 or F3, perhaps REX, 0F 38 F8 /r: the register holds the destination's address. */
static bool decode(const struct pt_regs *regs, const u8 *code, struct store *store)
{
	unsigned int at = 1, operand;
	u8 rex = 0;
	bool rip;

	switch (code[0]) {
	case 0x66: store->kind = STORE_MOVDIR64B; break;
	case 0xf2: store->kind = STORE_ENQCMD; break;
	case 0xf3: store->kind = STORE_ENQCMDS; break;
	default: return false;
	}
	if ((code[at] & 0xf0) == 0x40)
		rex = code[at++];
	if (code[at] != 0x0f || code[at + 1] != 0x38 || code[at + 2] != 0xf8)
		return false;
	at += 3;
	operand = memory_operand(regs, code + at, rex, &store->from, &rip);
	if (!operand)
		return false;
	store->to = reg_value(regs, (code[at] >> 3 & 7) | (rex & 4 ? 8 : 0));
	store->len = at + operand;
	if (rip)
		store->from += regs->ip + store->len;
	return true;
}

static bool fetch(bool user, void *to, unsigned long from, size_t size)
{
	unsigned long left;

	if (!user) {
		memcpy(to, (const void *)from, size);
		return true;
	}
	if (!access_ok((const void __user *)from, size))
		return false;
	pagefault_disable(); /* die notifiers are called where nobody may sleep */
	left = __copy_from_user_inatomic(to, (const void __user *)from, size);
	pagefault_enable();
	return !left;
}

static void bring_in(struct work_struct *work);

static struct workqueue_struct *fetchers;

/*
 * A page that a program needs, one at a time: who comes while it is on its way repeats the instruction, and comes again.
 * The program for which it could not be brought in gets the signal; not at the first failure, because that may be of an
 * older mapping, which the program left while this was still under way.
 */
#define FAILURES_MAX 3
static struct {
	struct work_struct work;
	struct mm_struct *mm; /* held while busy */
	unsigned long address;
	bool write;
	pid_t pid;
	bool busy;
	unsigned int failures; /* one after the other */
} want = { .work = __WORK_INITIALIZER(want.work, bring_in) };
static DEFINE_RAW_SPINLOCK(want_lock);

static void bring_in(struct work_struct *work)
{
	struct mm_struct *mm = want.mm;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, want.address, want.write ? FAULT_FLAG_WRITE : 0, NULL);
	mmap_read_unlock(mm);
	mmput(mm);
	raw_spin_lock_irq(&want_lock);
	want.failures = ret ? want.failures + 1 : 0;
	want.busy = false;
	raw_spin_unlock_irq(&want_lock);
}

static bool is_wanted_by_us(unsigned long address)
{
	return want.mm == current->mm && want.pid == current->pid && want.address == address;
}

/* false: that was tried, and there is nothing. */
static bool ask_for(unsigned long address, bool write)
{
	unsigned long flags;
	bool good = true;

	if (address >= TASK_SIZE_MAX)
		return false;
	raw_spin_lock_irqsave(&want_lock, flags);
	if (!want.busy && !is_wanted_by_us(address))
		want.failures = 0;
	if (!want.busy && want.failures >= FAILURES_MAX) {
		want.failures = 0;
		good = false;
	} else if (!want.busy) {
		want.mm = current->mm;
		mmget(want.mm);
		want.address = address;
		want.write = write;
		want.pid = current->pid;
		want.busy = true;
		queue_work(fetchers, &want.work);
	}
	raw_spin_unlock_irqrestore(&want_lock, flags);
	return good;
}

/* Up to LEN_MAX bytes; fewer where the page after the instruction is not there. */
static bool fetch_code(bool user, u8 *code, unsigned long ip)
{
	size_t here = min_t(size_t, LEN_MAX, PAGE_SIZE - offset_in_page(ip));

	memset(code, 0, LEN_MAX);
	if (!fetch(user, code, ip, here))
		return false;
	if (here < LEN_MAX && user)
		fetch(user, code + here, ip + here, LEN_MAX - here);
	else if (here < LEN_MAX)
		memcpy(code + here, (const void *)(ip + here), LEN_MAX - here);
	return true;
}

static bool send_user(unsigned long to, const u64 *data, u64 *answer)
{
	u64 __user *portal = (u64 __user *)to;
	bool good = access_ok(portal, 64);
	int i;

	pagefault_disable();
	for (i = 0; good && i < 8; i++)
		good = !__put_user(data[i], portal + i);
	if (good && answer)
		good = !__get_user(*answer, portal);
	pagefault_enable();
	return good;
}

static void send_kernel(unsigned long to, const u64 *data, u64 *answer)
{
	volatile u64 *portal = (volatile u64 *)to;
	int i;

	for (i = 0; i < 8; i++)
		portal[i] = data[i];
	if (answer)
		*answer = *portal;
}

/* One at a time, or the words of two descriptors would mix in a place of the portal. */
static DEFINE_RAW_SPINLOCK(send_lock);

static bool send(bool user, unsigned long to, const u64 *data, u64 *answer)
{
	unsigned long flags;
	bool good = true;

	raw_spin_lock_irqsave(&send_lock, flags);
	if (user)
		good = send_user(to, data, answer);
	else
		send_kernel(to, data, answer);
	raw_spin_unlock_irqrestore(&send_lock, flags);
	return good;
}

/* The PASID that a program's ENQCMD carries; the CPU has it in an MSR that the kernel fills in. */
static bool program_pasid(u32 *pasid)
{
#if !IS_ENABLED(CONFIG_IOMMU_SVA)
	return false;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	*pasid = current->mm ? mm_get_enqcmd_pasid(current->mm) : IOMMU_PASID_INVALID;
	return *pasid != IOMMU_PASID_INVALID;
#else
	*pasid = current->mm ? current->mm->pasid : INVALID_IOASID;
	return *pasid != INVALID_IOASID;
#endif
}

/* ENQCMD and ENQCMDS: the first four bytes are PASID and privilege. */
static bool may_enqueue(bool user, const struct store *store, u64 *data)
{
	u32 head = (u32)data[0];

	if (store->kind == STORE_ENQCMDS && (user || head & ENQCMD_RESERVED))
		return false;
	if (store->kind == STORE_ENQCMD && !program_pasid(&head))
		return false;
	data[0] = (data[0] & ~(u64)U32_MAX) | head;
	return true;
}

/* Then the store, then ZF. */
static bool enqueue(struct pt_regs *regs, bool user, const struct store *store, u64 *data)
{
	u64 answer = 0;

	if (!send(user, store->to, data, &answer))
		return false;
	regs->flags &= ~FLAGS_CHANGED;
	if (answer)
		regs->flags |= X86_EFLAGS_ZF;
	return true;
}

/* What is missing is asked for, and the program comes back. */
static int carry_out(struct pt_regs *regs, bool user, const struct store *store)
{
	u64 data[8];
	bool done;

	if (!fetch(user, data, store->from, sizeof(data)))
		return user && ask_for(store->from, false) ? NOTIFY_STOP : NOTIFY_DONE;
	if (store->kind == STORE_MOVDIR64B)
		done = send(user, store->to, data, NULL);
	else if (!enqcmd || !may_enqueue(user, store, data))
		return NOTIFY_DONE;
	else
		done = enqueue(regs, user, store, data);
	if (!done)
		return user && ask_for(store->to, true) ? NOTIFY_STOP : NOTIFY_DONE;
	regs->ip += store->len;
	return NOTIFY_STOP;
}

static int on_trap(struct notifier_block *block, unsigned long event, void *args)
{
	struct die_args *die = args;
	struct pt_regs *regs = die->regs;
	struct store store;
	u8 code[LEN_MAX];
	bool user;

	if (event != DIE_TRAP || die->trapnr != X86_TRAP_UD)
		return NOTIFY_DONE;
	user = user_mode(regs);
	if (user && !user_64bit_mode(regs))
		return NOTIFY_DONE;
	if (!fetch_code(user, code, regs->ip) || !decode(regs, code, &store))
		return NOTIFY_DONE;
	return store.to % 64 ? NOTIFY_DONE : carry_out(regs, user, &store);
}

static struct notifier_block trap_block = { .notifier_call = on_trap };

/* A CPU that comes, for the first time or when the machine wakes up, takes away from all what it does not have itself. */
static int cpu_comes(unsigned int cpu)
{
	set_cpu_cap(&boot_cpu_data, X86_FEATURE_MOVDIR64B);
	set_cpu_cap(&cpu_data(cpu), X86_FEATURE_MOVDIR64B);
	if (enqcmd) {
		set_cpu_cap(&boot_cpu_data, X86_FEATURE_ENQCMD);
		set_cpu_cap(&cpu_data(cpu), X86_FEATURE_ENQCMD);
	}
	return 0;
}

static int hotplug_state;

struct line {
	u64 word[8];
} __aligned(64);

/* Memory is as good as a portal to see whether the instructions do what they should. */
static bool __init works(void)
{
	static struct line from __initdata, to __initdata;
	int i;

	for (i = 0; i < 8; i++)
		from.word[i] = 0x0102030405060708ull * (i + 1);
	movdir64b((void *)&to, &from);
	if (memcmp(&to, &from, sizeof(to)))
		return false;
	if (!enqcmd)
		return true;
	from.word[0] = 0;
	if (enqcmds((void __iomem *)&to, &from) || memcmp(&to, &from, sizeof(to)))
		return false;
	from.word[0] = 1; /* read back from a portal: not taken */
	return enqcmds((void __iomem *)&to, &from) == -EAGAIN;
}

static int __init movdir64b_init(void)
{
	int err;

	if (boot_cpu_has(X86_FEATURE_MOVDIR64B)) {
		pr_info("movdir64b: this CPU has the instruction, so there is nothing to do\n");
		return -EEXIST;
	}
	fetchers = alloc_workqueue("movdir64b", WQ_UNBOUND, 0);
	if (!fetchers)
		return -ENOMEM;
	err = register_die_notifier(&trap_block);
	if (!err && !works()) {
		pr_err("movdir64b: the instructions do not work\n");
		unregister_die_notifier(&trap_block);
		err = -EIO;
	}
	if (err)
		goto no_trap;
	/* Of those that are here already, too. */
	hotplug_state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "movdir64b:online", cpu_comes, NULL);
	if (hotplug_state >= 0)
		return 0;
	err = hotplug_state;
	unregister_die_notifier(&trap_block);
no_trap:
	destroy_workqueue(fetchers);
	return err;
}

static void __exit movdir64b_exit(void)
{
	cpuhp_remove_state_nocalls(hotplug_state);
	unregister_die_notifier(&trap_block);
	destroy_workqueue(fetchers);
}

module_init(movdir64b_init);
module_exit(movdir64b_exit);
MODULE_DESCRIPTION("MOVDIR64B and ENQCMD(S) for CPUs that lack them");
MODULE_LICENSE("GPL");
