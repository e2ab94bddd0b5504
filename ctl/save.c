// SPDX-License-Identifier: GPL-2.0
/*
 * "save": the policy that runs, as a file. It is written beside the one that it
 * replaces, so that a crash leaves the old or the new one, whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "help.h"
#include "line.h"
#include "policytext.h"
#include "report.h"

static int write_line(void *ctx, const struct command *cmd)
{
	char line[LINE_MAX_BYTES];

	/* Opened or blocked for a while, not for good. */
	if (policytext_timed(cmd))
		return 0;
	return fprintf(ctx, "%s\n", line_format(cmd, line, sizeof(line))) < 0 ?
	       -EIO : 0;
}

static int write_policy(FILE *out, const struct policy *policy)
{
	errno = 0;
	if (policytext_each(policy, write_line, out) || fflush(out))
		return errno ? -errno : -EIO;
	return 0;
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

static int write_new(char *path, const struct policy *policy)
{
	int fd = mkstemp(path);		/* mode 0600 */
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int ret;

	if (fd < 0)
		return -errno;
	ret = out ? write_policy(out, policy) : -errno;
	if (!ret && fsync(fd))
		ret = -errno;
	if (out ? fclose(out) : close(fd))
		ret = ret ? ret : -errno;
	return ret;
}

static int replace(const char *path, const struct policy *policy)
{
	char temp[PATH_MAX];
	int ret;

	if ((size_t)snprintf(temp, sizeof(temp), "%s.XXXXXX", path) >=
	    sizeof(temp))
		return -ENAMETOOLONG;
	ret = write_new(temp, policy);
	if (!ret && rename(temp, path))
		ret = -errno;
	if (ret) {
		unlink(temp);
		return ret;
	}
	return sync_folder(temp);
}

/* Where a link leads, so that it stays one; and only over a regular file. */
static int find_target(const char *path, char *target)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno != ENOENT)
			return -errno;
		if ((size_t)snprintf(target, PATH_MAX, "%s", path) >= PATH_MAX)
			return -ENAMETOOLONG;
		return 0;
	}
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	return realpath(path, target) ? 0 : -errno;
}

static int save(const char *path, const struct policy *policy)
{
	char target[PATH_MAX];
	int ret;

	if (!strcmp(path, "-"))
		return write_policy(stdout, policy);
	if (!strcmp(path, SFW_CONF))
		mkdir(SFW_DIR, 0755);
	ret = find_target(path, target);
	return ret ? ret : replace(target, policy);
}

/* After a reboot there shall be what was confirmed. */
static int check_trial(struct nl *nl, const struct options *opt,
		       const char *path)
{
	struct answer answer = { 0 };
	struct attrs attrs;
	int ret;

	if (opt->force || strcmp(path, SFW_CONF))
		return 0;
	ret = nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &answer);
	if (!ret && answer_next(&answer, NULL)) {
		decode_header(answer_next(&answer, NULL), &attrs);
		if (attrs.a[SFW_A_CONFIRM]) {
			snprintf(nl->text, sizeof(nl->text),
				 "the policy is on trial: sfwctl confirm it first, or name another file, or --force");
			ret = -EBUSY;
		}
	}
	answer_free(&answer);
	return ret;
}

static int report(const char *path, int err)
{
	if (err == -EINVAL)
		fprintf(stderr, "sfwctl: %s is not a regular file: a - writes to standard output\n",
			path);
	else
		fprintf(stderr, "sfwctl: %s: %s\n", path, strerror(-err));
	return STATUS_REFUSED;
}

/**
 * operation_save() - "save"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_save(const struct options *opt, const struct words *words)
{
	struct policy policy = { 0 };
	struct parse_error err;
	const char *path;
	struct nl nl;
	int ret;

	if (parse_file(words->at, words->count, 1, SFW_CONF, &path, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = check_trial(&nl, opt, path);
	if (!ret)
		ret = policy_get(&nl, POLICY_ALL, &policy);
	nl_close(&nl);
	if (ret) {
		ret = report_kernel(&nl, ret, words);
	} else if (opt->dry_run) {
		report_dry_run(opt);
	} else {
		ret = save(path, &policy);
		if (ret)
			ret = report(path, ret);
	}
	policy_free(&policy);
	return ret;
}
