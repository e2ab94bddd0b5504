// SPDX-License-Identifier: GPL-2.0
/*
 * firewalld: the rules that it has put in force, or, where it does not run, those that
 * it makes of its files.
 */
#define _GNU_SOURCE	/* for asprintf() */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "import/firewalld.h"
#include "import/words.h"
#include "lib/compiler.h"
#include "lib/printable.h"
#include "lib/subprocess.h"

#define CONF		"/etc/firewalld/firewalld.conf"
/* Remarks that fill a line. */
#define DEFAULT_HERE "interfaces that no zone names are in the default zone: of those only the ones that are here now"
#define MANAGED "interfaces that NetworkManager puts in a zone are in the default one here"
#define FROM_FILES "firewalld does not run: its files come to this"
#define NOT_TOGETHER "the rules in force cannot be told together: the files of firewalld come to this"

#define CONNECTIONS	"/etc/NetworkManager/system-connections"

/* The first lines of the base chains. */
static const char *const base[][2] = {
	{ "raw", ":PREROUTING ACCEPT [0:0]" },
	{ "mangle", ":PREROUTING ACCEPT [0:0]" },
	{ "nat", ":PREROUTING ACCEPT [0:0]" },
	{ "nat", ":POSTROUTING ACCEPT [0:0]" },
	{ "filter", ":INPUT DROP [0:0]" },
	{ "filter", ":FORWARD DROP [0:0]" },
	{ "filter", ":OUTPUT ACCEPT [0:0]" },
	{ "filter", "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT" },
	{ "filter", "-A INPUT -m conntrack --ctstate DNAT -j ACCEPT" },
	{ "filter", "-A INPUT -i lo -j ACCEPT" },
	{ "filter", "-A INPUT -m conntrack --ctstate INVALID -j DROP" },
	{ "filter", "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT" },
	{ "filter", "-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT" },
	{ "filter", "-A FORWARD -m conntrack --ctstate INVALID -j DROP" },
	{ "filter", "-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT" },
	{ "filter", "-A OUTPUT -o lo -j ACCEPT" },
	{ "filter", "-A OUTPUT -j OUTPUT_POLICIES_pre" },
	{ "filter", "-A OUTPUT -j OUTPUT_POLICIES_post" },
};

/* RFC 3964: IPv4 within IPv6, that no tunnel should carry. */
static const char *const carried[] = {
	"::/96", "::ffff:0:0/96", "2002::/24", "2002:a00::/24", "2002:7f00::/24",
	"2002:ac10::/28", "2002:c0a8::/32", "2002:a9fe::/32", "2002:e000::/19",
};

static bool is_off(const char *value)
{
	return value && (!strcasecmp(value, "no") || !strcasecmp(value, "false"));
}

static int add_path(struct firewalld *fw)
{
	static const char *const types[] = { "router-advertisement",
					     "neighbour-solicitation" };
	int ret = 0;

	if (fw->family != AF_INET6 || is_off(fw->path))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(types) && !ret; i++)
		ret = fw_add(fw, "mangle",
			     "-A PREROUTING -p ipv6-icmp --icmpv6-type %s -j ACCEPT",
			     types[i]);
	return ret ? ret : fw_add(fw, "mangle", "-A PREROUTING -m rpfilter --invert%s -j DROP",
				  fw->path && !strncmp(fw->path, "loose", 5) ?
				  " --loose" : "");
}

/* Whether some file may let a packet through: none of the package's does. */
static bool forwards(const struct firewalld *fw)
{
	for (size_t i = 0; i < fw->count; i++)
		if (fw_zone_names(fw->docs[i], "interface") ||
		    fw_zone_names(fw->docs[i], "source") ||
		    (!strcmp(fw->docs[i]->kind, "policies") &&
		     strcmp(fw->docs[i]->name, "allow-host-ipv6")) ||
		    (!strcmp(fw->docs[i]->name, fw->zone) &&
		     xml_attr(fw->docs[i]->root, "target")))
			return true;
	return false;
}

/* Of packets that nothing lets through, these need no rule. */
static int add_tunnels(struct firewalld *fw, const char *asked)
{
	int ret = 0;

	if (fw->family != AF_INET6 || is_off(asked) || !forwards(fw))
		return 0;
	fw->src->set->file = "firewalld.conf RFC3964_IPv4";
	for (size_t i = 0; i < ARRAY_SIZE(carried) && !ret; i++)
		ret = fw_add(fw, "filter",
			     "-A FORWARD -d %s -j REJECT --reject-with icmp6-addr-unreachable",
			     carried[i]);
	fw->src->set->file = NULL;
	return ret;
}

static int add_base(struct firewalld *fw)
{
	const struct ruleset *set = fw->src->set;
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(base) && !ret; i++) {
		ret = fw_add(fw, base[i][0], "%s", base[i][1]);
		/* Behind all zones nothing is dropped without an answer. */
		if (!ret && strstr(base[i][1], " DROP ["))
			set->rules[set->count - 1]->reject =
				word_reject(strrchr(fw_reject(fw), ' ') + 1);
	}
	return ret ? ret : add_path(fw);
}

static int add_family(struct firewalld *fw, int family, const char *tunnels)
{
	int ret;

	fw->family = family;
	fw->src->set->hint = family;
	ret = add_base(fw);
	if (!ret)
		ret = add_tunnels(fw, tunnels);
	if (!ret)
		ret = fw_direct(fw);
	if (!ret)
		ret = fw_policies(fw);
	return ret ? ret : fw_zones(fw);
}

static int load(struct firewalld *fw)
{
	struct fw_doc *zone;
	int ret = fw_load_all(fw, "zones");

	if (!ret)
		ret = fw_load_all(fw, "policies");
	if (!ret)
		ret = source_devs(fw->src);
	if (!ret)
		ret = fw_load(fw, "zones", fw->zone, &zone);
	if (ret || zone)
		return ret;
	fprintf(stderr, "sfwctl: " CONF ": there is no zone \"%s\"\n",
		printable(fw->zone).text);
	return -EINVAL;
}

/* Interfaces that the files say nothing of. */
static int say_others(struct source *src, bool named)
{
	bool manager;
	char *path;
	int ret = 0;

	if (asprintf(&path, "%s" CONNECTIONS, src->root) < 0)
		return -ENOMEM;
	manager = !access(path, F_OK);
	free(path);
	if (named)
		ret = source_remark(src, true, DEFAULT_HERE);
	return ret || !manager ? ret :
	       source_remark(src, true, MANAGED);
}

/**
 * source_firewalld_files() - read the files of firewalld
 * @src: the source
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_firewalld_files(struct source *src)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct firewalld fw = { .src = src };
	struct keys conf;
	const char *text;
	bool named;
	int ret = keys_read(&conf, src, CONF);

	if (ret)
		return ret;
	text = keys_get(&conf, "DefaultZone");
	fw.zone = text && *text ? text : "public";
	text = keys_get(&conf, "FirewallBackend");
	fw.iptables = text && !strcmp(text, "iptables");
	fw.path = keys_get(&conf, "IPv6_rpfilter");
	src->set->joins = true;
	ret = load(&fw);
	for (size_t i = 0; i < ARRAY_SIZE(families) && !ret; i++)
		ret = add_family(&fw, families[i],
				 keys_get(&conf, "RFC3964_IPv4"));
	named = fw_names_interfaces(&fw);
	fw_free(&fw);
	src->set->hint = 0;
	return ret ? ret : say_others(src, named);
}

/**
 * source_firewalld() - read the rules of firewalld
 * @src: the source
 *
 * Its zones, policies and direct rules are chains of nft and iptables, and all of
 * them are there while it runs.
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_firewalld(struct source *src)
{
	static const char *const argv[] = { "firewall-cmd", "--state", NULL };
	const char *state = source_keep(src, process_output(argv));
	int asked, ret;

	if (!state || strncmp(state, "running", strlen("running"))) {
		ret = source_firewalld_files(src);
		return ret ? ret : source_remark(src, false, FROM_FILES);
	}
	ret = source_live(src);
	if (ret != -EINVAL && ret != -E2BIG)
		return ret;
	/* Beside more than can be read. */
	asked = src->set->asked;
	ruleset_free(src->set);
	src->set->asked = asked;
	ret = source_firewalld_files(src);
	return ret ? ret : source_remark(src, true, NOT_TOGETHER);
}
