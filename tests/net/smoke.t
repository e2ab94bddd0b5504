#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module is there, and the utility speaks to it.
# On the stock kernel too: does the module work at all.
. "$(dirname "$0")/lib.sh"

two_hosts
ok "every namespace has its status" on server cat /proc/net/sfw/status
ok "sfwctl prints the status" on server sfwctl
like "a new namespace starts disabled" "$output" "^enabled +no"
like "what 'set log' logs with is loaded" "$(cat /proc/net/netfilter/nf_log)" '^ *2 .*nf_log_ipv4'
ok "the attacker reaches the server" on attacker ping -c 1 -W 5 192.0.2.1
ok "and over IPv6" on attacker ping -c 1 -W 5 2001:db8:1::1
done_testing
