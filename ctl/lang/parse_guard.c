// SPDX-License-Identifier: GPL-2.0
/* The statement guard. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/grammar.h"
#include "lang/vocabulary.h"
#include "lib/wordset.h"

#define OPTIONS		"live|rttl|mask4|mask6|then"
enum option { LIVE, RTTL, MASK4, MASK6, THEN };

static bool begins_with_digit(const struct parser *p)
{
	return p->at < p->count && isdigit((unsigned char)*p->words[p->at]);
}

static int read_window(struct parser *p, struct window *window)
{
	const char *word = p->words[p->at];
	const char *slash = strchr(word, '/');
	char hits[16];

	if (!slash)
		return parse_fail(p, "%s is not a window: HITS/TIME, such as 3/10s",
				  printable(word).text);
	snprintf(hits, sizeof(hits), "%.*s", (int)(slash - word), word);
	if (!parse_number(hits, 1, SFW_HITS_MAX, &window->hits))
		return parse_fail(p, "%s is not a window: 1 to %d hits",
				  printable(word).text, SFW_HITS_MAX);
	return parse_seconds(p, slash + 1, &window->seconds);
}

static int add_window(struct parser *p, struct guard *guard)
{
	struct window window;

	if (read_window(p, &window))
		return -EINVAL;
	for (unsigned int i = 0; i < guard->window_count; i++)
		if (guard->windows[i].hits == window.hits &&
		    guard->windows[i].seconds == window.seconds)
			return parse_fail(p, "%s is given twice",
					  printable(p->words[p->at]).text);
	if (guard->window_count == SFW_WINDOWS_MAX)
		return parse_fail(p, "%s is one too many: a guard has at most %d windows",
				  printable(p->words[p->at]).text,
				  SFW_WINDOWS_MAX);
	guard->windows[guard->window_count++] = window;
	p->at++;
	return 0;
}

/* A word that looks like a window is one; without "live" the first must be there. */
static int parse_windows(struct parser *p, struct guard *guard)
{
	if (p->at < p->count && !strcmp(p->words[p->at], "live"))
		return 0;
	if (parse_need(p, "HITS/TIME"))
		return -EINVAL;
	do {
		if (add_window(p, guard))
			return -EINVAL;
	} while (begins_with_digit(p) ||
		 (p->at < p->count && strchr(p->words[p->at], '/')));
	return 0;
}

static int parse_mask(struct parser *p, __u32 most, __u8 *mask)
{
	__u32 bits;

	if (parse_need(p, "N"))
		return -EINVAL;
	if (!parse_number(p->words[p->at], 1, most, &bits))
		return parse_fail(p, "%s is not a mask: 1 to %u bits",
				  printable(p->words[p->at]).text, most);
	*mask = bits;
	p->at++;
	return 0;
}

static int parse_live(struct parser *p, __u32 *live)
{
	if (parse_need(p, "CONNECTIONS"))
		return -EINVAL;
	if (!parse_number(p->words[p->at], 1, SFW_LIVE_MAX, live))
		return parse_fail(p, "%s is not a number of connections: 1 to %d",
				  printable(p->words[p->at]).text, SFW_LIVE_MAX);
	p->at++;
	return 0;
}

static int fail_rttl(struct parser *p)
{
	p->at--;
	return parse_fail(p, "rttl is about windows: HITS/TIME is missing");
}

static int parse_then(struct parser *p, struct guard *guard)
{
	int then;

	if (parse_need(p, "drop, reject or block"))
		return -EINVAL;
	then = wordset_index(guard_thens, p->words[p->at]);
	if (then < 0)
		return parse_unknown(p, guard_thens);
	guard->then = then;
	p->at++;
	if (!begins_with_digit(p))
		return 0;
	if (then != SFW_THEN_BLOCK)
		return parse_fail(p, "%s is one too many: only 'then block' takes a duration",
				  printable(p->words[p->at]).text);
	return parse_duration(p, &guard->duration);
}

static int parse_options(struct parser *p, struct guard *guard)
{
	unsigned int seen = 0;

	while (p->at < p->count) {
		int option, ret = 0;

		if (parse_option(p, OPTIONS, &seen, &option))
			return -EINVAL;
		switch ((enum option)option) {
		case LIVE:
			ret = parse_live(p, &guard->live);
			break;
		case RTTL:
			ret = guard->window_count ? 0 : fail_rttl(p);
			guard->rttl = true;
			break;
		case MASK4:
			ret = parse_mask(p, 32, &guard->mask4);
			break;
		case MASK6:
			ret = parse_mask(p, 128, &guard->mask6);
			break;
		case THEN:
			ret = parse_then(p, guard);
			break;
		}
		if (ret)
			return ret;
	}
	return 0;
}

/* "guard add" and "guard del" */
int parse_guard_statement(struct parser *p, struct command *cmd)
{
	struct guard *guard = &cmd->guard;

	if (parse_name(p, guard->name))
		return -EINVAL;
	if (cmd->cmd == SFW_CMD_GUARD_DEL)
		return 0;
	guard->mask4 = 32;
	guard->mask6 = 128;
	return parse_windows(p, guard) ? -EINVAL : parse_options(p, guard);
}
