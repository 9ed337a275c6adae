import { terraformBinary } from "./terraform";

/** A group of tests that counts as skipped, not as passed, where there is no Terraform. */
export const describeWithTerraform = terraformBinary === undefined ? describe.skip : describe;
