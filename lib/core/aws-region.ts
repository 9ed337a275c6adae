import type { Problems, PropertyPath } from "./problems";

/**
 * Checks the name of a region of AWS by its form: which regions there are changes.
 *
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export function checkAwsRegion(problems: Problems, property: PropertyPath, region: string | undefined): void {
  const isRegion = (name: string) => /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(name);
  if (region !== undefined) problems.check(property, region, isRegion, 'a region of AWS: "us-east-1"', "name");
}
