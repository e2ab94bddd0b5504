// SPDX-License-Identifier: GPL-2.0
/*
 * "edit": the saved policy in an editor, in the fashion of visudo(8). A copy beside it is
 * edited, and written in its place when the policy has been confirmed; so a mistake
 * leaves both the file and, in time, the kernel as they were.
 */
#include <ctype.h>
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
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "cmd/diff.h"
#include "cmd/restore.h"
#include "cmd/run.h"
#include "lang/format_value.h"
#include "lib/compiler.h"
#include "lib/savefile.h"
#include "net/netlink.h"
#include "net/offline.h"
#include "net/report.h"
#include "net/saved.h"
#include "net/trial.h"

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

/* The policy that runs may be on trial, by somebody else. */
static int check_confirmed(const struct options *opt, const struct words *words)
{
	__u32 left = 0;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret && !opt->dry_run && !opt->force)
		ret = trial_left(&nl, &left);
	if (left) {
		snprintf(nl.text, sizeof(nl.text),
			 "a policy is on trial: sfwctl confirm or sfwctl rollback, then sfwctl edit");
		ret = -EBUSY;
	}
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

static time_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/*
 * The first letter of a line: '\0' of an empty one, 'n' at the end of the input, or when
 * nobody has answered until then; 0: there is time.
 */
static char read_letter(time_t until)
{
	char letter = '\0', next;

	for (bool first = true;; first = false) {
		struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
		time_t left = until ? until - now() : 0;

		if (left < 0 || poll(&in, 1, until ? (int)left * 1000 : -1) <= 0)
			return 'n';
		if (read(STDIN_FILENO, &next, 1) != 1)
			return first ? 'n' : letter;
		if (next == '\n')
			return letter;
		letter = letter ? letter : (char)tolower((unsigned char)next);
	}
}

/*
 * Keys of before the question was seen are no answer to it. Lines of a file or a pipe are:
 * there is nobody to see it, and they were written to be the answers.
 */
static bool agrees(const char *question, int seconds)
{
	time_t until = seconds ? now() + seconds : 0;
	char letter;

	do {
		if (isatty(STDIN_FILENO))
			tcflush(STDIN_FILENO, TCIFLUSH);
		printf("%s ", question);
		fflush(stdout);
		letter = read_letter(until);
	} while (letter != 'y' && letter != 'n');
	return letter == 'y';
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
		if (status == STATUS_DONE || !agrees("edit again? [y/n]", 0))
			return status == STATUS_WORDS ? STATUS_TOLD : status;
	}
}

static int write_copy(FILE *out, void *copy)
{
	int from = open(copy, O_RDONLY | O_CLOEXEC);
	int ret = from < 0 || copy_bytes(from, fileno(out)) ? -errno : 0;

	if (from >= 0)
		close(from);
	return ret;
}

/* Hours of work may be in the text. */
static int leave(int status)
{
	has_copy = false;
	fprintf(stderr, "sfwctl: the edited text stays in %s\n", COPY);
	return status;
}

/* Its text is written in the place of the one that was edited, or is not lost. */
static int keep(void)
{
	char copy[] = COPY;
	int ret;

	on_endings(ARRAY_SIZE(endings), SIG_IGN);
	ret = savefile_write(SFW_CONF, write_copy, copy);
	if (!ret) {
		unlink(COPY);
		has_copy = false;
		printf("saved: %s\n", SFW_CONF);
		return STATUS_DONE;
	}
	has_copy = false;
	savefile_report(SFW_CONF, ret);
	fprintf(stderr, "sfwctl: it is in force, but not saved: its text stays in %s\n", COPY);
	return file_status(ret);
}

/* The text outlives a policy that cuts its user off. */
static int confirm_and_keep(const struct options *opt, const struct words *words, __u32 confirm)
{
	struct parse_error err;
	struct parser none = { .error = &err };
	char time[DURATION_TEXT_MAX];
	int status;

	has_copy = false;
	format_duration(confirm, time, sizeof(time));
	printf("in force for %s: open another connection to this host now\n", time);
	if (!agrees("does it work, and is the policy to stay? [y/n]", confirm)) {
		puts("not confirmed");
		run_rollback(opt, words, &none);
		return leave(STATUS_REFUSED);
	}
	/* Confirmed and kept, or neither. */
	on_endings(ARRAY_SIZE(endings), SIG_IGN);
	status = run_confirm(opt, words, &none);
	return status == STATUS_DONE ? keep() : leave(status);
}

static int try_it(const struct options *opt, const struct words *words, __u32 confirm)
{
	int status = diff_lines(opt, words, COPY, true);

	saved_warn(SFW_CONF);
	if (opt->dry_run)
		return status == STATUS_REFUSED ? STATUS_DONE : status;
	if (status == STATUS_DONE) {
		puts("the policy that runs is the same");
		status = check_confirmed(opt, words);
		return status == STATUS_DONE ? keep() : leave(status);
	}
	if (status != STATUS_REFUSED)
		return leave(status);
	if (!agrees("apply? [y/n]", 0)) {
		puts("nothing is changed");
		return STATUS_REFUSED;
	}
	status = restore(opt, COPY, confirm, words);
	return status == STATUS_DONE ? confirm_and_keep(opt, words, confirm) : leave(status);
}

int run_edit(const struct options *opt, const struct words *words, struct parser *p)
{
	__u32 confirm = CONFIRM_DEFAULT;
	int status;

	if (parse_edit(p, &confirm))
		return STATUS_WORDS;
	/* No edit is lost because it could never be applied. */
	status = check_confirmed(opt, words);
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
