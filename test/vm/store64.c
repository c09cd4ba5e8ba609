// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs in a guest: MOVDIR64B in a program, with every form of address that compilers make, onto ordinary memory.
 * ENQCMD without a PASID must stay what it is on a CPU where the kernel has given none: a signal.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct line {
	uint8_t byte[64];
} __attribute__((aligned(64)));

static struct line from, to;
static sigjmp_buf after_signal;

static int check(const char *what)
{
	int good = !memcmp(&from, &to, sizeof(to));

	printf("%s: %s\n", what, good ? "ok" : "wrong");
	memset(&to, 0, sizeof(to));
	for (unsigned int i = 0; i < sizeof(from); i++)
		from.byte[i] = (uint8_t)(from.byte[i] * 5 + i + 1);
	return !good;
}

static void on_signal(int number)
{
	siglongjmp(after_signal, number);
}

static int enqcmd_is_a_signal(void)
{
	signal(SIGILL, on_signal);
	signal(SIGSEGV, on_signal);
	if (!sigsetjmp(after_signal, 1)) {
		__asm__ volatile("enqcmd (%0), %1" : : "r"(&from), "r"(&to) : "memory", "cc");
		printf("enqcmd: wrong, it went through\n");
		return 1;
	}
	printf("enqcmd: ok\n");
	return 0;
}

/* Registers by name, so that each form of the encoding is there: REX bits, a base that needs a SIB byte, and so on. */
#define STORE(registers, operand) \
	__asm__ volatile(registers "movdir64b " operand : : "S"(&from), "a"(&to), "c"(2L) \
			 : "memory", "rdx", "r8", "r9", "r12", "r13", "r15")

int main(void)
{
	int bad = check("nothing to store");

	STORE("", "(%%rsi), %%rax");
	bad += check("base");
	STORE("mov %%rax, %%r9; lea 64(%%rsi), %%r13;", "-64(%%r13), %%r9");
	bad += check("base r13 and 8 bits, target r9");
	STORE("lea -0x1000(%%rsi), %%r12; mov %%rax, %%r15;", "0x1000(%%r12), %%r15");
	bad += check("base r12 and 32 bits, target r15");
	STORE("lea -16(%%rsi), %%rdx;", "(%%rdx,%%rcx,8), %%rax");
	bad += check("base and index");
	STORE("mov %%rcx, %%r8; lea -24(%%rsi), %%rdx;", "8(%%rdx,%%r8,8), %%rax");
	bad += check("base, index r8 and 8 bits");
	__asm__ volatile("movdir64b %1, %0" : : "r"(&to), "m"(from) : "memory");
	bad += check("relative to the instruction");
	return bad + enqcmd_is_a_signal() ? 1 : 0;
}
