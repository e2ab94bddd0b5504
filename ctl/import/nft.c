// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of nft, from "nft -j list ruleset". Tables of nft have chains of any
 * names; those that hooks call become the chains of iptables of the same places.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lib/compiler.h"
#include "lib/subprocess.h"

#define DEEP_MOST	64	/* arrays and objects in each other */

/**
 * source_nft_text() - read the output of "nft -j list ruleset"
 * @src: the source
 * @in: its output
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_nft_text(struct source *src, const struct linefile *in)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct json_error err;
	struct jnode *root = json_read(in->text, DEEP_MOST, &err);
	struct nft nft = { .src = src, .list = json_get(root, "nftables"),
			   .told = src->set->table_count };
	int ret = 0;

	if (!nft.list || nft.list->kind != JARRAY) {
		linefile_fail_at(in, root ? root->at : err.at, err.text ? err.text :
				 "this is no output of 'nft -j list ruleset'");
		json_free(root);
		return -EINVAL;
	}
	src->set->of_nft = true;
	src->set->joins = true;
	for (size_t i = 0; i < ARRAY_SIZE(families) && !ret; i++) {
		nft.family = families[i];
		src->set->hint = nft.family;
		ret = nft_mend_told(&nft);
		if (!ret)
			ret = nft_hooks(&nft);
	}
	src->set->hint = 0;
	src->set->joins = false;
	if (ret == -E2BIG)
		fprintf(stderr, "sfwctl: %s: there are too many chains at one hook\n", in->name);
	if (!ret && nft.xt)
		ret = source_remark(src, true,
				    "nft does not tell rules of iptables in full: iptables-save does, 'sfwctl import' alone asks both");
	json_free(root);
	return ret;
}

/**
 * source_nft() - read the rules that nft has made
 * @src: the source
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_nft(struct source *src)
{
	static const char *const argv[] = { "nft", "-j", "list", "ruleset", NULL };
	const struct linefile in = {
		.name = "nft", .text = source_keep(src, process_output(argv)),
	};

	return in.text && *in.text ? source_nft_text(src, &in) : 0;
}
