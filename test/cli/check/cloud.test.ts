import { HybridPlatform, type HybridPlatformProps, State } from "../../../index";
import { answering, CheckedProject } from "../../support/checked-project";
import { SMALL_PLATFORM } from "../../support/platform";

const ROLE = "arn:aws:iam::444455556666:role/dns";
const ME = "arn:aws:iam::111122223333:user/me";

const GOOGLE = {
  "auth application-default print-access-token": "ya29.secret",
  "auth list": [{ account: "me@example.com", status: "ACTIVE" }],
  "projects describe acme-test": { lifecycleState: "ACTIVE" },
  "storage buckets describe gs://states --raw": { versioning: { enabled: true } },
};
const AWS = {
  "sts get-caller-identity": { Arn: ME },
  [`sts assume-role --role-arn ${ROLE}`]: {
    Credentials: { AccessKeyId: "ASIA", SecretAccessKey: "secret", SessionToken: "token" },
  },
  "route53 get-hosted-zone --id Z0123456789EXAMPLE": { HostedZone: { Name: "example.com." } },
  "route53 list-geo-locations": { fails: "An error occurred (AccessDenied): may not list" },
  "s3api head-bucket --bucket states": {},
  "s3api get-bucket-versioning --bucket states": { Status: "Enabled" },
};

const projects = new Map<HybridPlatformProps, CheckedProject>();

/** Checks a platform with programs in the place of gcloud and the AWS CLI. */
function checked(
  answers: { readonly google?: object; readonly aws?: object } = {},
  props: HybridPlatformProps = GCS,
  programs: Readonly<Record<string, string>> = {},
) {
  const project = projects.get(props) ?? new CheckedProject((app) => new HybridPlatform(app, "test", props));
  projects.set(props, project);
  const { status, stdout } = project.run(
    {
      gcloud: answering({ ...answers.google, ...GOOGLE, ...answers.google }),
      aws: answering({ ...answers.aws, ...AWS, ...answers.aws }),
      ...programs,
    },
    "check",
    "--cloud",
  );
  return { status, lines: stdout.trimEnd().split("\n").slice(5), stdout };
}

const GCS: HybridPlatformProps = { ...SMALL_PLATFORM, state: State.gcs({ bucket: "states" }) };
const S3: HybridPlatformProps = { ...SMALL_PLATFORM, state: State.s3({ bucket: "states", region: "eu-west-1" }) };
const OF_A_ROLE: HybridPlatformProps = { ...GCS, aws: { assumeRoleArn: ROLE, externalId: "acme" } };

describe("check --cloud", () => {
  test("names what is there in each cloud, and what is not", () => {
    const { status, lines, stdout } = checked();
    expect(status).toBe(2);
    expect(lines).toEqual([
      "ok     Google credentials: Terraform has those of the application",
      "ok     gcloud: asks as me@example.com, which need not be who Terraform is",
      "ok     project acme-test: is active",
      "ok     bucket gs://states: is there, and keeps old versions of the state",
      `ok     AWS credentials: those of ${ME}`,
      "ok     hosted zone Z0123456789EXAMPLE: is example.com",
      "wrong  places: Route 53 does not list them: An error occurred (AccessDenied): may not list",
    ]);
    expect(stdout).not.toContain("ya29");
  });

  test("asks for a zone as the role that the provider assumes", () => {
    const asRole = `case "$*" in
*get-hosted-zone*) [ "$AWS_ACCESS_KEY_ID" = ASIA ] || exit 9 ;;
*assume-role*"--external-id acme"*) ;;
*assume-role*) exit 9 ;;
esac
${answering(AWS)}`;
    const { lines } = checked({}, OF_A_ROLE, { aws: asRole });
    expect(lines.slice(4, 6)).toEqual([
      `ok     AWS credentials: those of ${ME}, and it assumes ${ROLE}`,
      "ok     hosted zone Z0123456789EXAMPLE: is example.com",
    ]);
  });

  test("asks for nothing as a role that may not be assumed", () => {
    const refused = { fails: "An error occurred (AccessDenied): no" };
    const { lines } = checked({ aws: { [`sts assume-role --role-arn ${ROLE}`]: refused } }, OF_A_ROLE);
    expect(lines.slice(4)).toEqual([
      `wrong  AWS credentials: ${ME} may not assume ${ROLE} (An error occurred (AccessDenied): no)`,
      "       To do: let the role trust that account",
    ]);
  });

  test("asks for a state in S3, whatever the providers have", () => {
    const { lines } = checked({}, S3);
    expect(lines).toContain("ok     bucket s3://states: is there, and keeps old versions of the state");
    expect(lines.join()).not.toContain("gs://");
    const without = checked({ aws: { "s3api get-bucket-versioning --bucket states": "" } }, S3);
    expect(without.lines).toContain(
      "note   bucket s3://states: keeps no old versions: a state that is overwritten is lost",
    );
    const none = checked({ aws: { "s3api head-bucket --bucket states": { fails: "404 Not Found" } } }, S3);
    expect(none.lines).toContain("wrong  bucket s3://states: 404 Not Found");
  });

  test.each([
    [
      "auth application-default print-access-token",
      { fails: "ERROR: (gcloud.auth) Reauthentication failed" },
      "wrong  Google credentials: Terraform has none ((gcloud.auth) Reauthentication failed)",
    ],
    ["auth list", [], "wrong  gcloud: nobody is logged in"],
    ["projects describe acme-test", { fails: "ERROR: not found" }, "wrong  project acme-test: not found"],
    [
      "projects describe acme-test",
      { lifecycleState: "DELETE_REQUESTED" },
      "wrong  project acme-test: is DELETE_REQUESTED",
    ],
    [
      "storage buckets describe gs://states --raw",
      { name: "states" },
      "note   bucket gs://states: keeps no old versions: a state that is overwritten is lost",
    ],
    [
      "storage buckets describe gs://states --raw",
      { fails: "ERROR: gs://states not found: 404." },
      "wrong  bucket gs://states: gs://states not found: 404.",
    ],
  ])("says what gcloud says: %s", (command, answer, line) => {
    expect(checked({ google: { [command]: answer } }).lines).toContain(line);
  });

  test.each([
    ["example.org.", "wrong  hosted zone Z0123456789EXAMPLE: is example.org, and not example.com"],
    ["com.", "wrong  hosted zone Z0123456789EXAMPLE: is com, and not example.com"],
  ])("compares the name of a zone with that of its id: %s", (Name, line) => {
    const { lines } = checked({ aws: { "route53 get-hosted-zone --id Z0123456789EXAMPLE": { HostedZone: { Name } } } });
    expect(lines).toContain(line);
  });

  test("says so where credentials are in the environment, which were not tried", () => {
    process.env.GOOGLE_OAUTH_ACCESS_TOKEN = "ya29.other";
    try {
      const { stdout } = checked();
      expect(stdout).toContain("note   Google credentials: Terraform takes those of GOOGLE_OAUTH_ACCESS_TOKEN, which");
      expect(stdout).not.toContain("ya29");
    } finally {
      delete process.env.GOOGLE_OAUTH_ACCESS_TOKEN;
    }
  });

  test("says so where neither command line is there", () => {
    const project = new CheckedProject((app) => new HybridPlatform(app, "test", GCS));
    const { stdout } = project.run({ gcloud: undefined, aws: undefined }, "check", "--cloud");
    expect(stdout).toContain(
      "wrong  gcloud: there is no gcloud on the PATH\n       To do: install the Google Cloud CLI\n",
    );
    expect(stdout).toContain(
      "wrong  AWS credentials: there is no aws on the PATH\n       To do: install the AWS CLI\n",
    );
  });

  test("asks no cloud for stacks that use none", () => {
    const project = new CheckedProject(() => {});
    const { lines } = { lines: project.run({ gcloud: undefined, aws: undefined }, "check", "--cloud").stdout };
    expect(lines).not.toMatch(/gcloud|AWS|places/);
  });
});
