// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of ipset, line by line: "create NAME TYPE ...", "add NAME MEMBER ...". A set
 * with a line that is not understood is known, but not its members.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "import/ipset.h"
#include "import/range.h"
#include "import/words.h"
#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/prefix.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "lib/wordset.h"

#define TWICE		"it is made twice, in different ways"
#define STRANGE		"a line of it is not understood"
#define OF_SETS		"list:set"

/* Words in the names of types, and why such members are none of a group. */
static const struct {
	const char *word;
	const char *why;
} beyond[] = {
	{ "port", "its members have ports, those of a group only addresses" },
	{ "mac", "its members have hardware addresses, those of a group none" },
	{ "iface", "its members have interfaces, those of a group only addresses" },
	{ "mark", "its members have marks, those of a group only addresses" },
	{ ",", "its members have two addresses, those of a group only one" },
};

/* Options that change nothing for a group, with a value and without. */
#define VALUED	"hashsize|maxelem|bucketsize|initval|probes|resize|size|gc|range|packets|bytes|" \
		"comment|skbmark|skbprio|skbqueue|before|after"
#define BARE	"counters|comment|skbinfo|-exist|-!"

/**
 * ipsets_find() - find a set
 * @sets: the sets
 * @name: its name
 *
 * Return: the set, or NULL.
 */
struct ipset *ipsets_find(struct ipsets *sets, const char *name)
{
	if (!*name)
		return NULL;
	if (sets->last < sets->count && !strcmp(sets->at[sets->last].name, name))
		return &sets->at[sets->last];
	for (size_t i = 0; i < sets->count; i++) {
		if (!strcmp(sets->at[i].name, name)) {
			sets->last = i;
			return &sets->at[i];
		}
	}
	return NULL;
}

/**
 * ipset_kind() - the program of a set
 * @set: the set; NULL for one whose members are not known
 */
const char *ipset_kind(const struct ipset *set)
{
	return set && set->of_nft ? "nft set" : "ipset";
}

/**
 * ipsets_has_line() - whether a line is one of ipset, and not of another program
 * @sets: the sets of the lines before
 * @words: its words
 */
bool ipsets_has_line(struct ipsets *sets, const struct tokens *words)
{
	struct prefix member;

	if (words->count < 3)
		return false;
	if (!strcmp(words->at[0], "create"))
		return strchr(words->at[2], ':');
	return !strcmp(words->at[0], "add") &&
	       (ipsets_find(sets, words->at[1]) || word_prefix(words->at[2], &member));
}

static struct ipset *need_set(struct ipsets *sets, const char *name)
{
	struct ipset *set = ipsets_find(sets, name);

	if (set)
		return set;
	set = grow(&sets->at, &sets->count, sizeof(*set));
	if (set)
		snprintf(set->name, sizeof(set->name), "%s", name);
	return set;
}

/* Why a group has no members of a type, or NULL. */
static const char *beyond_group(const char *type)
{
	if (wordset_index("hash:ip|hash:net|bitmap:ip|" OF_SETS, type) >= 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(beyond); i++)
		if (strstr(type, beyond[i].word))
			return beyond[i].why;
	return "sfw knows no such sets";
}

static bool read_option(struct ipset *set, const char *word, const char *value)
{
	if (!strcmp(word, "family")) {
		set->family = !strcmp(value, "inet6") ? AF_INET6 : AF_INET;
		return wordset_index("inet|inet6", value) >= 0;
	}
	if (!strcmp(word, "netmask"))
		return parse_number(value, 1, 128, &set->netmask);
	set->fed = true;
	return parse_number(value, 0, SFW_DURATION_MAX, &set->seconds);
}

static void read_options(struct ipset *set, const struct tokens *words)
{
	for (int i = 3; i < words->count; i++) {
		const char *word = words->at[i];
		bool last = i + 1 == words->count;

		/* Made with "comment", members have them: no value follows. */
		if (wordset_index(BARE, word) >= 0)
			continue;
		if (!strcmp(word, "forceadd"))
			set->fed = true;
		else if (!last && wordset_index("family|netmask|timeout", word) >= 0)
			set->wrong = read_option(set, word, words->at[++i]) ?
				     set->wrong : STRANGE;
		else if (!last && wordset_index(VALUED, word) >= 0)
			i++;
		else
			set->wrong = STRANGE;
	}
}

static int read_create(struct ipsets *sets, const struct tokens *words)
{
	struct ipset *set = need_set(sets, words->at[1]), before;

	if (!set)
		return -ENOMEM;
	before = *set;
	snprintf(set->type, sizeof(set->type), "%s", words->at[2]);
	set->family = strcmp(set->type, OF_SETS) ? AF_INET : 0;
	set->netmask = 0;
	if (!set->wrong)
		set->wrong = beyond_group(words->at[2]);
	read_options(set, words);
	/* One file may hold the output of two calls of "ipset save". */
	if (before.type[0] && (strcmp(before.type, set->type) ||
			       before.family != set->family ||
			       before.netmask != set->netmask))
		set->wrong = TWICE;
	return 0;
}

static int add_member(struct ipset *set, const struct prefix *prefix,
		      __u32 seconds)
{
	struct ipset_member *member = grow(&set->members, &set->count,
					   sizeof(*member));

	if (!member)
		return -ENOMEM;
	member->prefix = *prefix;
	member->seconds = seconds;
	return 0;
}

static int add_range(struct ipset *set, const char *word, __u32 seconds)
{
	struct address first, last;
	struct prefix *found;
	int count, ret = 0;

	if (set->netmask || !word_range(word, &first, &last) ||
	    first.family != set->family)
		return -EINVAL;
	count = range_prefixes(&first, &last, false, &found);
	if (count < 0)
		return count;
	for (int i = 0; i < count && !ret; i++)
		ret = found[i].len ? add_member(set, &found[i], seconds) : -EINVAL;
	free(found);
	return ret;
}

static int add_words(struct ipset *set, const char *word, __u32 seconds)
{
	struct prefix prefix;

	if (!word_prefix(word, &prefix))
		return add_range(set, word, seconds);
	if (prefix.addr.family != set->family ||
	    set->netmask > address_bits(set->family))
		return -EINVAL;
	if (set->netmask) {
		if (strchr(word, '/'))
			return -EINVAL;
		prefix.len = set->netmask;
		prefix_trim(&prefix);
	}
	return add_member(set, &prefix, seconds);
}

static int add_part(struct ipset *set, const char *name, __u32 seconds)
{
	char (*part)[IPSET_BYTES] = grow(&set->parts, &set->part_count,
					 sizeof(*part));

	if (!part)
		return -ENOMEM;
	if (seconds)
		set->wrong = "its sets end by themselves";
	snprintf(*part, sizeof(*part), "%s", name);
	return 0;
}

/* Returns why a group cannot have the member, or NULL. */
static const char *member_options(const struct tokens *words, __u32 *seconds)
{
	for (int i = 3; i < words->count; i++) {
		const char *word = words->at[i];
		bool last = i + 1 == words->count;

		if (!strcmp(word, "nomatch"))
			return "some of its members are exceptions (nomatch)";
		if (!last && !strcmp(word, "timeout")) {
			if (!parse_number(words->at[++i], 0, SFW_DURATION_MAX, seconds))
				return STRANGE;
		} else if (!last && wordset_index(VALUED, word) >= 0) {
			i++;
		} else if (wordset_index(BARE, word) < 0) {
			return STRANGE;
		}
	}
	return NULL;
}

static int read_add(struct ipsets *sets, const struct tokens *words)
{
	struct ipset *set = need_set(sets, words->at[1]);
	const char *wrong;
	__u32 seconds;
	int ret;

	if (!set)
		return -ENOMEM;
	seconds = set->seconds;
	wrong = set->type[0] ? member_options(words, &seconds) :
		"the line that makes it is missing";
	if (!set->wrong)
		set->wrong = wrong;
	if (set->wrong)
		return 0;
	ret = strcmp(set->type, OF_SETS) ?
	      add_words(set, words->at[2], seconds) :
	      add_part(set, words->at[2], seconds);
	if (ret == -EINVAL)
		set->wrong = STRANGE;
	return ret == -ENOMEM ? ret : 0;
}

/**
 * ipsets_line() - read a line
 * @sets: the sets
 * @words: its words, for which ipsets_has_line() holds
 *
 * Return: 0, -ENOMEM, or -EINVAL if there can be no set of that name.
 */
int ipsets_line(struct ipsets *sets, const struct tokens *words)
{
	struct ipset *found = ipsets_find(sets, words->at[1]);

	if (!words->at[1][0] || strlen(words->at[1]) >= IPSET_BYTES)
		return -EINVAL;
	if (found && found->of_nft) {
		found->wrong = "a set of ipset has the same name";
		return 0;
	}
	return !strcmp(words->at[0], "create") ? read_create(sets, words) :
						 read_add(sets, words);
}

/* All members of a set of sets, which are of one family, as a group's rules are. */
static int join_parts(struct ipsets *sets, struct ipset *set)
{
	int ret = 0;

	for (size_t i = 0; i < set->part_count && !ret; i++) {
		const struct ipset *part = ipsets_find(sets, set->parts[i]);

		if (!part || part->wrong || !strcmp(part->type, OF_SETS)) {
			set->wrong = "one of its sets is not known";
			return 0;
		}
		if (i && part->family != set->family) {
			set->wrong = "its sets are of both families";
			return 0;
		}
		set->family = part->family;
		set->fed |= part->fed;
		for (size_t j = 0; j < part->count && !ret; j++)
			ret = add_member(set, &part->members[j].prefix,
					 part->members[j].seconds);
	}
	return ret;
}

/* Of equal prefixes, the one that stays longest comes first. */
static int by_prefix(const void *a, const void *b)
{
	const struct ipset_member *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	/* 0 is for ever: less one it is the most. */
	return order ? order : (x->seconds - 1 < y->seconds - 1) -
			       (x->seconds - 1 > y->seconds - 1);
}

static int by_time(const void *a, const void *b)
{
	const struct ipset_member *x = a, *y = b;

	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? -1 : 1;
	return prefix_compare(&x->prefix, &y->prefix);
}

static void finish_set(struct ipset *set)
{
	size_t kept = 0;

	if (set->count)
		qsort(set->members, set->count, sizeof(*set->members), by_prefix);
	set->hosts = true;
	for (size_t i = 0; i < set->count; i++) {
		const struct ipset_member *m = &set->members[i];
		bool host = range_is_host(&m->prefix);
		bool own = range_is_private(&m->prefix);

		if (kept && !prefix_compare(&m->prefix, &set->members[kept - 1].prefix))
			continue;
		set->fades |= m->seconds;
		set->hosts &= host;
		set->own_hosts |= own && host;
		set->own_nets |= own && !host;
		set->members[kept++] = *m;
	}
	set->count = kept;
	if (kept)
		qsort(set->members, kept, sizeof(*set->members), by_time);
}

/**
 * ipsets_finish() - put the members of all sets in order
 * @sets: the sets, of which all lines are read
 *
 * Return: 0 or -ENOMEM.
 */
int ipsets_finish(struct ipsets *sets)
{
	int ret = 0;

	for (size_t i = 0; i < sets->count && !ret; i++)
		if (!strcmp(sets->at[i].type, OF_SETS) && !sets->at[i].wrong)
			ret = join_parts(sets, &sets->at[i]);
	for (size_t i = 0; i < sets->count; i++)
		finish_set(&sets->at[i]);
	return ret;
}

static void print_line(enum sfw_cmd which, const struct ipset *set,
		       const struct ipset_member *first, size_t count, FILE *out)
{
	struct command cmd = { .cmd = which };
	char line[LINE_MAX_BYTES];

	strcpy(cmd.entry.name, set->name);
	cmd.entry.is_volatile = set->fed;
	for (size_t i = 0; i < count; i++)
		cmd.entry.from[cmd.entry.from_count++] = first[i].prefix;
	if (count)
		cmd.entry.duration = first->seconds;
	fprintf(out, "%s\n", format_command(&cmd, line, sizeof(line)));
}

static void print_set(const struct ipset *set, FILE *out)
{
	size_t next;

	if (set->fed || !set->count)
		print_line(SFW_CMD_GROUP_NEW, set, NULL, 0, out);
	for (size_t i = 0; i < set->count; i = next) {
		for (next = i + 1; next < set->count && next < i + LIST_MAX; next++)
			if (set->members[next].seconds != set->members[i].seconds)
				break;
		print_line(SFW_CMD_GROUP_ADD, set, &set->members[i], next - i, out);
	}
}

/**
 * ipsets_print() - print the groups that commands name
 * @sets: the sets
 * @out: where to
 */
void ipsets_print(const struct ipsets *sets, FILE *out)
{
	for (size_t i = 0; i < sets->count; i++)
		if (sets->at[i].wanted)
			print_set(&sets->at[i], out);
}

/**
 * ipsets_free() - give the sets' memory back
 * @sets: the sets
 */
void ipsets_free(struct ipsets *sets)
{
	for (size_t i = 0; i < sets->count; i++) {
		free(sets->at[i].members);
		free(sets->at[i].parts);
	}
	free(sets->at);
	memset(sets, 0, sizeof(*sets));
}
