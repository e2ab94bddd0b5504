#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A connection that is shared, and ports that lead behind it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/gateway.sh"

gateway_world
web server 80 "the server"
web inet 80 "the world"
fw enable
is "a host does not forward" "$(sysctls)" "0 0"
fw lan add dev lan0
is "a gateway does" "$(sysctls)" "1 1"
fw masquerade add 192.168.1.0/24 out wan0
is "web through masquerade" "$(fetch client 198.51.100.2)" "the world"
on fw conntrack -L 2>/dev/null | head -5
fw forward add tcp 8000 in wan0 to 192.168.1.20:80
fw forward list
is "forward" "$(fetch inet 198.51.100.1:8000)" "the server"
is "hairpin" "$(fetch client 198.51.100.1:8000)" "the server"
is "hairpin of the server itself" "$(fetch server 198.51.100.1:8000)" "the server"
is "not straight" "$(fetch inet 192.168.1.20)" "wget: download timed out"
on fw conntrack -L 2>/dev/null | head -8
fw status
fw test tcp 198.51.100.2 to 198.51.100.1:8000 in wan0
fw test tcp 198.51.100.2 to 8000 in wan0
fw test tcp 198.51.100.2 to 192.168.1.20:80 in wan0
fw test tcp 192.168.1.10 to 8000 in lan0
fw test tcp 192.168.1.10 to 198.51.100.1:8000 in lan0
done_testing
