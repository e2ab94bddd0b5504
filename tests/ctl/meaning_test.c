// SPDX-License-Identifier: GPL-2.0
/*
 * "diff A B meaning" against a search through all packets of a small universe, for
 * pairs of random policies, and against random packets for two policies in files.
 * Usage: meaning_test [PAIRS [SEED [PORTS]]]
 *        meaning_test A B [PACKETS]
 */

#include "core/ifname.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "meaning/describe.h"
#include "net/offline.h"
#include "net/verdict.h"
#include "random_policy.h"

static unsigned int picked = 3;	/* of a universe, so many ports */

static size_t kind_at(const struct space *s, const struct probe *probe)
{
	unsigned int f = FAMILY_INDEX(probe->src.family);
	bool icmp = probe->proto == IPPROTO_ICMP || probe->proto == IPPROTO_ICMPV6;
	const char *variant = "";

	if (probe->proto == IPPROTO_TCP && (probe->tcp_flags & 0x17) != 0x02)
		variant = "no-syn";
	if (probe->proto == IPPROTO_UDP && probe->sport == 67)
		variant = "from-67";
	if (icmp && probe->icmp_type == (f ? 128 : 8))
		variant = "echo";
	if (icmp && f && probe->icmp_type >= 133 && probe->icmp_type <= 137)
		variant = "neighbour";
	if (icmp && f && (probe->icmp_type == 143 ||
			  (probe->icmp_type >= 130 && probe->icmp_type <= 132)))
		variant = "listener";
	for (size_t i = 0; i < s->kind_count; i++)
		if (s->kinds[i].proto[f] == probe->proto && !strcmp(s->kinds[i].variant, variant))
			return i;
	return s->kind_count - 1;
}

static size_t dev_at(const struct space *s, const char *dev)
{
	size_t best = 0;

	for (size_t i = 1; i < s->dev_count; i++)
		if (sfw_ifname_matches(s->devs[i].name, dev) &&
		    (!strcmp(s->devs[i].name, dev) || !best ||
		     (strcmp(s->devs[best].name, dev) &&
		      strlen(s->devs[i].name) > strlen(s->devs[best].name))))
			best = i;
	return best;
}

static size_t dst_at(const struct space *s, const struct address *dst)
{
	if (!dst->family)
		return DST_HERE;
	if (dst->family == AF_INET6 && dst->bytes[0] == 0xfe)
		return DST_LINK;
	for (size_t i = DST_TARGETS; i < s->dst_count; i++)
		if (!address_compare(&s->dsts[i], dst))
			return i;
	return DST_OTHER;
}

static size_t state_at(const struct probe *probe)
{
	for (size_t i = 0; i < SPACE_STATES; i++)
		if (space_states[i] == probe->state)
			return i;
	return 0;
}

/* How many classes have a packet, and the last of them. */
static unsigned int find(const struct meaning *m, const struct probe *probe,
			 const struct class **class)
{
	const struct space *s = &m->space;
	const size_t at[DIM_COUNT] = {
		[DIM_KIND] = kind_at(s, probe),
		[DIM_PORT] = probe->dport ? space_port_of(s, probe->dport) : 0,
		[DIM_SRC] = space_source_of(s, &probe->src), [DIM_DEV] = dev_at(s, probe->dev),
		[DIM_DST] = dst_at(s, &probe->dst), [DIM_STATE] = state_at(probe),
	};
	unsigned int found = 0;

	for (size_t i = 0; i < m->class_count; i++) {
		bool has = true;

		for (unsigned int d = 0; has && d < DIM_COUNT; d++)
			has = pool_has(&m->pool[d], m->classes[i].set[d], at[d]);
		if (has)
			*class = &m->classes[i];
		found += has;
	}
	return found;
}

static struct opinion ask(struct nl nl[2], const struct probe *probe)
{
	struct opinion o;

	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(verdict_code(&nl[i], probe, &o.action[i], &o.reason[i]), 0);
	return o;
}

static unsigned long asked, differing, wrong, classes;

static void check_packet(const struct meaning *m, struct nl nl[2], const struct probe *probe)
{
	struct opinion o = ask(nl, probe);
	bool differ = o.action[0] != o.action[1] || o.reason[0] != o.reason[1];
	const struct class *class = NULL;
	unsigned int found = find(m, probe, &class);
	char text[PROBE_TEXT_MAX];

	asked++;
	differing += differ;
	if (found == differ && (!class || !memcmp(&o, &class->opinion, sizeof(o))))
		return;
	wrong++;
	print_message("# in %u classes, differs %d: %s\n", found, differ,
		      format_probe(probe, text, sizeof(text)));
}

/* All combinations of some sources, ports, interfaces and destinations. */
static void check_universe(const struct meaning *m, struct nl nl[2])
{
	struct probe probe;

	for (unsigned int i = 0; i < ARRAY_SIZE(sources); i++)
		for (unsigned int j = 0; j < picked; j++) {
			unsigned int port = PICK(ports);

			for (unsigned int k = 0; k < ARRAY_SIZE(devs); k++)
				for (unsigned int l = 0; l < ARRAY_SIZE(dsts); l++) {
					random_packet(&probe, sources[i], port, devs[k], dsts[l]);
					check_packet(m, nl, &probe);
				}
		}
}

/* The line below a class is a packet of it, and can be typed. */
static void check_witnesses(const struct meaning *m, struct nl nl[2])
{
	for (size_t i = 0; i < m->class_count; i++) {
		struct probe probe, again;
		char text[PROBE_TEXT_MAX];
		struct parse_error err;
		struct tokens words;
		struct parser p = { .words = words.at, .at = 1, .error = &err };
		struct opinion o;

		meaning_witness(m, &m->classes[i], &probe);
		o = ask(nl, &probe);
		assert_null(tokenize(format_probe(&probe, text, sizeof(text)), &words));
		p.count = words.count;
		if (parse_probe(&p, &again))
			fail_msg("%s: %s", text, err.text);
		if (memcmp(&o, &m->classes[i].opinion, sizeof(o)) ||
		    memcmp(&probe, &again, sizeof(probe))) {
			wrong++;
			print_message("# no witness: %s\n", text);
		}
	}
}

static void check_pair(char lines[2][LINES_MOST][LINE_SIZE])
{
	struct kernel *k[2];
	struct meaning m;
	struct nl nl[2];
	unsigned long before = wrong;

	for (unsigned int i = 0; i < 2; i++)
		k[i] = make_policy(&nl[i], lines[i], LINES_MOST);
	assert_int_equal(meaning_get(&m, &nl[0], &nl[1]), 0);
	classes += m.class_count;
	check_universe(&m, nl);
	check_witnesses(&m, nl);
	if (wrong > before)
		for (unsigned int i = 0; i < LINES_MOST; i++)
			print_message("# A: %s\n# B: %s\n", lines[0][i], lines[1][i]);
	meaning_free(&m);
	for (unsigned int i = 0; i < 2; i++) {
		nl_close(&nl[i]);
		kernel_free(k[i]);
	}
	nl_stand_in(NULL);
}

/* Half of the lines are the same in both. */
static void check_random_pair(void)
{
	char lines[2][LINES_MOST][LINE_SIZE];

	for (unsigned int i = 0; i < LINES_MOST; i++) {
		random_line(lines[0][i], sizeof(lines[0][i]));
		random_line(lines[1][i], sizeof(lines[1][i]));
		if (random_below(2))
			strcpy(lines[1][i], lines[0][i]);
	}
	check_pair(lines);
}

/* Lines that seldom meet. */
static const char *const corners[][2][3] = {
	{ { "set ping off", "proto add icmp from 10.0.0.0/30", "proto add ping from 192.0.2.0/24" },
	  { "set ping off" } },
};

static void test_corners(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(corners); i++) {
		char lines[2][LINES_MOST][LINE_SIZE];

		for (unsigned int j = 0; j < 2 * LINES_MOST; j++) {
			unsigned int at = j / 2 % ARRAY_SIZE(corners[i][j % 2]);

			strcpy(lines[j % 2][j / 2], corners[i][j % 2][at] ?: "set early off");
		}
		check_pair(lines);
	}
	assert_int_equal(wrong, 0);
	assert_true(classes);
}

static unsigned int pairs = 50;

static void test_pairs(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < pairs && wrong < 5; i++)
		check_random_pair();
	print_message("# %u pairs, %lu classes, %lu packets, %lu wrong\n", pairs, classes, asked,
		      wrong);
	assert_int_equal(wrong, 0);
	assert_true(classes > pairs);
}

/* Any piece of a dimension, or one of a class, or the one behind. */
static size_t any_piece(const struct meaning *m, const struct class *class, enum dim dim,
			size_t count)
{
	size_t at = random_below(count);

	if (!class || !random_below(6))
		return at;
	while (!pool_has(&m->pool[dim], class->set[dim], at))
		at = (at + 1) % count;
	return random_below(6) ? at : (at + 1) % count;
}

/* The first port of a piece or the last of the one before, or any at all. */
static unsigned int any_port(const struct meaning *m, const struct class *class)
{
	const struct space *s = &m->space;
	unsigned int port = s->ports[any_piece(m, class, DIM_PORT, s->port_count)];

	port = random_below(4) ? port : random_below(4) ? port - 1 : random_below(65536);
	return port ? port : 1;
}

static const char *any_source(const struct meaning *m, const struct class *class,
			      char text[INET6_ADDRSTRLEN])
{
	const struct space *s = &m->space;
	size_t at = any_piece(m, class, DIM_SRC, s->source_count);
	struct address addr = s->sources[at].first;

	if (!random_below(3))
		space_last(s, at, &addr);
	for (unsigned int i = 1 + random_below(15);
	     !random_below(3) && i < address_size(addr.family); i++)
		addr.bytes[i] = random_below(256);
	return format_address(&addr, text, INET6_ADDRSTRLEN);
}

static const char *any_dst(const struct space *s, char text[INET6_ADDRSTRLEN])
{
	size_t dst = random_below(s->dst_count + 4);

	return dst < DST_TARGETS || dst >= s->dst_count ? PICK(dsts) :
	       format_address(&s->dsts[dst], text, INET6_ADDRSTRLEN);
}

static const char *any_dev(const struct meaning *m, const struct class *class)
{
	const struct space *s = &m->space;
	size_t at = any_piece(m, class, DIM_DEV, s->dev_count);

	return at ? s->devs[at].like : PICK(devs);
}

static const char *files[2];
static unsigned int packet_count = 100000;

static void test_files(void **state)
{
	const struct words words = { .table = command_table };
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN];
	struct kernel *k[2];
	struct meaning m;
	struct probe probe;
	struct nl nl[2];

	(void)state;
	for (unsigned int i = 0; i < 2; i++) {
		assert_int_equal(offline_load(&k[i], &words, files[i]), STATUS_DONE);
		assert_int_equal(nl_open(&nl[i]), 0);
	}
	assert_int_equal(meaning_get(&m, &nl[0], &nl[1]), 0);
	check_witnesses(&m, nl);
	for (unsigned int i = 0; i < packet_count && wrong < 5; i++) {
		const struct class *class = m.class_count && random_below(4) ?
					    &m.classes[random_below(m.class_count)] : NULL;

		random_packet(&probe, any_source(&m, class, src), any_port(&m, class),
			      any_dev(&m, class), any_dst(&m.space, dst));
		check_packet(&m, nl, &probe);
	}
	print_message("# %s, %s: %zu classes, %lu packets, %lu of them in a class, %lu wrong\n",
		      files[0], files[1], m.class_count, asked, differing, wrong);
	assert_int_equal(wrong, 0);
	meaning_free(&m);
	for (unsigned int i = 0; i < 2; i++) {
		nl_close(&nl[i]);
		kernel_free(k[i]);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corners), cmocka_unit_test(test_pairs),
	};
	const struct CMUnitTest of_files[] = { cmocka_unit_test(test_files) };

	if (argc > 2 && !strtoul(argv[1], NULL, 10)) {
		files[0] = argv[1];
		files[1] = argv[2];
		if (argc > 3)
			packet_count = strtoul(argv[3], NULL, 10);
		return cmocka_run_group_tests(of_files, NULL, NULL);
	}
	if (argc > 1)
		pairs = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		rng = strtoul(argv[2], NULL, 10) * 2 + 1;
	if (argc > 3)
		picked = strtoul(argv[3], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
