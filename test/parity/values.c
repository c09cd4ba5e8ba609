// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is written: every value to every attribute, whatever its type. Those with B are tried in every state.
 */
#include "probe.h"

#define V(text) { text, sizeof(text) - 1, 1, false }
#define B(text) { text, sizeof(text) - 1, 1, true }
#define TIMES(text, n) { text, sizeof(text) - 1, n, false }

const struct value values[] = {
	/* numbers, and what nearly is one */
	B(""), V(" "), B("\n"), V("\n\n"), V("\000"), B("0"), V("0\n"), V("0\n\n"), V("0 "), V(" 0"), V("0\r\n"),
	V("0\t"), V("0\000"), V("0\n\000"), V("0\000\n"), V("0x"), B("x"), V("-"), V("+"), V("+-5"), V("--1"),
	V("++1"), V("0x0"), V("00"), V("01"), V("08"), V("010"), B("0x10"), V("0X10"), V("0xg"), V("0b1"), V("1e3"),
	V("1.5"), V("1,2"), V("1 2"), V("1x"), V("-0"), V("+0"), B("-1"), V("-2"), V("+1"), B("1"), B("1\n"),
	B("1 "), V("\t1"), V("1;"), V("2"), V("3"), V("4"), V("5"), V("6"), V("7"), B("8"), V("9"), V("10"),
	V("12"), V("15"), B("16"), V("17"), V("24"), V("31"), V("32"), V("33"), V("40"), V("48"), V("63"), B("64"),
	V("65"), V("66"), V("76"), V("77"), V("80"), V("81"), V("86"), V("87"), V("95"), B("96"), V("97"), V("104"),
	V("112"), V("113"), V("119"), V("120"), V("121"), V("127"), B("128"), V("129"), V("255"), V("256"),
	V("257"), V("512"), V("1023"), V("1024"), V("1025"), V("4095"), V("4096"), V("4097"), V("65535"),
	B("65536"), V("65537"), V("1048576"), V("2097151"), V("2097152"), V("2097153"), V("2147483647"),
	V("2147483648"), V("2147483649"), V("4294967295"), V("4294967296"), V("4294967297"),
	V("9223372036854775807"), V("9223372036854775808"), V("9223372036854775809"), B("18446744073709551615"),
	V("18446744073709551616"), V("-2147483648"), V("-2147483649"), V("-9223372036854775808"),
	V("-9223372036854775809"), V("99999999999999999999999999"), V("0x7fffffff"), V("0x80000000"),
	V("0xffffffffffffffff"), V("0x10000000000000000"),
	/* words */
	B("shared"), V("shared\n"), V("shared\n\n"), V("shared "), V(" shared"), V("Shared"), V("share"),
	V("sharedx"), V("shared\000"), B("dedicated"), V("dedicated\n"), V("dedicatedx"), B("none"), V("none\n"),
	B("kernel"), V("kernel\n"), V("kernel\n\n"), V("kernel\000"), V("kern"), B("user"), V("user\n"), V("userx"),
	V("User"), V("mdev"), V("crypto"), V("dmaengine"), V("y"), V("Y"), V("yes"), V("n"), V("N"), V("no"),
	V("t"), V("true"), V("f"), V("false"), B("on"), V("ON"), V("onx"), V("of"), V("off"), V("o"), V("enable"),
	V("e"), V("disable"), V("d"), V("1x0"), B("app"), V("app\n"), V(" app "), V("\tapp\n"), V("a b"), V("a\nb"),
	V("a\n\n"), V("a\000b"), V("\000a"), V("%s%n"), V("a/b"), V("caf\303\251"), V("\177"), V("\200"),
	/* masks */
	V("ff"), V("F"), V("1,0"), V("0,1"), V("8,"), V(",8"), V("8,,8"), V(","), V("0 8"), V("8\n8"), V("0-3"),
	V("7ffffff"), V("ffffffff"), V("000000008"), V("10000000000000000"), V("00000001,003f027d"),
	V("00000001,003f027f"), V("1,003f027f"), V("00000001,003f03ff"), V("00000000,007f331c,00000000,0000000d"),
	V("1c,0,d"), V("1c,0,c"), V("0,0,0,0,0,0,0,8"), V("0,0,0,0,0,0,0,0,8"), V("80000000,0,0,0,0,0,0,8"), V("g"),
	/* long ones */
	TIMES("0", 64), TIMES("0", 4094), TIMES("0", 4095), TIMES("0", 4096), TIMES("0", 5000), TIMES("a", 127),
	TIMES("a", 128), TIMES("a", 129), TIMES("a", 255), TIMES("a", 1022), TIMES("a", 1023), TIMES("a", 1024),
	TIMES("a", 1025), TIMES("a", 4095), TIMES("a", 4096), TIMES("a", 5000), TIMES(" ", 64), TIMES(" ", 4096),
	TIMES("\n", 4096), TIMES("0,", 8), TIMES("0,", 2000),
};
const size_t value_count = sizeof(values) / sizeof(values[0]);

/* Names for bind, unbind and drivers_probe; "@wq0" is the name of that wq. */
const struct value names[] = {
	B("@device"), B("@wq0"), B("@wq1"), B("@group0"), B("@engine0"), B(""), B("@wq0\n"),
	V("@device\n"), V("@device\n\n"), V("@device "), V(" @wq0"), V("@wq0\000"), V("@wq0x"), V("@group0\n"),
	V("@engine0\n"), V("@wq9"), V("dsa99"), V("wq"), V("x"), V("\n"), V(" "), V("0000:00:01.0"), V("/"),
	V(".."), V("@wq0/../@wq0"), V("@wq0,@wq1"),
	TIMES("a", 31), TIMES("a", 4095), TIMES("a", 4096), TIMES("a", 5000),
};
const size_t name_count = sizeof(names) / sizeof(names[0]);

/* For files called uevent, which send an event again: an action, a UUID and pairs. */
#define UUID "fe4d7c9d-b8c6-4a70-9ef1-3d8a58d18eed"
const struct value actions[] = {
	B("add"), B("change"), V("remove"), V("move"), V("online"), V("offline"), V("bind"), V("unbind"), B("x"), V("ad"), V("addx"),
	V("Add"), V(" add"), B("add "), V("add  "), B("add\n"), V("add\n\n"), V("add\000"), V("add\000\n"), B(""), V("\n"), V(" "), V("\000"),
	V("add,change"), V("0"), V("-1"),
	B("add " UUID), V("add " UUID "\n"), V("add " UUID " "), V("add  " UUID), V("add\t" UUID), V("add\n" UUID),
	V("add FE4D7C9D-B8C6-4A70-9EF1-3D8A58D18EED"), V("add fe4d7c9d"), V("add " UUID "x"), V("add " UUID "0"), V("x " UUID),
	V("add ge4d7c9d-b8c6-4a70-9ef1-3d8a58d18eed"), V("add 0"), V("add 1=2"),
	B("change " UUID " A=1"), V("change " UUID " A=1 B=abc"), V("change " UUID " A=1 B=abc\n"), V("change " UUID " A=1  B=2"),
	V("change " UUID "  A=1"), V("change " UUID " A=1 "), V("change " UUID " A"), V("change " UUID " A="), V("change " UUID " =1"),
	V("change " UUID " A==1"), V("change " UUID " A=1=2"), V("change " UUID " A=a_b"), V("change " UUID " A_B=1"), V("change " UUID " a=1"),
	V("change " UUID " 1=1"), V("change " UUID " A=-1"), V("change " UUID " A=1,B=2"), V("change " UUID " A=\303\251"),
	V("change " UUID " A=1\nB=2"), V("change " UUID " A=1 A=2"), V("change " UUID " DEVTYPE=x"),
	TIMES("a", 4096), TIMES("add ", 1000), TIMES("add ", 1500),
};
const size_t action_count = sizeof(actions) / sizeof(actions[0]);
