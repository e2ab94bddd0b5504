// SPDX-License-Identifier: GPL-2.0
/* The saved policy beside the one that runs: a reboot brings the saved one. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/hostfile.h"
#include "lib/savefile.h"
#include "net/policydiff.h"
#include "net/saved.h"
#include "net/settings.h"

/**
 * saved_is_at() - whether a path is that of the saved policy
 * @path: the path, however it is spelled
 *
 * Return: true if it is, also before there is one.
 */
bool saved_is_at(const char *path)
{
	return savefile_is_same(path, SFW_CONF);
}

/**
 * saved_warn() - warn in front of a save that replaces the policy of another namespace
 * @path: the file
 */
void saved_warn(const char *path)
{
	if (saved_is_at(path))
		hostfile_warn(SFW_CONF, "name another file, or make a folder /etc/netns/NAME/sfw");
}

static enum saved judge(const struct policydiff *diff)
{
	size_t at = 0, other = 0, lone = 0;

	if (policydiff_next(&diff->file, &diff->runs, &at))
		return SAVED_DIFFERS;
	while (policydiff_next(&diff->runs, &diff->file, &other))
		lone++;
	if (!lone)
		return SAVED_SAME;
	return lone == diff->runs.ending && !diff->file.ending ? SAVED_BUT_ENDING : SAVED_DIFFERS;
}

static bool lets_in(const struct command *cmd)
{
	return cmd->cmd == SFW_CMD_PORT_ADD || cmd->cmd == SFW_CMD_PROTO_ADD ||
	       cmd->cmd == SFW_CMD_TRUST_ADD;
}

/**
 * policy_opens() - whether a policy lets anything in but replies
 * @policy: the policy
 *
 * Return: true if a port, a protocol or a trust does.
 */
bool policy_opens(const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (lets_in(&obj.command))
			return true;
	return false;
}

static bool lets_through(const struct command *cmd)
{
	return cmd->cmd == SFW_CMD_LAN_ADD || cmd->cmd == SFW_CMD_FORWARD_ADD;
}

/**
 * policy_closes() - whether a policy, once packets are judged, leaves nothing but replies
 * @policy: the policy
 *
 * Groups, blocks, and settings but "forward off" do not matter: programs that ban make them,
 * too.
 *
 * Return: true if it lets nothing in, and nothing through.
 */
bool policy_closes(const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct values values;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (lets_in(&obj.command) || lets_through(&obj.command))
			return false;
	values_read(&values, policy);
	return values.at[SFW_S_FORWARD] != SFW_FORWARD_OFF;
}

/* Lets in by a file that was read. */
static bool file_opens(const struct policyfile *file)
{
	struct command cmd;

	for (size_t i = 0; i < file->script.count; i++) {
		script_command(&file->script, i, &cmd);
		if (lets_in(&cmd))
			return true;
	}
	return false;
}

/**
 * saved_opens() - whether the saved policy lets anything in but replies
 * @table: all commands
 *
 * Return: true if it does; false also if there is none.
 */
bool saved_opens(const struct action *table)
{
	struct policyfile file;
	bool opens;

	if (access(SFW_CONF, R_OK))
		return false;
	policyfile_look(&file, table, SFW_CONF);
	opens = file_opens(&file);
	policyfile_free(&file);
	return opens;
}

static enum saved compare(const struct action *table)
{
	const char *const at[] = { "restore", SFW_CONF };
	const struct words words = { .at = at, .count = 2, .table = table };
	enum saved saved = SAVED_BROKEN;
	struct policydiff diff;
	struct policyfile file;
	int status;

	if (access(SFW_CONF, F_OK))
		return SAVED_NONE;
	if (!policyfile_look(&file, table, SFW_CONF)) {
		if (!policydiff_get(&diff, &file, &words, &status))
			saved = judge(&diff);
		policydiff_free(&diff);
	}
	policyfile_free(&file);
	return saved;
}

/**
 * saved_compare() - compare the saved policy with the one that runs
 * @table: all commands
 *
 * The module must be loaded. A refusal of the kernel is told as "restore" tells it.
 *
 * Return: the result; SAVED_BROKEN also for such a refusal, SAVED_FOR_HOST where to save
 * this policy would replace that of another namespace.
 */
enum saved saved_compare(const struct action *table)
{
	enum saved saved = compare(table);

	if ((saved == SAVED_NONE || saved == SAVED_DIFFERS) && hostfile_is(SFW_CONF))
		return SAVED_FOR_HOST;
	return saved;
}
