# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A server's first days with sfw: enabled while it runs, then from its next boot on.

before_1() { :; }

boot_1() {
	may[boot]=${may[bare]}
	reaches_all "before sfw the attacker reaches everything" boot
	phase bare
	ok "systemctl enable --now" systemctl enable --now sfw
	phase open.1
	reaches_all "the policy is in force" open.1
	like "systemctl status" "$(systemctl status sfw)" 'Active: active \(exited\)'
	reload_it
	lists_kept
	no_excess "at no moment was more reachable"
	healthy
}

reload_it() {
	sfwctl -q block add 203.0.113.1 for 1h
	echo 'port add tcp 80' >>"$conf"
	cursor
	may[web]="${may[open]} tcp4/80 tcp6/80"
	phase web
	ok "systemctl reload" systemctl reload sfw
	like "the journal tells what it changes" "$(since sfw)" 'port add tcp 80'
	reaches_all "what it opens is open" web
	like "the lists are saved" "$(cat /var/lib/sfw/lists)" '^block 203\.0\.113\.1 '
	echo 'port add tcp 9999 form 192.0.2.0/24' >>"$conf"
	cursor
	status_is "systemctl reload with a broken file fails" 1 systemctl reload sfw
	like "the journal names the place" "$(since sfw)" "$conf:[0-9]+:[0-9]+: .*form"
	is "the unit stays active" "$(state sfw)" active
	sed -i '/form/d' "$conf"
	ok "systemctl reload with a good one" systemctl reload sfw
	ok "systemctl stop" systemctl stop sfw
	phase web.stopped
	reaches_all "changes nothing" web.stopped
	ok "systemctl start" systemctl start sfw
	is "it is active" "$(state sfw)" active
}

# Each kind of entry that has an end, and one that an administrator made.
lists_kept() {
	sfwctl -q guard add web 1/1h "then" block 1h
	sfwctl -q port add tcp 81 guard web
	sfwctl -q group new feed volatile
	sfwctl -q exempt add 192.0.2.2,2001:db8:1::2
	sfwctl -q set scan tcp
	sfwctl -q set scan-window 1h
	ok "the policy is saved" sfwctl save
	ip -n attacker addr add 192.0.2.9/24 dev eth0
	on attacker curl -s -m 30 --interface 192.0.2.9 http://192.0.2.1:81
	on attacker curl -s -m 5 --interface 192.0.2.9 http://192.0.2.1:81
	like "a guard blocks" "$(sfwctl list show web)" '^192\.0\.2\.9 .* [0-9]+s +tcp/81'
	ip -n attacker addr add 192.0.2.10/24 dev eth0
	on attacker curl -s -m 5 --interface 192.0.2.10 http://192.0.2.1:82
	like "a port scanner is listed" "$(sfwctl list show tcp-portscan)" '^192\.0\.2\.10 '
	sfwctl -q block add 2001:db8:9::/48 for 3h
	sfwctl -q list add web 203.0.113.3
	sfwctl -q group add feed 203.0.113.4 for 2h
	grep -v 'web\|feed' "$conf" >"$tmp/trial"
	ok "a policy without some of them is on trial at the shutdown" sfwctl -q apply "$tmp/trial" confirm-within 1h
}

before_2() { :; }

boot_2() {
	may[boot]="${may[boot]} tcp4/80 tcp6/80"
	reaches_all "policy of the last start in force" boot
	is "it is active" "$(state sfw)" active
	ok "since before the network" before_network ActiveEnterTimestamp
	is "the journal has no complaint of it" "$(journal sfw -p warning)" ''
	sfwctl list save "$tmp/now"
	is "lists came back" "$(ends "$tmp/now" | wc -l)" 6
	is "each entry ends when it would have without the reboot, to 2 s" "$(moved /var/lib/sfw/lists "$tmp/now")" ''
	note "the unit took $(took) s to start"
	sfwctl doctor 2>&1 | sed 's/^/# /'
	no_excess "at no moment of the boot was more reachable"
	healthy
}
