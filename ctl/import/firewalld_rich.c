// SPDX-License-Identifier: GPL-2.0
/* Rich rules, and all else that stands in a zone or a policy. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/firewalld.h"
#include "lib/printable.h"
#include "lib/wordset.h"

#define ELEMENTS	"service|port|source-port|protocol|icmp-block|icmp-type|masquerade|forward-port|tcp-mss-clamp"
#define ACTIONS		"accept|reject|drop|mark"
#define LOGS		"log|nflog|audit"
#define ELSEWHERE	"short|description|rule|forward|interface|source|icmp-block-inversion|ingress-zone|egress-zone"
#define RULES_MAX	1024

/* A rich rule, by the elements in it. */
struct rich {
	const struct xnode *source;
	const struct xnode *destination;
	const struct xnode *element;
	const struct xnode *action;
	bool logs;
	const char *odd;	/* one that is not understood, or NULL */
};

static void set_once(const struct xnode **place, const struct xnode *node,
		     struct rich *rich)
{
	if (*place)
		rich->odd = node->name;
	*place = node;
}

static void sort_out(const struct xnode *rule, struct rich *rich)
{
	memset(rich, 0, sizeof(*rich));
	for (const struct xnode *n = rule->first; n; n = n->next) {
		if (!strcmp(n->name, "source"))
			set_once(&rich->source, n, rich);
		else if (!strcmp(n->name, "destination"))
			set_once(&rich->destination, n, rich);
		else if (wordset_index(ELEMENTS, n->name) >= 0)
			set_once(&rich->element, n, rich);
		else if (wordset_index(ACTIONS, n->name) >= 0)
			set_once(&rich->action, n, rich);
		else if (wordset_index(LOGS, n->name) >= 0)
			rich->logs = true;
		else
			rich->odd = n->name;
	}
}

static bool is_special(const struct xnode *element)
{
	return element && wordset_index("icmp-block|masquerade|forward-port|tcp-mss-clamp",
					element->name) >= 0;
}

static int priority(const struct xnode *rule)
{
	const char *text = xml_attr(rule, "priority");

	return text ? (int)strtol(text, NULL, 10) : 0;
}

static const char *ending(const struct xnode *rule, const struct rich *rich)
{
	if (priority(rule))
		return priority(rule) < 0 ? "pre" : "post";
	if (rich->action)
		return strcmp(rich->action->name, "accept") ? "deny" : "allow";
	return rich->element && !strcmp(rich->element->name, "icmp-block") ?
	       "deny" : "allow";
}

/* The limit first: "-m limit --limit 3/m -j ACCEPT" */
static int put_target(const struct fw_part *part, const struct rich *rich,
		      struct fw_verdict *verdict)
{
	const struct xnode *action = rich->action;
	const char *word;
	int ret = 0;

	for (const struct xnode *n = action ? action->first : NULL; n && !ret; n = n->next) {
		ret = fw_word(part->doc, n, "value", &word);
		if (!ret)
			fw_put(&verdict->when, " -m limit --limit %s", word);
		if (ret || !xml_attr(n, "burst"))
			continue;
		ret = fw_word(part->doc, n, "burst", &word);
		if (!ret && strcmp(word, "0"))
			fw_put(&verdict->when, " --limit-burst %s", word);
	}
	if (ret)
		return ret;
	if (!action) {
		snprintf(verdict->target, sizeof(verdict->target), "%s",
			 fw_reject(part->fw));
	} else if (!strcmp(action->name, "reject") && xml_attr(action, "type")) {
		ret = fw_word(part->doc, action, "type", &word);
		snprintf(verdict->target, sizeof(verdict->target),
			 "REJECT --reject-with %.60s", ret ? "" : word);
	} else {
		snprintf(verdict->target, sizeof(verdict->target), "%s",
			 !strcmp(action->name, "accept") ? "ACCEPT" :
			 !strcmp(action->name, "drop") ? "DROP" : "REJECT");
	}
	return ret;
}

static bool is_other_family(const struct fw_part *part, const struct xnode *rule)
{
	const char *family = xml_attr(rule, "family");

	return family && strcmp(family, part->fw->family == AF_INET ? "ipv4" : "ipv6");
}

/* An element that is not understood may refuse anything. */
static int add_odd(const struct fw_part *part, const struct xnode *at,
		   const char *name)
{
	struct fw_verdict odd = { .at = at, .end = "pre", .target = "DROP" };

	fw_put(&odd.when, " -m xml:%s", printable(name).text);
	return fw_element(part, NULL, &odd);
}

static int add_rich(const struct fw_part *part, const struct xnode *rule)
{
	struct fw_verdict verdict = { .at = rule };
	struct rich rich;
	int ret = 0;

	sort_out(rule, &rich);
	if (is_other_family(part, rule))
		return 0;
	if (rich.odd)
		return add_odd(part, rule, rich.odd);
	/* Logs, marks, and elements that firewalld ignores. */
	if ((!rich.action && !is_special(rich.element)) ||
	    (rich.action && !strcmp(rich.action->name, "mark")))
		return 0;
	verdict.end = ending(rule, &rich);
	if (rich.destination)
		ret = fw_source(part, rich.destination, "-d", &verdict.when);
	if (!ret && rich.source)
		ret = fw_source(part, rich.source, "-s", &verdict.when);
	if (!ret)
		ret = put_target(part, &rich, &verdict);
	if (!ret)
		ret = fw_element(part, rich.element, &verdict);
	free(verdict.when.srcs);
	return ret < 0 ? ret : 0;
}

static int by_priority(const void *a, const void *b)
{
	const struct xnode *const *x = a, *const *y = b;
	int p = priority(*x), q = priority(*y);

	if (p != q)
		return p < q ? -1 : 1;
	return (*x)->start < (*y)->start ? -1 : 1;
}

static int add_rules(const struct fw_part *part)
{
	const struct xnode **rules = calloc(RULES_MAX, sizeof(*rules));
	size_t count = 0;
	int ret = rules ? 0 : -ENOMEM;

	for (const struct xnode *n = part->doc->root->first; n && !ret; n = n->next) {
		if (strcmp(n->name, "rule"))
			continue;
		if (count == RULES_MAX)
			ret = fw_fail(part->doc, n, "too many rules: %d at most",
				      RULES_MAX);
		else
			rules[count++] = n;
	}
	if (!ret)
		qsort(rules, count, sizeof(*rules), by_priority);
	for (size_t i = 0; i < count && !ret; i++)
		ret = add_rich(part, rules[i]);
	free(rules);
	return ret;
}

static bool is_inverted(const struct fw_part *part)
{
	return fw_zone_names(part->doc, "icmp-block-inversion");
}

/* One element that is no rich rule. */
static int add_element(const struct fw_part *part, const struct xnode *n)
{
	struct fw_verdict accept = { .at = n, .end = "allow", .target = "ACCEPT" };

	if (wordset_index(ELSEWHERE, n->name) >= 0)
		return 0;
	if (wordset_index(ELEMENTS, n->name) < 0)
		return add_odd(part, n, n->name);
	if (!strcmp(n->name, "masquerade") && part->fw->family == AF_INET6)
		return 0;
	if (!strcmp(n->name, "icmp-block") && !is_inverted(part)) {
		accept.end = "deny";
		snprintf(accept.target, sizeof(accept.target), "%s",
			 fw_reject(part->fw));
	}
	return fw_element(part, n, &accept);
}

/**
 * fw_elements() - add all rules of a zone or a policy
 * @part: the zone or policy
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_elements(const struct fw_part *part)
{
	int ret = 0;

	for (const struct xnode *n = part->doc->root->first; n && !ret; n = n->next)
		ret = add_element(part, n);
	return ret ? ret : add_rules(part);
}
