// SPDX-License-Identifier: GPL-2.0
/* Files of the host, from network namespaces of others. As root. */
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "lib/hostfile.h"

static char folder[32], file[64], absent[64], deeper[64];

static const struct place {
	const char *name;
	const char *path;
	int namespaces;
	bool wanted;
	bool hidden;	/* another folder is mounted over it */
	bool is_user;
} places[] = {
	{ "of the own namespace", file, 0, false },
	{ "of the own namespace, not there yet", absent, 0, false },
	{ "with mounts of its own", file, CLONE_NEWNS, false },
	{ "of another namespace", file, CLONE_NEWNET, true },
	{ "not there yet", absent, CLONE_NEWNET, true },
	{ "nor is its folder", deeper, CLONE_NEWNET, true },
	{ "with mounts of its own, but for this", file, CLONE_NEWNET | CLONE_NEWNS, true },
	{ "the folder is another", file, CLONE_NEWNET | CLONE_NEWNS, false, true },
	{ "likewise, not there yet", absent, CLONE_NEWNET | CLONE_NEWNS, false, true },
	{ "the first process cannot be looked at", file, CLONE_NEWNET, false, false, true },
};

static int in_child(int (*what)(const struct place *place), const struct place *place)
{
	pid_t child = fork();
	int status;

	if (!child)
		_exit(what(place));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* 0 or 1: the answer; UNABLE: these namespaces are not to be had. */
#define UNABLE	2

static int ask(const struct place *place)
{
	if (unshare(place->namespaces) ||
	    (place->hidden && mount("none", folder, "tmpfs", 0, NULL)) ||
	    (place->is_user && setuid(65534)))
		return UNABLE;
	return hostfile_is(place->path);
}

/* The first process of a host, and one in other namespaces. */
static int be_host(const struct place *place)
{
	if (mount("proc", "/proc", "proc", 0, NULL))
		return UNABLE;
	return in_child(ask, place);
}

static int make_host(const struct place *place)
{
	if (unshare(CLONE_NEWPID | CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return UNABLE;
	return in_child(be_host, place);
}

static void test_place(void **state)
{
	const struct place *place = *state;
	int answer = in_child(make_host, place);

	if (answer == UNABLE)
		skip();
	assert_int_equal(answer, place->wanted);
}

int main(void)
{
	FILE *out;
	int failed;

	strcpy(folder, "/tmp/hostfile_test.XXXXXX");
	if (!mkdtemp(folder))
		return 1;
	snprintf(file, sizeof(file), "%s/file", folder);
	snprintf(absent, sizeof(absent), "%s/absent", folder);
	snprintf(deeper, sizeof(deeper), "%s/absent/file", folder);
	out = fopen(file, "w");
	if (!out)
		return 1;
	fclose(out);
	failed = run_table("hostfile", places, ARRAY_SIZE(places), sizeof(places[0]), test_place);
	unlink(file);
	rmdir(folder);
	return failed;
}
