import { checkPlainUri } from "./plain-uri";
import type { Problems } from "./refusals";

/** Where Calico comes from: nothing is fetched that was not named here. */
export interface CalicoOptions {
  /** The manifest of Calico's operator, on a mirror of yours: `https://mirror.example.com/calico/v3.32.1/tigera-operator.yaml`. */
  readonly operatorManifest: string;

  /** The SHA-256 of that manifest, 64 hexadecimal digits: whoever applies it compares it first. */
  readonly sha256: string;

  /**
   * The manifest of the custom resources that Calico and its operator define, on a mirror of yours. From Calico 3.32 on it is one of its own,
   * `operator-crds.yaml`, and is applied first; before, the operator's manifest has it.
   *
   * @default - in the operator's manifest
   */
  readonly crdManifest?: string;

  /**
   * The SHA-256 of `crdManifest`, 64 hexadecimal digits. Needed with it.
   *
   * @default - none, as there is no such manifest
   */
  readonly crdSha256?: string;

  /**
   * The registry that holds Calico's images, and its path: `mirror.example.com/calico`.
   *
   * @default - the operator's own
   */
  readonly registry?: string;
}

/** What each option must match, if it is not a URL, and the words of its refusal. */
const FORMS: Readonly<Record<keyof CalicoOptions, readonly [RegExp | "url", string]>> = {
  operatorManifest: ["url", 'an HTTPS URL: "https://mirror.example.com/calico/tigera-operator.yaml"'],
  sha256: [/^[0-9a-f]{64}$/, "the SHA-256 of the manifest: 64 digits of 0 to 9 and a to f"],
  crdManifest: ["url", 'an HTTPS URL: "https://mirror.example.com/calico/operator-crds.yaml"'],
  crdSha256: [/^[0-9a-f]{64}$/, "the SHA-256 of crdManifest: 64 digits of 0 to 9 and a to f"],
  registry: [/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/, 'a registry without https://: "mirror.example.com/calico"'],
};

/** Checks where Calico comes from. */
export function checkCalico(problems: Problems, given: CalicoOptions | undefined): void {
  if (given === undefined) return;
  for (const [name, [form, expected]] of Object.entries(FORMS)) {
    const value: unknown = given[name as keyof CalicoOptions];
    if (!isNeeded(name as keyof CalicoOptions, given) && value === undefined) continue;
    if (form === "url") {
      checkPlainUri(problems, ["calico", name], value, expected, "https");
      continue;
    }
    const isOfForm = (text: unknown) => typeof text === "string" && form.test(text);
    problems.check(["calico", name], value, isOfForm, expected, "format");
  }
}

/** A manifest has a hash, and a hash a manifest. */
function isNeeded(name: keyof CalicoOptions, { crdManifest, crdSha256 }: CalicoOptions): boolean {
  if (name === "crdManifest") return crdSha256 !== undefined;
  if (name === "crdSha256") return crdManifest !== undefined;
  return name !== "registry";
}
