import { type Asked, LoopbackServer, type Said } from "../loopback-server";
import { BatchError, changed, startingAt } from "./records";
import { child, type Element, element, readXml, textOf, writeXml } from "./xml";

/** A hosted zone, with what is in it. */
interface Zone {
  readonly settings: readonly Element[];
  records: readonly Element[];
  keys: readonly Element[];
  signing: boolean;
}

class Refusal extends Error {
  constructor(
    public readonly status: number,
    public readonly code: string,
    message = code,
  ) {
    super(message);
  }
}

const HELD = "/2013-04-01/";
const NAME_SERVERS = [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.com`);

/**
 * Route 53 over HTTP on this machine, which refuses what AWS documents.
 *
 * https://docs.aws.amazon.com/Route53/latest/APIReference
 */
export class Route53Api {
  /** @param zones the zones that were there before, by their ids */
  public static async start(zones: Readonly<Record<string, string>>): Promise<Route53Api> {
    const held: { api?: Route53Api } = {};
    const server = await LoopbackServer.start((asked) => held.api?.say(asked) ?? xml(500, element("None", "")));
    held.api = new Route53Api(server, zones);
    return held.api;
  }

  /** What was refused, in words. */
  public readonly refused: string[] = [];
  private readonly zones = new Map<string, Zone>();
  private readonly checks = new Map<string, Element>();
  private readonly logs = new Map<string, Element>();
  private readonly tags = new Map<string, readonly Element[]>();
  private count = 0;

  private constructor(
    private readonly server: LoopbackServer,
    zones: Readonly<Record<string, string>>,
  ) {
    for (const [id, name] of Object.entries(zones)) this.addZone(id, [element("Name", `${name}.`)]);
  }

  public get url(): string {
    return this.server.url;
  }

  /** What there is: records, health checks, logs and keys, in words. */
  public get held(): string[] {
    const records = [...this.zones].flatMap(([id, { records, keys }]) =>
      [...records, ...keys].map((one) => `${id} ${writeXml(one)}`),
    );
    return [...records, ...this.checks.keys(), ...this.logs.keys()].sort();
  }

  public async close(): Promise<void> {
    await this.server.close();
  }

  private say(asked: Asked): Said {
    try {
      return xml(200, this.answer(asked));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      if (asked.method !== "GET") this.refused.push(`${asked.method} ${asked.path}: ${code} ${message}`);
      const details = [element("Type", "Sender"), element("Code", code), element("Message", message)];
      return xml(status, element("ErrorResponse", [element("Error", details)]));
    }
  }

  private answer({ method, path, query, body }: Asked): Element {
    if (path === "/" && new URLSearchParams(body).get("Action") === "AssumeRole") return assumedRole();
    const [kind = "", id = "", below = "", verb = ""] = path.slice(HELD.length).split("/");
    const told = body === "" ? undefined : readXml(body);
    switch (kind) {
      case "change":
        return element("GetChangeResponse", [this.change()]);
      case "tags":
        return this.tagsOf(`${id}/${below}`, told);
      case "healthcheck":
        return this.healthCheck(method, id, told);
      case "queryloggingconfig":
        return this.queryLog(method, id, told);
      case "keysigningkey":
        return this.signingKey(method, id, below, verb, told);
      case "hostedzone":
        if (below === "rrset") return this.recordsOf(id, query, told);
        if (below.endsWith("dnssec")) return this.signing(id, below);
        return this.zone(method, id, told);
      default:
        throw new Refusal(404, "UnknownOperation", `${method} ${path} is not known here`);
    }
  }

  private recordsOf(id: string, query: URLSearchParams, told: Element | undefined): Element {
    const zone = this.zoneOf(id);
    if (told === undefined) {
      const records = startingAt(zone.records, query.get("name"), query.get("type"));
      return element("ListResourceRecordSetsResponse", [
        element("ResourceRecordSets", records),
        element("IsTruncated", false),
        element("MaxItems", 300),
      ]);
    }
    try {
      zone.records = changed(id, zone.records, child(child(told, "ChangeBatch"), "Changes")?.children ?? []);
    } catch (error) {
      throw error instanceof BatchError ? new Refusal(400, "InvalidChangeBatch", error.message) : error;
    }
    return element("ChangeResourceRecordSetsResponse", [this.change()]);
  }

  private zone(method: string, id: string, told: Element | undefined): Element {
    if (method === "POST" && id === "") {
      const made = `Z${String(++this.count).padStart(12, "0")}`;
      const settings = told?.children.map((one) =>
        one.name === "Name" ? element("Name", `${one.text.replace(/\.$/, "")}.`) : one,
      );
      this.addZone(made, settings ?? []);
      return element("CreateHostedZoneResponse", [this.zoneElement(made), this.change(), delegation()]);
    }
    if (id === "") {
      const all = [...this.zones.keys()].map((one) => this.zoneElement(one));
      return element("ListHostedZonesResponse", [element("HostedZones", all), element("IsTruncated", false)]);
    }
    const zone = this.zoneOf(id);
    if (method === "DELETE") {
      if (zone.records.length > 2) throw new Refusal(400, "HostedZoneNotEmpty");
      this.zones.delete(id);
      return element("DeleteHostedZoneResponse", [this.change()]);
    }
    return element("GetHostedZoneResponse", [this.zoneElement(id), delegation()]);
  }

  private zoneOf(id: string): Zone {
    const zone = this.zones.get(id);
    if (zone === undefined) throw new Refusal(404, "NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
    return zone;
  }

  private addZone(id: string, settings: readonly Element[]): void {
    const name = settings.find((one) => one.name === "Name")?.text ?? "";
    const values = (all: readonly string[]) =>
      element(
        "ResourceRecords",
        all.map((value) => element("ResourceRecord", [element("Value", value)])),
      );
    const record = (type: string, all: readonly string[]) =>
      element("ResourceRecordSet", [element("Name", name), element("Type", type), element("TTL", 900), values(all)]);
    const soa = `${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
    this.zones.set(id, {
      settings,
      records: [
        record(
          "NS",
          NAME_SERVERS.map((server) => `${server}.`),
        ),
        record("SOA", [soa]),
      ],
      keys: [],
      signing: false,
    });
  }

  private zoneElement(id: string): Element {
    const { settings, records } = this.zoneOf(id);
    const known = settings.filter(({ name }) => ["Name", "CallerReference"].includes(name));
    const config = settings.find(({ name }) => name === "HostedZoneConfig")?.children ?? [];
    return element("HostedZone", [
      element("Id", `/hostedzone/${id}`),
      ...known,
      element("Config", [...config.filter(({ name }) => name !== "PrivateZone"), element("PrivateZone", false)]),
      element("ResourceRecordSetCount", records.length),
    ]);
  }

  private healthCheck(method: string, id: string, told: Element | undefined): Element {
    if (method === "POST" && id === "") {
      const made = `00000000-0000-4000-8000-${String(++this.count).padStart(12, "0")}`;
      this.checks.set(made, checkElement(made, told?.children ?? [], 1));
    } else if (!this.checks.has(id)) {
      throw new Refusal(404, "NoSuchHealthCheck");
    }
    const key = id || [...this.checks.keys()].at(-1) || "";
    const held = this.checks.get(key);
    if (method === "DELETE") this.checks.delete(key);
    if (method === "POST" && id !== "") {
      const config = new Map((child(held, "HealthCheckConfig")?.children ?? []).map((one) => [one.name, one]));
      for (const one of told?.children ?? []) if (one.name !== "HealthCheckVersion") config.set(one.name, one);
      const version = Number(textOf(held, "HealthCheckVersion")) + 1;
      this.checks.set(key, checkElement(key, [element("HealthCheckConfig", [...config.values()])], version));
    }
    return element("HealthCheckResponse", [this.checks.get(key) ?? element("None", "")]);
  }

  private queryLog(method: string, id: string, told: Element | undefined): Element {
    const key = id || `log-${++this.count}`;
    if (method === "POST")
      this.logs.set(key, element("QueryLoggingConfig", [element("Id", key), ...(told?.children ?? [])]));
    const held = this.logs.get(key);
    if (held === undefined) throw new Refusal(404, "NoSuchQueryLoggingConfig");
    if (method === "DELETE") this.logs.delete(key);
    return element("QueryLoggingConfigResponse", [held]);
  }

  private signingKey(method: string, id: string, name: string, verb: string, told: Element | undefined): Element {
    const zone = this.zoneOf(textOf(told, "HostedZoneId") ?? id);
    const nameOf = (key: Element) => textOf(key, "Name");
    if (method === "POST" && id === "") {
      const key = element("KeySigningKey", [
        ...["Name", "Status"].map((one) => element(one, textOf(told, one) ?? "")),
        element("KmsArn", textOf(told, "KeyManagementServiceArn") ?? ""),
        ...Object.entries({ Flag: 257, KeyTag: 1, DigestAlgorithmType: 2, SigningAlgorithmType: 13 }).map(
          ([one, value]) => element(one, value),
        ),
        ...["DigestValue", "PublicKey", "DSRecord", "DNSKEYRecord"].map((one) =>
          element(one, `of ${textOf(told, "Name")}`),
        ),
        ...["DigestAlgorithmMnemonic", "SigningAlgorithmMnemonic"].map((one) => element(one, "SHA-256")),
      ]);
      zone.keys = [...zone.keys, key];
      return element("CreateKeySigningKeyResponse", [this.change(), key]);
    }
    const held = zone.keys.find((key) => nameOf(key) === name);
    if (held === undefined) throw new Refusal(404, "NoSuchKeySigningKey");
    const status = verb === "activate" ? "ACTIVE" : "INACTIVE";
    if (verb === "deactivate" && zone.signing) throw new Refusal(400, "KeySigningKeyInParentDSRecord");
    const others = zone.keys.filter((key) => key !== held);
    const changedKey = {
      ...held,
      children: held.children.map((one) => (one.name === "Status" ? element("Status", status) : one)),
    };
    zone.keys = method === "DELETE" ? others : [...others, changedKey];
    return element("KeySigningKeyResponse", [this.change()]);
  }

  private signing(id: string, verb: string): Element {
    const zone = this.zoneOf(id);
    if (verb !== "dnssec") {
      zone.signing = verb === "enable-dnssec";
      return element("HostedZoneDNSSECResponse", [this.change()]);
    }
    const status = element("Status", [element("ServeSignature", zone.signing ? "SIGNING" : "NOT_SIGNING")]);
    return element("GetDNSSECResponse", [
      status,
      element(
        "KeySigningKeys",
        zone.keys.map((one) => ({ ...one, name: "member" })),
      ),
    ]);
  }

  private tagsOf(key: string, told: Element | undefined): Element {
    const removed = new Set(child(told, "RemoveTagKeys")?.children.map(({ text }) => text));
    const added = child(told, "AddTags")?.children ?? [];
    const keys = new Set(added.map((tag) => textOf(tag, "Key")));
    const held = (this.tags.get(key) ?? []).filter(
      (tag) => !removed.has(textOf(tag, "Key") ?? "") && !keys.has(textOf(tag, "Key")),
    );
    this.tags.set(key, [...held, ...added]);
    const [ResourceType = "", ResourceId = ""] = key.split("/");
    return element("ListTagsForResourceResponse", [
      element("ResourceTagSet", [
        element("ResourceType", ResourceType),
        element("ResourceId", ResourceId),
        element("Tags", [...held, ...added]),
      ]),
    ]);
  }

  private change(): Element {
    return element("ChangeInfo", [
      element("Id", `/change/C${++this.count}`),
      element("Status", "INSYNC"),
      element("SubmittedAt", "2026-01-01T00:00:00Z"),
    ]);
  }
}

function checkElement(id: string, told: readonly Element[], version: number): Element {
  return element("HealthCheck", [element("Id", id), ...told, element("HealthCheckVersion", version)]);
}

/** STS, which is asked before a role is acted in: whoever asks gets it. */
function assumedRole(): Element {
  const names = { AccessKeyId: "ASIAOFNOBODY", SecretAccessKey: "of-nobody", SessionToken: "of-nobody" };
  const credentials = Object.entries({ ...names, Expiration: "2099-01-01T00:00:00Z" });
  return element("AssumeRoleResponse", [
    element("AssumeRoleResult", [
      element(
        "Credentials",
        credentials.map(([name, value]) => element(name, value)),
      ),
    ]),
  ]);
}

const delegation = (): Element =>
  element("DelegationSet", [
    element(
      "NameServers",
      NAME_SERVERS.map((one) => element("NameServer", one)),
    ),
  ]);

const xml = (status: number, root: Element): Said => ({
  status,
  type: "text/xml",
  body: `<?xml version="1.0" encoding="UTF-8"?>${writeXml(root)}`,
});
