// SPDX-License-Identifier: GPL-2.0
/*
 * Ports of this host that the NAT of others leads elsewhere, as their tools list it.
 * Engines write a port and its target into one rule, or into two that a chain or a map
 * joins:
 *
 *	-A DOCKER -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
 *	-A KUBE-NODEPORTS -p tcp --dport 8080 -j KUBE-EXT-1
 *	-A KUBE-EXT-1 -p tcp -j DNAT --to-destination 172.17.0.2:80
 *
 * Only that much of a rule is read, and the interface and address that it names.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/ifname.h"
#include "host/nat_chains.h"
#include "host/translations.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lib/compiler.h"
#include "lib/subprocess.h"

#define WORDS_MAX	256
#define DEPTH_MAX	8	/* chains from the port to the target */

/**
 * struct line - the words of a line
 * @at: the words; commas, semicolons and brackets part them
 * @count: how many
 */
struct line {
	char *at[WORDS_MAX];
	size_t count;
};

/* Cuts a line into words, in place. Returns the line after it. */
static char *split(char *text, struct line *line)
{
	char *end = text + strcspn(text, "\n"), *save = NULL;
	char *next = *end ? end + 1 : NULL;

	*end = '\0';
	line->count = 0;
	for (char *word = strtok_r(text, " \t,;{}\"", &save);
	     word && line->count < WORDS_MAX;
	     word = strtok_r(NULL, " \t,;{}\"", &save))
		line->at[line->count++] = word;
	return next;
}

static const char *word_at(const struct line *line, size_t i)
{
	return i < line->count ? line->at[i] : "";
}

static bool is(const struct line *line, size_t i, const char *word)
{
	return !strcmp(word_at(line, i), word);
}

static __u8 proto_of(const char *word)
{
	static const struct {
		const char *word;
		__u8 number;
	} protos[] = {
		{ "tcp", IPPROTO_TCP }, { "udp", IPPROTO_UDP },
		{ "sctp", IPPROTO_SCTP },
	};

	for (size_t i = 0; i < ARRAY_SIZE(protos); i++)
		if (!strcmp(word, protos[i].word))
			return protos[i].number;
	return 0;
}

/* "8080", "8080:8090" or "8080-8090"; false for anything else. */
static bool read_ports(const char *word, struct nat_rule *rule)
{
	unsigned int first, last;
	int used = 0;

	if (sscanf(word, "%5u%n", &first, &used) != 1)
		return false;
	last = first;
	if (word[used] == ':' || word[used] == '-')
		if (sscanf(word + used + 1, "%5u", &last) != 1)
			return false;
	if (!first || last > 65535 || first > last)
		return false;
	rule->first = first;
	rule->last = last;
	return true;
}

/**
 * nat_address_is_own() - whether an address is one of this host's
 * @addr: the address
 *
 * A kernel that lets sockets be bound to any address says yes to each.
 */
bool nat_address_is_own(const struct address *addr)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	bool six = addr->family == AF_INET6, own;
	int fd = socket(addr->family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(&v4.sin_addr, addr->bytes, sizeof(v4.sin_addr));
	memcpy(&v6.sin6_addr, addr->bytes, sizeof(v6.sin6_addr));
	own = fd >= 0 && !bind(fd, six ? (void *)&v6 : (void *)&v4,
			       six ? sizeof(v6) : sizeof(v4));
	if (fd >= 0)
		close(fd);
	return own;
}

/* An address of this host, and no loopback address. */
static bool is_reachable(const struct address *addr)
{
	static const struct in6_addr loopback6 = IN6ADDR_LOOPBACK_INIT;

	return (addr->family == AF_INET ? addr->bytes[0] != 127 :
		memcmp(addr->bytes, &loopback6, sizeof(loopback6)) != 0) &&
	       nat_address_is_own(addr);
}

static bool is_within(const struct address *addr, const struct address *net,
		      unsigned int bits)
{
	if (net->family != addr->family)
		return false;
	for (unsigned int i = 0; i < bits; i++)
		if ((net->bytes[i / 8] ^ addr->bytes[i / 8]) & 0x80 >> i % 8)
			return false;
	return true;
}

/* A destination that cannot be read, a set perhaps, is taken for one that fits. */
static bool is_for_address(const struct nat_rule *rule,
			   const struct address *addr)
{
	char word[TRANSLATION_TO_MAX], *slash;
	struct address net;
	unsigned int bits;

	snprintf(word, sizeof(word), "%s", rule->dst);
	slash = strchr(word, '/');
	if (slash)
		*slash = '\0';
	if (!parse_address(word, &net))
		return true;
	if (!addr)
		return is_reachable(&net);
	bits = slash ? strtoul(slash + 1, NULL, 10) : 128;
	if (bits > address_bits(net.family))
		bits = address_bits(net.family);
	return is_within(addr, &net, bits);
}

static void add(struct nat_rules *rules, const struct nat_rule *rule)
{
	if (rules->count == rules->size) {
		size_t size = rules->size * 2 + 64;
		struct nat_rule *at = realloc(rules->at, size * sizeof(*at));

		if (!at)
			return;
		rules->at = at;
		rules->size = size;
	}
	rules->at[rules->count] = *rule;
	rules->at[rules->count++].scope = rules->scope;
}

static void set(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%.*s", (int)size - 1, text);
}

/* A pattern of iptables ends in a plus sign. */
static void set_in(struct nat_rule *rule, const char *dev, bool negated)
{
	size_t len;

	set(rule->in, sizeof(rule->in), dev);
	len = strlen(rule->in);
	if (len && rule->in[len - 1] == '+')
		rule->in[len - 1] = '*';
	rule->not_in = negated;
}

/* Reads the words behind the chain's name. */
static void read_save_rule(struct nat_rule *rule, const struct line *line)
{
	for (size_t i = 2; i < line->count; i++) {
		bool negated = is(line, i - 1, "!");
		const char *value = word_at(line, i + 1);

		if (is(line, i, "-i"))
			set_in(rule, value, negated);
		if (negated)
			continue;
		if (is(line, i, "-p"))
			rule->proto = proto_of(value);
		else if (is(line, i, "-d"))
			set(rule->dst, sizeof(rule->dst), value);
		else if (is(line, i, "--dport") || is(line, i, "--dports"))
			read_ports(value, rule);
		else if (is(line, i, "--to-destination"))
			set(rule->to, sizeof(rule->to), value);
		else if (is(line, i, "--to-ports"))
			snprintf(rule->to, sizeof(rule->to), ":%.32s", value);
		else if (is(line, i, "-j") || is(line, i, "-g"))
			set(rule->jump, sizeof(rule->jump), value);
	}
}

/* "--dports 80,443": the others; the words are cut at commas. */
static void add_save_rule(struct nat_rules *rules, struct nat_rule *rule,
			  const struct line *line)
{
	bool many = false;

	add(rules, rule);
	for (size_t i = 2; i < line->count; i++) {
		if (is(line, i - 1, "--dports"))
			many = true;
		else if (many && read_ports(line->at[i], rule))
			add(rules, rule);
		else
			many = false;
	}
}

/**
 * nat_rules_read_save() - read the output of iptables-save
 * @rules: gets them
 * @text: is cut up
 */
void nat_rules_read_save(struct nat_rules *rules, char *text)
{
	bool nat = false;
	struct line line;

	while (text) {
		struct nat_rule rule = { 0 };

		text = split(text, &line);
		if (word_at(&line, 0)[0] == '*') {
			nat = is(&line, 0, "*nat");
			rules->scope++;
		}
		if (!nat || !is(&line, 0, "-A") || line.count < 3)
			continue;
		set(rule.chain, sizeof(rule.chain), line.at[1]);
		read_save_rule(&rule, &line);
		add_save_rule(rules, &rule, &line);
	}
}

/* The rest of "dnat to X", "dnat ip to X", "dnat ip6 to X". */
static const char *dnat_target(const struct line *line, size_t i)
{
	i += is(line, i + 1, "ip") || is(line, i + 1, "ip6") ? 2 : 1;
	return is(line, i, "to") ? word_at(line, i + 1) : "";
}

/* A rule of a chain has one port, or several of a set; each jump is one more rule. */
static void read_nft_rule(struct nat_rules *rules, struct nat_rule *rule,
			  const struct line *line)
{
	size_t ports = 0, end = 0;

	for (size_t i = 0; i < line->count; i++) {
		if (proto_of(line->at[i]) && !rule->proto)
			rule->proto = proto_of(line->at[i]);
		if (is(line, i, "daddr") && !is(line, i + 1, "!="))
			set(rule->dst, sizeof(rule->dst), word_at(line, i + 1));
		if (is(line, i, "iifname"))
			set_in(rule, word_at(line, i + 1 + is(line, i + 1, "!=")),
			       is(line, i + 1, "!="));
		if (is(line, i, "dport"))
			ports = i + 1;
		if (is(line, i, "dnat"))
			set(rule->to, sizeof(rule->to), dnat_target(line, i));
		if (is(line, i, "redirect") && is(line, i + 1, "to"))
			set(rule->to, sizeof(rule->to), word_at(line, i + 2));
		if (is(line, i, "jump") || is(line, i, "goto"))
			set(rule->jump, sizeof(rule->jump), word_at(line, i + 1));
		if (is(line, i, "return"))
			set(rule->jump, sizeof(rule->jump), "RETURN");
	}
	end = ports;
	while (ports && end < line->count && read_ports(line->at[end], rule)) {
		add(rules, rule);
		end++;
	}
	if (end == ports)
		add(rules, rule);
	for (size_t i = 0; i < line->count; i++) {
		if ((!is(line, i, "jump") && !is(line, i, "goto")) ||
		    is(line, i + 1, rule->jump))
			continue;
		set(rule->jump, sizeof(rule->jump), word_at(line, i + 1));
		add(rules, rule);
	}
}

/* Elements of a map of verdicts: "tcp . 8080 : goto CHAIN", "ADDRESS . tcp . 80 : ...". */
static void read_nft_elements(struct nat_rules *rules, struct nat_rule *rule,
			      const struct line *line)
{
	for (size_t i = 1; i + 4 < line->count; i++) {
		if (!is(line, i, ".") || !is(line, i + 2, ":"))
			continue;
		rule->proto = proto_of(line->at[i - 1]);
		set(rule->dst, sizeof(rule->dst), i >= 3 && is(line, i - 2, ".") ?
		    line->at[i - 3] : "");
		set(rule->jump, sizeof(rule->jump), line->at[i + 4]);
		if (rule->proto && read_ports(line->at[i + 1], rule))
			add(rules, rule);
	}
}

/**
 * nat_rules_read_nft() - read the output of "nft -y list table"
 * @rules: gets them
 * @text: is cut up
 */
void nat_rules_read_nft(struct nat_rules *rules, char *text)
{
	struct nat_rule in = { 0 };
	bool map = false;
	struct line line;

	while (text) {
		struct nat_rule rule = in;

		text = split(text, &line);
		if (is(&line, 0, "table")) {
			rules->scope++;
		} else if (is(&line, 0, "chain") || is(&line, 0, "map")) {
			map = is(&line, 0, "map");
			set(in.chain, sizeof(in.chain), word_at(&line, 1));
		} else if (map) {
			read_nft_elements(rules, &rule, &line);
		} else {
			read_nft_rule(rules, &rule, &line);
		}
	}
}

static bool is_for(const struct nat_rule *rule, const struct nat_rule *port)
{
	return (!rule->proto || rule->proto == port->proto) &&
	       (!rule->first || (rule->first <= port->last &&
				 port->first <= rule->last));
}

/* Without a packet: for any that comes from elsewhere. */
static bool takes(const struct nat_rule *rule, const struct probe *probe)
{
	bool any = !probe || !probe->dst.family;

	if (!is_for_address(rule, any ? NULL : &probe->dst))
		return false;
	return !probe || !rule->in[0] ||
	       sfw_ifname_matches(rule->in, probe->dev) != rule->not_in;
}

/* A port of this host is one in both families. */
static bool is_of(const char *to, const struct probe *probe)
{
	const char *port;
	struct address addr;

	return !probe || to[0] == ':' || !parse_endpoint(to, &addr, &port) ||
	       addr.family == probe->src.family;
}

static const char *follow(struct nat_rules *rules, const struct nat_rule *from,
			  const struct nat_rule *port,
			  const struct probe *probe, unsigned int depth)
{
	const char *to = is_of(from->to, probe) ? from->to : "";
	const struct nat_rule *rule;
	struct nat_walk walk;

	if (to[0] || depth == DEPTH_MAX || !from->jump[0])
		return to;
	walk = nat_walk(rules, NAT_BY_CHAIN, from->scope, from->jump);
	while (!to[0] && (rule = nat_walk_next(&walk)))
		if (is_for(rule, port) && takes(rule, probe))
			to = follow(rules, rule, port, probe, depth + 1);
	return to;
}

/* Docker has packets of its own bridges leave the chain before its ports. */
static bool has_left(struct nat_rules *rules, const struct nat_rule *at,
		     const struct nat_rule *port, const struct probe *probe)
{
	const struct nat_rule *rule;
	struct nat_walk walk;

	if (!probe)
		return false;
	walk = nat_walk(rules, NAT_BY_RETURN, at->scope, at->chain);
	while ((rule = nat_walk_next(&walk)) && rule < at)
		if (is_for(rule, port) && takes(rule, probe))
			return true;
	return false;
}

/* A chain that no rule jumps to is one that the kernel asks, or a map. */
static bool is_reached(struct nat_rules *rules, const struct nat_rule *in,
		       const struct nat_rule *port, const struct probe *probe,
		       unsigned int depth)
{
	const struct nat_rule *rule;
	bool asked = true;
	struct nat_walk walk;

	if (depth == DEPTH_MAX)
		return true;
	walk = nat_walk(rules, NAT_BY_JUMP, in->scope, in->chain);
	while ((rule = nat_walk_next(&walk))) {
		if (is_for(rule, port) && takes(rule, probe) &&
		    !has_left(rules, rule, port, probe) &&
		    is_reached(rules, rule, port, probe, depth + 1))
			return true;
		asked = false;
	}
	return asked;
}

/**
 * nat_rule_leads() - where a rule for a port leads packets
 * @rules: all rules
 * @rule: one of them
 * @probe: one packet to this host; NULL: any packet from elsewhere
 *
 * Return: as struct nat_rule.to; "" if nowhere, or for no port.
 */
const char *nat_rule_leads(struct nat_rules *rules, const struct nat_rule *rule,
			   const struct probe *probe)
{
	struct nat_rule port = *rule;
	const char *to;

	if (!rule->proto || !rule->first)
		return "";
	if (probe) {
		port.proto = probe->proto;
		port.first = probe->dport;
		port.last = probe->dport;
	}
	if (!is_for(rule, &port) || !takes(rule, probe) ||
	    has_left(rules, rule, &port, probe))
		return "";
	to = follow(rules, rule, &port, probe, 0);
	return to[0] && is_reached(rules, rule, &port, probe, 0) ? to : "";
}

static void read_output(struct nat_rules *rules, const char *const argv[],
			void (*read)(struct nat_rules *rules, char *text))
{
	char *text = process_output(argv);

	if (text)
		read(rules, text);
	free(text);
}

/* Names of tables that iptables keeps: asking it for others would load modules. */
static bool has_legacy(const char *path)
{
	char name[32];
	bool has = false;
	FILE *in = fopen(path, "re");

	while (in && !has && fscanf(in, "%31s", name) == 1)
		has = !strcmp(name, "nat");
	if (in)
		fclose(in);
	return has;
}

static const struct {
	const char *family;
	const char *names;
	const char *legacy;
	const char *nft;
} tools[] = {
	{ "ip", "/proc/net/ip_tables_names", "iptables-legacy-save",
	  "iptables-nft-save" },
	{ "ip6", "/proc/net/ip6_tables_names", "ip6tables-legacy-save",
	  "ip6tables-nft-save" },
};

/* False: nft has more to tell of this table. */
static bool read_iptables_nft(struct nat_rules *rules, const char *family)
{
	bool six = !strcmp(family, "ip6"), is_whole;
	const char *const argv[] = { tools[six].nft, "-t", "nat", NULL };
	char *text = process_output(argv);

	is_whole = text && !strstr(text, "incompatible");
	if (text)
		nat_rules_read_save(rules, text);
	free(text);
	return is_whole;
}

static bool is_iptables_nat(const char *family, const char *name)
{
	return !strcmp(name, "nat") &&
	       (!strcmp(family, "ip") || !strcmp(family, "ip6"));
}

/*
 * Rules of iptables-nft: nft leaves out their targets, and takes seconds for a
 * thousand services.
 */
static void read_table(struct nat_rules *rules, const char *family,
		       const char *name)
{
	const char *const argv[] = {
		"nft", "-y", "list", "table", family, name, NULL
	};

	if (!is_iptables_nat(family, name) || !read_iptables_nft(rules, family))
		read_output(rules, argv, nat_rules_read_nft);
}

static void read_tables(struct nat_rules *rules)
{
	static const char *const argv[] = { "nft", "list", "tables", NULL };
	char *text = process_output(argv), *next = text;
	char family[16], name[256];

	while (next) {
		if (sscanf(next, "table %15s %255s", family, name) == 2)
			read_table(rules, family, name);
		next = strchr(next, '\n');
		if (next)
			next++;
	}
	free(text);
}

/**
 * nat_rules_read_all() - read the rules of this namespace
 * @rules: gets them
 */
void nat_rules_read_all(struct nat_rules *rules)
{
	read_tables(rules);
	for (size_t i = 0; i < ARRAY_SIZE(tools); i++) {
		const char *const argv[] = {
			tools[i].legacy, "-t", "nat", NULL
		};

		if (has_legacy(tools[i].names))
			read_output(rules, argv, nat_rules_read_save);
	}
}

/**
 * nat_rules_free() - give their memory back
 * @rules: the rules
 */
void nat_rules_free(struct nat_rules *rules)
{
	free(rules->at);
	for (enum nat_order by = 0; by < NAT_ORDERS; by++)
		free(rules->sorted[by].at);
	memset(rules, 0, sizeof(*rules));
}
