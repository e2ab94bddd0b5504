/* SPDX-License-Identifier: GPL-2.0 */
/* Facts of a gateway that is one of a pair; part of doctor_test.c, behind sound(). */
#ifndef TESTS_DOCTOR_PAIR_H
#define TESTS_DOCTOR_PAIR_H

/* One of a pair as it should be. */
static void of_a_pair(struct doctor_facts *facts)
{
	static const struct doctor_pair pair = {
		.enabled = true, .vrrp = true, .vrrp_open = true,
		.is_gateway = true, .is_synced = true, .sync_port = 3780,
		.sync_open = true, .has_lan = true,
		.led = FORWARDS_IPV4 | FORWARDS_IPV6,
		.moved = FORWARDS_IPV4 | FORWARDS_IPV6,
	};

	facts->pair = pair;
	doctor_pair_link(&facts->pair,
			 "multicast traffic device=sync0 status=RUNNING role=ACTIVE:\n"
			 "  2208 Bytes sent    64 Bytes recv\n    32 Pckts sent\n");
}

static void deaf(struct doctor_facts *facts)
{
	of_a_pair(facts);
	facts->pair.vrrp_open = false;
}

static void unsynced(struct doctor_facts *facts)
{
	of_a_pair(facts);
	facts->pair.is_synced = false;
}

static void sync_closed(struct doctor_facts *facts)
{
	of_a_pair(facts);
	facts->pair.sync_open = false;
}

static void link_down(struct doctor_facts *facts)
{
	of_a_pair(facts);
	doctor_pair_link(&facts->pair,
			 "multicast traffic device=eth7 status=RUNNING role=ACTIVE:\n"
			 "  2208 Bytes sent    64 Bytes recv\n    32 Pckts sent\n\n"
			 "multicast traffic device=sync0 status=DOWN role=BACKUP:\n"
			 "  2208 Bytes sent    64 Bytes recv\n");
}

static void unheard(struct doctor_facts *facts)
{
	of_a_pair(facts);
	doctor_pair_link(&facts->pair,
			 "UDP traffic device=sync0 status=RUNNING role=ACTIVE:\n"
			 "  2208 Bytes sent    0 Bytes recv\n    32 Pckts sent    0 Pckts recv\n");
}

static void hidden_by_its_own(struct doctor_facts *facts)
{
	of_a_pair(facts);
	facts->pair.plain = 1;
}

static void hairpin_by_its_own(struct doctor_facts *facts)
{
	of_a_pair(facts);
	facts->pair.moved = FORWARDS_IPV4;
}

static void no_hairpin(struct doctor_facts *facts)
{
	hairpin_by_its_own(facts);
	facts->pair.has_lan = false;
}

static void pair_disabled(struct doctor_facts *facts)
{
	deaf(facts);
	facts->enabled = false;
	facts->pair.enabled = false;
}

#endif /* TESTS_DOCTOR_PAIR_H */
