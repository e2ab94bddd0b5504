// SPDX-License-Identifier: GPL-2.0
/*
 * Words of ufw: none is taken, since they promise rules in an order, but each is
 * answered by the command of sfw that does the same.
 *
 *	[delete] allow|deny|reject|limit [in] [on IFACE] PORT[/PROTO] | SERVICE | APP
 *	[delete] allow|... [in] [on IFACE] [proto PROTO] [from SOURCE] [to any] [port PORT]
 *	route [delete] allow|... [in on IFACE] [out on IFACE]
 */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/meant.h"
#include "lang/protocol.h"
#include "lang/ufw.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define ACTIONS	"allow|deny|reject|limit"
#define OTHERS	"delete|insert|prepend|route|reset|reload|logging|default|app"

/* The limit of ufw: the sixth connection of an address within 30 s is refused. */
#define LIMIT	"5/30s"

/* Advice that is no line of a file. */
#define RESET		"disable && sfwctl flush all"
#define NO_LINES	"port list|lan list|restore|" RESET

#define LEAVING	"packets that leave"

#define DEV_TEXT_MAX	(sizeof(" dev") + DEV_WORD_MAX)
#define COMMENT_TEXT_MAX	(sizeof(" comment  ") + 2 * SFW_COMMENT_MAX + 2)

/**
 * struct rule - a rule of ufw, each part as it was typed, NULL if it was not
 * @action: one of ACTIONS
 * @proto: protocol
 * @from: source, as we write it
 * @port: port, range, list, service, or application, without its protocol
 * @dev: interface
 * @comment: comment
 * @none: part that has no counterpart
 * @in_file: whether it stands in a file
 */
struct rule {
	const char *action;
	const char *proto;
	const char *from;
	char prefix[PREFIX_TEXT_MAX];
	char port[128];
	const char *dev;
	const char *comment;
	const char *none;
	bool in_file;
};

/* In our letters, where it is known. */
static const char *protocol(const char *word)
{
	const char *known = meant_protocols(word);

	return known ? known : word;
}

static bool is_ports(const char *word)
{
	return meant_is_ports(word, strlen(word));
}

/* Ports as we write ranges, or a service, and the protocol behind a slash. */
static void take_port(struct rule *rule, const char *word)
{
	const char *slash = strchr(word, '/');
	size_t len = strcspn(word, slash ? "/" : "");
	char service[sizeof(rule->port)];

	snprintf(rule->port, sizeof(rule->port), "%.*s", (int)len, word);
	if (slash)
		rule->proto = protocol(slash + 1);
	if (is_ports(rule->port))
		meant_write_ports(word, len, rule->port, sizeof(rule->port));
	else if (meant_service(rule->port, service, sizeof(service)))
		strcpy(rule->port, service);
}

static bool is_protocol(const char *word)
{
	return meant_protocols(word) ||
	       (isalpha((unsigned char)word[0]) && protocol_number(word) >= 0 &&
		!service_protocols(word));
}

/* A word that stands alone: of ports, or the protocol beside them. */
static void take_word(struct rule *rule, const char *word)
{
	if (is_protocol(word))
		rule->proto = protocol(word);
	else
		take_port(rule, word);
}

/* A word with an argument; returns whether it is one. */
static bool take_pair(struct rule *rule, const char *word, const char *value)
{
	bool is_any = !strcmp(value, "any");

	if (!strcmp(word, "on"))
		rule->dev = value;
	else if (!strcmp(word, "proto"))
		rule->proto = is_any ? NULL : protocol(value);
	else if (!strcmp(word, "from"))
		rule->from = is_any ? NULL :
			     meant_prefixes(value, rule->prefix, sizeof(rule->prefix));
	else if (!strcmp(word, "to"))
		rule->none = is_any ? rule->none : "one of this host's addresses";
	else if (!strcmp(word, "port") || !strcmp(word, "app"))
		take_port(rule, value);
	else if (!strcmp(word, "comment"))
		rule->comment = value;
	else
		return false;
	return true;
}

static void read_rule(struct rule *rule, const struct parser *p, int action)
{
	const char *const *words = p->words + action;
	int count = p->count - action;

	memset(rule, 0, sizeof(*rule));
	rule->action = words[0];
	rule->in_file = p->in_file;
	for (int i = 1; i < count; i++) {
		bool behind_from = i > 2 && !strcmp(words[i - 2], "from");

		if (behind_from && !strcmp(words[i], "port")) {
			rule->none = "ports of a source";
			i++;
		} else if (i + 1 < count &&
			   take_pair(rule, words[i], words[i + 1])) {
			i++;
		} else if (!strcmp(words[i], "out")) {
			rule->none = LEAVING;
		} else if (wordset_index("in|log|log-all", words[i]) < 0) {
			take_word(rule, words[i]);
		}
	}
}

/* Protocols of a port or service; NULL for an application. */
static const char *protocols(const struct rule *rule)
{
	if (rule->proto)
		return rule->proto;
	if (is_ports(rule->port))
		return "tcp,udp";
	return service_protocols(rule->port);
}

/* " comment x", where a line that is added takes one. */
static const char *comment_of(const struct rule *rule, const char *verb, char *buf, size_t size)
{
	char word[2 * SFW_COMMENT_MAX + 4];

	if (!rule->comment || strlen(rule->comment) > SFW_COMMENT_MAX || strcmp(verb, "add"))
		return "";
	snprintf(buf, size, " comment%s", format_word(rule->comment, word, sizeof(word)));
	return buf;
}

/* " eth0"; a longer name is none. */
static const char *name_of(const char *dev, char buf[DEV_WORD_MAX])
{
	return dev && strlen(dev) <= SFW_DEV_MAX ? format_word(dev, buf, DEV_WORD_MAX) : " IFACE";
}

/* " dev eth0", or nothing. */
static const char *dev_of(const struct rule *rule, char *buf, size_t size)
{
	char word[DEV_WORD_MAX];

	if (!rule->dev)
		return "";
	snprintf(buf, size, " dev%s", name_of(rule->dev, word));
	return buf;
}

/* "port add tcp 22 from 192.0.2.1" */
static void write_port(const struct rule *rule, const char *verb, const char *proto,
		       char *to, size_t size)
{
	char port[2 * sizeof(rule->port)], comment[COMMENT_TEXT_MAX], dev[DEV_TEXT_MAX];

	snprintf(to, size, "port %s %s%s%s%s%s%s", verb, proto ? proto : "app",
		 format_word(rule->port, port, sizeof(port)),
		 rule->from ? " from " : "",
		 rule->from ? rule->from : "", dev_of(rule, dev, sizeof(dev)),
		 comment_of(rule, verb, comment, sizeof(comment)));
}

/* Between two commands, the second of which is typed behind @typed. */
static const char *next(const struct rule *rule, const char *typed)
{
	return rule->in_file ? ", and below it: " : typed;
}

/*
 * A port may be open for one protocol of both, and what is not there cannot be deleted:
 * each for itself. TCP, the one that is mostly there, is the last and says how it went.
 */
static void write_del(const struct rule *rule, char *to, size_t size)
{
	const char *proto = protocols(rule);
	char udp[192], tcp[192];

	if (!proto || !strchr(proto, ',')) {
		write_port(rule, "del", proto, to, size);
		return;
	}
	write_port(rule, "del", "udp", udp, sizeof(udp));
	write_port(rule, "del", "tcp", tcp, sizeof(tcp));
	snprintf(to, size, "%s%s%s", udp, next(rule, "; sfwctl "), tcp);
}

/* Part of a name behind a dash, in the letters of names. */
static void add_part(char *name, const char *part)
{
	size_t used = strlen(name);

	snprintf(name + used, SFW_NAME_MAX + 1 - used, "-%s", part);
	for (char *c = name + used; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("-_.", *c))
			*c = '_';
}

/* A guard is called after all that the rule says: each rule has one of its own. */
static void write_limit(const struct rule *rule, char *to, size_t size)
{
	char name[SFW_NAME_MAX + 1] = "limit", port[320];
	const char *proto = protocols(rule);

	add_part(name, rule->port);
	if (proto && strncmp(proto, "tcp", strlen("tcp")))
		add_part(name, proto);
	if (rule->dev)
		add_part(name, rule->dev);
	if (rule->from)
		add_part(name, rule->from);
	write_port(rule, "add", proto, port, sizeof(port));
	snprintf(to, size, "guard add %s " LIMIT "%s%s guard %s", name,
		 next(rule, " && sfwctl "), port, name);
}

/* "proto add esp from 192.0.2.1" */
static void write_proto(const struct rule *rule, const char *verb, char *to, size_t size)
{
	char dev[DEV_TEXT_MAX];

	snprintf(to, size, "proto %s %s%s%s%s", verb, rule->proto,
		 rule->from ? " from " : "", rule->from ? rule->from : "",
		 dev_of(rule, dev, sizeof(dev)));
}

static bool limits(const struct rule *rule)
{
	return !strcmp(rule->action, "limit");
}

static bool opens(const struct rule *rule)
{
	return limits(rule) || !strcmp(rule->action, "allow");
}

static bool is_without_ports(const struct rule *rule)
{
	return !rule->port[0] && rule->proto &&
	       !protocol_has_ports(protocol_number(rule->proto));
}

/*
 * A trust is of a source or an interface, and without a limit: it would say of all ports
 * more than was said of some.
 */
static void fill_ports(struct rule *rule)
{
	if (opens(rule) && !rule->port[0] && !is_without_ports(rule) &&
	    (rule->proto || (rule->from && rule->dev) ||
	     (limits(rule) && (rule->from || rule->dev))))
		take_port(rule, "1-65535");
}

/* The part of a rule that has no counterpart, or NULL. */
static const char *find_none(const struct rule *rule)
{
	if (rule->none)
		return rule->none;
	if (!opens(rule) && rule->from && (rule->port[0] || rule->proto || rule->dev))
		return "one port, protocol or interface of a source that is refused";
	return limits(rule) && is_without_ports(rule) ?
	       "the rate of a protocol without ports" : NULL;
}

/* Closed is all that nothing opens, so a port is only ever added or deleted. */
static void write_rule(const struct rule *rule, bool takes_back, char *to,
		       size_t size)
{
	const char *verb = takes_back ? "del" : "add";
	char comment[COMMENT_TEXT_MAX], dev[DEV_TEXT_MAX];

	if (!opens(rule) && rule->from)
		snprintf(to, size, "block %s %s%s", verb, rule->from,
			 comment_of(rule, verb, comment, sizeof(comment)));
	else if (!opens(rule) && takes_back)
		snprintf(to, size, "port list");
	else if (is_without_ports(rule))
		write_proto(rule, opens(rule) ? verb : "del", to, size);
	else if (rule->port[0] && (takes_back || !opens(rule)))
		write_del(rule, to, size);
	else if (rule->port[0] && limits(rule))
		write_limit(rule, to, size);
	else if (rule->port[0])
		write_port(rule, "add", protocols(rule), to, size);
	else if (opens(rule) && rule->from)
		snprintf(to, size, "trust %s from %s", verb, rule->from);
	else if (opens(rule) && rule->dev)
		snprintf(to, size, "trust %s%s", verb, dev_of(rule, dev, sizeof(dev)));
	else
		snprintf(to, size, "port %s PROTO PORTS", opens(rule) ? verb : "del");
}

/* "default deny routed"; NULL: has no counterpart. */
static const char *default_of(const struct parser *p)
{
	const char *action = p->count > 1 ? p->words[1] : "";
	const char *direction = p->count > 2 ? p->words[2] : "incoming";

	if (!strcmp(direction, "outgoing"))
		return NULL;
	if (strcmp(direction, "routed"))
		return strcmp(action, "allow") ? "enable" : "disable";
	return !strcmp(action, "allow") ? "set forward off" :
	       !strcmp(action, "reject") ? "set forward reject" : "set forward drop";
}

/* The words besides rules; NULL: has no counterpart. */
static const char *other(const struct parser *p)
{
	static const struct {
		const char *word;
		const char *command;
	} others[] = {
		{ "reset", RESET },
		{ "reload", "restore" },
		{ "route", "forward add PROTO PORTS in IFACE to ADDR" },
		{ "app", "port add app NAME" },
		{ "delete", "port list" },
	};
	const char *word = p->words[0];

	if (!strcmp(word, "default"))
		return default_of(p);
	if (!strcmp(word, "logging"))
		return p->count > 1 && !strcmp(p->words[1], "off") ?
		       "set log off" : "set log closed-tcp,closed-udp";
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(word, others[i].word))
			return others[i].command;
	return "port list";
}

/* Where the action of a rule stands: behind "delete" or "route insert 3", or at 0. */
static int action_at(const struct parser *p)
{
	for (int i = 0; i < p->count && i < 4; i++)
		if (wordset_index(ACTIONS, p->words[i]) >= 0)
			return i;
	return -1;
}

/* Whether a command of ufw begins with a word, and none of ours. */
static bool is_word(const char *word)
{
	return wordset_index(ACTIONS, word) >= 0 ||
	       wordset_index(OTHERS, word) >= 0;
}

static bool is_service(const char *word, const char *proto)
{
	const char *known = service_protocols(word);

	return strchr(proto, ',') ? known && strchr(known, ',') :
				    !!getservbyname(word, proto);
}

/* Why a rule makes no sense here or there; 0 if it does. */
static int fail_wrong(struct parser *p, const struct rule *rule)
{
	const char *first = p->words[0];

	if (isdigit((unsigned char)rule->port[0]) && !is_ports(rule->port) &&
	    !service_protocols(rule->port))
		return parse_fail(p, "%s is a word of ufw, and %s is not a port: 1 to 65535",
				  first, printable(rule->port).text);
	if (rule->from && rule->from != rule->prefix)
		return parse_fail(p, "%s is a word of ufw, and %s is not an IPv4 or IPv6 prefix",
				  first, printable(rule->from).text);
	if (rule->proto && !meant_protocols(rule->proto) &&
	    (rule->port[0] || protocol_number(rule->proto) < 0))
		return parse_fail(p, "%s is a word of ufw, and %s is not a protocol%s", first,
				  printable(rule->proto).text,
				  rule->port[0] ? " with ports: tcp, udp or sctp" : "");
	if (rule->port[0] && rule->proto && !is_ports(rule->port) &&
	    !is_service(rule->port, rule->proto))
		return parse_fail(p, "%s is a word of ufw, and %s is not a known %s service",
				  first, printable(rule->port).text, rule->proto);
	return 0;
}

static int fail_none(struct parser *p, const char *none)
{
	return parse_fail(p, "%s is a word of ufw, and sfw has no rules about %s",
			  p->words[0], none);
}

/* @why: ", and nothing has a number here", or "" */
static int advise(struct parser *p, const char *why, const char *command)
{
	const char *first = p->words[0];

	if (p->in_file && wordset_index(NO_LINES, command) >= 0)
		return parse_fail(p, "%s is a word of ufw, and no line of a file does the same",
				  first);
	return parse_fail(p, "%s is a word of ufw%s%s %s", first, why, parse_offer(p), command);
}

static int explain_other(struct parser *p)
{
	const char *command = other(p);

	if (!command)
		return fail_none(p, LEAVING);
	return advise(p, strcmp(p->words[0], "delete") ? "" : ", and nothing has a number here",
		      command);
}

/* A file has no line against ports that none of its lines opens. */
static int fail_closed(struct parser *p)
{
	return parse_fail(p, "%s is a word of ufw, and all is closed here that no line opens",
			  p->words[0]);
}

/**
 * struct route - a rule of ufw about packets that are forwarded, each part as it was typed
 * @in: interface where they come in, or NULL
 * @out: interface by which they leave, or NULL
 * @to: whether it names their destination
 * @port: whether it names ports
 * @some: whether it is about some of them only
 */
struct route {
	const char *in;
	const char *out;
	bool to;
	bool port;
	bool some;
};

static void read_route(struct route *route, const char *const words[], int count)
{
	bool leaves = false;

	memset(route, 0, sizeof(*route));
	for (int i = 1; i < count; i++) {
		const char *word = words[i], *value = i + 1 < count ? words[i + 1] : "any";

		if (wordset_index("in|out", word) >= 0) {
			leaves = !strcmp(word, "out");
		} else if (!strcmp(word, "on") && i + 1 < count) {
			*(leaves ? &route->out : &route->in) = words[++i];
		} else if (wordset_index("from|to|proto|port|app", word) >= 0) {
			bool any = !strcmp(value, "any");

			route->some |= !any;
			route->to |= !any && !strcmp(word, "to");
			route->port |= !any && wordset_index("port|app", word) >= 0;
			i++;
		} else if (!strcmp(word, "comment")) {
			i++;
		} else if (wordset_index("log|log-all", word) < 0) {
			route->some = true;
			route->port = true;
		}
	}
}

/* An interface may start all connections or none, but for a port that is led to a host. */
static int explain_route(struct parser *p)
{
	char in[DEV_WORD_MAX], out[DEV_WORD_MAX], text[128];
	int action = action_at(p);
	bool allows, deletes;
	struct route route;

	if (action < 0)
		return explain_other(p);
	read_route(&route, p->words + action, p->count - action);
	if (route.to && route.port)
		return explain_other(p);
	if (route.some || !strcmp(p->words[action], "limit"))
		return fail_none(p, "some of the packets that are forwarded");
	allows = !strcmp(p->words[action], "allow");
	deletes = !strcmp(p->words[1], "delete");
	snprintf(text, sizeof(text), "lan %s dev%s%s%s", allows && !deletes ? "add" : "del",
		 name_of(route.in, in), route.out ? " out" : "",
		 route.out ? name_of(route.out, out) : "");
	if (deletes && !allows)
		strcpy(text, "lan list");
	else if (p->in_file && !allows)
		return fail_closed(p);
	printable_line(text);
	return advise(p, "", text);
}

/**
 * ufw_explain() - answer a command of ufw by the one that does the same here
 * @p: the parser, at its first word
 *
 * Return: -EINVAL; or 0 when the word is not ufw's.
 */
int ufw_explain(struct parser *p)
{
	const char *none, *first = p->words[0];
	char text[512];
	struct rule rule;
	bool deletes;
	int action;

	if (!is_word(first))
		return 0;
	if (!strcmp(first, "route"))
		return explain_route(p);
	action = strcmp(first, "default") ? action_at(p) : -1;
	if (action < 0)
		return explain_other(p);
	read_rule(&rule, p, action);
	fill_ports(&rule);
	none = find_none(&rule);
	if (none)
		return fail_none(p, none);
	if (fail_wrong(p, &rule))
		return -EINVAL;
	deletes = !strcmp(first, "delete");
	if (p->in_file && !opens(&rule) && !rule.from && !deletes)
		return fail_closed(p);
	write_rule(&rule, deletes, text, sizeof(text));
	printable_line(text);
	return advise(p, "", text);
}
