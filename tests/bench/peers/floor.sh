# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The harness alone: every packet is dropped at the device. For the rows that
# want none to survive.

has_part() {
	[ "$empty" = drop,drop,accept ]
}

firewall() {
	nft -f - <<-END
		table netdev floor {
			chain in { type filter hook ingress device wan0 priority 0; policy drop; }
		}
	END
}
