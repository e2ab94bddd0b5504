// SPDX-License-Identifier: GPL-2.0
/* The statement list, and the words of "list show". */
#include <errno.h>

#include "statement.h"

/**
 * parse_list_statement() - "list add", "list del" and "list flush"
 * @p: the parser
 * @cmd: the result
 *
 * Return: 0 or -EINVAL.
 */
int parse_list_statement(struct parser *p, struct command *cmd)
{
	struct member *member = &cmd->member;

	if (parse_name(p, member->list))
		return -EINVAL;
	if (cmd->cmd == SFW_CMD_LIST_FLUSH)
		return 0;
	return parse_addr(p, &member->addr);
}

/**
 * parse_list_name() - the words after "list show": the name of a list
 * @words: the words of the line
 * @count: how many
 * @name: the result
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_list_name(const char *const words[], int count,
		    char name[SFW_NAME_MAX + 1], struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 2, .error = err,
	};

	return parse_name(&p, name) ? -EINVAL : parse_end(&p);
}
