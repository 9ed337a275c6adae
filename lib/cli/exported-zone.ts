import { plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { type ImportedRecord, type ImportedZone, isText, unquoted, zoneOf } from "./imported-record";

/** A record as `aws route53 list-resource-record-sets` prints it. */
interface ExportedRecord {
  readonly Name: string;
  readonly Type: string;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: {
    readonly HostedZoneId: string;
    readonly DNSName: string;
    readonly EvaluateTargetHealth: boolean;
  };
  readonly SetIdentifier?: string;
  readonly Weight?: number;
  readonly Region?: string;
  readonly Failover?: string;
  readonly MultiValueAnswer?: boolean;
  readonly HealthCheckId?: string;
  readonly TrafficPolicyInstanceId?: string;
  readonly GeoLocation?: Readonly<Record<string, string>>;
  readonly CidrRoutingConfig?: { readonly CollectionId: string; readonly LocationName: string };
  readonly GeoProximityLocation?: {
    readonly AWSRegion?: string;
    readonly LocalZoneGroup?: string;
    readonly Bias?: number;
    readonly Coordinates?: { readonly Latitude: string; readonly Longitude: string };
  };
}

/** Reads what `aws route53 list-resource-record-sets --output json` printed. */
export function readExportedZone(problems: Problems, content: unknown): ImportedZone {
  const {
    ResourceRecordSets: sets,
    IsTruncated,
    NextToken,
  } = (content ?? {}) as {
    ResourceRecordSets?: readonly ExportedRecord[];
    IsTruncated?: boolean;
    NextToken?: string;
  };
  if (!Array.isArray(sets) || !sets.every(isExportedRecord)) {
    problems.conflict("file", "is not what aws route53 list-resource-record-sets --output json prints");
    return zoneOf("", [], []);
  }
  if (IsTruncated || NextToken)
    problems.conflict("file", "is one page of several: leave out --no-paginate and --max-items");
  const soa = sets.find(({ Type }) => Type === "SOA");
  if (soa === undefined) problems.conflict("file", "has no SOA record, so it is not the whole zone");
  const managed = sets.filter(({ TrafficPolicyInstanceId }) => TrafficPolicyInstanceId !== undefined);
  const own = sets.filter((record) => !managed.includes(record));
  const records = own.filter((record) => unknownIn(record).length === 0).map(recordOf);
  const leftOut = managed.map(({ Name, Type }) => `${nameOf(Name)} ${Type}: a traffic policy makes it`);
  return zoneOf(nameOf(soa?.Name ?? ""), records, leftOut, own.flatMap(toDoFor));
}

/** All that a record is known to have: what has parts is an object of them. */
const KNOWN: Parts = {
  Name: true,
  Type: true,
  TTL: true,
  ResourceRecords: { Value: true },
  AliasTarget: { HostedZoneId: true, DNSName: true, EvaluateTargetHealth: true },
  SetIdentifier: true,
  Weight: true,
  Region: true,
  Failover: true,
  MultiValueAnswer: true,
  HealthCheckId: true,
  TrafficPolicyInstanceId: true,
  GeoLocation: { ContinentCode: true, CountryCode: true, SubdivisionCode: true },
  CidrRoutingConfig: { CollectionId: true, LocationName: true },
  GeoProximityLocation: {
    AWSRegion: true,
    LocalZoneGroup: true,
    Bias: true,
    Coordinates: { Latitude: true, Longitude: true },
  },
};

interface Parts {
  readonly [name: string]: true | Parts;
}

/** What a record has beside that, as a newer version of the AWS CLI may print it: `NewRoutingConfig`, `GeoLocation.CityCode`. */
function unknownIn(record: object, known: Parts = KNOWN, path = ""): readonly string[] {
  const given = Object.entries(record).filter(([, value]) => value !== undefined && value !== null);
  const names = given.filter(([name]) => !Object.hasOwn(known, name)).map(([name]) => `${path}${name}`);
  const below = given.flatMap(([name, value]) => {
    const parts = Object.hasOwn(known, name) ? known[name] : undefined;
    if (typeof parts !== "object") return [];
    return [value].flat().flatMap((one) => unknownIn(Object(one), parts, `${path}${name}.`));
  });
  return [...new Set([...names, ...below])];
}

/** Without what is not known it would be another record: its users would go elsewhere. */
function toDoFor(record: ExportedRecord): readonly string[] {
  const unknown = unknownIn(record);
  if (unknown.length === 0) return [];
  const { Name, Type, SetIdentifier } = record;
  const what = [nameOf(Name), Type, ...(SetIdentifier === undefined ? [] : [SetIdentifier])].join(" ");
  const them = unknown.length > 1 ? "them" : "it";
  const why = `this version does not know ${them}, and would make another record of it`;
  return [`${what}: ${unknown.join(", ")}: ${why}: import it by hand`];
}

function isExportedRecord(record: ExportedRecord | null): boolean {
  if (typeof record?.Name !== "string" || typeof record.Type !== "string") return false;
  const { ResourceRecords = [], AliasTarget } = record;
  const isValue = (one: { readonly Value: string } | null) => typeof one?.Value === "string";
  if (!Array.isArray(ResourceRecords) || !ResourceRecords.every(isValue)) return false;
  return AliasTarget === undefined || typeof AliasTarget?.DNSName === "string";
}

function recordOf(record: ExportedRecord): ImportedRecord {
  const { Name, Type, TTL, ResourceRecords, AliasTarget, SetIdentifier, HealthCheckId } = record;
  const values = ResourceRecords?.map(({ Value }) => (isText(Type) ? unquoted(Value) : Value));
  return {
    name: nameOf(Name),
    type: Type,
    setIdentifier: SetIdentifier,
    options: {
      ttl: TTL,
      records: values,
      alias: AliasTarget && {
        name: nameOf(AliasTarget.DNSName),
        zoneId: AliasTarget.HostedZoneId,
        evaluateTargetHealth: AliasTarget.EvaluateTargetHealth,
      },
      healthCheckId: HealthCheckId,
      setIdentifier: SetIdentifier,
      ...policyOf(record),
    },
  };
}

function policyOf(record: ExportedRecord): object {
  const { Weight, Region, Failover, MultiValueAnswer, GeoLocation, CidrRoutingConfig, GeoProximityLocation } = record;
  return {
    weightedRoutingPolicy: Weight === undefined ? undefined : { weight: Weight },
    latencyRoutingPolicy: Region === undefined ? undefined : { region: Region },
    failoverRoutingPolicy: Failover === undefined ? undefined : { type: Failover },
    multivalueAnswerRoutingPolicy: MultiValueAnswer,
    geolocationRoutingPolicy: GeoLocation && {
      continent: GeoLocation.ContinentCode,
      country: GeoLocation.CountryCode,
      subdivision: GeoLocation.SubdivisionCode,
    },
    cidrRoutingPolicy: CidrRoutingConfig && {
      collectionId: CidrRoutingConfig.CollectionId,
      locationName: CidrRoutingConfig.LocationName,
    },
    geoproximityRoutingPolicy: GeoProximityLocation && {
      awsRegion: GeoProximityLocation.AWSRegion,
      localZoneGroup: GeoProximityLocation.LocalZoneGroup,
      bias: GeoProximityLocation.Bias,
      coordinates: GeoProximityLocation.Coordinates && [
        { latitude: GeoProximityLocation.Coordinates.Latitude, longitude: GeoProximityLocation.Coordinates.Longitude },
      ],
    },
  };
}

/** Route 53 writes what is no letter, digit, hyphen or underscore as three octal digits: `\052` is the asterisk. */
function nameOf(name: string): string {
  return plainHostName(name.replaceAll(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))));
}
