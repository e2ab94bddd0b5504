#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Many hosts: the collection of ctl/neighbours/ansible, with the real ansible-playbook, and a
# real sshd on three hosts; SFW_HOSTS=12 for more, until the first of them is lost.
# Only when named: ansible-playbook needs a quarter of an hour. SFW_TEST_LIMIT=3600 SFW_TESTS=ansible
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"

hosts=(web1 web2 db1)
for ((n = 4; n <= ${SFW_HOSTS:-3}; n++)); do hosts+=("web$((n - 1))"); done
make -s -C "$net_dir/../../ctl" install
mkdir -p /run/sshd /etc/sfw "$tmp/play/files"
rm -f /etc/sfw/*
getent passwd sshd >/dev/null || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
for name in id key; do ssh-keygen -q -t ed25519 -N '' -f "$tmp/$name"; done
host controller
for n in $(seq ${#hosts[@]}); do
	name=${hosts[n - 1]}
	# Its own /etc/sfw: ip netns exec lays it over the other.
	mkdir -p "/etc/netns/$name/sfw"
	host "$name"
	cable controller "to$n" "$name" eth0
	address controller "to$n" "10.0.$n.1/24"
	address "$name" eth0 "10.0.$n.2/24"
	spawn "$name" /usr/sbin/sshd -D -e -f /dev/null -o "HostKey=$tmp/key" -o PermitRootLogin=yes \
		-o StrictModes=no -o "AuthorizedKeysFile=$tmp/id.pub" -o "SetEnv=PATH=$tmp/$name:/usr/sbin:/usr/bin:/sbin:/bin"
	wait_for listening "$name" tcp 22 || not_ok "sshd of $name" "$(cat "$spawned_log")"
done

cat >"$tmp/play/ansible.cfg" <<-EOF
	[defaults]
	inventory = $tmp/play/inventory
	collections_path = $tmp/collections
	private_key_file = $tmp/id
	remote_user = root
	host_key_checking = False
	interpreter_python = /usr/bin/python3
	forks = 5
	internal_poll_interval = 0.1
	timeout = $((5 * ${SFW_SLOW:-1}))
	[ssh_connection]
	ssh_args = -F none -o ControlMaster=auto -o ControlPersist=60s -o ServerAliveInterval=3 -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR
	control_path_dir = $tmp/control
EOF
inventory() {
	local n
	for n in $(seq ${#hosts[@]}); do echo "${hosts[n - 1]} ansible_host=10.0.$n.2"; done
}
inventory >"$tmp/play/inventory"
cat >"$tmp/play/policy.yml" <<-EOF
	- hosts: "{{ only | default('all') }}"
	  gather_facts: false
	  tasks:
	    - sfw.firewall.sfw_policy:
	        src: "{{ policy }}"
	        confirm_within: "{{ within | default('5m') }}"
	        state: "{{ state | default('present') }}"
	        validate: "{{ validate | default([]) }}"
EOF
play() { # FILE.yml [ARGS...]
	(cd "$tmp/play" && ANSIBLE_CONFIG=$tmp/play/ansible.cfg ANSIBLE_NOCOLOR=1 \
		on controller ansible-playbook "$@" >"$tmp/played" 2>&1)
	echo $?
}
policy() { # POLICY [ARGS...]
	play policy.yml -e "policy=$1" "${@:2}"
}
# How each host fared: changed, unreachable and failed tasks.
recap() {
	sed -n 's/^\([a-z0-9]*\) *: ok=.* \(changed=[0-9]*\) *\(unreachable=[0-9]*\) *\(failed=[0-9]*\) .*/\1 \2 \3 \4/p' "$tmp/played" |
		sort | sed 's/[a-z]*=//g' | paste -sd,
}
# The same of all hosts, as recap tells it.
each() { # RESULT
	local name
	for name in "${hosts[@]}"; do echo "$name $1"; done | sort | paste -sd,
}
# All of a host that a play could change.
state() {
	local name
	for name in "${hosts[@]}"; do
		on "$name" sh -c 'sfwctl save -; sfwctl -j status | grep -oE "\"(generation|rollback_in)\":[^,]*"
			sfwctl list; for list in tcp-portscan; do sfwctl list show $list | cut -d" " -f1; done
			ls -lA --time-style=full-iso /etc/sfw; cat /etc/sfw/*' 2>&1
	done
}
in_status() { # HOST FIELD
	on "$1" sfwctl -j status | "$python" -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$2"
}
# The lines that run there, without the settings; and those that are saved.
runs() { # HOST
	on "$1" sfwctl save - | grep -v '^set '
}
policies() {
	local name
	for name in "${hosts[@]}"; do runs "$name"; on "$name" grep -v '^set ' /etc/sfw/sfw.conf; done
}

# The collection, as its README says.
collection=$net_dir/../../ctl/neighbours/ansible
ok "ansible-galaxy collection build" ansible-galaxy collection build "$collection" --output-path "$tmp"
ok "ansible-galaxy collection install" ansible-galaxy collection install "$tmp"/sfw-firewall-*.tar.gz -p "$tmp/collections" --offline
like "ansible-doc shows the module" "$(ANSIBLE_CONFIG=$tmp/play/ansible.cfg ansible-doc -t module sfw.firewall.sfw_policy 2>&1)" 'confirm_within'

printf 'port add tcp 22 from 10.0.0.0/16\nport add tcp 80\nenable\n' >"$tmp/play/files/good.conf"
printf 'port add tcp 80\nenable\n' >"$tmp/play/files/locked.conf"
printf 'port add tcp 22\nprot add tcp 80\nenable\n' >"$tmp/play/files/broken.conf"
for name in "${hosts[@]}"; do on "$name" sfwctl list add tcp-portscan 198.51.100.7; done
was=$(state)

is "check mode" "$(policy good.conf --check --diff)" 0
is "tells a change on each" "$(recap)" "$(each "1 0 0")"
is "and its lines" "$(grep -c '^+port add tcp 22 from 10.0.0.0/16$' "$tmp/played")" "${#hosts[@]}"
is "and changes nothing" "$(state)" "$was"

is "a good policy" "$(policy good.conf)" 0
is "changes each once" "$(recap)" "$(each "1 0 0")"
good=$(printf 'port add tcp 22 from 10.0.0.0/16\nport add tcp 80\nenable')
is "is in force and saved" "$(policies)" "$(for name in "${hosts[@]}" "${hosts[@]}"; do echo "$good"; done)"
is "lists stay" "$(on web2 sfwctl list show tcp-portscan | awk 'NR > 1 { print $1 }')" 198.51.100.7
on web1 sfwctl block add 198.51.100.9 for 1h
was=$(state)
is "again, with a block that ends by itself" "$(policy good.conf)" 0
is "it changes none" "$(recap)" "$(each "0 0 0")"
is "really" "$(state)" "$was"

# The controller is locked out.
was=$(policies)
is "a policy that locks the controller out" "$(policy locked.conf -e within=20s)" 2
is "fails on each, which is reached again" "$(recap)" "$(each "0 0 1")"
is "with the reason" "$(grep -c 'not confirmed, the policy before is in force again: .*port 22: Connection refused' "$tmp/played")" "${#hosts[@]}"
is "each has its policy of before" "$(policies)" "$was"
is "nothing is on trial" "$(for name in "${hosts[@]}"; do in_status "$name" rollback_in; done | grep -cvx None)" 0
is "lists stay" "$(on web2 sfwctl list show tcp-portscan | awk 'NR > 1 { print $1 }')" 198.51.100.7

# Before anything is changed.
was=$(state)
is "a broken policy" "$(policy broken.conf)" 2
is "names its line" "$(grep -c 'the policy is wrong: .*sfw.conf:2:1' "$tmp/played")" "${#hosts[@]}"
is "a policy that does less than is asked" \
	"$(policy locked.conf -e '{"validate": ["sfwctl -q -F %s test tcp 10.0.9.9 to 80", "sfwctl -F %s test tcp 10.0.0.9 to 22"]}')" 2
is "names the question" "$(grep -c 'validate: sfwctl -F %s test tcp 10.0.0.9 to 22: .*closed-tcp' "$tmp/played")" "${#hosts[@]}"
on web1 sfwctl apply "$tmp/play/files/good.conf" confirm-within 1h >/dev/null
is "one on trial by somebody else" "$(policy locked.conf -e only=web1)$(grep -c 'a policy is on trial on this host' "$tmp/played")" 21
on web1 sfwctl rollback >/dev/null
is "change nothing" "$(state | grep -v '"generation"')" "$(grep -v '"generation"' <<<"$was")"

# A connection that ssh itself keeps, whatever Ansible tells it, would prove nothing.
printf '#!/bin/sh\ncase " $* " in *" -O "*) exit 255 ;; esac\nexec /usr/bin/ssh "$@"\n' >"$tmp/ssh"
chmod +x "$tmp/ssh"
printf 'Host *\n\tControlMaster auto\n\tControlPath %s/own-%%h\n\tControlPersist 60\n' "$tmp" >"$tmp/ssh_config"
sed 's/^ssh_args = .*/ssh_args = -F '"${tmp//\//\\/}"'\/ssh_config -o UserKnownHostsFile=\/dev\/null -o LogLevel=ERROR/
	s/^control_path_dir.*/control_path = '"${tmp//\//\\/}"'\/own-%%h\nssh_executable = '"${tmp//\//\\/}"'\/ssh/' "$tmp/play/ansible.cfg" >"$tmp/play/shared.cfg"
cp "$tmp/play/ansible.cfg" "$tmp/play/own.cfg"
cp "$tmp/play/shared.cfg" "$tmp/play/ansible.cfg"
note "$(policy locked.conf -e only=web1 -e within=20s) $(recap)"
is "over a shared connection the policy is not confirmed" "$(recap)" "web1 0 0 1"
ok "for that reason" grep -q 'the connection is shared' "$tmp/played"
is "and the one before is there" "$(runs web1)" "$good"
cp "$tmp/play/own.cfg" "$tmp/play/ansible.cfg"

# A host that is lost when it shall confirm: it goes back alone.
mkdir "$tmp/db1"
printf '#!/bin/sh\n[ "$1" != confirm ] || exec ip link set eth0 down\nexec /usr/sbin/sfwctl "$@"\n' >"$tmp/db1/sfwctl"
chmod +x "$tmp/db1/sfwctl"
printf 'port add tcp 22\nport add tcp 5432\nenable\n' >"$tmp/play/files/db.conf"
is "a host that is lost in the middle" "$(policy db.conf -e within=15s)" 2
is "fails alone" "$(recap)" "$(each "1 0 0" | sed "s/db1 1 0 0/db1 0 0 1/")"
is "and goes back alone" "$(runs db1)" "$good"
ok "the reason is told" grep -q 'no new connection to the host, not even after' "$tmp/played"
ip -n db1 link set eth0 up
hosts=(web1 web2 db1)
inventory >"$tmp/play/inventory"

# A connection that is cut in the middle of a command, once.
cut_off() { # COMMAND before|after: whether it was carried out
	cat >"$tmp/db1/sfwctl" <<-END
		#!/bin/sh
		[ "\$1" = $1 ] || exec /usr/sbin/sfwctl "\$@"
		rm "\$0"
		[ $2 = before ] || /usr/sbin/sfwctl "\$@" >/dev/null
		pid=\$\$
		until grep -q '^sshd' /proc/\$pid/comm; do pid=\$(sed -n 's/^PPid:[[:space:]]*//p' /proc/\$pid/status); done
		kill -9 \$pid
	END
	chmod +x "$tmp/db1/sfwctl"
}
db=$(printf 'port add tcp 22\nport add tcp 5432\nenable')
cut_off apply before
is "cut in front of apply" "$(policy db.conf -e only=db1) $(recap)" "2 db1 0 0 1"
ok "the task tells what is in force" grep -q 'not confirmed, the policy before is in force again: ' "$tmp/played"
is "really" "$(runs db1)" "$good"
cut_off apply after
is "cut behind apply" "$(policy db.conf -e only=db1) $(recap)" "0 db1 1 0 0"
is "the next connection confirms it" "$(runs db1) $(in_status db1 rollback_in)" "$db None"
cut_off confirm after
is "cut behind confirm" "$(policy good.conf -e only=db1) $(recap)" "0 db1 1 0 0"
is "the policy is in force and saved" "$(runs db1) $(in_status db1 saved)" "$good True"
cut_off save before
is "cut in front of save" "$(policy db.conf -e only=db1) $(recap)" "2 db1 0 0 1"
ok "the task tells that, too" grep -q 'confirmed and in force, but perhaps not saved: ' "$tmp/played"
is "the next one saves it" "$(policy db.conf -e only=db1) $(in_status db1 saved)" "0 True"
is "and as before" "$(policy good.conf -e only=db1)" 0

# A command that fails, once.
refuses() { # COMMAND REASON
	printf '#!/bin/sh\n[ "$1" = %s ] || exec /usr/sbin/sfwctl "$@"\nrm "$0"\necho "sfwctl: %s" >&2\nexit 1\n' "$1" "$2" >"$tmp/db1/sfwctl"
	chmod +x "$tmp/db1/sfwctl"
}
told() { # changed, and the reason, of a task that failed
	sed -n 's/^fatal: .*"changed": \([a-z]*\), .*"msg": "\(.*\)"}$/\1 \2/p' "$tmp/played" | sed 's|/[^ ]*/sfw.conf|FILE|'
}
refuses apply "changed by somebody else meanwhile"
is "an apply that is refused" "$(policy db.conf -e only=db1) $(recap)" "2 db1 0 0 1"
is "is no change" "$(told)" "false sfwctl apply FILE confirm-within 5m: sfwctl: changed by somebody else meanwhile"
is "really" "$(runs db1) $(in_status db1 saved)" "$good True"
refuses save "Read-only file system"
is "a save that is refused" "$(policy db.conf -e only=db1) $(recap)" "2 db1 0 0 1"
is "is one, which the reason tells" "$(told)" "true confirmed and in force, but perhaps not saved: sfwctl save: sfwctl: Read-only file system"
is "really" "$(runs db1) $(in_status db1 saved)" "$db False"
refuses save "Read-only file system"
is "again, without a change" "$(policy db.conf -e only=db1) $(told)" "2 false sfwctl save: sfwctl: Read-only file system"
is "and as before" "$(policy good.conf -e only=db1)" 0

# Gone back before a new connection came, and somebody else's policy is on trial.
other='port add tcp 22\nport add tcp 9999\nenable\n'
cat >"$tmp/db1/sfwctl" <<-END
	#!/bin/sh
	[ "\$1" = apply ] || exec /usr/sbin/sfwctl "\$@"
	rm "\$0"
	/usr/sbin/sfwctl "\$@"
	/usr/sbin/sfwctl -q rollback
	printf '$other' | /usr/sbin/sfwctl -q -f apply - confirm-within 1h
END
chmod +x "$tmp/db1/sfwctl"
is "a policy that was gone" "$(policy db.conf -e only=db1) $(recap)" "2 db1 0 0 1"
is "does not have another one confirmed" "$(runs db1) $(in_status db1 rollback_in | grep -c None)" "$(printf '%b' "$other") 0"
is "and the task tells it" "$(told)" "false not confirmed, and the policy that is in force is neither: this policy is not in force"
on db1 sfwctl -q rollback
is "the one before is saved still" "$(runs db1) $(in_status db1 saved)" "$good True"
rm -r "$tmp/db1"

printf '#!/bin/sh\nPATH=/usr/bin:/bin exec /bin/sh "$@"\n' >"$tmp/plain"
chmod +x "$tmp/plain"
is "sfwctl is found where PATH is that of a plain user, by validate too" \
	"$(policy good.conf -e only=db1 -e "ansible_shell_executable=$tmp/plain" \
		-e '{"validate": ["sfwctl -q -F %s test tcp 10.0.0.9 to 22"]}') $(recap)" "0 db1 0 0 0"

# The example: canaries, then the others, with the role.
cp -r "$collection/playbooks" "$tmp/rollout"
cp "$tmp/play/ansible.cfg" "$tmp/rollout"
mkdir "$tmp/rollout/host_vars"
printf '[web]\nweb1 ansible_host=10.0.1.2\nweb2 ansible_host=10.0.2.2\n[db]\ndb1 ansible_host=10.0.3.2\n[gateway]\n[all:vars]\nsfw_admins=10.0.0.0/16\n' >"$tmp/rollout/hosts"
rollout() {
	(cd "$tmp/rollout" && ANSIBLE_CONFIG=$tmp/rollout/ansible.cfg ANSIBLE_NOCOLOR=1 \
		on controller ansible-playbook -i hosts rollout.yml "$@" >"$tmp/played" 2>&1)
	echo $?
}
echo 'sfw_admins: 203.0.113.0/24' >"$tmp/rollout/host_vars/db1.yml"
was=$(runs web2)
is "a canary that fails" "$(rollout -e sfw_confirm_within=15s)" 2
is "keeps the others from being touched" "$(runs web2) $(recap)" "$was db1 0 0 1,web1 1 0 0"
rm "$tmp/rollout/host_vars/db1.yml"
is "the roll-out" "$(rollout)" 0
is "reaches all" "$(recap)" "db1 1 0 0,web1 0 0 0,web2 1 0 0"
is "web2 has the policy of its group" "$(runs web2)" "$(printf 'port add tcp 22 from 10.0.0.0/16\nport add tcp 80\nport add tcp 443\nenable')"
is "one hash for the group" "$(in_status web1 hash)" "$(on web2 sfwctl save - | sha256sum | cut -d' ' -f1)"

# Beside a program that bans.
ban() { on "$1" /usr/lib/sfw/ban add "$2" 3600 fail2ban "jail sshd"; }
banned() { # HOST
	on "$1" sfwctl group list fail2ban 2>&1 | awk 'NR > 1 { print $1 }' | paste -sd' '
}
ban web1 198.51.100.7
echo 'sfw_ban_groups: [fail2ban, crowdsec]' >"$tmp/rollout/group_vars/all.yml"
is "the roll-out with groups for bans" "$(rollout) $(recap)" "0 db1 1 0 0,web1 1 0 0,web2 1 0 0"
is "leaves bans in force" "$(banned web1)" 198.51.100.7
ban web2 198.51.100.8
is "again, with another ban" "$(rollout) $(recap)" "0 db1 0 0 0,web1 0 0 0,web2 0 0 0"
is "they stay" "$(banned web1) $(banned web2)" "198.51.100.7 198.51.100.8"
is "and each is blocked" "$(on web2 sfwctl -j why 198.51.100.8 | grep -c '"blocked"')" 1

# Hosts that are out of reach: a canary, and one behind it.
was=$(runs db1)
printf '[web]\nweb2 ansible_host=10.0.2.99\nweb1 ansible_host=10.0.1.2\ndb1 ansible_host=10.0.3.2\n[db]\n[gateway]\n[all:vars]\nsfw_admins=10.0.0.0/16\n' >"$tmp/rollout/hosts"
note "status $(rollout)"
is "a canary out of reach keeps the others from being touched" "$(recap)" "web2 0 1 0"
printf '[web]\nweb1 ansible_host=10.0.1.2\nweb2 ansible_host=10.0.2.99\ndb1 ansible_host=10.0.3.2\n[db]\n[gateway]\n[all:vars]\nsfw_admins=10.0.0.0/16\n' >"$tmp/rollout/hosts"
note "status $(rollout)"
is "a host out of reach ends the roll-out" "$(recap)" "db1 0 0 1,web1 0 0 0,web2 0 1 0"
is "in front of the others" "$(runs db1)" "$was"

# A host before its packages.
mv /usr/sbin/sfwctl "$tmp/"
is "a check of hosts without sfw" "$(policy good.conf --check) $(recap)" "0 db1 1 0 0,web1 1 0 0,web2 1 0 0"
sed -i s/10.0.2.99/10.0.2.2/ "$tmp/rollout/hosts"
is "likewise of the roll-out" "$(rollout --check) $(recap)" "0 db1 1 0 0,web1 1 0 0,web2 1 0 0"
mv "$tmp/sfwctl" /usr/sbin/
is "no policy" "$(policy '' -e state=absent -e only=web1)" 0
is "lets every packet pass" "$(runs web1)" disable
rm -r /etc/netns/{web,db}*
make -s -C "$net_dir/../../ctl" uninstall
done_testing
