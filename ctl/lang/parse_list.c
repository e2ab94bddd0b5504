// SPDX-License-Identifier: GPL-2.0
/* The statement list, and the words of "list show". */
#include <errno.h>

#include "lang/grammar.h"

/* "list add", "list del" and "list flush" */
int parse_list_statement(struct parser *p, struct command *cmd)
{
	struct member *member = &cmd->member;

	if (parse_name(p, member->list))
		return -EINVAL;
	if (cmd->cmd == SFW_CMD_LIST_FLUSH)
		return 0;
	return parse_addr(p, &member->addr);
}

/* The words after "list show": the name of a list. */
int parse_list_name(struct parser *p, char name[SFW_NAME_MAX + 1])
{
	return parse_name(p, name) ? -EINVAL : parse_end(p);
}
