/** Your own data centres, and their links to the network. */
export type { DataCenterOptions } from "./data-center";
export { type LiteralSecretOptions, Secret, type SecretManagerOptions } from "./secret";
