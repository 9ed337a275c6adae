import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { PROVIDER_VERSIONS } from "../../stacks/provider-versions";
import { SMALL_PLATFORM } from "../support/platform";
import { fc } from "../support/property";
import { type Block, make, refusalOf, synthesize } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const NET = { zoneId: "Z0123456789NET", zoneName: "example.net" };
const ROLE = "arn:aws:iam::123456789012:role/dns";

/** A platform with all of its stacks, and a zone of another account. */
const PROPS: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  encryptionKeys: {},
  anycastAddresses: undefined,
  additionalHostedZones: { net: { ...NET, aws: { assumeRoleArn: ROLE } } },
  services: { ...SMALL_PLATFORM.services, video: { hostName: "video.example.net", maxRatePerEndpoint: 100 } },
};

const of =
  (google?: string, aws?: string) =>
  (app: App): HybridPlatform => {
    const versions = { google: { project: "acme-test", providerVersion: google }, aws: { providerVersion: aws } };
    return new HybridPlatform(app, "test", { ...PROPS, ...versions });
  };

const refused = (google?: string, aws?: string) => refusalOf(() => make(of(google, aws)));

test("the bindings' versions are those of the bindings", () => {
  const stack = new TerraformStack(new App(), "test");
  const providers = { google: new GoogleProvider(stack, "google"), aws: new AwsProvider(stack, "aws") };
  for (const name of ["google", "aws"] as const) {
    expect(providers[name].terraformGeneratorMetadata?.providerVersion).toBe(PROVIDER_VERSIONS[name].bindings);
  }
});

describe("providerVersion", () => {
  const { stacks } = synthesize(of("~> 7.0", ">= 6.25.0, < 7.0.0"));

  test("is what each stack requires of its provider, once, with a zone of another account too", () => {
    const required = Object.entries<Block>(stacks).map(([name, { terraform, provider }]) => {
      const { google, aws } = terraform.required_providers;
      return [name, google?.version, aws?.version, provider.aws?.length];
    });
    expect(required.sort()).toEqual([
      ["test-cluster-europe-west1", "~> 7.0", undefined, undefined],
      ["test-dns", "~> 7.0", ">= 6.25.0, < 7.0.0", 2],
      ["test-edge", "~> 7.0", ">= 6.25.0, < 7.0.0", 2],
      ["test-keys", "~> 7.0", undefined, undefined],
      ["test-network", "~> 7.0", undefined, undefined],
    ]);
  });

  test("is that of the bindings where none is given, or where one is", () => {
    const { stacks } = synthesize(of(undefined, "~> 6.30"));
    expect(stacks["test-dns"]?.terraform.required_providers).toEqual({
      google: { source: "google", version: "6.50.0" },
      aws: { source: "aws", version: "~> 6.30" },
    });
  });

  test("changes nothing else of any stack, whatever it is", () => {
    const before = synthesize(of());
    const google = fc.option(
      fc.constantFrom("~> 6.50", "~> 7.0", "7.45.0", ">= 6.50.0, < 8.0.0", "> 6.50.0, != 7.1.0, < 7.9"),
    );
    const aws = fc.option(fc.constantFrom("~> 6.25", "6.66.0", ">= 6.25.0, < 7.0.0"));
    fc.assert(
      fc.property(google, aws, (google, aws) => {
        const { stacks, manifest } = synthesize(of(google ?? undefined, aws ?? undefined));
        expect(manifest).toEqual(before.manifest);
        const bindings = { google: "6.50.0", aws: "6.25.0" };
        for (const [name, stack] of Object.entries<Block>(stacks)) {
          const required: Readonly<Record<string, Block>> = stack.terraform.required_providers;
          for (const [provider, one] of Object.entries(required)) {
            expect(one.version).toBe({ google, aws }[provider] ?? bindings[provider as "aws"]);
            one.version = bindings[provider as "aws"];
          }
          expect(JSON.stringify(stack)).toBe(JSON.stringify(before.stacks[name]));
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe("a providerVersion is refused", () => {
  const GOOGLE = "test: google.providerVersion: got";
  const AWS = "test: aws.providerVersion: got";

  test("that Terraform could not read, in words that show one", () => {
    expect(refused("7.x", "latest")).toEqual([
      `${AWS} "latest", expected a version constraint of Terraform, such as "~> 6.25" or ">= 6.25.0, < 7.0.0"`,
      `${GOOGLE} "7.x", expected a version constraint of Terraform, such as "~> 7.0" or ">= 6.50.0, < 8.0.0"`,
    ]);
  });

  test.each(["~> 6.40", "< 8.0.0", ">= 6.0, < 8.0.0", "!= 7.1.0", "6.49.9"])(
    "that allows an older version than the bindings': %s",
    (version) => {
      const expected = 'a constraint that allows no version before 6.50.0, whose arguments are written: "~> 7.0"';
      expect(refused(version)).toEqual([`${GOOGLE} "${version}", expected ${expected}`]);
    },
  );

  test("that no version meets", () => {
    expect(refused(">= 7.0.0, < 6.50.0")).toEqual([
      `${GOOGLE} ">= 7.0.0, < 6.50.0", expected a constraint that some version meets`,
    ]);
  });

  test("that only Terraform will know", () => {
    expect(refused(unknownText)).toEqual([
      `${GOOGLE} a token, expected a value that is known at synthesis: Terraform reads it before any value`,
    ]);
  });

  test("in a zone of another account, since a stack has one version of a provider", () => {
    const aws = { assumeRoleArn: ROLE, providerVersion: "~> 6.30" };
    const change = { additionalHostedZones: { net: { ...NET, aws } } };
    expect(refusalOf(() => make((app) => new HybridPlatform(app, "test", { ...PROPS, ...change })))).toEqual([
      expect.stringContaining("test: additionalHostedZones.net.aws.providerVersion: "),
    ]);
  });
});

describe("a providerVersion that allows a major version which nothing was tried with", () => {
  const warningsOf = (google?: string, aws?: string) =>
    Object.values<{ annotations?: { message: string }[] }>(synthesize(of(google, aws)).manifest.stacks)
      .flatMap(({ annotations = [] }) => annotations.map(({ message }) => message))
      .filter((message) => message.includes("providerVersion"));

  test("is warned of once, with what to add", () => {
    expect(warningsOf(">= 7.0.0", ">= 6.25.0")).toEqual([
      'aws.providerVersion: allows version 7, which nothing was tried with: add "< 7.0.0"',
      'google.providerVersion: allows version 8, which nothing was tried with: add "< 8.0.0"',
    ]);
  });

  test("is not warned of where it does not", () => {
    expect(warningsOf(">= 6.50.0, < 8.0.0", "~> 6.25")).toEqual([]);
  });
});
