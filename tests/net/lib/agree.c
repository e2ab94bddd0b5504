// SPDX-License-Identifier: GPL-2.0
/*
 * With LD_PRELOAD, sfwctl without words is "check" and "restore" as a dry run of each
 * policy on standard input, which end with a zero byte: both print nothing, or the same,
 * and "check" returns 2 for what the kernel refuses. One process does all, since a start
 * of a program takes longer than both.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POLICY		"policy"
#define TOLD_MAX	4096
#define SHOWN_MAX	5	/* policies about which they do not agree */

static int (*sfwctl)(int argc, char **argv, char **env);

struct answer {
	int status;
	char text[TOLD_MAX];
};

/* Standard error is a file in memory. */
static void run(int argc, char **argv, struct answer *answer)
{
	ssize_t len;

	optind = 0;
	answer->status = sfwctl(argc, argv, environ);
	fflush(stderr);
	len = pread(STDERR_FILENO, answer->text, sizeof(answer->text) - 1, 0);
	answer->text[len > 0 ? len : 0] = '\0';
	if (ftruncate(STDERR_FILENO, 0) || lseek(STDERR_FILENO, 0, SEEK_SET))
		abort();
}

static void write_policy(const char *policy)
{
	FILE *file = fopen(POLICY, "w");

	if (!file || fputs(policy, file) < 0 || fclose(file))
		abort();
}

static int agree(int argc, char **argv, char **env)
{
	char *check[] = { argv[0], "check", POLICY, NULL };
	char *restore[] = { argv[0], "-n", "restore", POLICY, NULL };
	unsigned int all = 0, good = 0, wrong = 0;
	static struct answer said, told;
	FILE *out = fdopen(dup(STDOUT_FILENO), "w");
	char *policy = NULL;
	size_t size = 0;

	(void)argc;
	(void)env;
	if (!out || dup2(memfd_create("told", 0), STDERR_FILENO) < 0 ||
	    !freopen("/dev/null", "w", stdout))
		return 1;
	for (; getdelim(&policy, &size, '\0', stdin) > 0; all++) {
		write_policy(policy);
		run(3, check, &said);
		run(4, restore, &told);
		good += !told.status;
		if (said.status == (told.status ? 2 : 0) && !strcmp(said.text, told.text))
			continue;
		if (wrong++ < SHOWN_MAX)
			fprintf(out, "# policy %u\n# check: %d %s\n# kernel: %d %s\n%s\n", all,
				said.status, said.text, told.status, told.text, policy);
	}
	fprintf(out, "# %u policies, %u of them good, %u wrong\n", all, good, wrong);
	fclose(out);
	return wrong || !good || good == all;
}

int __libc_start_main(int (*main)(int argc, char **argv, char **env), int argc, char **argv,
		      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack)
{
	__typeof__(&__libc_start_main) begin = dlsym(RTLD_NEXT, "__libc_start_main");

	sfwctl = main;
	unsetenv("LD_PRELOAD");
	return begin(agree, argc, argv, init, fini, rtld_fini, stack);
}
