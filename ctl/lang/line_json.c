// SPDX-License-Identifier: GPL-2.0
/*
 * A line of the policy language and an object of JSON have the same words: this table
 * names those that stand by their place, and the keywords that name the one behind them.
 *
 *	port add tcp 443 from 10.0.0.0/8 comment "the office"
 *	{"proto":"tcp","ports":"443","from":"10.0.0.0/8","comment":"the office"}
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/line_json.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

/**
 * struct section - lines about one kind of object
 * @array: its name, or NULL: @object
 * @object: first word
 * @verb: second word, or NULL: "add"
 * @places: names of the words that stand by their place
 * @keywords: a set of words, each of which names the next one
 * @flag: word that stands alone, or NULL
 * @rest: name of all other words, which are a list, or NULL
 */
static const struct section {
	const char *array;
	const char *object;
	const char *verb;
	const char *places;
	const char *keywords;
	const char *flag;
	const char *rest;
} sections[] = {
	{ .object = "set", .places = "key|value", .keywords = "" },
	{ .object = "group", .verb = "new", .places = "name", .keywords = "", .flag = "volatile" },
	{ .array = "member", .object = "group", .places = "group|prefix",
	  .keywords = "for|comment" },
	{ .object = "trust", .places = "", .keywords = "from|dev" },
	{ .object = "exempt", .places = "prefix", .keywords = "" },
	{ .object = "guard", .places = "name", .keywords = "live|mask4|mask6|then", .flag = "rttl",
	  .rest = "limits" },
	{ .object = "knock", .places = "name|steps", .keywords = "within|open" },
	{ .object = "port", .places = "proto|ports",
	  .keywords = "from|dev|guard|knock|for|comment" },
	{ .object = "proto", .places = "proto", .keywords = "from|dev|guard" },
	{ .object = "block", .places = "prefix", .keywords = "for|comment" },
	{ .object = "lan", .places = "", .keywords = "dev|out" },
	{ .object = "masquerade", .places = "prefix", .keywords = "out|to" },
	{ .object = "forward", .places = "proto|ports", .keywords = "in|to|from|dev|for|comment" },
};

/**
 * line_json_section() - walk through the names of the arrays, in the order of a policy
 * @section: 0, 1, ...
 *
 * Return: the name, or NULL after the last.
 */
const char *line_json_section(unsigned int section)
{
	const struct section *s = &sections[section];

	if (section >= ARRAY_SIZE(sections))
		return NULL;
	return s->array ? s->array : s->object;
}

static const char *verb_of(const struct section *s)
{
	return s->verb ? s->verb : "add";
}

static unsigned int word_count(const char *set)
{
	unsigned int n = *set != '\0';

	for (const char *c = set; *c; c++)
		n += *c == '|';
	return n;
}

/* "then block 1h" is the one keyword that names two words. */
static int write_keyword(struct json *j, const struct tokens *words, int at)
{
	bool two = !strcmp(words->at[at], "then") && at + 2 < words->count &&
		   !strcmp(words->at[at + 1], "block");
	char value[SPLIT_BYTES];

	if (at + 1 == words->count)
		return at + 1;
	snprintf(value, sizeof(value), "%s%s%s", words->at[at + 1], two ? " " : "",
		 two ? words->at[at + 2] : "");
	json_string(j, words->at[at], value);
	return at + 2 + two;
}

/**
 * line_json_write() - write a line as an object
 * @j: the document
 * @section: the section that is being written
 * @line: the line, as format_command() has it
 *
 * Return: false: the line belongs to another section.
 */
bool line_json_write(struct json *j, unsigned int section, const char *line)
{
	const struct section *s = &sections[section];
	char name[WORDSET_WORD_MAX];
	struct tokens words;
	int at, verb = strcmp(s->object, "set") ? 2 : 1;
	bool rest = false;

	if (tokenize(line, &words) || words.count < verb ||
	    strcmp(words.at[0], s->object) ||
	    (verb == 2 && strcmp(words.at[1], verb_of(s))))
		return false;
	json_open(j, NULL, '{');
	at = verb;
	for (unsigned int i = 0; i < word_count(s->places) && at < words.count; i++)
		json_string(j, wordset_word(s->places, i, name, sizeof(name)), words.at[at++]);
	while (at < words.count) {
		bool flag = s->flag && !strcmp(words.at[at], s->flag);
		bool keyword = wordset_index(s->keywords, words.at[at]) >= 0;

		if (rest && (flag || keyword)) {
			json_close(j, ']');
			rest = false;
		}
		if (!flag && !keyword && !rest && s->rest) {
			json_open(j, s->rest, '[');
			rest = true;
		}
		if (keyword) {
			at = write_keyword(j, &words, at);
			continue;
		}
		if (flag)
			json_bool(j, s->flag, true);
		else
			json_string(j, NULL, words.at[at]);
		at++;
	}
	if (rest)
		json_close(j, ']');
	json_close(j, '}');
	return true;
}

static int wrong(struct json_error *err, const struct jnode *at, const char *text)
{
	*err = (struct json_error){ .at = at->at, .text = text };
	return -EINVAL;
}

static int add_word(struct tokens *words, size_t *used, const char *word, size_t len)
{
	char *to = words->bytes + *used;

	if (words->count == SPLIT_WORDS || *used + len >= sizeof(words->bytes))
		return -E2BIG;
	memcpy(to, word, len);
	to[len] = '\0';
	*used += len + 1;
	words->at[words->count++] = to;
	return 0;
}

static bool is_text(const struct jnode *node)
{
	return node->kind == JSTRING || node->kind == JNUMBER;
}

/* One word; of a list its parts with commas, as a line has them. */
static int add_value(struct tokens *words, size_t *used, const struct jnode *value,
		     struct json_error *err)
{
	char list[SPLIT_BYTES];
	size_t at = 0;

	if (is_text(value))
		return add_word(words, used, value->string, strlen(value->string)) ?
		       wrong(err, value, "no line is so long") : 0;
	if (value->kind != JARRAY || !value->first)
		return wrong(err, value, "a string is missing");
	for (const struct jnode *n = value->first; n; n = n->next) {
		if (!is_text(n))
			return wrong(err, n, "a string is missing");
		at += snprintf(list + at, sizeof(list) - at, "%s%s", at ? "," : "", n->string);
		if (at >= sizeof(list))
			return wrong(err, n, "no line is so long");
	}
	return add_word(words, used, list, at) ? wrong(err, value, "no line is so long") : 0;
}

static int add_rest(struct tokens *words, size_t *used, const struct jnode *value,
		    struct json_error *err)
{
	int ret = 0;

	if (value->kind != JARRAY)
		return wrong(err, value, "an array is missing");
	for (const struct jnode *n = value->first; n && !ret; n = n->next)
		ret = is_text(n) ? add_value(words, used, n, err) :
				   wrong(err, n, "a string is missing");
	return ret;
}

/* "block 1h" are two words. */
static int add_then(struct tokens *words, size_t *used, const struct jnode *value,
		    struct json_error *err)
{
	const char *blank = is_text(value) ? strchr(value->string, ' ') : NULL;

	if (!blank)
		return add_value(words, used, value, err);
	if (add_word(words, used, value->string, blank - value->string) ||
	    add_word(words, used, blank + 1, strlen(blank + 1)))
		return wrong(err, value, "no line is so long");
	return 0;
}

/* Whether a section has such a member at all. */
static bool is_member(const struct section *s, const char *key)
{
	return wordset_index(s->places, key) >= 0 || wordset_index(s->keywords, key) >= 0 ||
	       (s->flag && !strcmp(s->flag, key)) || (s->rest && !strcmp(s->rest, key));
}

static int check_members(const struct section *s, const struct jnode *node,
			 struct json_error *err)
{
	for (const struct jnode *n = node->first; n; n = n->next) {
		if (!is_member(s, n->key))
			return wrong(err, n, "no line has such a member");
		if (json_get(node, n->key) != n)
			return wrong(err, n, "this member is there twice");
	}
	return 0;
}

static int add_flag(const struct section *s, const struct jnode *node, struct tokens *words,
		    size_t *used, struct json_error *err)
{
	const struct jnode *n = s->flag ? json_get(node, s->flag) : NULL;

	if (!n)
		return 0;
	if (n->kind != JBOOL)
		return wrong(err, n, "true or false is missing");
	return n->truth && add_word(words, used, s->flag, strlen(s->flag)) ?
	       wrong(err, n, "no line is so long") : 0;
}

/* In the order of a line; members may have any. */
static int add_keywords(const struct section *s, const struct jnode *node, struct tokens *words,
			size_t *used, struct json_error *err)
{
	char name[WORDSET_WORD_MAX];
	int ret = 0;

	for (unsigned int i = 0; !ret && i < word_count(s->keywords); i++) {
		const struct jnode *n = json_get(node, wordset_word(s->keywords, i, name,
								    sizeof(name)));

		if (!n)
			continue;
		if (add_word(words, used, name, strlen(name)))
			return wrong(err, n, "no line is so long");
		ret = strcmp(name, "then") ? add_value(words, used, n, err) :
					     add_then(words, used, n, err);
	}
	return ret;
}

/**
 * line_json_words() - the words of a line
 * @section: the section that the object is in
 * @node: the object
 * @words: the result; its columns are not set
 * @err: reason otherwise
 *
 * Return: 0 or -EINVAL.
 */
int line_json_words(unsigned int section, const struct jnode *node, struct tokens *words,
		    struct json_error *err)
{
	const struct section *s = &sections[section];
	char name[WORDSET_WORD_MAX];
	const struct jnode *rest;
	size_t used = 0;
	int ret;

	words->count = 0;
	if (node->kind != JOBJECT)
		return wrong(err, node, "an object is missing");
	ret = check_members(s, node, err);
	ret = ret ? ret : add_word(words, &used, s->object, strlen(s->object));
	if (!ret && strcmp(s->object, "set"))
		ret = add_word(words, &used, verb_of(s), strlen(verb_of(s)));
	for (unsigned int i = 0; !ret && i < word_count(s->places); i++) {
		const struct jnode *value = json_get(node, wordset_word(s->places, i, name,
									sizeof(name)));

		ret = value ? add_value(words, &used, value, err) :
			      wrong(err, node, "a member is missing that every such line has");
	}
	rest = s->rest ? json_get(node, s->rest) : NULL;
	if (!ret && rest)
		ret = add_rest(words, &used, rest, err);
	ret = ret ? ret : add_flag(s, node, words, &used, err);
	return ret ? ret : add_keywords(s, node, words, &used, err);
}
