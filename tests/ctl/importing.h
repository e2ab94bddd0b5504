/* SPDX-License-Identifier: GPL-2.0 */
/* Rules as a string, and the policy that they come to. */
#ifndef TEST_IMPORTING_H
#define TEST_IMPORTING_H

#include <netinet/in.h>
#include <stdio.h>

#include "check.h"
#include "import/import.h"

/* In front of the rules, as most files have it. */
#define HEAD	"*filter\n:INPUT DROP [0:0]\n:T - [0:0]\n" \
		"-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n" \
		"-A INPUT -i lo -j ACCEPT\n"

/* Rules that name no family are those of IPv4. */
static inline char *import(const char *rules, unsigned int *lost)
{
	struct ruleset set = { .asked = AF_INET };
	char *copy = strdup(rules), *rest = copy, *line, *policy;
	unsigned int number = 0;
	size_t size;
	FILE *out = open_memstream(&policy, &size);

	while ((line = strsep(&rest, "\n")))
		assert_int_equal(ruleset_line(&set, line, ++number), 0);
	assert_null(ruleset_finish(&set));
	assert_int_equal(import_translate(&set, out, lost), 0);
	fclose(out);
	ruleset_free(&set);
	free(copy);
	return policy;
}

/* A whole line, which is no remark. */
static inline bool has_line(const char *policy, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = policy; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (!strncmp(at, line, len) && at[len] == '\n')
			return true;
	}
	return false;
}

/* A line stands there; with @shut it is offered instead, if anything was lost. */
static inline bool opens(const char *policy, const char *line, bool shut, unsigned int lost)
{
	char offer[256];

	snprintf(offer, sizeof(offer), "# %s", line);
	return shut ? !has_line(policy, line) && has_line(policy, offer) == !!lost :
		      has_line(policy, line);
}

static inline bool has_command(const char *policy, const char *text)
{
	const char *end;

	for (const char *at = policy; *at; at = end + 1) {
		const char *found = strstr(at, text);

		end = strchr(at, '\n');
		if (*at != '#' && found && found < end)
			return true;
	}
	return false;
}

#endif
