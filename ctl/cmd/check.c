// SPDX-License-Identifier: GPL-2.0
/* "check": whether the kernel would take a policy, without asking it. */
#include "cmd/run.h"
#include "net/netlink.h"
#include "net/offline.h"

int run_check(const struct options *opt, const struct words *words, struct parser *p)
{
	struct kernel *kernel;
	const char *path;
	int status;

	(void)opt;
	if (parse_file(p, NULL, &path))
		return STATUS_WORDS;
	status = offline_load(&kernel, words, path);
	nl_stand_in(NULL);
	kernel_free(kernel);
	return status == STATUS_WORDS ? STATUS_TOLD : status;
}
