// SPDX-License-Identifier: GPL-2.0
/*
 * Interfaces that rules name, or this machine has. sfw opens by one interface or by all:
 * where rules mean all but one, these are the others that are known.
 */
#include <string.h>

#include "import/devs.h"

/**
 * devs_add() - add an interface
 * @devs: the others
 * @name: its name; loopback is left out, and any for which there is no room
 */
void devs_add(struct devs *devs, const char *name)
{
	if (!*name || !strcmp(name, "lo") || devs->count == LIST_MAX)
		return;
	for (unsigned int i = 0; i < devs->count; i++)
		if (!strcmp(devs->names[i], name))
			return;
	strcpy(devs->names[devs->count++], name);
}

/**
 * devs_named() - find the interfaces that are here, or that the rules of a family name
 * @set: the file
 * @family: AF_INET or AF_INET6
 * @devs: the result, without loopback: as many as there is room for
 */
void devs_named(const struct ruleset *set, int family, struct devs *devs)
{
	*devs = set->here;
	for (size_t i = 0; i < set->table_count; i++) {
		const struct table *table = &set->tables[i];

		for (size_t j = 0; table->family == family && j < table->count; j++) {
			const struct chain *chain = &table->chains[j];

			for (size_t k = 0; k < chain->count; k++) {
				devs_add(devs, chain->rules[k]->match.in);
				devs_add(devs, chain->rules[k]->match.out);
				devs_add(devs, chain->rules[k]->match.not_in);
			}
		}
	}
}

/**
 * devs_narrow() - leave the packets that come by one interface
 * @m: packets that come by all but one
 * @dev: the interface, or a pattern
 *
 * Return: false if there are none, or if that one may be among them still.
 */
bool devs_narrow(struct match *m, const char *dev)
{
	struct match by;

	match_all(&by);
	strcpy(by.in, dev);
	return match_and(m, &by) && !m->not_in[0];
}
