// SPDX-License-Identifier: GPL-2.0
/* For LD_PRELOAD: files that a program syncs and renames, a line each in SFW_SYNCED. */
#define _GNU_SOURCE	/* for RTLD_NEXT */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void note(const char *what, const char *path, const char *to)
{
	FILE *log = fopen(getenv("SFW_SYNCED"), "ae");

	if (!log)
		abort();
	fprintf(log, "%s %s%s%s\n", what, path, *to ? " " : "", to);
	fclose(log);
}

int fsync(int fd)
{
	int (*real)(int fd) = dlsym(RTLD_NEXT, "fsync");
	char at[64], path[PATH_MAX] = "";

	snprintf(at, sizeof(at), "/proc/self/fd/%d", fd);
	if (readlink(at, path, sizeof(path) - 1) < 0)
		abort();
	note("sync", path, "");
	return real(fd);
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *from, const char *to) = dlsym(RTLD_NEXT, "rename");

	note("move", from, to);
	return real(from, to);
}
