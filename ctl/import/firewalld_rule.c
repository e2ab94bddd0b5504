// SPDX-License-Identifier: GPL-2.0
/* The elements of zones and policies: services, ports, and rich rules. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/firewalld.h"
#include "lib/wordset.h"

#define SERVICES_MAX	64	/* that one includes */

/* Of a service: names that are read already. */
struct seen {
	unsigned int count;
	const char *name[SERVICES_MAX];
};

/* Ends a rule that has its first words, and adds it. */
static int add_filter(const struct fw_part *part,
		      const struct fw_verdict *verdict,
		      const struct fw_line *first)
{
	struct fw_line line = *first;
	char chain[FW_NAME + 16];

	line.srcs = verdict->when.srcs;
	line.src_count = verdict->when.src_count;
	fw_put(&line, "%s -j %s", verdict->when.text, verdict->target);
	line.full |= verdict->when.full;
	snprintf(chain, sizeof(chain), "%s_%s", part->in, verdict->end);
	return fw_rule(part, verdict->at, "filter", chain, &line);
}

/* "22", "6000-6010" as iptables has it */
static void put_port(struct fw_line *line, const char *option, const char *port)
{
	char copy[32], *dash;

	if (!*port)
		return;
	snprintf(copy, sizeof(copy), "%s", port);
	dash = strchr(copy, '-');
	if (dash)
		*dash = ':';
	fw_put(line, " %s %s", option, copy);
}

static int add_port(const struct fw_part *part, const struct fw_doc *doc,
		    const struct xnode *node, const struct fw_verdict *verdict,
		    const char *to)
{
	const char *port, *proto;
	struct fw_line line = { .full = false };
	int ret = fw_word(doc, node, "port", &port);

	if (!ret)
		ret = fw_word(doc, node, "protocol", &proto);
	if (ret)
		return ret;
	fw_put(&line, " -p %s", proto);
	put_port(&line, strcmp(node->name, "port") ? "--sport" : "--dport", port);
	if (to)
		fw_put(&line, " -d %s", to);
	return add_filter(part, verdict, &line);
}

static int add_protocol(const struct fw_part *part, const struct fw_doc *doc,
			const struct xnode *node,
			const struct fw_verdict *verdict, const char *to)
{
	struct fw_line line = { .full = false };
	const char *proto;
	int ret = fw_word(doc, node, "value", &proto);

	if (ret)
		return ret;
	fw_put(&line, " -p %s", proto);
	if (to)
		fw_put(&line, " -d %s", to);
	return add_filter(part, verdict, &line);
}

/* 1 if a service has destinations, but none in this family. */
static int destination(const struct fw_part *part, const struct fw_doc *service,
		       const char **to)
{
	const char *name = part->fw->family == AF_INET ? "ipv4" : "ipv6";
	bool any = false;
	int ret = 0;

	for (const struct xnode *n = service->root->first; n && !ret; n = n->next) {
		if (strcmp(n->name, "destination"))
			continue;
		any = true;
		if (xml_attr(n, name))
			ret = fw_word(service, n, name, to);
	}
	return ret ? ret : any && !*to;
}

static int add_helper(const struct fw_part *part,
		      const struct fw_verdict *verdict, const char *name)
{
	struct fw_line line = { .full = false };
	struct fw_doc *helper;
	int ret = fw_load(part->fw, "helpers", name, &helper);

	if (ret || !helper || strncmp(verdict->target, "ACCEPT", 6))
		return ret;
	for (const struct xnode *n = helper->root->first; n && !ret; n = n->next) {
		const char *port, *proto;

		if (strcmp(n->name, "port"))
			continue;
		ret = fw_word(helper, n, "port", &port);
		if (!ret)
			ret = fw_word(helper, n, "protocol", &proto);
		if (ret)
			break;
		fw_put(&line, " -p %s", proto);
		put_port(&line, "--dport", port);
		fw_put(&line, " -j CT --helper %s", name);
		ret = fw_rule(part, verdict->at, "raw", "PREROUTING", &line);
	}
	return ret;
}

static int add_service(const struct fw_part *part, const struct fw_doc *doc,
		       const struct xnode *node, const char *attr,
		       const struct fw_verdict *verdict, struct seen *seen);

static int add_piece(const struct fw_part *part, const struct fw_doc *service,
		     const struct xnode *n, const struct fw_verdict *verdict,
		     const char *to, struct seen *seen)
{
	const char *name;
	int ret;

	if (wordset_index("port|source-port", n->name) >= 0)
		return add_port(part, service, n, verdict, to);
	if (!strcmp(n->name, "protocol"))
		return add_protocol(part, service, n, verdict, to);
	if (!strcmp(n->name, "include"))
		return add_service(part, service, n, "service", verdict, seen);
	if (strcmp(n->name, "helper"))
		return 0;
	ret = fw_word(service, n, "name", &name);
	return ret ? ret : add_helper(part, verdict, name);
}

static int add_service(const struct fw_part *part, const struct fw_doc *doc,
		       const struct xnode *node, const char *attr,
		       const struct fw_verdict *verdict, struct seen *seen)
{
	const char *name, *to = NULL;
	struct fw_doc *service;
	int ret = fw_word(doc, node, attr, &name);

	for (unsigned int i = 0; i < seen->count && !ret; i++)
		if (!strcmp(seen->name[i], name))
			return 0;
	if (ret || seen->count == SERVICES_MAX)
		return ret ? ret : -E2BIG;
	seen->name[seen->count++] = name;
	ret = fw_load(part->fw, "services", name, &service);
	if (ret)
		return ret;
	if (!service)
		return fw_fail(doc, node, "there is no service \"%s\"", name);
	ret = destination(part, service, &to);
	/* Those that it includes have destinations of their own. */
	for (const struct xnode *n = service->root->first; n && ret >= 0; n = n->next) {
		int no = ret;

		if (no && strcmp(n->name, "include"))
			continue;
		ret = add_piece(part, service, n, verdict, to, seen);
		ret = ret ? ret : no;
	}
	return ret < 0 ? ret : 0;
}

/* 1 if the family has no such type. */
static int icmp_family(const struct fw_part *part, const char *name)
{
	const char *ours = part->fw->family == AF_INET ? "ipv4" : "ipv6";
	struct fw_doc *type;
	bool any = false, found = false;
	int ret = fw_load(part->fw, "icmptypes", name, &type);

	if (ret || !type)
		return ret;
	for (const struct xnode *n = type->root->first; n; n = n->next) {
		const char *value = xml_attr(n, ours);

		if (strcmp(n->name, "destination"))
			continue;
		any |= !value || !strcmp(value, "yes");
		found |= value && !strcmp(value, "yes");
	}
	return any && !found;
}

static int add_icmp(const struct fw_part *part, const struct xnode *node,
		    const struct fw_verdict *verdict)
{
	bool six = part->fw->family == AF_INET6;
	struct fw_line line = { .full = false };
	const char *name;
	int ret = fw_word(part->doc, node, "name", &name);

	if (!ret)
		ret = icmp_family(part, name);
	if (ret)
		return ret < 0 ? ret : 0;
	fw_put(&line, six ? " -p ipv6-icmp --icmpv6-type %s" :
			    " -p icmp --icmp-type %s", name);
	return add_filter(part, verdict, &line);
}

static int add_nat(const struct fw_part *part, const char *chain,
		   const struct fw_verdict *verdict, struct fw_line *line)
{
	char name[FW_NAME + 16];

	if (!*chain)
		return fw_fail(part->doc, verdict->at,
			       "there is no translation between these zones");
	line->srcs = verdict->when.srcs;
	line->src_count = verdict->when.src_count;
	line->full |= verdict->when.full;
	snprintf(name, sizeof(name), "%s_%s", chain, verdict->end);
	return fw_rule(part, verdict->at, "nat", name, line);
}

static int add_masquerade(const struct fw_part *part,
			  const struct fw_verdict *verdict)
{
	struct fw_line line = { .full = false };

	fw_put(&line, "%s -j MASQUERADE", verdict->when.text);
	return add_nat(part, part->after, verdict, &line);
}

static int add_forward(const struct fw_part *part, const struct xnode *node,
		       const struct fw_verdict *verdict)
{
	const char *port, *proto, *to_port = "", *to = "";
	bool six = part->fw->family == AF_INET6;
	struct fw_line line = { .full = false };
	int ret = fw_word(part->doc, node, "port", &port);

	if (!ret)
		ret = fw_word(part->doc, node, "protocol", &proto);
	if (!ret && xml_attr(node, "to-port"))
		ret = fw_word(part->doc, node, "to-port", &to_port);
	if (!ret && xml_attr(node, "to-addr"))
		ret = fw_word(part->doc, node, "to-addr", &to);
	if (ret || (*to && !strchr(to, ':') == six) ||
	    (!*to && verdict->at == node && six))
		return ret;
	fw_put(&line, " -p %s", proto);
	put_port(&line, "--dport", port);
	fw_put(&line, "%s", verdict->when.text);
	if (!*to)
		fw_put(&line, " -j REDIRECT --to-ports %s", to_port);
	else
		fw_put(&line, strchr(to, ':') ? " -j DNAT --to-destination [%s]%s%s" :
		       " -j DNAT --to-destination %s%s%s", to,
		       *to_port ? ":" : "", to_port);
	return add_nat(part, part->before, verdict, &line);
}

static int add_clamp(const struct fw_part *part, const struct fw_verdict *verdict)
{
	struct fw_line line = { .full = false };
	char chain[FW_NAME + 16];

	fw_put(&line, " -p tcp --tcp-flags SYN,RST SYN%s -j TCPMSS --clamp-mss-to-pmtu",
	       verdict->when.text);
	snprintf(chain, sizeof(chain), "%s_%s", part->through, verdict->end);
	return fw_rule(part, verdict->at, "filter", chain, &line);
}

/**
 * fw_element() - add the rules of an element
 * @part: the zone or policy
 * @node: the element, NULL for all packets
 * @verdict: its target
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_element(const struct fw_part *part, const struct xnode *node,
	       const struct fw_verdict *verdict)
{
	static const struct fw_line all = { .full = false };
	struct seen seen = { .count = 0 };

	if (!node)
		return add_filter(part, verdict, &all);
	if (!strcmp(node->name, "service"))
		return add_service(part, part->doc, node, "name", verdict, &seen);
	if (wordset_index("port|source-port", node->name) >= 0)
		return add_port(part, part->doc, node, verdict, NULL);
	if (!strcmp(node->name, "protocol"))
		return add_protocol(part, part->doc, node, verdict, NULL);
	if (wordset_index("icmp-block|icmp-type", node->name) >= 0)
		return add_icmp(part, node, verdict);
	if (!strcmp(node->name, "masquerade"))
		return add_masquerade(part, verdict);
	if (!strcmp(node->name, "forward-port"))
		return add_forward(part, node, verdict);
	return add_clamp(part, verdict);
}
