import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";

/** What the lab runs, and the package of Debian that has it. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  "/usr/bin/python3": "python3",
  "/usr/lib/python3/dist-packages/jinja2/__init__.py": "python3-jinja2",
  "/usr/lib/frr/bgpd": "frr",
  "/usr/sbin/bird": "bird2",
  "/usr/bin/ss": "iproute2",
  "/usr/sbin/exabgp": "exabgp",
  "/usr/sbin/haproxy": "haproxy",
  "/usr/sbin/dnsmasq": "dnsmasq-base",
  "/usr/sbin/nft": "nftables",
  "/usr/sbin/ip": "iproute2",
  "/usr/sbin/sysctl": "procps",
  "/usr/bin/setpriv": "util-linux",
  "/usr/bin/curl": "curl",
  "/usr/bin/openssl": "openssl",
};

/** The machine that the lab is asked to run on. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly userId: number | undefined;
  readonly has: (path: string) => boolean;
  readonly makesNamespaces: () => boolean;
}

export const THIS_HOST: Host = {
  platform: process.platform,
  userId: process.getuid?.(),
  has: (path) => {
    try {
      accessSync(path, constants.R_OK);
      return true;
    } catch {
      return false;
    }
  },
  makesNamespaces: () => spawnSync("unshare", ["--net", "--mount", "true"], { timeout: 5000 }).status === 0,
};

/** Why the lab cannot run here, or `undefined`. */
export function whyNot({ platform, userId, has, makesNamespaces }: Host): string | undefined {
  if (platform !== "linux") return `it needs Linux, and this is ${platform}`;
  if (userId !== 0) return "it needs root to make network namespaces";
  const missing = Object.entries(PROGRAMS).flatMap(([path, name]) => (has(path) ? [] : [name]));
  if (missing.length > 0)
    return `these of Debian's packages are missing, which lab/install.sh installs: ${missing.join(", ")}`;
  if (!makesNamespaces()) return "root may not make network namespaces in this container";
  return undefined;
}
