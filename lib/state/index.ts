/** Where Terraform keeps its states, and buckets for them. */
export { GcsStateBucket, type GcsStateBucketProps } from "./gcs-state-bucket";
export { S3StateBucket, type S3StateBucketProps } from "./s3-state-bucket";
export { type GcsStateProps, type HcpStateProps, type S3StateProps, State } from "./state";
