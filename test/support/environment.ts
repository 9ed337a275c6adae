/** What tells cdktf, Terraform, a cloud's tools, a pipeline's scripts or Node to behave otherwise than by themselves. */
const SETTINGS =
  /^((CDKTF|CDKTN|TF|AWS|GOOGLE|CLOUDSDK|GITHUB|GITLAB|CI)_.*|NODE_OPTIONS|NODE_DEBUG|NO_COLOR|FORCE_COLOR|COLUMNS|DEBUG)$/;

/** Forgets the settings of whoever runs the tests: they would decide what the tests see. */
export function forgetSettings(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (SETTINGS.test(name)) delete environment[name];
}
