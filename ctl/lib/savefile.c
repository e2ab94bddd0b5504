// SPDX-License-Identifier: GPL-2.0
/*
 * Files that are replaced as a whole: each is written beside the one that it
 * replaces, so that a crash leaves the old or the new one.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/savefile.h"

static int fill(FILE *out, savefile_fn *write, void *what)
{
	int ret = write(out, what);

	errno = 0;
	if (!ret && fflush(out))
		ret = errno ? -errno : -EIO;
	return ret;
}

/* A new file is on the disk only when its folder is. */
static int sync_folder(char *path)
{
	int fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return -errno;
	ret = fsync(fd) && errno != EINVAL ? -errno : 0;
	close(fd);
	return ret;
}

static int write_new(char *path, savefile_fn *write, void *what)
{
	int fd = mkstemp(path);		/* mode 0600 */
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int ret;

	if (fd < 0)
		return -errno;
	ret = out ? fill(out, write, what) : -errno;
	if (!ret && fsync(fd))
		ret = -errno;
	if (out ? fclose(out) : close(fd))
		ret = ret ? ret : -errno;
	return ret;
}

static int replace(const char *path, savefile_fn *write, void *what)
{
	char temp[PATH_MAX];
	int ret;

	if ((size_t)snprintf(temp, sizeof(temp), "%s.XXXXXX", path) >=
	    sizeof(temp))
		return -ENAMETOOLONG;
	ret = write_new(temp, write, what);
	if (!ret && rename(temp, path))
		ret = -errno;
	if (ret) {
		unlink(temp);
		return ret;
	}
	return sync_folder(temp);
}

/* A signal waits until nothing is left beside the file. */
static int replace_undisturbed(const char *path, savefile_fn *write, void *what)
{
	sigset_t all, before;
	int ret;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	ret = replace(path, write, what);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ret;
}

#define LINKS_MAX	40	/* one after another, as in the kernel */

static int put_path(char *path, const char *folder, const char *name)
{
	bool beside = folder && *name != '/';

	return snprintf(path, PATH_MAX, "%s%s%s", beside ? folder : "", beside ? "/" : "",
			name) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* Where links lead, to a file that is yet to be written. */
static int follow(const char *path, char *target)
{
	char link[PATH_MAX], folder[PATH_MAX];
	int ret = put_path(target, NULL, path);

	for (int links = 0; !ret; links++) {
		ssize_t len = readlink(target, link, sizeof(link) - 1);

		if (len < 0)
			return 0;
		if (links == LINKS_MAX)
			return -ELOOP;
		link[len] = '\0';
		put_path(folder, NULL, target);
		ret = put_path(target, dirname(folder), link);
	}
	return ret;
}

/* Where a link leads, so that it stays one; and only over a regular file. */
static int find_target(const char *path, char *target)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT ? follow(path, target) : -errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	return realpath(path, target) ? 0 : -errno;
}

/* The folder of a file, as the kernel knows it, and its name there. */
static bool find_place(const char *path, struct stat *folder, char *name)
{
	char target[PATH_MAX], copy[PATH_MAX];

	if (find_target(path, target) || put_path(copy, NULL, target) ||
	    put_path(name, NULL, basename(copy)))
		return false;
	return !stat(dirname(target), folder);
}

/**
 * savefile_is_same() - whether two paths are of one file, there or not
 * @path: the one, "-" for standard output
 * @other: the other
 *
 * However they are spelled: what is written to @path is read from @other.
 *
 * Return: true if they are.
 */
bool savefile_is_same(const char *path, const char *other)
{
	char name[PATH_MAX], other_name[PATH_MAX];
	struct stat folder, other_folder;

	if (!strcmp(path, other) || !strcmp(path, "-"))
		return !strcmp(path, other);
	return find_place(path, &folder, name) && find_place(other, &other_folder, other_name) &&
	       folder.st_dev == other_folder.st_dev && folder.st_ino == other_folder.st_ino &&
	       !strcmp(name, other_name);
}

/**
 * savefile_write() - replace a file
 * @path: the file, "-" for standard output; a link stays one
 * @write: writes the contents
 * @what: for @write
 *
 * Only the owner can read the new file. Signals wait until it is there, or is not.
 *
 * Return: 0, or a negative errno, which may be that of @write; -EINVAL where it is no
 * regular file.
 */
int savefile_write(const char *path, savefile_fn *write, void *what)
{
	char target[PATH_MAX];
	int ret;

	if (!strcmp(path, "-"))
		return fill(stdout, write, what);
	ret = find_target(path, target);
	return ret ? ret : replace_undisturbed(target, write, what);
}

/**
 * savefile_report() - say why a file was not replaced
 * @path: the file
 * @err: negative errno of savefile_write()
 */
void savefile_report(const char *path, int err)
{
	if (err == -EINVAL)
		fprintf(stderr, "sfwctl: %s is not a regular file: a - writes to standard output\n",
			path);
	else
		fprintf(stderr, "sfwctl: %s: %s\n", strcmp(path, "-") ? path : "standard output",
			strerror(-err));
}
