// SPDX-License-Identifier: GPL-2.0
/*
 * The counters for Prometheus. Users who may not read the policy get the rest.
 */
#include "cmd/metric.h"
#include "cmd/prometheus.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "net/list.h"
#include "net/policytext.h"
#include "net/saved.h"

static void print_state(FILE *out, const struct overview *view)
{
	const char *const version[] = {
		"version", decode_string(&view->attrs, SFW_A_VERSION), NULL
	};

	metric_head(out, "sfw_info", "gauge", "The kernel module.");
	metric_sample(out, "sfw_info", version, 1);
	metric_alone(out, "sfw_enabled", "gauge", "Whether packets are judged.",
		     overview_enabled(view));
	metric_alone(out, "sfw_policy_generation", "gauge",
		     "How often the policy has changed.", overview_generation(view));
	metric_alone(out, "sfw_policy_trial_seconds", "gauge",
		     "Time until the policy before comes back by itself; 0: no trial.",
		     decode_u32(&view->attrs, SFW_A_CONFIRM));
	metric_alone(out, "sfw_unlogged_packets_total", "counter",
		     "Packets that were too many to be logged.",
		     decode_u64(&view->attrs, SFW_A_UNLOGGED));
	metric_alone(out, "sfw_direct_packets_total", "counter",
		     "Packets that were let in without connection tracking.",
		     decode_u64(&view->attrs, SFW_A_DIRECT));
}

/* The same hash on two hosts: the same policy. */
static void print_policy(FILE *out, const struct policy *policy, bool saved)
{
	char hash[SHA256_TEXT_MAX];
	const char *const labels[] = { "hash", hash, NULL };

	policytext_hash(policy, hash);
	metric_head(out, "sfw_policy_info", "gauge",
		    "SHA-256 sum of the policy that runs, as \"sfwctl save -\" prints it.");
	metric_sample(out, "sfw_policy_info", labels, 1);
	metric_alone(out, "sfw_policy_saved", "gauge",
		     "Whether a reboot brings the policy that runs.", saved);
}

/* Left out where nothing is rehearsed. */
static void print_rehearsal(FILE *out, const struct attrs *attrs)
{
	if (!attrs->a[SFW_A_REHEARSE])
		return;
	metric_alone(out, "sfw_rehearsal_seconds", "gauge",
		     "Time until the rehearsal of a policy ends.",
		     decode_u32(attrs, SFW_A_REHEARSE));
	metric_alone(out, "sfw_rehearsal_differences", "gauge",
		     "Kinds of packets on which it differs from the one that runs.",
		     decode_u32(attrs, SFW_A_FINDING_COUNT));
	metric_alone(out, "sfw_rehearsal_lost_packets", "gauge",
		     "Packets of further kinds, which found no place.",
		     decode_u64(attrs, SFW_A_LOST));
}

static void print_reasons(FILE *out, const char *name, const char *help,
			  const __u64 values[SFW_R_MAX])
{
	metric_head(out, name, "counter", help);
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		const char *const labels[] = {
			"reason", reasons[i].word, "verdict",
			reasons[i].accepted ? "accepted" : "refused", NULL
		};

		metric_sample(out, name, labels, values[i]);
	}
}

/* A counter of an open port, of an open protocol, whose port is empty, or of a forward. */
static void put_entry(FILE *out, const char *name, const struct entry *entry,
		      __u64 value)
{
	char proto[PROTOCOL_NAME_MAX], ports[PORTS_TEXT_MAX] = "";
	char from[PREFIX_TEXT_MAX], to[ENDPOINT_TEXT_MAX];
	bool leads = entry->to.family;
	const char *const labels[] = {
		"proto", proto, "port", ports, "from", from,
		"dev", entry->dev, leads ? "to" : NULL, to, NULL
	};

	protocol_name(entry->proto, proto, sizeof(proto));
	if (entry->port_count)
		format_ports(&entry->ports[0], ports, sizeof(ports));
	format_from(entry, from, sizeof(from));
	if (leads)
		format_target(entry, to, sizeof(to));
	metric_sample(out, name, labels, value);
}

/* One of the two counters of the objects that some commands make. */
static void print_counters(FILE *out, const struct policy *policy,
			   const enum sfw_cmd cmds[2], bool bytes,
			   const char *name, const char *help)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	metric_head(out, name, "counter", help);
	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == cmds[0] || obj.command.cmd == cmds[1])
			put_entry(out, name, &obj.command.entry,
				  bytes ? obj.bytes : obj.packets);
}

static void print_entries(FILE *out, const struct policy *policy)
{
	static const enum sfw_cmd open[2] = { SFW_CMD_PORT_ADD, SFW_CMD_PROTO_ADD };
	static const enum sfw_cmd led[2] = { SFW_CMD_FORWARD_ADD, SFW_CMD_FORWARD_ADD };

	print_counters(out, policy, open, false, "sfw_port_packets_total",
		       "Packets that opened a connection to it.");
	print_counters(out, policy, open, true, "sfw_port_bytes_total",
		       "Bytes of the packets that opened a connection to it.");
	print_counters(out, policy, led, false, "sfw_forward_packets_total",
		       "Packets that opened a connection through it.");
	print_counters(out, policy, led, true, "sfw_forward_bytes_total",
		       "Bytes of the packets that opened a connection through it.");
}

/* Those of the policy, and those that end by themselves. */
static void print_blocks(FILE *out, const struct policy *policy)
{
	static const char *const kinds[] = { "lasting", "timed" };
	const struct nlmsghdr *at = NULL;
	__u64 count[ARRAY_SIZE(kinds)] = { 0 };
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_BLOCK_ADD)
			count[policytext_timed(&obj.command)]++;
	metric_head(out, "sfw_blocked_prefixes", "gauge",
		    "Prefixes that are blocked, but for those that guards block.");
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		const char *const labels[] = { "kind", kinds[i], NULL };

		metric_sample(out, "sfw_blocked_prefixes", labels, count[i]);
	}
}

static __u64 list_size(const struct list *list)
{
	return list->size;
}

static __u64 list_cap(const struct list *list)
{
	return list->cap;
}

static __u64 list_evicted(const struct list *list)
{
	return list->evicted;
}

static __u64 list_broken(const struct list *list)
{
	return list->broken;
}

static void print_lists(FILE *out, const struct reply *reply)
{
	static const struct {
		const char *name;
		const char *type;
		const char *help;
		__u64 (*value)(const struct list *list);
	} metrics[] = {
		{ "sfw_list_entries", "gauge",
		  "Addresses in a recent list.", list_size },
		{ "sfw_list_capacity", "gauge",
		  "The most addresses that it can hold.", list_cap },
		{ "sfw_list_evictions_total", "counter",
		  "Addresses that made room for others.", list_evicted },
		{ "sfw_list_broken_total", "counter",
		  "Blocks and openings that ended before their time.",
		  list_broken },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(metrics); i++) {
		const struct nlmsghdr *at = NULL;
		struct list list;

		metric_head(out, metrics[i].name, metrics[i].type, metrics[i].help);
		while (lists_next(reply, &at, &list)) {
			const char *const labels[] = {
				"list", list.name, NULL
			};

			metric_sample(out, metrics[i].name, labels, metrics[i].value(&list));
		}
	}
}

/**
 * prometheus_print() - write all counters
 * @out: where to
 * @view: the firewall
 * @table: all commands
 */
void prometheus_print(FILE *out, const struct overview *view,
		      const struct action *table)
{
	print_state(out, view);
	print_rehearsal(out, &view->attrs);
	print_reasons(out, "sfw_packets_total", "Packets that were judged.",
		      view->counters.packets);
	print_reasons(out, "sfw_bytes_total", "Bytes of these packets.",
		      view->counters.bytes);
	if (!view->may_read)
		return;
	print_policy(out, &view->policy, saved_compare(table) == SAVED_SAME);
	print_entries(out, &view->policy);
	print_blocks(out, &view->policy);
	print_lists(out, &view->lists);
}
