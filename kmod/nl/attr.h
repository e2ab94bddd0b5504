/* SPDX-License-Identifier: GPL-2.0 */
/* Attributes: reading them with a reason for every error, and writing. */
#ifndef SFW_NL_ATTR_H
#define SFW_NL_ATTR_H

#include <net/genetlink.h>
#include <net/sock.h>

#include "../compat/extack.h"
#include "../core/policy.h"
#include "../db/db.h"

#define sfw_nl_err(info, attr, err, fmt, ...) ({			\
	NL_SET_BAD_ATTR((info)->extack, (info)->attrs[attr]);		\
	sfw_extack((info)->extack, fmt, ##__VA_ARGS__);			\
	(err);								\
})

static inline struct sfw_db *sfw_nl_db(const struct genl_info *info)
{
	return sfw_db_of(genl_info_net((struct genl_info *)info));
}

int sfw_nl_need(const struct genl_info *info, int attr, const char *name);
bool sfw_nl_read_addr(const struct nlattr *attr, struct sfw_addr *addr,
		      u8 *family);
int sfw_nl_get_addr(const struct genl_info *info, int attr,
		    struct sfw_addr *addr, u8 *family);
int sfw_nl_get_name(const struct genl_info *info, char *name);
int sfw_nl_get_dev(const struct genl_info *info, int attr, char *dev);
int sfw_nl_get_item(const struct genl_info *info, struct sfw_prefix_item *item);
int sfw_nl_get_prefix(const struct genl_info *info, struct sfw_prefix *p);
int sfw_nl_get_group(const struct sfw_policy *p, const struct genl_info *info,
		     int attr, struct sfw_group_place **at);
int sfw_nl_dump_group(struct netlink_callback *cb, int attr,
		      const struct sfw_policy *p, const struct sfw_group **g);
int sfw_nl_get_selector(const struct sfw_policy *p, const struct genl_info *info,
			struct sfw_selector *sel);
int sfw_nl_get_ports(const struct genl_info *info, struct sfw_entry *e);
int sfw_nl_get_comment(const struct genl_info *info, char *comment);
u64 sfw_nl_get_seconds(const struct genl_info *info, int attr, u32 missing);
u64 sfw_nl_get_expiry(const struct genl_info *info);

#endif /* SFW_NL_ATTR_H */
