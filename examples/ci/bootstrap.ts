import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AwsPipelineAccess,
  GcsStateBucket,
  GooglePipelineAccess,
  PIPELINE_SERVICES,
  Pipeline,
  ProjectServices,
  State,
} from "cdktf-hybrid-kubernetes";

const PROJECT = "video-platform-prod";
const ZONE = { zoneId: "Z0123456789EXAMPLE01", zoneName: "example.com" };

/** The same pipeline deploys staging, which is in a project and a zone of its own. */
const STAGING_PROJECT = "video-platform-staging";
const STAGING_ZONE = { zoneId: "Z0123456789EXAMPLE02", zoneName: "staging.example.com" };

/** The keys of the tunnels: made here without content, and filled by hand with `gcloud secrets versions add`. */
const SECRETS = ["vpn-paris", "vpn-frankfurt"];

/** What must be there before a pipeline can run: the bucket of the states, and the pipeline's access to both clouds. */
class Bootstrap extends TerraformStack {
  constructor(app: App) {
    super(app, "bootstrap");
    // A file for the first deployment; then State.gcs({ bucket: "video-platform-prod-terraform" }).
    State.local().bind(this);
    new GoogleProvider(this, "google", { project: PROJECT });
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const { services } = new ProjectServices(this, "project_services", {
      services: [...PIPELINE_SERVICES, "secretmanager"],
    });
    const dependsOn = [...services.values()];
    const secrets = SECRETS.map(
      (secretId) => new SecretManagerSecret(this, secretId, { secretId, replication: { auto: {} }, dependsOn }),
    );

    const pipeline = Pipeline.github({ repository: "example/video-platform" });
    const google = new GooglePipelineAccess(this, "google-access", {
      project: PROJECT,
      additionalProjects: [STAGING_PROJECT],
      pipeline,
      secrets: SECRETS,
      features: ["encryptionKeys"],
      dependsOn: [...dependsOn, ...secrets],
    });
    const aws = new AwsPipelineAccess(this, "aws-access", { zone: ZONE, additionalZones: [STAGING_ZONE], pipeline });
    const states = new GcsStateBucket(this, "states", {
      bucketName: `${PROJECT}-terraform`,
      location: "EU",
      dependsOn,
    });
    states.grantRead("planner", google.planner.member);
    states.grantWrite("deployer", google.deployer.member);

    this.show("google_provider", google.provider.name);
    this.show("google_planner", google.planner.email);
    this.show("google_deployer", google.deployer.email);
    this.show("aws_planner", aws.planner.arn);
    this.show("aws_deployer", aws.deployer.arn);
  }

  /** An output that becomes a variable of the pipeline. */
  private show(name: string, value: string): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}

const app = new App();
new Bootstrap(app);
app.synth();
