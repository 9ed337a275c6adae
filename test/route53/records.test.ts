import { Problems } from "../../lib/core/problems";
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
      'recordName: got "www.my-example.com", expected a name in the zone example.com',
    ],
    [
      { recordName: "example.com", type: "CNAME" },
      'type: got "CNAME", expected any type but CNAME for the name of the zone itself',
    ],
    [{ values: [] }, "values: got 0, expected 1 to 400 values"],
    [{ type: "CNAME", values: ["a.example.net", "b.example.net"] }, "values: got 2, expected one value for a CNAME"],
    [{ ttlSeconds: 0 }, "ttlSeconds: got 0, expected a whole number of seconds from 1 to 86400"],
    [
      { type: "TXT", values: ['"v=spf1 -all"'] },
      'values: got "\\"v=spf1 -all\\"", expected a text without quotation marks around it: they are added',
    ],
    [
      { type: "TXT", values: [`a" "${"b".repeat(256)}`] },
      `values: got "a\\" \\"${"b".repeat(256)}", expected strings of up to 255 characters; without quotation marks in it, it is divided for you`,
    ],
    [
      { type: "TXT", values: ["a".repeat(3956)] },
      // 16 strings of up to 255, and 3 characters between two of them: 3956 + 45. The message shows the first 400.
      `values: got "${"a".repeat(255)}\\" \\"${"a".repeat(139)}…, expected up to 4000 characters`,
    ],
    [
      { recordName: `${"a".repeat(64)}.example.com` },
      `recordName: got "${"a".repeat(64)}.example.com", expected labels of up to 63 characters (${"a".repeat(64)} has 64)`,
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

  test("takes an address for reports and a name that only Terraform knows", () => {
    expect(() => make({ report: unknownText, recordName: unknownText })).not.toThrow();
  });

  test.each<[Partial<CaaRecordProps>, string]>([
    [{ issue: [] }, "issue: got [], expected at least one authority, or no certificate could be renewed"],
    [{ report: "security@example.com" }, 'report: got "security@example.com", expected "mailto:" or "https://" first'],
  ])("refuses %j", (change, line) => {
    expect(refusalOf(() => make(change))).toEqual([`stack/caa: ${line}`]);
  });
});

test("more than an account or a zone has is refused with the count", () => {
  const set = "paris.set._routing-test.example.com";
  const check = () =>
    Problems.of("test", (problems) => {
      checkQuotas(problems, { healthChecks: 200, records: 10_000, names: [[set, 100]], values: 400 });
      checkQuotas(problems, { healthChecks: 201, records: 10_001, names: [[set, 101]], values: 401 });
    });
  expect(refusalOf(check)).toEqual([
    "test: dataCenters: got 201, expected at most 200 health checks, which is what an AWS account has",
    "test: policies: got 10001, expected at most 10000 records, which is what a hosted zone has",
    "test: dataCenters: got 101, expected at most 100 records of paris.set._routing-test.example.com: one for each address of the data centres that share users",
    "test: lastResort: got 401, expected at most 400 addresses of a family",
  ]);
});
