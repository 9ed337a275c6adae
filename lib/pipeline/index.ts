/** Access of a pipeline to both clouds, without keys. */
export { AwsPipelineAccess, type AwsPipelineAccessProps } from "./aws-pipeline-access";
export { GooglePipelineAccess } from "./google-pipeline-access";
export { type GooglePipelineAccessProps, PIPELINE_SERVICES, type PipelineFeature } from "./google-pipeline-options";
export { type GithubPipelineProps, type GitlabPipelineProps, Pipeline } from "./pipeline";
