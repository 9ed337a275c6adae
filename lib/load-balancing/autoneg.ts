import { ProjectIamCustomRole } from "@cdktf/provider-google/lib/project-iam-custom-role";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { checkRate, checkWholeNumber } from "../core/checks";
import { resourceName } from "../core/names";
import { validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";
import { NEG_ANNOTATION } from "../google/hosts";
import { ROLES } from "../google/roles";
import { workloadMember } from "../google/service-accounts";
import { backendServiceName } from "./backend-service-names";
import { checkServicePort } from "./cluster-backend";

/** What the controller needs: to read a backend service, and to add endpoint groups to it. */
const PERMISSIONS = [
  "compute.backendServices.get",
  "compute.backendServices.update",
  "compute.networkEndpointGroups.use",
  "compute.healthChecks.useReadOnly",
];

/** The domain of the controller's annotations. */
const CONTROLLER = "controller.autoneg.dev";

/** Options of the autoneg controllers. */
export interface AutonegOptions {
  /**
   * The autoneg controller's service account in Kubernetes, `namespace/name`: its manifests and its Terraform module call it
   * differently.
   *
   * @default "autoneg-system/autoneg-controller-manager", as the manifests have it
   */
  readonly autonegServiceAccount?: string;
}

/** Validates the options of the autoneg controllers. */
export function checkAutoneg(problems: Problems, { autonegServiceAccount }: AutonegOptions): void {
  const isAccount = (account: string | undefined) => account === undefined || /^[a-z0-9-]+\/[a-z0-9-]+$/.test(account);
  problems.check("autonegServiceAccount", autonegServiceAccount, isAccount, '"namespace/name"', "name");
}

export interface AutonegAccountProps extends AutonegOptions {
  /** The load balancer whose services the controller attaches. */
  readonly loadBalancerName: string;
}

/**
 * The service account of the autoneg controllers of all clusters, with the least privilege that they need.
 *
 * Install the controller with its own manifests or chart, and annotate its service account with `email`.
 * Source: https://github.com/GoogleCloudPlatform/gke-autoneg-controller
 */
export class AutonegAccount extends Construct {
  /** The value of the annotation `iam.gke.io/gcp-service-account` of the controller's service account. */
  public readonly email: string;
  /** The account. */
  public readonly account: ServiceAccount;

  /** @internal */
  constructor(scope: Construct, id: string, props: AutonegAccountProps) {
    super(scope, id);
    const { loadBalancerName, autonegServiceAccount = "autoneg-system/autoneg-controller-manager" } = props;
    this.account = new ServiceAccount(this, "Resource", {
      // Google allows 30 characters.
      accountId: resourceName(30, loadBalancerName, "autoneg"),
      displayName: `Autoneg controllers of ${loadBalancerName}`,
    });
    this.email = this.account.email;
    const role = new ProjectIamCustomRole(this, "role", {
      roleId: resourceName(63, loadBalancerName, "autoneg").replaceAll("-", "_"),
      title: `Attach endpoint groups to ${loadBalancerName}`,
      permissions: PERMISSIONS,
    });
    const { project } = this.account;
    new ProjectIamMember(this, "role_member", { project, role: role.id, member: this.account.member });
    new ServiceAccountIamMember(this, "workload_identity", {
      serviceAccountId: this.account.name,
      role: ROLES.impersonate.id,
      member: workloadMember(project, autonegServiceAccount),
    });
  }
}

/** Options of the annotations for autoneg. */
export interface AutonegAnnotationProps {
  readonly loadBalancerName: string;
  readonly serviceName: string;
  /** The port of the Kubernetes `Service`, 1 to 65535. */
  readonly servicePort: number;
  /** The target request rate per pod, in requests per second: more than 0. */
  readonly maxRatePerEndpoint: number;

  /**
   * The share of the rate that the load balancer uses in this cluster, in percent, 0 to 100; 0 drains it.
   *
   * @default 100
   */
  readonly capacityPercent?: number;
}

/**
 * The annotations that the Kubernetes `Service` needs for GKE to make endpoint groups, and autoneg to attach them.
 *
 * @throws `ValidationError` for a port or a rate that is not allowed
 */
export function autonegAnnotations(props: AutonegAnnotationProps): Readonly<Record<string, string>> {
  validateShape("autonegAnnotations", props, "AutonegAnnotationProps");
  Problems.of("autonegAnnotations", (problems) => {
    checkServicePort(problems, props.servicePort);
    const { maxRatePerEndpoint } = props;
    if (problems.known("maxRatePerEndpoint", maxRatePerEndpoint))
      checkRate(problems, "maxRatePerEndpoint", maxRatePerEndpoint);
    const { capacityPercent = 100 } = props;
    if (problems.known("capacityPercent", capacityPercent))
      checkWholeNumber(problems, "capacityPercent", capacityPercent, [0, 100]);
  });
  return autonegAnnotationsOf(props);
}

/** The same for a service that is checked elsewhere. */
export function autonegAnnotationsOf(props: AutonegAnnotationProps): Readonly<Record<string, string>> {
  const { loadBalancerName, serviceName, servicePort, maxRatePerEndpoint, capacityPercent = 100 } = props;
  const backend = {
    name: backendServiceName(loadBalancerName, serviceName, true),
    max_rate_per_endpoint: maxRatePerEndpoint,
    // For a group that the controller attaches later: it would begin with all of its capacity.
    initial_capacity: capacityPercent === 100 ? undefined : capacityPercent,
    capacity_scaler: capacityPercent,
  };
  return {
    [NEG_ANNOTATION]: JSON.stringify({ exposed_ports: { [servicePort]: {} } }),
    [`${CONTROLLER}/neg`]: JSON.stringify({ backend_services: { [servicePort]: [backend] } }),
    // Without it, the controller leaves the capacity of a group alone that it has attached.
    [`${CONTROLLER}/sync`]: JSON.stringify({ capacity_scaler: true }),
  };
}
