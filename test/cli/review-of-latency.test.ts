import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack } from "cdktf";
import { review } from "../../lib/cli/review";

type Change = Partial<Route53RecordConfig>;

/** A name with records in two regions, of which the nearer one answers. */
function folderOf(ireland: Change = {}, more: readonly Change[] = []): string {
  const outdir = mkdtempSync(join(tmpdir(), "latency-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  const record = (id: string, region: string, address: string, change: Change) =>
    new Route53Record(stack, id, {
      zoneId: "Z0123456789EXAMPLE",
      name: "api.example.com",
      type: "A",
      ttl: 60,
      records: [address],
      setIdentifier: id,
      latencyRoutingPolicy: { region },
      ...change,
    });
  record("ireland", "eu-west-1", "192.0.2.1", ireland);
  record("virginia", "us-east-1", "192.0.2.2", {});
  for (const [index, change] of more.entries()) record(`other-${index}`, "sa-east-1", "192.0.2.3", change);
  app.synth();
  return outdir;
}

const before = folderOf();
const REST = "Nothing else changes for anybody who is analysed.";

test.each<[string, string, string]>([
  ["another address", folderOf({ records: ["192.0.2.9"] }), "(ireland): 192.0.2.1 → 192.0.2.9"],
  ["another time to live", folderOf({ ttl: 300 }), "(ireland): time to live 60 s → 300 s"],
  [
    "another region",
    folderOf({ latencyRoutingPolicy: { region: "eu-west-3" } }),
    '(ireland): routing {"region":"eu-west-1"} → {"region":"eu-west-3"}',
  ],
  ["a third region", folderOf({}, [{}]), "(other-0): is new: 192.0.2.3"],
])("nobody knows who is nearer to what, and all the same a review tells %s", (_, after, change) => {
  const { text } = review(before, after);
  expect(text).toContain(`### dns\n\nrecord api.example.com A ${change}\n${REST}\n`);
  expect(text).toContain("api.example.com (A) is not analysed: aws_route53_record.ireland: routing by latency");
});

test("what is gone is told, and nothing where nothing changes", () => {
  expect(review(folderOf({}, [{}]), before).text).toContain("record api.example.com A (other-0): is gone: 192.0.2.3\n");
  expect(review(before, folderOf()).text).toContain("### dns\n\nNothing changes for anybody who is analysed.\n");
});
