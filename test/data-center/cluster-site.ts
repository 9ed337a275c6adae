import type { SiteOptions } from "../../lib/data-center/on-premises";
import { THREE_MEMBERS } from "./three-members";

/** A public key that signs nothing. */
export const SIGNING_KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZw==
=abcd
-----END PGP PUBLIC KEY BLOCK-----
`;

/** The small data centre with a cluster that the formula makes, and each option of its nodes. */
export const CLUSTER_SITE: SiteOptions = {
  ...THREE_MEMBERS,
  versions: { kubernetes: "1.37.2", etcd: "3.6.5", calico: "3.33.0", containerd: "2.3.2" },
  cluster: {
    secrets: { pillar: "kubernetes/paris/cluster" },
    aptSources: [
      { uri: "https://mirror.example.com/kubernetes/", suite: "/", signedBy: SIGNING_KEY },
      {
        ...{ uri: "https://mirror.example.com/docker/", suite: "bookworm", components: ["stable"] },
        signedBy: "/usr/share/keyrings/docker.asc",
      },
    ],
    containerd: {
      registryMirrors: {
        "registry.k8s.io": ["https://mirror-1.example.com", "https://mirror-2.example.com/v2/k8s"],
        "docker.io": ["https://mirror-1.example.com/v2/docker"],
      },
      sandboxImage: "mirror.example.com/pause:3.10.1",
    },
    controlPlane: { imageRepository: "mirror.example.com/k8s", auditLogDays: 90 },
  },
};
