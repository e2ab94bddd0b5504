// SPDX-License-Identifier: GPL-2.0
/*
 * "edit": the saved policy in an editor, in the fashion of visudo(8). A copy beside it is
 * edited, and written in its place when the policy has been confirmed; so a mistake
 * leaves both the file and, in time, the kernel as they were.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/diff.h"
#include "cmd/restore.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "lang/format_value.h"
#include "lib/compiler.h"
#include "lib/savefile.h"
#include "net/netlink.h"
#include "net/offline.h"
#include "net/report.h"

#define COPY		SFW_CONF ".edit"
#define CONFIRM_DEFAULT	300	/* seconds */

/* Signals that end a program of a terminal; those of its keys are the first. */
static const int endings[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

#define KEYS	2

static atomic_bool has_copy;

static void end(int number)
{
	if (has_copy)
		unlink(COPY);
	signal(number, SIG_DFL);
	raise(number);
}

/* Some of them; those that were ignored from the beginning stay so. */
static void on_endings(unsigned int count, void (*handler)(int number))
{
	static bool ignored[ARRAY_SIZE(endings)];
	static bool began;

	for (unsigned int i = 0; !began && i < ARRAY_SIZE(endings); i++)
		ignored[i] = signal(endings[i], SIG_IGN) == SIG_IGN;
	began = true;
	for (unsigned int i = 0; i < count; i++)
		if (!ignored[i])
			signal(endings[i], handler);
}

static int fail(const char *path)
{
	int err = errno;

	fprintf(stderr, "sfwctl: %s: %s\n", path, strerror(err));
	return file_status(-err);
}

static int copy_bytes(int from, int to)
{
	char buf[65536];
	ssize_t len;

	while ((len = read(from, buf, sizeof(buf))) > 0) {
		ssize_t put = write(to, buf, len);

		if (put != len) {
			errno = put < 0 ? errno : ENOSPC;
			return -1;
		}
	}
	return len;
}

/* A policy that was never saved is empty. Two people do not edit at once. */
static int make_copy(void)
{
	int from = open(SFW_CONF, O_RDONLY | O_CLOEXEC), to, status = STATUS_DONE;

	if (from < 0 && errno != ENOENT)
		return fail(SFW_CONF);
	mkdir(SFW_DIR, 0755);
	to = open(COPY, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	has_copy = to >= 0;
	if (to < 0 && errno == EEXIST) {
		fprintf(stderr, "sfwctl: %s: somebody edits, or was cut off: move it away first\n",
			COPY);
		status = STATUS_REFUSED;
	} else if (to < 0 || (from >= 0 && copy_bytes(from, to)) || fsync(to)) {
		status = fail(COPY);
		if (to >= 0)
			unlink(COPY);
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return status;
}

/* An edit must not be lost because it could never be applied. */
static int find_module(const struct words *words)
{
	struct nl nl;
	int ret = nl_open(&nl);

	nl_close(&nl);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}

static int open_editor(void)
{
	const char *editor = getenv("VISUAL");
	pid_t child;
	int status;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (editor && *editor && setenv("SFW_EDITOR", editor, 1))
		return -1;
	/* Its keys are the editor's. */
	on_endings(KEYS, SIG_IGN);
	child = fork();
	if (!child) {
		on_endings(ARRAY_SIZE(endings), SIG_DFL);
		execl("/bin/sh", "sh", "-c", "eval \"${SFW_EDITOR:-vi} \\\"\\$1\\\"\"", "sh", COPY,
		      (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		status = -1;
	on_endings(KEYS, end);
	return status ? -1 : 0;
}

/* The first letter of a line, '\0' without one in time. */
static char answer(const char *question, int seconds)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	char letter = '\0', next;

	printf("%s ", question);
	fflush(stdout);
	if (poll(&in, 1, seconds ? seconds * 1000 : -1) <= 0)
		return letter;
	while (read(STDIN_FILENO, &next, 1) == 1 && next != '\n')
		letter = letter ? letter : next;
	return letter;
}

/* Until the kernel would take it, or nobody goes on. */
static int edit_and_check(const struct words *words)
{
	struct kernel *kernel;
	int status;

	for (;;) {
		if (open_editor()) {
			fputs("sfwctl: the editor failed: nothing is changed\n", stderr);
			return STATUS_REFUSED;
		}
		status = offline_load(&kernel, words, COPY);
		nl_stand_in(NULL);
		kernel_free(kernel);
		if (status == STATUS_DONE || answer("edit again? [y/n]", 0) != 'y')
			return status == STATUS_WORDS ? STATUS_TOLD : status;
	}
}

/* The policy that runs may be on trial, by somebody else. */
static int check_confirmed(const struct options *opt, const struct words *words)
{
	struct nl nl;
	int ret = nl_open(&nl);

	ret = ret ? ret : trial_check_saving(opt, &nl);
	nl_close(&nl);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}

static int write_copy(FILE *out, void *copy)
{
	int from = open(copy, O_RDONLY | O_CLOEXEC);
	int ret = from < 0 || copy_bytes(from, fileno(out)) ? -errno : 0;

	if (from >= 0)
		close(from);
	return ret;
}

/* Its text is written in the place of the one that was edited, or is not lost. */
static int keep(void)
{
	char copy[] = COPY;
	int ret;

	on_endings(ARRAY_SIZE(endings), SIG_IGN);
	ret = savefile_write(SFW_CONF, write_copy, copy);
	if (!ret) {
		printf("saved: %s\n", SFW_CONF);
		return STATUS_DONE;
	}
	has_copy = false;
	savefile_report(SFW_CONF, ret);
	fprintf(stderr, "sfwctl: it is in force, but not saved: its text stays in %s\n", COPY);
	return file_status(ret);
}

static int confirm_and_keep(const struct options *opt, const struct words *words, __u32 confirm)
{
	struct parse_error err;
	struct parser none = { .error = &err };
	char time[DURATION_TEXT_MAX];
	int status;

	format_duration(confirm, time, sizeof(time));
	printf("in force for %s: open another connection to this host now\n", time);
	if (answer("does it work, and is the policy to stay? [y/n]", confirm) != 'y') {
		puts("not confirmed");
		run_rollback(opt, words, &none);
		return STATUS_REFUSED;
	}
	/* Confirmed and kept, or neither. */
	on_endings(ARRAY_SIZE(endings), SIG_IGN);
	status = run_confirm(opt, words, &none);
	return status == STATUS_DONE ? keep() : status;
}

static int try_it(const struct options *opt, const struct words *words, __u32 confirm)
{
	int status = diff_lines(opt, words, COPY, true);

	if (status == STATUS_DONE) {
		puts("the policy that runs is the same");
		status = opt->dry_run ? STATUS_DONE : check_confirmed(opt, words);
		return opt->dry_run || status != STATUS_DONE ? status : keep();
	}
	if (status != STATUS_REFUSED || opt->dry_run)
		return status == STATUS_REFUSED ? STATUS_DONE : status;
	if (answer("apply? [y/n]", 0) != 'y') {
		puts("nothing is changed");
		return STATUS_REFUSED;
	}
	status = restore(opt, COPY, confirm, words);
	return status == STATUS_DONE ? confirm_and_keep(opt, words, confirm) : status;
}

int run_edit(const struct options *opt, const struct words *words, struct parser *p)
{
	__u32 confirm = CONFIRM_DEFAULT;
	int status;

	if (parse_edit(p, &confirm))
		return STATUS_WORDS;
	status = find_module(words);
	if (status != STATUS_DONE)
		return status;
	on_endings(ARRAY_SIZE(endings), end);
	status = make_copy();
	if (status != STATUS_DONE)
		return status;
	status = edit_and_check(words);
	if (status == STATUS_DONE)
		status = try_it(opt, words, confirm);
	if (has_copy)
		unlink(COPY);
	return status;
}
