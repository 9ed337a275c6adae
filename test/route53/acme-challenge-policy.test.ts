import { AcmeChallengePolicy, type AcmeChallengePolicyProps, HostedZone } from "../../lib/route53";
import { type Block, refusalOf, resourceOf, synthesizeStack } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const ZONE_ARN = "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE";

const PROPS: AcmeChallengePolicyProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  policyName: "acme-paris",
  hostNames: ["api.example.com", "Video.example.com.", "*.shop.example.com", "shop.example.com"],
};

const make = (change: Partial<AcmeChallengePolicyProps> = {}) =>
  resourceOf(
    synthesizeStack((stack) => new AcmeChallengePolicy(stack, "policy", { ...PROPS, ...change })),
    "aws_iam_policy",
  );
const statements = (change: Partial<AcmeChallengePolicyProps> = {}): readonly Block[] =>
  JSON.parse(make(change).policy).Statement;

/** Changes of records in one request, as IAM sees them. */
interface Change {
  readonly action: string;
  readonly name: string;
  readonly type: string;
}

/** Whether a policy lets a request change records, by the rules of IAM for a condition with several values. */
function mayChange(changes: readonly Change[], all = statements()): boolean {
  const keys: Record<string, readonly string[]> = {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": changes.map(({ name }) => name),
    "route53:ChangeResourceRecordSetsRecordTypes": changes.map(({ type }) => type),
    "route53:ChangeResourceRecordSetsActions": changes.map(({ action }) => action),
  };
  return all.some(({ Action, Condition = {} }) => {
    const operators = Object.entries<Record<string, readonly string[] | string>>(Condition);
    return (
      [Action].flat().includes("route53:ChangeResourceRecordSets") &&
      operators.every(([operator, wanted]) =>
        Object.entries(wanted).every(([key, allowed]) => {
          const found = keys[key] ?? [];
          if (operator === "Null") return (found.length === 0) === (allowed === "true");
          // An empty set has no value that is not allowed.
          if (operator === "ForAllValues:StringEquals") return found.every((value) => allowed.includes(value));
          throw new Error(`${operator} is not known here`);
        }),
      )
    );
  });
}

const challenge: Change = { action: "UPSERT", name: "_acme-challenge.api.example.com", type: "TXT" };

describe("whoever has the policy", () => {
  test("may answer the challenge of each host name, and take the answer away", () => {
    for (const host of ["api", "video", "shop"]) {
      const name = `_acme-challenge.${host}.example.com`;
      expect(mayChange([{ ...challenge, name }])).toBe(true);
      expect(mayChange([{ ...challenge, name, action: "DELETE" }])).toBe(true);
    }
  });

  test.each([
    ["the addresses of a host name", { name: "api.example.com", type: "A" }],
    ["another type of record at the same name", { type: "CNAME" }],
    ["Google's own proof for the same host name", { name: "_acme-challenge_abcdefgh.api.example.com", type: "CNAME" }],
    ["the challenge of another host name", { name: "_acme-challenge.admin.example.com" }],
    ["the challenge of the whole zone", { name: "_acme-challenge.example.com" }],
    ["a record of the zone itself", { name: "example.com", type: "CAA" }],
  ])("may not change %s, alone or beside a challenge", (_, change) => {
    expect(mayChange([{ ...challenge, ...change }])).toBe(false);
    expect(mayChange([challenge, { ...challenge, ...change }])).toBe(false);
  });

  test("may not send a request in which IAM sees no record at all", () => {
    expect(mayChange([])).toBe(false);
  });

  test("may change this zone alone, read it, and ask whether a change is live", () => {
    expect(statements().map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ["route53:ChangeResourceRecordSets", ZONE_ARN],
      ["route53:ListResourceRecordSets", ZONE_ARN],
      ["route53:GetChange", "arn:aws:route53:::change/*"],
    ]);
  });

  test("may look for the zone by its name only where that is wanted", () => {
    expect(statements({ listHostedZones: true }).at(-1)).toEqual({
      Effect: "Allow",
      Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"],
      Resource: "*",
    });
  });
});

test("the policy has the name that it is given, and the zone may be one of the same stack", () => {
  expect(make()).toMatchObject({ name: "acme-paris" });
  const configuration = synthesizeStack((stack) => {
    const zone = new HostedZone(stack, "zone", { zoneName: "example.com" });
    new AcmeChallengePolicy(stack, "policy", { ...PROPS, zone });
  });
  expect(resourceOf(configuration, "aws_iam_policy").policy).toMatch(
    /arn:aws:route53:::hostedzone\/\$\{aws_route53_zone\.\w+\.zone_id\}/,
  );
});

test.each<[string, Partial<AcmeChallengePolicyProps>, string[]]>([
  [
    "a name outside the zone",
    { hostNames: ["api.example.org"] },
    ['stack/policy: hostNames: got "api.example.org", expected a name in the zone example.com'],
  ],
  ["no name", { hostNames: [] }, ["stack/policy: hostNames: got [], expected at least one host name"]],
  [
    "a name that only Terraform knows",
    { hostNames: [unknownText] },
    [
      expect.stringContaining(
        "expected a value that is known at synthesis: IAM compares it, in lower case, with the records of a request",
      ),
    ],
  ],
  [
    "a name that IAM does not take",
    { policyName: "acme paris" },
    ['stack/policy: policyName: got "acme paris", expected 1 to 128 letters, digits and characters of "+=,.@-_"'],
  ],
  [
    "more names than a policy has room for",
    { hostNames: Array.from({ length: 200 }, (_, index) => `shop-${index}.example.com`) },
    [
      "stack/policy: hostNames: got 200, expected fewer: the policy would have 8457 characters, and IAM takes 6144; divide them among several, or get certificates for wildcards",
    ],
  ],
])("refuses %s", (_, change, lines) => {
  expect(refusalOf(() => make(change))).toEqual(lines);
});
