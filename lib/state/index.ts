/** Buckets for Terraform's states. */
export { GcsStateBucket, type GcsStateBucketProps } from "./gcs-state-bucket";
export { S3StateBucket, type S3StateBucketProps } from "./s3-state-bucket";
