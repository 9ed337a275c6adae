import type { Construct } from "constructs";
import { Secret } from "../../index";
import { refusalOf, synthesizeStack } from "../support/synthesize";
import { interpolation } from "../support/tokens";

const CONSENT = { acceptInState: true } as const;

/** The stack that asks for these secrets, and what it gets. */
function ask(...secrets: readonly Secret[]) {
  let values: string[] = [];
  const configuration = synthesizeStack((stack: Construct) => {
    values = secrets.map((secret) => secret.bind(stack));
  });
  return { configuration, values };
}

describe("a secret", () => {
  test("is a sensitive variable without a default, once per stack", () => {
    const { configuration } = ask(Secret.fromVariable("paris_key"), Secret.fromVariable("paris_key"));
    expect(configuration.variable).toEqual({ paris_key: { type: "string", sensitive: true, nullable: false } });
  });

  test("is read from Secret Manager, once per stack and version", () => {
    const one = { secret: "paris", project: "acme-vault", version: "3" };
    const { configuration } = ask(
      Secret.fromSecretManager(one),
      Secret.fromSecretManager(one),
      Secret.fromSecretManager({ secret: "paris" }),
    );
    const read = Object.values(
      configuration.data.google_secret_manager_secret_version_access as Record<string, object>,
    );
    expect(read).toHaveLength(2);
    expect(read[0]).toMatchObject(one);
    expect(read[1]).toMatchObject({ secret: "paris" });
    expect(read[1]).not.toHaveProperty("version");
  });

  test("is a text of the program only with consent, or a token", () => {
    expect(ask(Secret.literal("open sesame", CONSENT)).values).toEqual(["open sesame"]);
    expect(ask(Secret.fromToken(interpolation)).values).toEqual([interpolation]);
  });
});

describe("a secret refuses", () => {
  test("a text where a token is asked for, without telling it", () => {
    expect(refusalOf(() => Secret.fromToken("open sesame"))).toEqual([
      'Secret: token: got "a text", expected a token: for a text that is known at synthesis there is Secret.literal',
    ]);
  });

  test("names that Terraform or Google refuse", () => {
    expect(refusalOf(() => Secret.fromVariable("paris-key"))).toEqual([
      'Secret: name: got "paris-key", expected letters, digits and underscores, a letter first',
    ]);
    const stored = { secret: "projects/acme-test/secrets/s", project: "P", version: "1.0" };
    expect(refusalOf(() => Secret.fromSecretManager(stored))).toEqual([
      'Secret: secret: got "projects/acme-test/secrets/s", expected 1 to 255 letters, digits, hyphens and underscores',
      'Secret: project: got "P", expected the id of a project',
      'Secret: version: got "1.0", expected a number, an alias, or "latest"',
    ]);
  });
});
