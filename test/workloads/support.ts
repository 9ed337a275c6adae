import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Lazy, type TerraformStack } from "cdktf";
import { type Block, synthesizeStack } from "../support/synthesize";

/** The configuration of one stack with these constructs, which is connected to a cluster. */
export function synthesizeInCluster(build: (stack: TerraformStack) => void): Block {
  return synthesizeStack((stack) => {
    new GoogleProvider(stack, "google", { project: "acme-test" });
    new KubernetesProvider(stack, "kubernetes", { host: "https://cluster.example.com" });
    build(stack);
  });
}

/** A text that only Terraform knows. */
export function unknownText(name: string): string {
  return Lazy.stringValue({ produce: () => variable(name) });
}

/** How the configuration names a value that only Terraform knows. */
export function variable(name: string): string {
  return `\${var.${name}}`;
}
