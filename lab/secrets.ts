import { spawnSync } from "node:child_process";

/** What a reference leads to, by what it is for: the key of the data that holds it. */
export type Secrets = Readonly<Record<string, string>>;

interface Nested {
  [key: string]: Nested | string;
}

/** A key for BGP, a certificate with its key that nobody signed, and what a cluster needs: CAs with their keys, a key that signs tokens, and one that encrypts. */
export function makeSecrets(): Secrets {
  const openssl = (...args: readonly string[]): string =>
    spawnSync("openssl", args, { encoding: "utf8", timeout: 10_000 }).stdout;
  const ec = ["-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const made = (...more: readonly string[]): string => {
    const subject = ["-subj", "/CN=example.com", "-days", "1", "-nodes", "-keyout", "-", "-out", "-"];
    return openssl("req", "-x509", "-newkey", "ec", ...ec, ...subject, ...more);
  };
  const authority = (name: string) =>
    made("-days", "3650", "-subj", `/CN=${name}`).split(/(?=-----BEGIN CERTIFICATE)/) as [string, string];
  const [key, certificate] = authority("example.com");
  const [frontKey, frontCertificate] = authority("front-proxy");
  return {
    password: "lab-key",
    certificate: made(),
    ca_certificate: certificate,
    ca_key: key,
    front_proxy_ca_certificate: frontCertificate,
    front_proxy_ca_key: frontKey,
    service_account_key: openssl("genpkey", "-algorithm", "EC", ...ec),
    encryption_key: openssl("rand", "-base64", "32").trim(),
  };
}

/** The pillar in which the references of some data find their secrets: `{ pillar: "a/b" }` below `password` is the password at `a:b`. */
export function pillarOf(data: unknown, secrets: Secrets): Nested {
  const pillar: Nested = {};
  for (const [use, path] of references(data)) {
    const secret = secrets[use];
    if (secret === undefined) throw new Error(`the lab has no secret for "${use}", which refers to ${path}`);
    put(pillar, path.split("/"), secret);
  }
  return pillar;
}

function references(data: unknown, use = ""): readonly (readonly [string, string])[] {
  if (typeof data !== "object" || data === null) return [];
  const entries = Object.entries(data);
  const [[key, value] = []] = entries;
  if (entries.length === 1 && key === "pillar" && typeof value === "string") return [[use, value]];
  return entries.flatMap(([key, value]) => references(value, Array.isArray(data) ? use : key));
}

function put(pillar: Nested, [first = "", ...rest]: readonly string[], secret: string): void {
  if (rest.length === 0) {
    pillar[first] = secret;
    return;
  }
  const next = pillar[first] ?? {};
  if (typeof next === "string") throw new Error(`${first} is a secret, and holds others`);
  pillar[first] = next;
  put(next, rest, secret);
}
