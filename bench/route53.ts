import { parseArgs } from "node:util";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { markdownTable } from "../lib/core/markdown-table";
import { GeoRouting } from "../lib/route53";
import { COUNTRY_CODES, type Wave } from "../lib/routing";
import { synthesize } from "../test/support/synthesize";
import { Deployment } from "../test/terraform/deployment";
import { ACCOUNT_RATE, Pace, type Rate } from "../test/terraform/stand-in/pace";
import { terraformBinary } from "../test/terraform/terraform";

/**
 * Measures how long real Terraform takes for all countries in six waves, A and AAAA, at the rate of Route 53's API: the first apply,
 * a plan, and an apply in which one wave gets another percentage, and one in which all six do; each also with `-refresh=false`, which
 * reads no record. A stand-in for the provider keeps the rate, and the waits. With `--deployed` the first apply is not measured.
 *
 *     npm run bench:route53 -- --countries 246 --rate 10 --burst 50
 */
const STACK = "dns";
const NAMES = ["paris", "frankfurt", "singapore"];

const { countries, rate, burst, parallelism, deployed } = parseArgs({
  options: {
    countries: { type: "string", default: String(COUNTRY_CODES.length) },
    rate: { type: "string", default: String(ACCOUNT_RATE.perSecond) },
    burst: { type: "string", default: String(ACCOUNT_RATE.burst) },
    parallelism: { type: "string", default: "10" },
    deployed: { type: "boolean", default: false },
  },
}).values;

main({ perSecond: Number(rate), burst: Number(burst) }).catch((error: unknown) => {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
});

async function main(pacing: Rate): Promise<void> {
  if (terraformBinary === undefined) throw new Error("there is neither terraform nor tofu in the path");
  const pace = new Pace(pacing);
  const deployment = await Deployment.ofProgram(program([25, 25, 25, 25, 25, 25]), pace);
  const rows: string[][] = [];
  const time = async (what: string, ...args: string[]) => {
    const [calls, start] = [pace.calls, performance.now()];
    await deployment.succeed(STACK, ...args, `-parallelism=${parallelism}`);
    const seconds = Math.round((performance.now() - start) / 1000);
    rows.push([what, String(pace.calls - calls), `${seconds} s`]);
    process.stdout.write(`${what}: ${pace.calls - calls} calls, ${seconds} s\n`);
  };
  try {
    await deployment.succeed(STACK, "init");
    pace.isOn = !deployed;
    await time("the first apply", "apply", "-auto-approve");
    pace.isOn = true;
    await time("a plan", "plan");
    await time("a plan with -refresh=false", "plan", "-refresh=false");
    const change = async (what: string, percentages: readonly number[], ...args: string[]) => {
      deployment.configure(STACK, synthesize(program(percentages)).stacks[STACK] ?? {});
      await time(`an apply with ${what}`, "apply", "-auto-approve", ...args);
    };
    await change("another percentage of one wave", [50, 25, 25, 25, 25, 25]);
    await change("another percentage of one wave, -refresh=false", [75, 25, 25, 25, 25, 25], "-refresh=false");
    await change("other percentages of all six waves", [50, 50, 50, 50, 50, 50]);
    await change("other percentages of all six waves, -refresh=false", [75, 75, 75, 75, 75, 75], "-refresh=false");
    const records = deployment.cloud.all("aws_route53_record").length;
    const { stdout } = await deployment.terraform(STACK, "version");
    const [version] = stdout.split("\n");
    const how = `${pacing.perSecond} calls per second and ${pacing.burst} at once, parallelism ${parallelism}`;
    process.stdout.write(`\n${records} records for ${countries} countries; ${version}; ${how}\n\n`);
    process.stdout.write(`${markdownTable(["What", "Calls of the API", "By the clock"], rows)}\n`);
  } finally {
    await deployment.close();
  }
}

/** @param percentages those of the six waves */
function program(percentages: readonly number[]): (app: App) => void {
  const waves = Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((wave): [string, Wave] => {
      const of = COUNTRY_CODES.slice(0, Number(countries)).filter((_, index) => index % 6 === wave);
      const serveFrom = [NAMES[wave % 3] ?? "", NAMES[(wave + (wave < 3 ? 1 : 2)) % 3] ?? ""];
      return [`wave-${wave + 1}`, { countries: of, serveFrom, percent: percentages[wave] }];
    }),
  );
  return (app) => {
    const stack = new TerraformStack(app, STACK);
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "bench",
      dataCenters: Object.fromEntries(
        NAMES.map((name, index) => [
          name,
          { ingress: { ipv4: `203.0.113.${index + 1}`, ipv6: `2001:db8::${index + 1}` } },
        ]),
      ),
      lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
      policies: { platform: { hostNames: ["api.example.com"], waves } },
    });
  };
}
