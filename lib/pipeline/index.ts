/** Access of a pipeline to both clouds, without keys. */
export { AwsPipelineAccess, type AwsPipelineAccessProps } from "./aws-pipeline-access";
export { GooglePipelineAccess, type GooglePipelineAccessProps } from "./google-pipeline-access";
export { type GithubPipelineProps, type GitlabPipelineProps, Pipeline } from "./pipeline";
