// SPDX-License-Identifier: GPL-2.0
/* The outcome of a command, for people and for the exit status. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/json.h"
#include "lib/printable.h"
#include "net/report.h"

/**
 * report_dry_run() - tell that all is well, and nothing was changed
 * @opt: the options
 */
void report_dry_run(const struct options *opt)
{
	struct json j;

	if (!opt->json) {
		puts("dry run: nothing changed");
		return;
	}
	json_start(&j, stdout);
	json_bool(&j, "dry_run", true);
	json_finish(&j);
}

/**
 * report_done() - tell that a command is carried out, or would be
 * @opt: the options
 * @done: a sentence for people
 */
void report_done(const struct options *opt, const char *done)
{
	if (opt->dry_run)
		report_dry_run(opt);
	else if (!opt->json)
		puts(done);
}

/**
 * report_kernel() - tell why the kernel refused something
 * @nl: the connection, nl->text is the kernel's own sentence
 * @err: negative errno
 * @words: the command
 *
 * Return: the exit status.
 */
int report_kernel(const struct nl *nl, int err, const struct words *words)
{
	if (!nl->family && err == -ENOENT) {
		fputs("sfwctl: the kernel module sfw is not loaded: modprobe sfw\n",
		      stderr);
		return STATUS_UNABLE;
	}
	if (err == -EPERM) {
		fprintf(stderr, "sfwctl: not permitted: run as root (%s)\n",
			"CAP_NET_ADMIN in the initial user namespace");
		return STATUS_UNABLE;
	}
	if (nl->text[0]) {
		fprintf(stderr, "sfwctl: %s\n", nl->text);
		return STATUS_REFUSED;
	}
	fputs("sfwctl:", stderr);
	for (int i = 0; i < words->count; i++)
		fprintf(stderr, " %s", printable(words->at[i]).text);
	if (err == -EINTR)
		fputs(": the policy changes all the time: try again\n", stderr);
	else
		fprintf(stderr, ": %s\n", strerror(-err));
	return STATUS_REFUSED;
}
