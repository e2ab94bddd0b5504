// SPDX-License-Identifier: GPL-2.0
/*
 * The counters in the text format that Prometheus collects, version 0.0.4. Who
 * may not read the policy gets what is no part of it.
 */
#include "listing.h"
#include "print.h"
#include "prometheus.h"
#include "protocol.h"
#include "recent.h"
#include "utf8.h"
#include "vocabulary.h"

/* The three escapes of the format; it must be UTF-8 beyond them. */
static void put_value(FILE *out, const char *s)
{
	while (*s) {
		size_t len = utf8_char(s);

		if (!len)
			fputs("\xef\xbf\xbd", out);
		else if (*s == '\n')
			fputs("\\n", out);
		else if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else
			fwrite(s, 1, len, out);
		s += len ? len : 1;
	}
}

static void put_head(FILE *out, const char *name, const char *type,
		     const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* One sample; the labels are pairs of a name and a value, up to a NULL. */
static void put_sample(FILE *out, const char *name, const char *const labels[],
		       __u64 value)
{
	const char *lead = "{";

	fputs(name, out);
	for (; labels[0]; labels += 2) {
		fprintf(out, "%s%s=\"", lead, labels[0]);
		put_value(out, labels[1]);
		putc('"', out);
		lead = ",";
	}
	fprintf(out, "%s %llu\n", *lead == ',' ? "}" : "", value);
}

static void print_state(FILE *out, const struct overview *view)
{
	const char *const none[] = { NULL };
	const char *const version[] = {
		"version", decode_string(&view->attrs, SFW_A_VERSION), NULL
	};

	put_head(out, "sfw_info", "gauge", "The kernel module.");
	put_sample(out, "sfw_info", version, 1);
	put_head(out, "sfw_enabled", "gauge", "Whether packets are judged.");
	put_sample(out, "sfw_enabled", none, overview_enabled(view));
	put_head(out, "sfw_policy_generation", "gauge",
		 "How often the policy has changed.");
	put_sample(out, "sfw_policy_generation", none,
		   overview_generation(view));
}

static void print_reasons(FILE *out, const char *name, const char *help,
			  const __u64 values[SFW_R_MAX])
{
	put_head(out, name, "counter", help);
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		const char *const labels[] = {
			"reason", reasons[i].word, "verdict",
			reasons[i].accepted ? "accepted" : "refused", NULL
		};

		put_sample(out, name, labels, values[i]);
	}
}

static void put_entry(FILE *out, const char *name, const struct entry *entry,
		      __u64 value)
{
	char proto[PROTOCOL_NAME_MAX], ports[PORTS_TEXT_MAX] = "";
	char from[PREFIX_TEXT_MAX];
	const char *const labels[] = {
		"proto", proto, "port", ports, "from", from,
		"dev", entry->dev, NULL
	};

	protocol_name(entry->proto, proto, sizeof(proto));
	if (entry->port_count)
		print_ports(&entry->ports[0], ports, sizeof(ports));
	entry_from(entry, from, sizeof(from));
	put_sample(out, name, labels, value);
}

/* Open ports, and open protocols, whose port is empty. */
static void print_ports_of(FILE *out, const struct policy *policy, bool bytes)
{
	const char *name = bytes ? "sfw_port_bytes_total" :
				   "sfw_port_packets_total";
	const struct nlmsghdr *at = NULL;
	struct object obj;

	put_head(out, name, "counter", bytes ?
		 "Bytes of the packets that opened a connection to it." :
		 "Packets that opened a connection to it.");
	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_PORT_ADD ||
		    obj.command.cmd == SFW_CMD_PROTO_ADD)
			put_entry(out, name, &obj.command.entry,
				  bytes ? obj.bytes : obj.packets);
}

static __u64 list_size(const struct recent_list *list)
{
	return list->size;
}

static __u64 list_cap(const struct recent_list *list)
{
	return list->cap;
}

static __u64 list_evicted(const struct recent_list *list)
{
	return list->evicted;
}

static void print_lists(FILE *out, const struct answer *answer)
{
	static const struct {
		const char *name;
		const char *type;
		const char *help;
		__u64 (*value)(const struct recent_list *list);
	} metrics[] = {
		{ "sfw_list_entries", "gauge",
		  "Addresses in a recent list.", list_size },
		{ "sfw_list_capacity", "gauge",
		  "The most addresses that it can hold.", list_cap },
		{ "sfw_list_evictions_total", "counter",
		  "Addresses that made room for others.", list_evicted },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(metrics); i++) {
		const struct nlmsghdr *at = NULL;
		struct recent_list list;

		put_head(out, metrics[i].name, metrics[i].type,
			 metrics[i].help);
		while (recent_next(answer, &at, &list)) {
			const char *const labels[] = {
				"list", list.name, NULL
			};

			put_sample(out, metrics[i].name, labels,
				   metrics[i].value(&list));
		}
	}
}

/**
 * prometheus_print() - write all counters
 * @out: where to
 * @view: the firewall
 */
void prometheus_print(FILE *out, const struct overview *view)
{
	print_state(out, view);
	print_reasons(out, "sfw_packets_total", "Packets that were judged.",
		      view->stats.packets);
	print_reasons(out, "sfw_bytes_total", "Bytes of these packets.",
		      view->stats.bytes);
	if (!view->may_read)
		return;
	print_ports_of(out, &view->policy, false);
	print_ports_of(out, &view->policy, true);
	print_lists(out, &view->lists);
}
