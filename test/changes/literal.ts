import type { Block } from "../support/synthesize";
import type { Resource } from "./difference";

/** What only an apply tells, in a configuration that has nothing else: the id of something that is to be made. */
const UNKNOWN = "terraform_data.unknown.id";

const ACCOUNT = "made-up@acme.iam.gserviceaccount.com";
const REFERENCE = /\b(data\.)?(google|aws|kubernetes)_\w+\.[\w-]+((?:\.\w+|\[[^\]]*\])*)/g;

/** A resource by itself: what it refers to has become a text of the form that the provider expects, or what only an apply tells. */
export function literal({ settings }: Resource, unknown: ReadonlySet<string> = new Set()): Block {
  return replaced(settings, [], unknown) as Block;
}

function replaced(value: unknown, path: readonly string[], unknown: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, path, unknown));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, [...path, key], unknown)]));
  }
  if (typeof value !== "string" || !value.includes("${")) return value;
  const isUnknown = unknown.has(path.join("."));
  return value.replace(/\$\{[^}]*\}/g, (expression) =>
    expression
      .replace(REFERENCE, (reference) => (isUnknown ? UNKNOWN : `"${madeUp(reference)}"`))
      .replace(/\bvar\.[\w-]+/g, '"secret"'),
  );
}

/** A text for an attribute of a resource: equal for equal references. */
function madeUp(reference: string): string {
  const [type = "", name = "", attribute = ""] = reference.replace(/^data\./, "").split(/[.[]/);
  const text = `${name.toLowerCase().replaceAll("_", "-").slice(0, 40)}`;
  if (attribute === "email") return ACCOUNT;
  if (attribute === "member") return `serviceAccount:${ACCOUNT}`;
  if (type === "google_service_account") return `projects/acme/serviceAccounts/${ACCOUNT}`;
  if (attribute === "dns_resource_record") return "CNAME";
  if (attribute === "arn") return `arn:aws:iam::123456789012:role/${text}`;
  if (/address$/.test(attribute)) return "203.0.113.99";
  if (/^(id|self_link)$/.test(attribute) && type.startsWith("google_")) return `projects/acme/global/networks/${text}`;
  return text;
}
