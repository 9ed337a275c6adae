{
  "hybrid": {
    "name": "control-1",
    "data_center": "paris",
    "number": 21,
    "role": "control-plane",
    "rack": { "name": "a2", "number": 2 },
    "loopback": { "ipv4": "10.128.0.21", "ipv6": "fd00:128::15" },
    "links": [
      {
        "router": 1,
        "interface": "eth0",
        "asn": 4200010004,
        "ipv4": { "address": "10.129.0.85", "router_address": "10.129.0.84", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::55", "router_address": "fd00:128:0:1::54", "prefix_length": 127 }
      },
      {
        "router": 2,
        "interface": "eth1",
        "asn": 4200010005,
        "ipv4": { "address": "10.129.0.87", "router_address": "10.129.0.86", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::57", "router_address": "fd00:128:0:1::56", "prefix_length": 127 }
      }
    ],
    "bgp": {
      "asn": 4200000003,
      "router_id": "10.128.0.21",
      "keepalive_seconds": 3,
      "hold_seconds": 9,
      "graceful_restart_seconds": null,
      "password": { "pillar": "kubernetes/paris/bgp" },
      "configuration": null
    },
    "bfd": null,
    "announce": {
      "own": [
        { "family": "ipv4", "prefix": "10.128.0.21/32", "kind": "loopback", "community": "65100:100" },
        { "family": "ipv6", "prefix": "fd00:128::15/128", "kind": "loopback", "community": "65100:100" }
      ],
      "shared": [
        { "family": "ipv4", "prefix": "10.131.0.17/32", "kind": "api", "community": "65100:300" },
        { "family": "ipv6", "prefix": "fd00:128:0:3::11/128", "kind": "api", "community": "65100:300" },
        { "family": "ipv4", "prefix": "10.130.0.10/32", "kind": "dns", "community": "65100:300" },
        { "family": "ipv6", "prefix": "fd00:128:0:2::a/128", "kind": "dns", "community": "65100:300" }
      ],
      "health": { "interval_seconds": 2, "fast_interval_seconds": 1, "timeout_seconds": 1, "fall": 2, "rise": 3, "most_rise": 48, "flap_memory_seconds": 600 }
    },
    "forwards": true,
    "blackholes": [],
    "pods": {
      "ipv4": { "range": "10.132.64.0/19", "block_prefix_length": 26 },
      "ipv6": { "range": "fd00:128:0:8002::/64", "block_prefix_length": 122 },
      "max_pods": 110,
      "max_blocks": 4,
      "community": "65100:200"
    },
    "kubelet": { "node_ip": "10.128.0.21,fd00:128::15", "node_labels": "hybrid-kubernetes/rack=a2", "node_taints": "", "max_pods": 110 },
    "api": { "ipv4": "10.131.0.17", "ipv6": "fd00:128:0:3::11", "port": 6443 },
    "dns": { "ipv4": "10.130.0.10", "ipv6": "fd00:128:0:2::a" },
    "edge": null,
    "etcd": null,
    "etcd_member": null,
    "cluster": null,
    "packages": null,
    "control_plane": null,
    "versions": { "kubernetes": "1.36.3", "etcd": "3.6.5", "calico": "3.32.1", "containerd": "2.2.1" }
  }
}
