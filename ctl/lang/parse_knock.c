// SPDX-License-Identifier: GPL-2.0
/* The statement knock. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/grammar.h"
#include "lang/protocol.h"
#include "lib/wordset.h"

#define STEP_TEXT_MAX	64	/* the name of a service is shorter */
#define NO_STEP		"%s is not a port to knock at: tcp/PORT or udp/PORT"

static int read_step(struct parser *p, char *word, struct step *step)
{
	struct printable whole = printable(word);
	char *slash = strchr(word, '/');

	if (!slash)
		return parse_fail(p, NO_STEP, whole.text);
	*slash = '\0';
	if (wordset_index("tcp|udp", word) < 0)
		return parse_fail(p, NO_STEP, whole.text);
	step->proto = protocol_number(word);
	return parse_port(p, slash + 1, step->proto, &step->port);
}

static int add_step(struct parser *p, struct knock *knock, char *word)
{
	struct step *last = &knock->steps[knock->step_count];
	struct printable whole = printable(word);

	if (knock->step_count == SFW_STEPS_MAX)
		return parse_fail(p, "%s is one too many: a knock has at most %d ports",
				  whole.text, SFW_STEPS_MAX);
	if (read_step(p, word, last))
		return -EINVAL;
	if (knock->step_count && !memcmp(last, last - 1, sizeof(*last)))
		return parse_fail(p, "%s stands twice in a row, which looks like a retransmission",
				  whole.text);
	knock->step_count++;
	return 0;
}

static int parse_steps(struct parser *p, struct knock *knock)
{
	char piece[STEP_TEXT_MAX];
	const char *at;

	if (parse_need(p, "PROTO/PORT"))
		return -EINVAL;
	at = p->words[p->at];
	while (at)
		if (parse_piece(p, &at, piece, sizeof(piece)) ||
		    add_step(p, knock, piece))
			return -EINVAL;
	p->at++;
	return 0;
}

static int parse_options(struct parser *p, struct knock *knock)
{
	enum { WITHIN, OPEN };
	unsigned int seen = 0;

	while (p->at < p->count) {
		int option;

		if (parse_option(p, "within|open", &seen, &option) ||
		    parse_duration(p, option == WITHIN ? &knock->within :
							 &knock->open))
			return -EINVAL;
	}
	return 0;
}

/* "knock add" and "knock del" */
int parse_knock_statement(struct parser *p, struct command *cmd)
{
	struct knock *knock = &cmd->knock;

	if (parse_name(p, knock->name))
		return -EINVAL;
	if (cmd->cmd == SFW_CMD_KNOCK_DEL)
		return 0;
	return parse_steps(p, knock) ? -EINVAL : parse_options(p, knock);
}
