import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Construct } from "constructs";
import { checkConstructId } from "../core/names";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import { apiHost } from "../google/hosts";
import { apisOfEveryPlatform } from "../google/resource-types";

/**
 * The APIs that every platform of this library calls, by their names without `.googleapis.com`.
 *
 * `cloudresourcemanager` is what grants roles in a project, `iam` makes the nodes' accounts. Clusters have the policy of
 * `binaryauthorization` and the findings of `containersecurity` unless these are turned off.
 */
export const PLATFORM_SERVICES: readonly string[] = apisOfEveryPlatform();

export interface ProjectServicesProps {
  /**
   * The APIs, by their names without `.googleapis.com`: `compute`.
   *
   * @default - the APIs that every cluster, network and load balancer of this library calls
   */
  readonly services?: readonly string[];

  /**
   * The project.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/**
 * The APIs of a project, switched on: a fresh project has nearly none.
 *
 * Taking one out of the configuration, or destroying the stack, leaves it on: others in the project may use it, and
 * switching `compute` off would take machines down. Three things must be there before: billing,
 * `serviceusage.googleapis.com`, which switches on the others, and `cloudresourcemanager.googleapis.com`, which the provider
 * asks for the project after each.
 */
export class ProjectServices extends Construct {
  /** The APIs, by their names without `.googleapis.com`. What calls one depends on it. */
  public readonly services: ReadonlyMap<string, ProjectService>;

  constructor(scope: Construct, id: string, props: ProjectServicesProps = {}) {
    super(scope, id);
    validateProps(this, "ProjectServicesProps", props, (problems) => {
      checkProjectServices(problems, "services", props.services ?? PLATFORM_SERVICES);
    });
    const { services = PLATFORM_SERVICES, project } = props;
    this.services = new Map([...new Set(services)].map((name) => [name, this.enable(name, project)]));
  }

  private enable(name: string, project: string | undefined): ProjectService {
    return new ProjectService(this, name, {
      project,
      service: apiHost(name),
      disableOnDestroy: false,
      disableDependentServices: false,
    });
  }
}

/** Validates the names of APIs. */
export function checkProjectServices(problems: Problems, property: string, services: readonly string[]): void {
  if (!problems.known(property, services)) return;
  for (const service of services) {
    if (!problems.known(property, service)) continue;
    const isName = (name: string) => /^[a-z][a-z0-9-]*$/.test(name);
    const expected = `names of APIs without "${apiHost("")}": "compute"`;
    if (problems.check(property, service, isName, expected, "name")) checkConstructId(problems, property, service);
  }
}
