// SPDX-License-Identifier: GPL-2.0
/* A port that is open already, and is to be open under other terms. */
#include <stdio.h>
#include <string.h>

#include "cmd/replace.h"
#include "lang/format.h"
#include "lib/shellword.h"

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

/**
 * replace_explain() - tell how an entry that is there takes the terms of a new one, at once
 * @nl: the connection; its text, the kernel's word that there is one, gets longer
 * @add: the command that was refused
 *
 * One command behind the other closes the port meanwhile: over ssh that is refused.
 */
void replace_explain(struct nl *nl, const struct command *add)
{
	char line[LINE_MAX_BYTES], old[sizeof(nl->text)], new[sizeof(nl->text)];
	char text[sizeof(nl->text)];
	struct command del;
	int len;

	if ((add->cmd != SFW_CMD_PORT_ADD && add->cmd != SFW_CMD_PROTO_ADD) ||
	    !has_terms(&add->entry) || !is_one(&add->entry))
		return;
	del = deleting(add);
	shell_word(format_command(&del, line, sizeof(line)), old, sizeof(old));
	shell_word(format_command(add, line, sizeof(line)), new, sizeof(new));
	len = snprintf(text, sizeof(text),
		       "%s; to change it: printf '%%s\\n' %s %s | sfwctl batch -",
		       nl->text, old, new);
	if (len < (int)sizeof(text))
		memcpy(nl->text, text, sizeof(text));
}
