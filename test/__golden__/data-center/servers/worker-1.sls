{
  "hybrid": {
    "name": "worker-1",
    "data_center": "paris",
    "number": 11,
    "role": "worker",
    "rack": { "name": "a1", "number": 1 },
    "loopback": { "ipv4": "10.128.0.11", "ipv6": "fd00:128::b" },
    "links": [
      {
        "router": 1,
        "interface": "eth0",
        "asn": 4200010002,
        "ipv4": { "address": "10.129.0.45", "router_address": "10.129.0.44", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::2d", "router_address": "fd00:128:0:1::2c", "prefix_length": 127 }
      },
      {
        "router": 2,
        "interface": "eth1",
        "asn": 4200010003,
        "ipv4": { "address": "10.129.0.47", "router_address": "10.129.0.46", "prefix_length": 31 },
        "ipv6": { "address": "fd00:128:0:1::2f", "router_address": "fd00:128:0:1::2e", "prefix_length": 127 }
      }
    ],
    "bgp": {
      "asn": 4200000001,
      "router_id": "10.128.0.11",
      "keepalive_seconds": 3,
      "hold_seconds": 9,
      "graceful_restart_seconds": 120,
      "password": { "pillar": "kubernetes/paris/bgp" },
      "configuration": null
    },
    "bfd": null,
    "announce": {
      "own": [
        { "family": "ipv4", "prefix": "10.128.0.11/32", "kind": "loopback", "community": "65100:100" },
        { "family": "ipv6", "prefix": "fd00:128::b/128", "kind": "loopback", "community": "65100:100" }
      ],
      "shared": [],
      "health": null
    },
    "forwards": true,
    "blackholes": [],
    "pods": {
      "ipv4": { "range": "10.132.32.0/19", "block_prefix_length": 26 },
      "ipv6": { "range": "fd00:128:0:8001::/64", "block_prefix_length": 122 },
      "max_pods": 110,
      "max_blocks": 4,
      "community": "65100:200"
    },
    "kubelet": { "node_ip": "10.128.0.11,fd00:128::b", "node_labels": "hybrid-kubernetes/rack=a1", "node_taints": "", "max_pods": 110 },
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
