/** What Checkov finds in the examples and stays so, by check, each with its reason. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  CKV_GCP_9:
    "a repair would take a node from a gang of flex-start or queued machines: Google refuses it, or asks for it",
  CKV_GCP_12: "Dataplane V2 enforces network policies; the setting is for clusters without it",
  CKV_GCP_20: "the control plane has no address: it is reached by its DNS name and IAM",
  CKV_GCP_21: "labels are the provider's default labels, which Checkov does not read",
  CKV_GCP_41:
    "clusters run their nodes as accounts that the deployer makes, whose names are not known before: so it may use any account of the project, as docs/deploy-in-ci.md says",
  CKV_GCP_49:
    "the deployer makes the accounts of nodes, and for that may decide who uses any account of the project, as docs/deploy-in-ci.md says",
  CKV_GCP_62: "Cloud Audit Logs tell more; accessLogBucketName is there for who wants it",
  CKV_GCP_65: "the domain is yours to give: authenticatorGroupsDomain",
  CKV_GCP_69: "the pools have GKE_METADATA; Checkov looks at the first pool, which Terraform deletes",
  CKV_GCP_125: "the condition pins the repository; Checkov knows another form of it",
  CKV_K8S_15:
    "a version of the image never changes, and a node that has it needs no registry to start the adapter again",
  CKV_K8S_43: "the digest of Google's image was not known here; version takes one",
  CKV_K8S_49: "the autoscaler may read any custom metric, as in Google's own manifest",
};
