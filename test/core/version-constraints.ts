/** What Terraform reads as a version constraint of a provider. `test/terraform` asks Terraform. */
export const READ = [
  "~> 7.0",
  "~>7.0",
  "~> 7",
  "7.0.0",
  "= 7.0",
  "!= 7.1.0",
  ">= 6.50, < 8",
  ">=6.50.0,<8.0.0",
  " > 6.50.0 , <= 7.45.0 ",
  ">= 7.0.0-beta1",
  "= 7.0.0-beta.1+build.2",
  "~> 7.0+build",
  ">= 6.50.0, < 6.0.0",
];

/** What it refuses. */
export const REFUSED = [
  "",
  " ",
  "latest",
  "v7.0.0",
  "7.x",
  "7.*",
  "^7.0",
  "=> 7",
  "~> 7.0.0.0",
  ">= 6.50.0 < 8.0.0",
  "7.0 || 8.0",
  "> 7,",
  ",> 7",
];
