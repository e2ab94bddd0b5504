// SPDX-License-Identifier: GPL-2.0
/* Advice for people and programs; each line has a remark: its packets, and their servers. */
#include <stdio.h>
#include <string.h>

#include "cmd/advice.h"
#include "host/served.h"
#include "lang/format.h"
#include "lang/vocabulary.h"
#include "lib/json.h"

#define WHO_MAX	256

/* Those who serve the ports of a line, each once. */
struct who {
	char text[WHO_MAX];
};

static void add_who(void *ctx, const char *name)
{
	struct who *who = ctx;
	size_t used = strlen(who->text);

	if (!strstr(who->text, name))
		snprintf(who->text + used, sizeof(who->text) - used, "%s%s",
			 used ? ", " : "", name);
}

static void find_who(const struct command *cmd, struct who *who)
{
	const struct entry *e = &cmd->entry;

	who->text[0] = '\0';
	if (cmd->cmd != SFW_CMD_PORT_ADD)
		return;
	for (unsigned int p = 0; p < entry_protocols(e); p++)
		for (unsigned int i = 0; i < e->port_count; i++)
			served_by(entry_protocol(e, p), e->ports[i].first, e->ports[i].last,
				  add_who, who);
}

static const char *plural(__u64 n)
{
	return n == 1 ? "" : "s";
}

static const char *const remarks[] = {
	[ADVICE_NONE] = ", which no line but trust would let in",
	[ADVICE_MANY] = ": these are too many to be exempt",
	[ADVICE_LED] = ", led on by a forward that is gone",
};

static void print_text(const struct advice *a, const char *line, const struct who *who)
{
	printf("# %llu packet%s from ", a->packets, plural(a->packets));
	if (a->covered)
		printf("more than %u sources", SFW_FINDING_SOURCES);
	else
		printf("%u source%s", a->sources, plural(a->sources));
	if (a->kind != ADVICE_LINE)
		printf(": %s%s\n", reasons[a->reason].word, remarks[a->kind]);
	else
		printf("%s%s\n%s\n", who->text[0] ? ": " : "", who->text, line);
}

static void write_json(struct json *j, const struct advice *a, const char *line,
		       const struct who *who)
{
	bool is_line = a->kind == ADVICE_LINE;

	json_open(j, NULL, '{');
	json_string(j, "line", is_line ? line : NULL);
	json_number(j, "packets", a->packets);
	json_optional(j, "sources", !a->covered, a->sources);
	json_string(j, "served_by", who->text);
	json_string(j, "reason", is_line ? NULL : reasons[a->reason].word);
	json_close(j, '}');
}

/**
 * advice_print() - print it, as text or as JSON
 * @all: the advice, after advice_join()
 * @as_json: as JSON
 */
void advice_print(const struct advices *all, bool as_json)
{
	char line[LINE_MAX_BYTES];
	struct who who;
	struct json j;

	if (as_json) {
		json_start(&j, stdout);
		json_open(&j, "suggestions", '[');
	}
	for (size_t i = 0; i < all->line_count; i++) {
		const struct advice *a = all->lines[i];

		format_command(&a->cmd, line, sizeof(line));
		find_who(&a->cmd, &who);
		if (as_json)
			write_json(&j, a, line, &who);
		else
			print_text(a, line, &who);
	}
	if (as_json) {
		json_close(&j, ']');
		json_finish(&j);
	}
}
