import { DataGoogleSecretManagerSecretVersionAccess } from "@cdktf/provider-google/lib/data-google-secret-manager-secret-version-access";
import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { firstApply } from "../core/first-apply";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** Where a secret lies in Secret Manager. A change of any of it replaces a tunnel whose pre-shared key it is. */
export interface SecretManagerOptions {
  /** The secret's name, without its project: up to 255 letters, digits, hyphens and underscores. */
  readonly secret: string;

  /**
   * The project that holds it.
   *
   * @default - the project of the stack
   */
  readonly project?: string;

  /**
   * The version: a number, or an alias.
   *
   * @default "latest"
   */
  readonly version?: string;
}

/** The consent to a secret that everyone can read who can read the program. */
export interface LiteralSecretOptions {
  /** Accepts that the secret is in the program, in what it writes and in the state. */
  readonly acceptInState: true;
}

/**
 * A secret, such as the pre-shared key of a tunnel. It never stands in the configuration unless you ask for that.
 *
 * Terraform keeps the value in the state, wherever it comes from: keep the state where only few can read it.
 * Source: https://developer.hashicorp.com/terraform/language/state/sensitive-data
 */
export abstract class Secret {
  static {
    brand(Secret, "Secret");
  }

  /**
   * A variable of Terraform, without a default: give it as `TF_VAR_name`, or Terraform asks.
   *
   * @param name letters, digits and underscores, a letter first
   */
  public static fromVariable(name: string): Secret {
    return new VariableSecret(name);
  }

  /**
   * A secret in Secret Manager. It must exist before the stack is applied. The first plan does without it, later plans read
   * it.
   */
  public static fromSecretManager(options: SecretManagerOptions): Secret {
    validateShape("Secret.fromSecretManager", options, "SecretManagerOptions");
    return new StoredSecret(options);
  }

  /** A value that only Terraform knows: the attribute of a resource, such as a `random_password`. */
  public static fromToken(token: string): Secret {
    Problems.of("Secret", (problems) => {
      const allowed = "a token: for a text that is known at synthesis there is Secret.literal";
      // The text itself must not appear in an error.
      if (!isUnknown(token)) problems.refuse("token", "a text", allowed);
    });
    return new PlainSecret(token);
  }

  /** A text that is in the program for everyone to read: for trials. */
  public static literal(value: string, _consent: LiteralSecretOptions): Secret {
    validateShape("Secret.literal", _consent, "LiteralSecretOptions");
    return new PlainSecret(value);
  }

  /**
   * Whether it lies in Secret Manager, whose API must then be on.
   *
   * @internal
   */
  public readonly isInSecretManager: boolean = false;

  /** Puts what reads the secret into the stack of `scope`, and returns its value as a token. */
  public abstract bind(scope: Construct): string;
}

class VariableSecret extends Secret {
  constructor(private readonly name: string) {
    super();
    Problems.of("Secret", (problems) => {
      if (problems.known("name", name)) {
        const isName = (text: string) => /^[a-zA-Z][a-zA-Z0-9_]*$/.test(text);
        problems.check("name", name, isName, "letters, digits and underscores, a letter first", "name");
      }
    });
  }

  public bind(scope: Construct): string {
    const stack = TerraformStack.of(scope);
    const id = `variable_${this.name}`;
    const existing = stack.node.tryFindChild(id) as TerraformVariable | undefined;
    return (existing ?? this.add(stack, id)).stringValue;
  }

  private add(stack: TerraformStack, id: string): TerraformVariable {
    const variable = new TerraformVariable(stack, id, { type: "string", sensitive: true, nullable: false });
    variable.overrideLogicalId(this.name);
    return variable;
  }
}

class StoredSecret extends Secret {
  public override readonly isInSecretManager = true;
  private readonly secret: string;
  private readonly project: string | undefined;
  /** Left out for the latest: that is what it then means, and one version has one address. */
  private readonly version: string | undefined;

  constructor({ secret, project, version = "latest" }: SecretManagerOptions) {
    super();
    Problems.of("Secret", (problems) => {
      const fields = {
        secret: [secret, /^[a-zA-Z0-9_-]{1,255}$/, "1 to 255 letters, digits, hyphens and underscores", "name"],
        project: [project, /^[a-z][a-z0-9-]*$/, "the id of a project", "name"],
        version: [version, /^[a-zA-Z0-9_-]+$/, 'a number, an alias, or "latest"', "format"],
      } as const;
      for (const [property, [value, pattern, expected, code]] of Object.entries(fields)) {
        if (value === undefined || !problems.known(property, value)) continue;
        problems.check(property, value, (text) => pattern.test(text), expected, code);
      }
    });
    this.secret = secret;
    this.project = project;
    this.version = version === "latest" ? undefined : version;
  }

  public bind(scope: Construct): string {
    const stack = TerraformStack.of(scope);
    const { secret, project, version } = this;
    // No part has a dot, and each is announced, so no two secrets have one id.
    const id = [
      "secret_version",
      ...(project ? ["in", project] : []),
      secret,
      ...(version ? ["at", version] : []),
    ].join(".");
    const existing = stack.node.tryFindChild(id) as DataGoogleSecretManagerSecretVersionAccess | undefined;
    return (existing ?? this.add(stack, id)).secretData;
  }

  /** The other data source, without `_access`, reads the version itself as well, which the role of who may read it does not allow. */
  private add(stack: TerraformStack, id: string): DataGoogleSecretManagerSecretVersionAccess {
    const { secret, project, version } = this;
    const dependsOn = [firstApply(stack, "first_apply")];
    return new DataGoogleSecretManagerSecretVersionAccess(stack, id, { secret, project, version, dependsOn });
  }
}

class PlainSecret extends Secret {
  constructor(private readonly value: string) {
    super();
  }

  public bind(): string {
    return this.value;
  }
}
