/* SPDX-License-Identifier: GPL-2.0 */
/* Ports of DHCP (RFC 2131, RFC 8415). The utility includes this too. */
#ifndef SFW_CORE_DHCP_H
#define SFW_CORE_DHCP_H

#define SFW_DHCP_SERVER		67
#define SFW_DHCP_CLIENT		68
#define SFW_DHCP6_CLIENT	546
#define SFW_DHCP6_SERVER	547

#endif /* SFW_CORE_DHCP_H */
