#!/bin/sh
# Writes the configuration of this environment, and becomes nginx, so that signals reach it.
# HUMANGOV_BALANCERS: networks, in CIDR notation and with spaces between, from which a load balancer connects.
set -eu

set -a
. /etc/humangov/limits.env
set +a

for network in ${HUMANGOV_BALANCERS:-}; do
  REAL_IP_FROM="${REAL_IP_FROM:-}set_real_ip_from $network; "
  FROM_BALANCER="${FROM_BALANCER:-}$network 1; "
done
RESOLVERS=$(awk '$1 == "nameserver" { printf "%s ", ($2 ~ /:/ ? "[" $2 "]" : $2) }' /etc/resolv.conf)
export REAL_IP_FROM="${REAL_IP_FROM:-}" FROM_BALANCER="${FROM_BALANCER:-}" RESOLVERS

mkdir -p /tmp/nginx
# Only what is written in braces: nginx has variables of its own.
names=$(grep -o '\${[A-Z_]*}' /etc/humangov/nginx.conf.template | sort -u | tr '\n' ' ')
envsubst "$names" </etc/humangov/nginx.conf.template >/tmp/nginx/nginx.conf
exec nginx -e stderr -c /tmp/nginx/nginx.conf -g 'daemon off;'
