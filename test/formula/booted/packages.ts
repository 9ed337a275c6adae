import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a stand-in for a package of Debian brings: enough that states of the formula find what they name. */
export interface StandIn {
  /** Where it has other versions than the repository. */
  readonly versions?: readonly string[];
  /** `VERSION` in a text is that of the package. */
  readonly files?: Readonly<Record<string, string>>;
  readonly script?: string;
}

/** It lives on when a reload sends it a signal, as the real one does: `sleep` alone dies of it, at times before systemd has seen the reload end. */
export const daemon = (reload = "/bin/true") =>
  `[Service]\nExecStart=/bin/sh -c "trap '' USR2; exec sleep infinity"\nExecReload=${reload}\n[Install]\nWantedBy=multi-user.target\n`;
/** It refuses what holds the word `broken`, as the real one refuses what it does not understand. */
const checks = '#!/bin/sh\nfor last; do :; done\n! grep -q broken "$last"\n';
const nothing = "#!/bin/sh\nexit 0\n";

/** By the names that Debian has them under. */
const PACKAGES: Readonly<Record<string, StandIn>> = {
  bird2: {
    files: {
      "/usr/sbin/bird": checks,
      "/usr/sbin/birdc": nothing,
      "/lib/systemd/system/bird.service": daemon(),
      "/etc/bird/.keep": "",
    },
  },
  curl: { files: { "/usr/bin/curl": nothing } },
  exabgp: {
    files: {
      "/usr/sbin/exabgp": checks,
      "/lib/systemd/system/exabgp.service": daemon(),
      "/etc/exabgp/.keep": "",
    },
    script: "getent group exabgp >/dev/null || groupadd --system exabgp",
  },
  haproxy: {
    files: { "/usr/sbin/haproxy": checks, "/lib/systemd/system/haproxy.service": daemon(), "/etc/haproxy/.keep": "" },
  },
  nftables: { files: { "/usr/sbin/nft": nothing } },
  openssl: { files: { "/usr/bin/openssl": nothing } },
  "prometheus-node-exporter": { files: { "/var/lib/prometheus/node-exporter/.keep": "" } },
};

/** Makes a repository for apt in a folder: these packages and more. */
export function makeRepository(folder: string, version: string, more: Readonly<Record<string, StandIn>> = {}): void {
  const all = Object.entries({ ...PACKAGES, ...more });
  for (const [name, { versions = [version], ...standIn }] of all)
    for (const one of versions) makePackage(folder, name, one, standIn);
  writeFileSync(join(folder, "Packages"), must("dpkg-scanpackages", ["--multiversion", "."], folder));
}

function makePackage(folder: string, name: string, version: string, { files = {}, script = "" }: StandIn): void {
  const own = mkdtempSync(join(folder, `${name}-`));
  const write = (path: string, text: string, mode: number): void => {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), text);
    chmodSync(join(own, path), mode);
  };
  const fields = {
    Package: name,
    Version: version,
    Architecture: "all",
    Maintainer: "Nobody <nobody@example.com>",
    Description: "stand-in",
  };
  write(
    "DEBIAN/control",
    Object.entries(fields)
      .map(([field, value]) => `${field}: ${value}\n`)
      .join(""),
    0o644,
  );
  if (script !== "") write("DEBIAN/postinst", `#!/bin/sh\nset -e\n${script}\n`, 0o755);
  for (const [path, text] of Object.entries(files))
    write(path, text.replaceAll("VERSION", version), text.startsWith("#!") ? 0o755 : 0o644);
  chmodSync(own, 0o755);
  must("dpkg-deb", ["--root-owner-group", "--build", own, join(folder, `${name}_${version}_all.deb`)], folder);
  rmSync(own, { recursive: true });
}

function must(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout;
}
