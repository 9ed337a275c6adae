import type { AptSource } from "./apt-source";
import type { SiteContainerdOptions } from "./containerd";
import type { SiteOptions } from "./on-premises";
import { checkPlainUri } from "./plain-uri";
import { checkWhole, type Problems } from "./refusals";
import { hasPods } from "./site-plan";
import { compareVersions } from "./version-table";

const VERSION = /^\d+\.\d+\.\d+$/;
/** What may be written into a line of a file of apt's. */
const WORD = /^[A-Za-z0-9._~+/-]+$/;
const KEY = /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[A-Za-z0-9+/=\n:., ()-]+\n-----END PGP PUBLIC KEY BLOCK-----\n?$/;
const PATH = /^\/[A-Za-z0-9._/-]+$/;
const REGISTRY = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/;
const IMAGE = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+(:[A-Za-z0-9._-]+)?(@sha256:[0-9a-f]{64})?$/;
const REPOSITORY = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/;
const PACKAGE = /^[a-z0-9][a-z0-9+.-]+$/;

/** Checks what the formula needs to make workers and the control plane. */
export function checkNodes(problems: Problems, options: SiteOptions): void {
  const { cluster } = options;
  if (cluster === undefined) return;
  const below = problems.at("cluster");
  (cluster.aptSources ?? []).forEach((source, index) => {
    checkAptSource(below.at(["aptSources", `${index}`]), source);
  });
  checkContainerd(below.at("containerd"), cluster.containerd ?? {});
  const { imageRepository, auditLogDays } = cluster.controlPlane ?? {};
  if (imageRepository !== undefined) {
    const expected = 'a registry without https://: "mirror.example.com/k8s"';
    below.check("controlPlane.imageRepository", imageRepository, (text) => REPOSITORY.test(text), expected, "format");
  }
  if (auditLogDays !== undefined) checkWhole(below, "controlPlane.auditLogDays", auditLogDays, [1, 3650]);
  checkNodeVersions(problems, options);
}

/** Each server with pods has both of its versions, since packages are installed in them. */
function checkNodeVersions(problems: Problems, { servers, versions = {} }: SiteOptions): void {
  const nodes = Object.entries(servers).filter(([, { role }]) => hasPods(role));
  for (const program of ["kubernetes", "containerd"] as const) {
    const lacks = nodes.some(([, server]) => (server.versions?.[program] ?? versions[program]) === undefined);
    if (!lacks) continue;
    const expected = "a version for workers and the control plane: their packages are installed in it";
    problems.refuse(["versions", program], undefined, expected, "value");
  }
  const given: readonly (readonly [readonly string[], string | undefined])[] = [
    [["versions", "containerd"], versions.containerd],
    ...nodes.map(
      ([name, server]) => [["servers", name, "versions", "containerd"], server.versions?.containerd] as const,
    ),
  ];
  for (const [property, version] of given) {
    if (version === undefined || !VERSION.test(version) || compareVersions(version, "2.0.0") >= 0) continue;
    problems.refuse(property, version, "2.0.0 or later: its configuration is written in version 3", "value");
  }
}

function checkAptSource(problems: Problems, { uri, suite, components = [], signedBy }: AptSource): void {
  checkPlainUri(problems, "uri", uri, 'a URI: "https://mirror.example.com/debian/"');
  problems.check("suite", suite, (text) => WORD.test(text), 'a suite: "bookworm", or a path: "/"', "format");
  components.forEach((component, index) => {
    const property = ["components", `${index}`];
    problems.check(property, component, (text) => WORD.test(text), 'a component: "main"', "format");
  });
  if (typeof suite === "string" && suite.endsWith("/") === components.length > 0) {
    const expected = suite.endsWith("/")
      ? "none: the suite is a path"
      : 'at least one, as ["main"]: the suite is no path';
    problems.refuse("components", components, expected, suite.endsWith("/") ? "unexpected" : "shape");
  }
  const isSigner = (text: string) => KEY.test(text) || PATH.test(text);
  const expected = 'a public key of PGP in ASCII, or the path of one on servers: "/usr/share/keyrings/example.asc"';
  problems.check("signedBy", signedBy, isSigner, expected, "format");
}

function checkContainerd(problems: Problems, options: SiteContainerdOptions): void {
  const { registryMirrors = {}, sandboxImage, packageName } = options;
  for (const [registry, mirrors] of Object.entries(registryMirrors)) {
    const property = ["registryMirrors", registry];
    problems.check(property, registry, (text) => REGISTRY.test(text), 'a registry: "mirror.example.com"', "name");
    if (mirrors.length === 0) problems.refuse(property, mirrors, "at least one mirror", "value");
    mirrors.forEach((mirror, index) => {
      const expected = 'a URL: "https://mirror.example.com"';
      checkPlainUri(problems, [...property, `${index}`], mirror, expected);
    });
  }
  if (sandboxImage !== undefined) {
    const expected = 'an image with its registry: "mirror.example.com/pause:3.10.1"';
    problems.check("sandboxImage", sandboxImage, (text) => IMAGE.test(text), expected, "format");
  }
  if (packageName !== undefined) {
    const expected = 'the name of a package: "containerd"';
    problems.check("packageName", packageName, (text) => PACKAGE.test(text), expected, "name");
  }
}
