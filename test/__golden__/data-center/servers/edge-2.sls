{
  "hybrid": {
    "name": "edge-2",
    "data_center": "paris",
    "number": 2,
    "role": "edge",
    "rack": { "name": "a2", "number": 2 },
    "loopback": { "ipv4": "10.128.0.2", "ipv6": "fd00:128::2" },
    "links": [
      {
        "router": 1,
        "interface": "eth0",
        "asn": 4200010004,
        "ipv4": { "address": "10.129.0.9", "router_address": "10.129.0.8", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::9", "router_address": "fd00:128:0:1::8", "prefix_length": 127 }
      },
      {
        "router": 2,
        "interface": "eth1",
        "asn": 4200010005,
        "ipv4": { "address": "10.129.0.11", "router_address": "10.129.0.10", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::b", "router_address": "fd00:128:0:1::a", "prefix_length": 127 }
      }
    ],
    "bgp": {
      "asn": 4200000002,
      "router_id": "10.128.0.2",
      "keepalive_seconds": 3,
      "hold_seconds": 9,
      "graceful_restart_seconds": null,
      "password": { "pillar": "kubernetes/paris/bgp" },
      "configuration": null
    },
    "bfd": { "interval_milliseconds": 300, "multiplier": 3 },
    "announce": {
      "own": [
        { "family": "ipv4", "prefix": "10.128.0.2/32", "kind": "loopback", "community": "65100:100" },
        { "family": "ipv6", "prefix": "fd00:128::2/128", "kind": "loopback", "community": "65100:100" }
      ],
      "shared": [
        { "family": "ipv4", "prefix": "203.0.113.10/32", "kind": "virtual-ip", "community": "65100:300" },
        { "family": "ipv6", "prefix": "2001:db8:1::10/128", "kind": "virtual-ip", "community": "65100:300" },
        { "family": "ipv4", "prefix": "10.131.0.10/32", "kind": "virtual-ip", "community": "65100:300" },
        { "family": "ipv4", "prefix": "203.0.113.0/28", "kind": "range", "community": "65100:300" },
        { "family": "ipv6", "prefix": "2001:db8:1::/64", "kind": "range", "community": "65100:300" },
        { "family": "ipv4", "prefix": "10.131.0.0/28", "kind": "range", "community": "65100:300" },
        { "family": "ipv6", "prefix": "fd00:128:0:3::/124", "kind": "range", "community": "65100:300" }
      ],
      "health": { "interval_seconds": 2, "fast_interval_seconds": 1, "timeout_seconds": 1, "fall": 2, "rise": 10, "most_rise": 320, "flap_memory_seconds": 1800 }
    },
    "forwards": false,
    "blackholes": [
      { "family": "ipv4", "prefix": "203.0.113.0/28" },
      { "family": "ipv6", "prefix": "2001:db8:1::/64" },
      { "family": "ipv4", "prefix": "10.131.0.0/28" },
      { "family": "ipv6", "prefix": "fd00:128:0:3::/124" }
    ],
    "pods": null,
    "kubelet": null,
    "api": { "ipv4": "10.131.0.17", "ipv6": "fd00:128:0:3::11", "port": 6443 },
    "dns": { "ipv4": "10.130.0.10", "ipv6": "fd00:128:0:2::a" },
    "edge": {
      "virtual_ips": [
        { "family": "ipv4", "address": "203.0.113.10", "prefix": "203.0.113.10/32", "range": "203.0.113.0/28", "scope": "public" },
        { "family": "ipv6", "address": "2001:db8:1::10", "prefix": "2001:db8:1::10/128", "range": "2001:db8:1::/64", "scope": "public" },
        { "family": "ipv4", "address": "10.131.0.10", "prefix": "10.131.0.10/32", "range": "10.131.0.0/28", "scope": "private" }
      ],
      "ranges": [
        { "family": "ipv4", "prefix": "203.0.113.0/28" },
        { "family": "ipv6", "prefix": "2001:db8:1::/64" },
        { "family": "ipv4", "prefix": "10.131.0.0/28" },
        { "family": "ipv6", "prefix": "fd00:128:0:3::/124" }
      ],
      "binds": [
        { "family": "ipv4", "address": "203.0.113.10", "port": 80, "tls": false, "scope": "public", "hand_over_port": 61000 },
        { "family": "ipv6", "address": "2001:db8:1::10", "port": 80, "tls": false, "scope": "public", "hand_over_port": 61001 },
        { "family": "ipv4", "address": "10.131.0.10", "port": 80, "tls": false, "scope": "private", "hand_over_port": 61002 }
      ],
      "hand_over": { "mark": 256, "packets_per_second": 100000 },
      "draining_seconds": 300,
      "tls": null,
      "dns": {
        "servers": [
          { "address": "10.130.0.10", "port": 53 },
          { "address": "fd00:128:0:2::a", "port": 53 }
        ],
        "hold_seconds": 5
      },
      "health": {
        "hosts": ["health.example.com"],
        "path": "/healthz",
        "healthy_services": 1
      },
      "client_address_header": "X-Forwarded-For",
      "services": [
        {
          "name": "api",
          "host": "api.example.com",
          "paths": null,
          "dns_name": "api.default.svc.cluster.local",
          "port": 8080,
          "protocol": "HTTP",
          "slots": 64,
          "timeout_seconds": 30,
          "draining_seconds": 300,
          "rate_limit": { "requests": 1200, "seconds": 60 },
          "health": { "kind": "HTTP", "port": 8080, "path": "/healthz", "host": null }
        },
        {
          "name": "video",
          "host": "video.example.com",
          "paths": null,
          "dns_name": "video.default.svc.cluster.local",
          "port": 8090,
          "protocol": "HTTP",
          "slots": 64,
          "timeout_seconds": 900,
          "draining_seconds": 300,
          "rate_limit": null,
          "health": { "kind": "HTTP", "port": 8090, "path": "/healthz", "host": null }
        }
      ]
    },
    "etcd": null,
    "etcd_member": null,
    "cluster": null,
    "packages": null,
    "control_plane": null,
    "versions": { "kubernetes": "1.36.3", "etcd": "3.6.5", "calico": "3.32.1", "containerd": "2.2.1" }
  }
}
