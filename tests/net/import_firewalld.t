#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The real firewalld, with zones, rich rules, a policy, sets and direct rules: what can be
# reached while it runs can be reached with sfw and the policy that "import firewalld" makes
# of its files, when it runs no longer, and nothing else; IPv4 and IPv6.
# In check-full: firewalld and scans.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/lib/bus.sh"

#	10.0.0.2-5 fd00::2-5 peer --- eth0 fw eth1 --- inner 10.1.0.2 fd01::2
wire fw peer
host inner
cable fw eth1 inner eth0
address fw eth1 10.1.0.1/24 fd01::1/64
address inner eth0 10.1.0.2/24 fd01::2/64
for n in 3 4 5; do address peer eth0 10.0.0.$n/24 fd00::$n/64; done
for port in 22 80 443 3306 5432 8005 9999; do listen fw tcp $port; done

etc=/etc/firewalld
mkdir -p $etc/zones $etc/policies $etc/ipsets
cat >$etc/zones/public.xml <<'X'
<zone>
  <service name="ssh"/>
  <service name="dhcpv6-client"/>
  <port port="8000-8010" protocol="tcp"/>
  <port port="51820" protocol="udp"/>
  <forward/>
  <rule family="ipv4"><source address="10.0.0.3"/><service name="mysql"/><accept/></rule>
  <rule family="ipv6"><source address="fd00::3"/><service name="mysql"/><accept/></rule>
  <rule family="ipv4"><source ipset="office"/><port port="5432" protocol="tcp"/><accept/></rule>
  <rule family="ipv6" priority="-3"><source address="fd00::5"/><port port="22" protocol="tcp"/><drop/></rule>
  <rule priority="5"><port port="9999" protocol="tcp"/><accept/></rule>
</zone>
X
cat >$etc/zones/dmz.xml <<'X'
<zone><source address="10.0.0.4"/><source address="fd00::4"/><service name="http"/></zone>
X
cat >$etc/zones/internal.xml <<'X'
<zone><interface name="eth1"/><service name="https"/><service name="ssh"/></zone>
X
cat >$etc/policies/closed.xml <<'X'
<policy target="CONTINUE" priority="-10">
  <ingress-zone name="ANY"/><egress-zone name="HOST"/>
  <rule><port port="9999" protocol="tcp"/><reject/></rule>
</policy>
X
cat >$etc/ipsets/office.xml <<'X'
<ipset type="hash:net"><entry>10.0.0.3</entry><entry>10.0.0.4/31</entry></ipset>
X
# Each host at each source: what answers, over TCP, UDP, and to a ping.
states() { # HOST SOURCE TARGET
	local six=
	[[ $3 != *:* ]] || six=-6
	# shellcheck disable=SC2086	# no argument, or one
	{
		scan_from "$1" 300 $six -S "$2" -e eth0 --max-retries 1 -sS \
			-p 21-23,80,443,3306,5432,8000,8005,8011,9999 -oG - "$3"
		scan_from "$1" 300 $six -S "$2" -e eth0 --max-retries 1 -sU -p 68,53,51820 -oG - "$3"
	} | sed -n 's/^Host:.*Ports: //p' | tr , '\n' | awk -F/ '{ gsub(" ", ""); print $1 "/" $3, $2 }' |
		awk '/udp/ || $2 == "open"' | sed "s,^,$2 ,"
	if on "$1" ping -n -c 1 -W 1 -I "$2" "$3" >/dev/null; then echo "$2 ping"; fi
}
picture() {
	local n
	for n in 2 3 4 5; do
		states peer 10.0.0.$n 10.0.0.1
		states peer fd00::$n fd00::1
	done
	states inner 10.1.0.2 10.1.0.1
	states inner fd01::2 fd01::1
}

start_firewalld || not_ok "firewalld runs" "$(cat "$spawned_log" "$bus_log")"
running=$(picture)
like "firewalld: ssh is open" "$running" '^10\.0\.0\.2 22/tcp open$'
like "over IPv6 too" "$running" '^fd00::2 22/tcp open$'
like "for one source" "$running" '^10\.0\.0\.3 3306/tcp open$'
unlike "and no other" "$running" '^10\.0\.0\.2 3306/tcp open$'
like "for a set" "$running" '^10\.0\.0\.3 5432/tcp open$'
like "by another interface" "$running" '^10\.1\.0\.2 443/tcp open$'
unlike "a source of another zone" "$running" '^10\.0\.0\.4 22/tcp open$'
on fw sfwctl import firewalld >"$tmp/live" 2>"$tmp/errors"
is "import while it runs" "$(<"$tmp/errors")" ''
unlike "reads the rules in force" "$(<"$tmp/live")" 'its files|the files of'

# With direct rules there are two tables at a hook, of nft and of iptables.
cat >$etc/direct.xml <<'X'
<direct>
  <chain ipv="ipv4" table="filter" chain="bad"/>
  <rule ipv="ipv4" table="filter" chain="INPUT" priority="0">-j bad</rule>
  <rule ipv="ipv4" table="filter" chain="bad" priority="0">-s 10.0.0.5 -j DROP</rule>
</direct>
X
status_is "firewalld takes direct rules" 0 on fw firewall-cmd --reload
wanted=$(picture)
unlike "a direct rule" "$wanted" '^10\.0\.0\.5 .*(open|ping)$'
on fw sfwctl import firewalld >"$tmp/both"
unlike "import beside them reads the rules in force" "$(<"$tmp/both")" 'its files|the files of'
end_process "$spawned" "$bus"
on fw nft flush ruleset
for tool in iptables-legacy ip6tables-legacy; do
	for table in filter nat mangle raw security; do on fw $tool -t $table -F 2>/dev/null; done
done

status_is "import of its files" 1 on fw sfwctl import firewalld
printf '%s\n' "$output" >"$tmp/files"
like "says what it read" "$output" '^# firewalld does not run'
ok "restore of it" fw restore "$tmp/files"
is "the same can be reached" "$(picture)" "$wanted"
ok "restore of what ran" fw restore "$tmp/live"
picture >"$tmp/picture"
is "nothing more can with that" "$(grep -E 'open$|ping$' "$tmp/picture" | grep -vxF "$running")" ''
like "and ssh can" "$(<"$tmp/picture")" '^10\.0\.0\.2 22/tcp open$'
ok "restore of both" fw restore "$tmp/both"
picture >"$tmp/picture"
is "nothing more can with the direct rule" "$(grep -E 'open$|ping$' "$tmp/picture" | grep -vxF "$wanted")" ''
like "and still ssh can" "$(<"$tmp/picture")" '^10\.0\.0\.2 22/tcp open$'
rm -rf /etc/firewalld
done_testing
