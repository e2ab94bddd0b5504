// SPDX-License-Identifier: GPL-2.0
/*
 * Gives inputs that are kept (corpus) to a fuzzer's entry, without libFuzzer.
 * Usage: NAME_replay FILE...
 */
#include <stdio.h>

#include "replay.h"

#define BYTES	(64 << 10)

int main(int argc, char **argv)
{
	static unsigned char data[BYTES];

	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "r");
		size_t size;

		if (!in) {
			printf("not ok 1 - %s: %s cannot be read\n", argv[0],
			       argv[i]);
			return 1;
		}
		size = fread(data, 1, sizeof(data), in);
		fclose(in);
		LLVMFuzzerTestOneInput(data, size);
	}
	printf("ok 1 - %d inputs that are kept\n", argc - 1);
	return 0;
}
