import { Problems } from "../../lib/core/validation-error";
import {
  CaaRecord,
  type CaaRecordProps,
  CertificateAuthority,
  SimpleRecord,
  type SimpleRecordProps,
} from "../../lib/route53";
import { checkQuotas } from "../../lib/route53/quotas";
import { refusalOf, resourceOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList, unknownNumber, unknownText } from "../support/tokens";

const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

describe("a simple record", () => {
  const make = (change: Partial<SimpleRecordProps> = {}) =>
    synthesizeStack(
      (stack) =>
        new SimpleRecord(stack, "www", {
          zone,
          recordName: "www.example.com",
          type: "A",
          values: ["203.0.113.1"],
          ...change,
        }),
    );

  test("has its values for five minutes", () => {
    expect(resourceOf(make(), "aws_route53_record")).toEqual({
      zone_id: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      ttl: 300,
      records: ["203.0.113.1"],
    });
  });

  const txt = (...values: string[]) =>
    resourceOf(make({ type: "TXT", recordName: "k._domainkey.example.com", values }), "aws_route53_record").records;

  test("has a text in strings of 255 characters, as the provider writes them: it adds the outer marks", () => {
    // The key of 2048 bits that a mail server asks for: 18 characters and 392 of base64.
    const key = `v=DKIM1; k=rsa; p=${"A".repeat(392)}`;
    expect(txt(key)).toEqual([`v=DKIM1; k=rsa; p=${"A".repeat(237)}" "${"A".repeat(155)}`]);
    expect(txt("a".repeat(255), "b".repeat(511))).toEqual([
      "a".repeat(255),
      `${"b".repeat(255)}" "${"b".repeat(255)}" "b`,
    ]);
  });

  test("never divides what stands for one character", () => {
    expect(txt(`${"a".repeat(254)}\\344b`)).toEqual([`${"a".repeat(254)}\\344" "b`]);
    expect(txt(`${"a".repeat(254)}\\\\b`)).toEqual([`${"a".repeat(254)}\\\\" "b`]);
  });

  test("leaves a text that is divided already, and one that only Terraform knows", () => {
    expect(txt(`${"a".repeat(255)}""b`)).toEqual([`${"a".repeat(255)}""b`]);
    expect(txt(unknownText)).toEqual([interpolation]);
  });

  test("takes values that only Terraform knows", () => {
    const record = resourceOf(
      make({ values: unknownList, recordName: unknownText, ttlSeconds: unknownNumber }),
      "aws_route53_record",
    );
    expect(record).toMatchObject({ records: ["some"], name: interpolation, ttl: 7 });
  });

  test.each<[Partial<SimpleRecordProps>, string]>([
    [
      { recordName: "www.my-example.com" },
      'recordName: given "www.my-example.com", allowed is a name in the hosted zone example.com',
    ],
    [
      { recordName: "example.com", type: "CNAME" },
      'type: given "CNAME", allowed is any type but CNAME for the name of the zone itself',
    ],
    [{ values: [] }, "values: given 0, allowed is 1 to 400 values"],
    [
      { type: "CNAME", values: ["a.example.net", "b.example.net"] },
      "values: given 2, allowed is one value for a CNAME",
    ],
    [{ ttlSeconds: 0 }, "ttlSeconds: given 0, allowed is a whole number of seconds from 1 to 86400"],
    [
      { type: "TXT", values: ['"v=spf1 -all"'] },
      'values: given "\\"v=spf1 -all\\"", allowed is a text without quotation marks around it: they are added',
    ],
    [
      { type: "TXT", values: [`a" "${"b".repeat(256)}`] },
      `values: given "a\\" \\"${"b".repeat(256)}", allowed is strings of up to 255 characters; without quotation marks in it, it is divided for you`,
    ],
    [
      { type: "TXT", values: ["a".repeat(3956)] },
      // 16 strings of up to 255, and 3 characters between two of them: 3956 + 45.
      `values: given "${"a".repeat(255)}${`\\" \\"${"a".repeat(255)}`.repeat(14)}\\" \\"${"a".repeat(131)}", allowed is up to 4000 characters`,
    ],
    [
      { recordName: `${"a".repeat(64)}.example.com` },
      `recordName: given "${"a".repeat(64)}.example.com", allowed is labels of up to 63 characters (${"a".repeat(64)} has 64)`,
    ],
  ])("refuses %j", (change, line) => {
    expect(refusalOf(() => make(change))).toEqual([`stack/www: ${line}`]);
  });
});

describe("a CAA record", () => {
  const make = (change: Partial<CaaRecordProps> = {}) =>
    synthesizeStack((stack) => new CaaRecord(stack, "caa", { zone, issue: [CertificateAuthority.GOOGLE], ...change }));

  test("names who may issue for the whole zone", () => {
    const issue = [
      CertificateAuthority.GOOGLE,
      CertificateAuthority.LETS_ENCRYPT,
      CertificateAuthority.of("ca.example"),
    ];
    const report = "mailto:security@example.com";
    expect(
      resourceOf(make({ issue, issueWild: [CertificateAuthority.AMAZON], report }), "aws_route53_record"),
    ).toMatchObject({
      name: "example.com",
      type: "CAA",
      records: [
        '0 issue "pki.goog"',
        '0 issue "letsencrypt.org"',
        '0 issue "ca.example"',
        '0 issuewild "amazon.com"',
        '0 iodef "mailto:security@example.com"',
      ],
    });
  });

  test("lets nobody issue for wildcards when the list is empty", () => {
    expect(resourceOf(make({ issueWild: [] }), "aws_route53_record").records).toEqual([
      '0 issue "pki.goog"',
      '0 issuewild ";"',
    ]);
  });

  test("leaves wildcards to those of host names when there is no list", () => {
    expect(resourceOf(make(), "aws_route53_record").records).toEqual(['0 issue "pki.goog"']);
  });

  test("takes an address to tell and a name that only Terraform knows", () => {
    expect(() => make({ report: unknownText, recordName: unknownText })).not.toThrow();
  });

  test.each<[Partial<CaaRecordProps>, string]>([
    [{ issue: [] }, "issue: given 0, allowed is at least one authority, or nobody could renew anything"],
    [
      { report: "security@example.com" },
      'report: given "security@example.com", allowed is "mailto:" or "https://" first',
    ],
  ])("refuses %j", (change, line) => {
    expect(refusalOf(() => make(change))).toEqual([`stack/caa: ${line}`]);
  });
});

test("more than an account or a zone has is refused with the count", () => {
  const problems = Problems.none();
  const set = "paris.set._routing-test.example.com";
  checkQuotas(problems, { healthChecks: 200, records: 10_000, byName: new Map([[set, 100]]), values: 400 });
  checkQuotas(problems, { healthChecks: 201, records: 10_001, byName: new Map([[set, 101]]), values: 401 });
  expect(refusalOf(() => problems.throwIfAny("test"))).toEqual([
    "test: dataCenters: given 201, allowed is at most 200 health checks, which is what an AWS account has",
    "test: policies: given 10001, allowed is at most 10000 records, which is what a hosted zone has",
    "test: dataCenters: given 101, allowed is at most 100 records of paris.set._routing-test.example.com: one for each address of the data centres that share users",
    "test: lastResort: given 401, allowed is at most 400 addresses of a family",
  ]);
});
