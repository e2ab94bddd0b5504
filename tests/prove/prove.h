/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The language of the proofs: any value of a type, assumptions about it,
 * and claims. A proof is a file with the function prove(); its claims
 * hold for all values that its assumptions leave.
 */
#ifndef SFW_PROVE_H
#define SFW_PROVE_H

#include "../../kmod/core/policy.h"

/* An uninitialised variable has any value to the model checker. */
#define ANY(type)	({ type any_; any_; })

#define assume(what)	__CPROVER_assume(what)
#define claim(what)	__CPROVER_assert(what, #what)

static inline bool any_bool(void)
{
	u8 any = ANY(u8);

	return any & 1;
}

/* Up to and not including a limit. */
static inline u32 any_below(u32 limit)
{
	u32 n = ANY(u32);

	assume(n < limit);
	return n;
}

/* Bit @i of an address, as it goes over the wire. */
static inline bool bit(const struct sfw_addr *a, u32 i)
{
	return ((const u8 *)a)[i / 8] >> (7 - i % 8) & 1;
}

#define LETTERS		2	/* of an interface's name */

/* The claim of core/ifname.h, in other words. */
static inline bool is_meant(const char *pattern, const char *name)
{
	u32 i;

	for (i = 0; i <= LETTERS; i++) {
		if (pattern[i] == '*' && (i == LETTERS || !pattern[i + 1]))
			return true;
		if (pattern[i] != name[i])
			return false;
		if (!pattern[i])
			break;
	}
	return true;
}

static inline bool came_by(const char *pattern, const struct sfw_facts *f)
{
	return is_meant(pattern, f->dev) ||
	       (f->vrf && is_meant(pattern, f->vrf));
}

/* The most that any_policy() has of each. */
#define ENTRIES		2
#define FORWARDS	1
#define TRUSTS		2
#define LANS		2
#define GUARDS		2
#define KNOCKS		2
#define STEPS		2	/* of a knock sequence */
#define PREFIXES	2	/* blocked, and exempt */

struct sfw_addr any_addr(u8 family);
u8 any_family(void);
struct sfw_prefix any_prefix(void);
struct sfw_selector any_selector(void);
struct sfw_passage any_passage(void);
struct sfw_entry any_entry(void);
struct sfw_facts any_facts(void);
const struct sfw_policy *any_policy(void);
void prove(void);

#endif /* SFW_PROVE_H */
