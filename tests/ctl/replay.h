/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The entry of a fuzzer as libFuzzer knows it. A program has it, and no main(),
 * when LIBFUZZER is defined: that is libFuzzer's, or replay.c's.
 */
#ifndef SFW_TESTS_REPLAY_H
#define SFW_TESTS_REPLAY_H

#include <stddef.h>

/* Ends the program where the input shows a mistake; -1: of no use. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#endif
