# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The kinds of a boot: with a good policy, a broken one, none, and no module. Without what
# it needs the machine is closed from before its network on, says so, and opens when that
# is mended, without another boot. Sourced.
#   before_KIND   the files of that boot
#   boot_KIND     what is looked at
modules=/usr/lib/modules/$(uname -r)/updates

before_good() {
	systemctl -q enable sfw
	cp /usr/share/sfw/sfw.conf /etc/sfw/sfw.conf
}

boot_good() {
	reaches_all "the policy is in force" boot
	tried
	is "the unit is active" "$(state sfw)" active
	ok "since before the network" before_network ActiveEnterTimestamp
	is "the journal has no complaint of it" "$(journal sfw -p warning)" ''
	no_excess "at no moment was more reachable"
	healthy
}

# A boot that is closed, and why.
stays_closed() { # REGEX
	may[boot]=''
	tried
	is "nothing is reachable" "$(reachable boot)" ''
	is "the unit has failed" "$(state sfw)" failed
	like "the journal tells why" "$(journal sfw)" "$1"
	like "that the machine is closed, and what opens it" "$(journal sfw)" 'THIS MACHINE IS CLOSED.* systemctl start sfw'
	ok "from inside the network can be used" ping -c 1 -W 10 192.0.2.2
	ok "over IPv6 too" ping -6 -c 1 -W 10 2001:db8:1::2
	healthy sfw.service
}

# And that it opens when COMMAND has mended it.
closed() { # REGEX COMMAND...
	stays_closed "$1"
	"${@:2}"
	phase open
	ok "it is mended, and started" systemctl start sfw
	reaches_all "the policy is in force" open
	unlike "nothing of nftables' is left" "$(nft list tables)" sfw_closed
	no_excess "at no moment was more reachable"
}

shipped() {
	cp /usr/share/sfw/sfw.conf "$conf"
}

before_broken() {
	systemctl -q enable sfw
	sed 's/^port add tcp 22 .*/port add tcp 22 form 192.0.2.0\/24/' /usr/share/sfw/sfw.conf >/etc/sfw/sfw.conf
}

boot_broken() {
	closed "$conf:[0-9]+:[0-9]+: .*form" shipped
}

before_none() {
	systemctl -q enable sfw
	rm -f /etc/sfw/sfw.conf
}

boot_none() {
	closed "$conf: No such file" shipped
}

# Debian's own rules of nftables begin with "flush ruleset", at boot too.
before_module() {
	before_good
	mv "$modules/sfw.ko" /root/
	depmod
	systemctl -q enable nftables
}

boot_module() {
	like "nftables keeps it closed" "$(nft list tables)" sfw_closed
	closed 'the module cannot be loaded: see what it lacks' module_comes
}

module_comes() {
	mv /root/sfw.ko "$modules/"
	depmod
}
