/** Your own data centres. */
export type { DataCenterOptions } from "./data-center";
