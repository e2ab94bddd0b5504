// SPDX-License-Identifier: GPL-2.0
/* Files that are replaced as a whole, amid signals. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "lib/savefile.h"

static char folder[32], path[64];

static int write_text(FILE *out, void *what)
{
	return fputs(what, out) < 0 ? -EIO : 0;
}

/* As by an impatient user, or by systemd at a shutdown. */
static int write_interrupted(FILE *out, void *what)
{
	fputs("ne", out);
	fflush(out);
	kill(getpid(), *(int *)what);
	fputs("w", out);
	return 0;
}

static int fail_interrupted(FILE *out, void *what)
{
	write_interrupted(out, what);
	return -EIO;
}

static void is_text(const char *wanted)
{
	char text[16] = "";
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	assert_int_equal(fread(text, 1, sizeof(text), in), strlen(wanted));
	fclose(in);
	assert_string_equal(text, wanted);
}

static void is_alone(void)
{
	struct dirent *entry;
	DIR *dir = opendir(folder);

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			assert_string_equal(entry->d_name, "policy");
	closedir(dir);
}

static const struct interrupted {
	const char *name;
	savefile_fn *write;
	int signal;
	const char *text;
} interrupted[] = {
	{ "SIGTERM", write_interrupted, SIGTERM, "new" },
	{ "SIGINT", write_interrupted, SIGINT, "new" },
	{ "SIGHUP", write_interrupted, SIGHUP, "new" },
	{ "SIGPIPE", write_interrupted, SIGPIPE, "new" },
	{ "SIGTERM, and no room", fail_interrupted, SIGTERM, "old" },
};

/* It ends by the signal, but not before the file is whole. */
static void test_interrupted(void **state)
{
	const struct interrupted *row = *state;
	int status, signal_sent = row->signal;
	struct stat st;
	pid_t child;

	assert_int_equal(savefile_write(path, write_text, "old"), 0);
	child = fork();
	if (!child) {
		signal(row->signal, SIG_DFL);
		savefile_write(path, row->write, &signal_sent);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), row->signal);
	is_text(row->text);
	is_alone();
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

/* Signals that were blocked stay blocked, and no others. */
static void test_mask(void **state)
{
	sigset_t mine, after;

	(void)state;
	sigemptyset(&mine);
	sigaddset(&mine, SIGUSR1);
	sigprocmask(SIG_SETMASK, &mine, NULL);
	assert_int_equal(savefile_write(path, write_text, "new"), 0);
	sigprocmask(SIG_SETMASK, NULL, &after);
	assert_true(sigismember(&after, SIGUSR1));
	assert_false(sigismember(&after, SIGTERM));
}

int main(void)
{
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_mask) };
	int failed;

	strcpy(folder, "/tmp/savefile_test.XXXXXX");
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/policy", folder);
	failed = run_table("interrupted", interrupted, ARRAY_SIZE(interrupted),
			   sizeof(interrupted[0]), test_interrupted) +
		 cmocka_run_group_tests(others, NULL, NULL);
	unlink(path);
	rmdir(folder);
	return failed;
}
