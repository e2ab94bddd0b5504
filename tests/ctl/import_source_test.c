// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of other programs than iptables-save: the files of ufw, the JSON of nft.
 * Usage: import_source_test FOLDER, with ufw/etc in it
 */
#include "importing.h"
#include "import/source.h"

static const char *folder;

/* The policy, "" when the rules cannot be read. */
static char *policy_of(int (*read)(struct source *src), const char *text,
		       const char *root, unsigned int *lost)
{
	struct ruleset set = { 0 };
	struct source src = { .set = &set, .root = root };
	char *policy;
	size_t size;
	FILE *out = open_memstream(&policy, &size);
	const struct linefile in = { .name = "nft", .text = (char *)text };
	int ret = text ? source_nft_text(&src, &in) : read(&src);

	*lost = 0;
	if (!ret && !ruleset_finish(&set))
		assert_int_equal(import_translate(&set, out, lost), 0);
	fclose(out);
	ruleset_free(&set);
	source_free(&src);
	return policy;
}

static void test_ufw(void **state)
{
	char root[512];
	unsigned int lost;
	char *policy;

	(void)state;
	snprintf(root, sizeof(root), "%s/ufw", folder);
	policy = policy_of(source_ufw, NULL, root, &lost);
	assert_true(has_line(policy, "port add tcp 22"));
	assert_true(has_line(policy, "port add tcp 443 from 192.0.2.0/24"));
	assert_true(has_line(policy, "set reject4 drop"));
	assert_true(has_line(policy, "set forward drop"));
	assert_non_null(strstr(policy, "# before.rules line "));
	free(policy);
}

static void test_no_ufw(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = policy_of(source_ufw, NULL, "/nowhere", &lost);
	assert_string_equal(policy, "");
	free(policy);
}

#define NFT	"{\"nftables\":[{\"metainfo\":{\"json_schema_version\":1}}," \
		"{\"table\":{\"family\":\"inet\",\"name\":\"f\",\"handle\":1}}," \
		"{\"chain\":{\"family\":\"inet\",\"table\":\"f\",\"name\":\"in\",\"handle\":1," \
		"\"type\":\"filter\",\"hook\":\"input\",\"prio\":0,\"policy\":\"drop\"}}," \
		"{\"chain\":{\"family\":\"inet\",\"table\":\"f\",\"name\":\"web\",\"handle\":2}}," \
		"{\"set\":{\"family\":\"inet\",\"name\":\"bad\",\"table\":\"f\"," \
		"\"type\":\"ipv4_addr\",\"handle\":3," \
		"\"flags\":[\"interval\"]," \
		"\"elem\":[{\"prefix\":{\"addr\":\"128.0.0.0\",\"len\":1}}]}}," \
		"{\"set\":{\"family\":\"inet\",\"name\":\"live\",\"table\":\"f\"," \
		"\"type\":\"ipv4_addr\",\"handle\":4," \
		"\"flags\":[\"timeout\"]}},"
#define RULE(chain, expr) REMARKED(chain, "", expr)
#define REMARKED(chain, remark, expr) \
		"{\"rule\":{\"family\":\"inet\",\"table\":\"f\",\"chain\":\"" chain "\"," \
		"\"handle\":9," remark "\"expr\":[" expr "]}}"
#define MATCH(left, op, right) \
		"{\"match\":{\"op\":\"" op "\",\"left\":" left ",\"right\":" right "}},"
#define PAYLOAD(proto, field) \
		"{\"payload\":{\"protocol\":\"" proto "\",\"field\":\"" field "\"}}"
#define META(key) "{\"meta\":{\"key\":\"" key "\"}}"
#define STATE_KEY "{\"ct\":{\"key\":\"state\"}}"
#define ACCEPT	"{\"accept\":null}"
#define DROP	"{\"drop\":null}"
#define TO_WEB	"[80,{\"jump\":{\"target\":\"web\"}}]"
#define SSH	"[{\"elem\":{\"val\":22,\"comment\":\"a\"}}," ACCEPT "]"
#define TYPE	"{\"fib\":{\"result\":\"type\",\"flags\":[\"daddr\"]}}"
#define USUAL	NFT RULE("in", "{\"vmap\":{\"key\":" STATE_KEY ",\"data\":{\"set\":[" \
		"[\"invalid\"," DROP "],[\"established\"," ACCEPT "]," \
		"[\"related\"," ACCEPT "]]}}}") "," \
		RULE("in", MATCH(META("iif"), "==", "\"lo\"") ACCEPT) ","
#define END	"]}"

static const struct row {
	const char *name;
	const char *json;
	const char *line;
	bool absent;
	const char *reason;
} rows[] = {
	{ "a set of ports", USUAL RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==",
	  "{\"set\":[22,80,{\"range\":[6000,6010]}]}") ACCEPT) END,
	  "port add tcp 22,80,6000-6010" },
	{ "a protocol, and ports of any", USUAL RULE("in", MATCH(META("l4proto"), "==",
	  "{\"set\":[\"tcp\",\"udp\"]}") MATCH(PAYLOAD("th", "dport"), "==", "53") ACCEPT) END,
	  "port add udp 53" },
	{ "a character of two halves", USUAL
	  REMARKED("in", "\"comment\":\"\\ud83d\\ude00\",",
		   MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22 comment \"\xf0\x9f\x98\x80\"" },
	{ "another protocol than its ports", USUAL RULE("in", MATCH(META("l4proto"), "==",
	  "\"udp\"") MATCH(PAYLOAD("tcp", "dport"), "==", "53") ACCEPT) END, "53", true },
	{ "sources of one family", USUAL RULE("in", MATCH(PAYLOAD("ip", "saddr"), "==",
	  "{\"prefix\":{\"addr\":\"192.0.2.0\",\"len\":24}}")
	  MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22 from 192.0.2.0/24" },
	{ "sources of a set are refused", USUAL RULE("in", MATCH(PAYLOAD("ip", "saddr"), "==",
	  "\"@bad\"") DROP) "," RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "sources of a set that changes", USUAL RULE("in", MATCH(PAYLOAD("ip", "saddr"), "==",
	  "\"@live\"") DROP) "," RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22" },
	{ "a map of verdicts, with a chain", USUAL RULE("in", "{\"vmap\":{\"key\":"
	  PAYLOAD("tcp", "dport") ",\"data\":{\"set\":[" TO_WEB "," SSH "]}}}") ","
	  RULE("web", MATCH(META("iifname"), "==", "\"br-*\"") ACCEPT) END,
	  "port add tcp 80 dev \"br-*\"" },
	{ "the rest of that map", USUAL RULE("in", "{\"vmap\":{\"key\":"
	  PAYLOAD("tcp", "dport") ",\"data\":{\"set\":[" TO_WEB "," SSH "]}}}") END,
	  "port add tcp 22" },
	{ "flags, as 1.0.6 has them", USUAL RULE("in",
	  "{\"match\":{\"op\":\"!=\",\"left\":{\"&\":[" PAYLOAD("tcp", "flags")
	  ",[\"fin\",\"syn\",\"rst\",\"ack\"]]},\"right\":\"syn\"}}," DROP) ","
	  RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22" },
	{ "flags, as 1.1 has them", USUAL RULE("in",
	  "{\"match\":{\"op\":\"!=\",\"left\":{\"&\":[" PAYLOAD("tcp", "flags")
	  ",{\"|\":[\"fin\",\"syn\",\"rst\",\"ack\"]}]},\"right\":\"syn\"}}," DROP) ","
	  RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22" },
	{ "broadcast", USUAL RULE("in", MATCH(TYPE, "==", "\"broadcast\"") DROP) ","
	  RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add tcp 22" },
	{ "a rate", USUAL RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22")
	  "{\"limit\":{\"rate\":3,\"burst\":5,\"per\":\"minute\"}}," ACCEPT) END,
	  "port add", true, "3/minute, burst 5, of all sources together" },
	{ "a match that is not understood", USUAL RULE("in",
	  MATCH("{\"osf\":{\"key\":\"name\"}}", "==", "\"Linux\"") DROP) ","
	  RULE("in", MATCH(PAYLOAD("tcp", "dport"), "==", "22") ACCEPT) END,
	  "port add", true, "it would open more" },
	{ "rules of iptables-nft", NFT RULE("in",
	  "{\"xt\":{\"type\":\"match\",\"name\":\"conntrack\"}}," ACCEPT) END, "trust", true },
	{ "ICMP of the other family", USUAL RULE("in", MATCH(META("l4proto"), "==",
	  "\"ipv6-icmp\"") ACCEPT) END, "proto add icmpv6 from 0.0.0.0/0", true },
};

static void test_nft(void **state)
{
	const struct row *row = *state;
	unsigned int lost;
	char *policy = policy_of(NULL, row->json, "", &lost);
	bool good = row->absent ? !has_command(policy, row->line) :
				  has_line(policy, row->line);

	if (row->reason)
		good &= !!strstr(policy, row->reason);
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

static void test_no_json(void **state)
{
	static const char *const texts[] = {
		"{", "[]", "{\"nftables\":1}", "{\"nftables\":[}", "{\"nftables\":[]} x",
		"{\"nftables\":[{\"rule\":\"\\u12\"}]}", "{\"nftables\":[{\"rule\":\"\\ud83d\"}]}",
	};
	unsigned int lost;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char *policy = policy_of(NULL, texts[i], "", &lost);

		assert_string_equal(policy, "");
		free(policy);
	}
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ufw), cmocka_unit_test(test_no_ufw),
		cmocka_unit_test(test_no_json),
	};
	int failed = run_table("nft", rows, ARRAY_SIZE(rows), sizeof(*rows), test_nft);

	folder = argc > 1 ? argv[1] : "import";
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
