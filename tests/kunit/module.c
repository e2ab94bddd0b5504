// SPDX-License-Identifier: GPL-2.0
/*
 * The module of all suites. It has no init function: KUnit of 6.1 runs suites
 * before that, so each suite sets up the state that they share.
 */
#include <linux/module.h>

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit tests of the simple stateful firewall");
