import { TerraformOutput, type TerraformStack, Token } from "cdktf";
import { ResourceRole, WorkloadIdentity, type WorkloadIdentityProps } from "../../../lib/gke";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../../support/synthesize";

const PROPS: WorkloadIdentityProps = {
  project: "acme-test",
  projectNumber: "123456789012",
  namespace: "video",
  serviceAccountName: "uploader",
};
const POOL = "projects/123456789012/locations/global/workloadIdentityPools/acme-test.svc.id.goog";
const PRINCIPAL = `principal://iam.googleapis.com/${POOL}/subject/ns/video/sa/uploader`;
const KEY = "projects/acme-keys/locations/europe/keyRings/video/cryptoKeys/uploads";
const EVERYWHERE = {
  uploads: ResourceRole.onBucket({ bucketName: "acme-uploads", role: "roles/storage.objectUser" }),
  token: ResourceRole.onSecret({ secretName: "token", role: "roles/secretmanager.secretAccessor" }),
  jobs: ResourceRole.onTopic({ topicName: "jobs", role: "roles/pubsub.publisher", project: "acme-jobs" }),
  results: ResourceRole.onSubscription({ subscriptionName: "results", role: "roles/pubsub.subscriber" }),
  views: ResourceRole.onDataset({ datasetName: "views", role: "roles/bigquery.dataEditor" }),
  key: ResourceRole.onKmsKey({ kmsKeyName: KEY, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter" }),
  traces: ResourceRole.inProject({ role: "roles/cloudtrace.agent" }),
};

function identityWith(change: Partial<WorkloadIdentityProps> = {}): Block {
  return withPlainAddresses((stack) => new WorkloadIdentity(stack, "uploader", { ...PROPS, ...change }));
}

/** A configuration without the hashes that cdktf adds to addresses outside the stacks of this library. */
function withPlainAddresses(build: (stack: TerraformStack) => void): Block {
  return JSON.parse(JSON.stringify(synthesizeStack(build)).replaceAll(/_[0-9A-F]{8}(?=[".])/g, ""));
}

const warningsOf = ({ annotations }: Block) => (annotations ?? []).map(({ message }: Block) => message);

describe("the identity of a workload", () => {
  test("is the Kubernetes service account itself, which has its roles without a Google service account", () => {
    const stack = identityWith({ roles: EVERYWHERE });
    expect(addressesOf(stack)).toEqual([
      "google_bigquery_dataset_iam_member.uploader_views",
      "google_kms_crypto_key_iam_member.uploader_key",
      "google_project_iam_member.uploader_traces",
      "google_pubsub_subscription_iam_member.uploader_results",
      "google_pubsub_topic_iam_member.uploader_jobs",
      "google_secret_manager_secret_iam_member.uploader_token",
      "google_storage_bucket_iam_member.uploader_uploads",
    ]);
    const member = PRINCIPAL;
    expect(resourceOf(stack, "google_storage_bucket_iam_member")).toEqual({
      bucket: "acme-uploads",
      role: "roles/storage.objectUser",
      member,
    });
    expect(resourceOf(stack, "google_secret_manager_secret_iam_member")).toEqual({
      project: "acme-test",
      secret_id: "token",
      role: "roles/secretmanager.secretAccessor",
      member,
    });
    expect(resourceOf(stack, "google_pubsub_topic_iam_member")).toEqual({
      project: "acme-jobs",
      topic: "jobs",
      role: "roles/pubsub.publisher",
      member,
    });
    expect(resourceOf(stack, "google_pubsub_subscription_iam_member")).toEqual({
      project: "acme-test",
      subscription: "results",
      role: "roles/pubsub.subscriber",
      member,
    });
    expect(resourceOf(stack, "google_kms_crypto_key_iam_member")).toEqual({
      crypto_key_id: KEY,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member,
    });
    expect(resourceOf(stack, "google_project_iam_member")).toEqual({
      project: "acme-test",
      role: "roles/cloudtrace.agent",
      member,
    });
  });

  test("is written for a dataset as the provider reads it there", () => {
    const views = { roles: { views: EVERYWHERE.views } };
    expect(resourceOf(identityWith(views), "google_bigquery_dataset_iam_member")).toEqual({
      project: "acme-test",
      dataset_id: "views",
      role: "roles/bigquery.dataEditor",
      member: `iamMember:${PRINCIPAL}`,
    });
    const byAccount = identityWith({ ...views, googleServiceAccountName: "video-uploader" });
    expect(resourceOf(byAccount, "google_bigquery_dataset_iam_member").member).toBe(
      "${google_service_account.uploader.member}",
    );
  });

  test("reads the number of its project where it is not given", () => {
    const stack = identityWith({ projectNumber: undefined, roles: { uploads: EVERYWHERE.uploads } });
    expect(stack.data.google_project.uploader_pool_project).toMatchObject({ project_id: "acme-test" });
    expect(resourceOf(stack, "google_storage_bucket_iam_member").member).toBe(
      PRINCIPAL.replace("123456789012", "${data.google_project.uploader_pool_project.number}"),
    );
  });

  test("can be a Google service account, which the Kubernetes service account alone acts as", () => {
    const stack = identityWith({
      googleServiceAccountName: "video-uploader",
      roles: { uploads: EVERYWHERE.uploads },
    });
    expect(stack).not.toHaveProperty("data");
    expect(resourceOf(stack, "google_service_account")).toMatchObject({
      project: "acme-test",
      account_id: "video-uploader",
      display_name: "video/uploader in the clusters of acme-test",
    });
    expect(resourcesOf(stack, "google_service_account_iam_member")).toEqual({
      uploader_acting_pods: {
        service_account_id: "${google_service_account.uploader.name}",
        role: "roles/iam.workloadIdentityUser",
        member: "serviceAccount:acme-test.svc.id.goog[video/uploader]",
      },
    });
    expect(resourceOf(stack, "google_storage_bucket_iam_member").member).toBe(
      "${google_service_account.uploader.member}",
    );
  });

  test("says what the Kubernetes service account is annotated with: nothing, or the account that it acts as", () => {
    const stack = withPlainAddresses((stack) => {
      const direct = new WorkloadIdentity(stack, "direct", PROPS);
      const acting = new WorkloadIdentity(stack, "acting", { ...PROPS, googleServiceAccountName: "video-uploader" });
      expect(direct.member).toBe(PRINCIPAL);
      expect(direct.account).toBeUndefined();
      const value = [direct, acting].map((one) => one.serviceAccountAnnotations);
      new TerraformOutput(stack, "annotations", { value });
    });
    expect(stack.output.annotations.value).toEqual([
      {},
      { "iam.gke.io/gcp-service-account": "${google_service_account.acting.email}" },
    ]);
  });

  test("does not move when a role comes or goes", () => {
    const { uploads, jobs } = EVERYWHERE;
    const one = addressesOf(identityWith({ roles: { uploads } }));
    expect(addressesOf(identityWith({ roles: { jobs, uploads } }))).toEqual(expect.arrayContaining(one));
  });

  test("lets values pass that only Terraform knows", () => {
    const text = (name: string) => Token.asString(`\${var.${name}}`);
    const roles = { uploads: ResourceRole.onBucket({ bucketName: text("bucket"), role: text("role") }) };
    const change = { project: text("project"), projectNumber: text("number"), namespace: text("namespace"), roles };
    expect(resourceOf(identityWith(change), "google_storage_bucket_iam_member")).toEqual({
      bucket: "${var.bucket}",
      role: "${var.role}",
      member:
        "principal://iam.googleapis.com/projects/${var.number}/locations/global/workloadIdentityPools/" +
        "${var.project}.svc.id.goog/subject/ns/${var.namespace}/sa/uploader",
    });
  });
});

describe("the identity of a workload is refused", () => {
  const refused = (change: Partial<WorkloadIdentityProps>) => refusalOf(() => identityWith(change));

  test("with names that Kubernetes and Google Cloud do not have", () => {
    expect(
      refused({
        projectNumber: "acme-test",
        namespace: "Video",
        serviceAccountName: "up_loader",
        googleServiceAccountName: "video",
      }),
    ).toEqual([
      'stack/uploader: projectNumber: got "acme-test", expected the number of the project, in digits: "123456789012"',
      'stack/uploader: namespace: got "Video", expected a namespace of Kubernetes: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last',
      'stack/uploader: serviceAccountName: got "up_loader", expected a service account of Kubernetes: 1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit first and last',
      'stack/uploader: googleServiceAccountName: got "video", expected 6 to 30 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ]);
  });

  test("with a basic role, which reaches the whole project", () => {
    const of = (role: string) => ({ uploads: ResourceRole.onBucket({ bucketName: "acme-uploads", role }) });
    expect(refused({ roles: of("roles/editor") })).toEqual([
      'stack/uploader: roles.uploads.role: got "roles/editor", expected a role for what the workload does: roles/owner, roles/editor and roles/viewer reach far beyond it',
    ]);
    expect(refused({ roles: of("objectUser") })).toEqual([
      'stack/uploader: roles.uploads.role: got "objectUser", expected a role: "roles/pubsub.editor"',
    ]);
    expect(() => identityWith({ roles: of("projects/acme-test/roles/uploader") })).not.toThrow();
  });

  test("with an invalid key of Cloud KMS, and a role whose key is not a name", () => {
    const role = "roles/cloudkms.cryptoKeyDecrypter";
    expect(refused({ roles: { Key: ResourceRole.onKmsKey({ kmsKeyName: "uploads", role }) } })).toEqual([
      'stack/uploader: roles.Key: got "Key", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      'stack/uploader: roles.Key.kmsKeyName: got "uploads", expected a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"',
    ]);
  });
});

describe("the identity of a workload warns", () => {
  test("of a role in a whole project", () => {
    expect(warningsOf(identityWith({ roles: { traces: EVERYWHERE.traces } }))).toEqual([
      "roles.traces: reaches every resource of the project: where the role can be granted on a resource, grant it there",
    ]);
    expect(warningsOf(identityWith({ roles: { uploads: EVERYWHERE.uploads } }))).toEqual([]);
  });

  test("of the service account of all pods that name none", () => {
    expect(warningsOf(identityWith({ serviceAccountName: "default" }))).toEqual([
      "serviceAccountName: is that of every pod in the namespace that names none",
    ]);
  });
});
