// SPDX-License-Identifier: GPL-2.0
/*
 * The module of all suites. It has no init function: KUnit of 6.1 runs suites
 * before that, so what they share is set up by each suite.
 */
#include <linux/module.h>

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("KUnit tests of the simple stateful firewall");
