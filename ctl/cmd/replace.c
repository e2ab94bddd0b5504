// SPDX-License-Identifier: GPL-2.0
/* A port that is open already, and is to be open under other terms. */
#include <stdio.h>
#include <string.h>

#include "cmd/replace.h"
#include "lang/format.h"
#include "lib/shellword.h"
#include "net/policy.h"

/* Terms that may be other ones than those of the entry that is there. */
static bool has_terms(const struct entry *e)
{
	return e->guard[0] || e->knock[0] || e->duration || e->comment[0];
}

/* Of several some may not be there, and cannot be deleted. */
static bool is_one(const struct entry *e)
{
	return !e->also_count && e->port_count <= 1 && e->from_count + e->group_count <= 1;
}

static struct command deleting(const struct command *add)
{
	struct command del = *add;

	del.cmd = add->cmd == SFW_CMD_PORT_ADD ? SFW_CMD_PORT_DEL : SFW_CMD_PROTO_DEL;
	del.entry.guard[0] = '\0';
	del.entry.knock[0] = '\0';
	del.entry.comment[0] = '\0';
	del.entry.duration = 0;
	return del;
}

/* The entry that is there: the same words delete it. */
static bool find_old(struct nl *nl, const struct command *del, struct command *old)
{
	char wanted[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
	const struct nlmsghdr *at = NULL;
	struct policy policy;
	struct object obj;
	bool found = false;

	format_command(del, wanted, sizeof(wanted));
	if (!policy_get(nl, SFW_OBJ_ENTRY, &policy)) {
		while (!found && policy_next(&policy, &at, &obj)) {
			*old = deleting(&obj.command);
			found = !strcmp(format_command(old, line, sizeof(line)), wanted);
		}
		if (found)
			*old = obj.command;
	}
	policy_free(&policy);
	return found;
}

/* Terms that are not given stay. */
static void keep(char *term, const char *old, size_t size)
{
	if (!term[0])
		memcpy(term, old, size);
}

static void keep_terms(struct entry *e, const struct entry *old)
{
	keep(e->guard, old->guard, sizeof(e->guard));
	keep(e->knock, old->knock, sizeof(e->knock));
	keep(e->comment, old->comment, sizeof(e->comment));
}

/**
 * replace_explain() - tell how an entry that is there takes the terms of a new one, at once
 * @nl: the connection; its text, the kernel's word that there is one, gets longer
 * @add: the command that was refused
 *
 * One command behind the other closes the port meanwhile: over ssh that is refused. An
 * entry that stays is not replaced by one that ends.
 */
void replace_explain(struct nl *nl, const struct command *add)
{
	char line[LINE_MAX_BYTES], del_word[sizeof(nl->text)], add_word[sizeof(nl->text)];
	char text[sizeof(nl->text)], why[sizeof(nl->text)];
	struct command del, old, new = *add;
	int len;

	if ((add->cmd != SFW_CMD_PORT_ADD && add->cmd != SFW_CMD_PROTO_ADD) ||
	    !has_terms(&add->entry) || !is_one(&add->entry))
		return;
	memcpy(why, nl->text, sizeof(why));
	del = deleting(add);
	if (find_old(nl, &del, &old) && (old.entry.duration || !add->entry.duration)) {
		keep_terms(&new.entry, &old.entry);
		shell_word(format_command(&del, line, sizeof(line)), del_word, sizeof(del_word));
		shell_word(format_command(&new, line, sizeof(line)), add_word, sizeof(add_word));
		len = snprintf(text, sizeof(text),
			       "%s; to change it: printf '%%s\\n' %s %s | sfwctl batch -",
			       why, del_word, add_word);
		if (len < (int)sizeof(text))
			memcpy(why, text, sizeof(why));
	}
	memcpy(nl->text, why, sizeof(why));
}
