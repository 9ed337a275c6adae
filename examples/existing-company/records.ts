import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformStack } from "cdktf";

// Written by: npx cdktf-hybrid-kubernetes import found/*.json --zone-id Z0123456789EXAMPLE01 --into cdktf.out > records.ts

/** In production-dns: resources of the configuration that take over what is there, without an interruption. */
export function takeOverInProductionDns(stack: TerraformStack): void {
  stack.addOverride("import", [
    {
      to: "aws_route53_record.routing_ipv4_host_api_example_com_default",
      id: "Z0123456789EXAMPLE01_api.example.com_A",
    },
  ]);
}

/** The records of example.com, as they are: the plan must import them and change none. */
export function recordsOfExampleCom(stack: TerraformStack): void {
  const zoneId = "Z0123456789EXAMPLE01";
  new Route53Record(stack, "apex-mx", {
    zoneId,
    name: "example.com",
    type: "MX",
    ttl: 300,
    records: ["10 mail.example.com."],
  }).importFrom("Z0123456789EXAMPLE01_example.com_MX");
  new Route53Record(stack, "status-cname", {
    zoneId,
    name: "status.example.com",
    type: "CNAME",
    ttl: 300,
    records: ["status.example.org."],
  }).importFrom("Z0123456789EXAMPLE01_status.example.com_CNAME");
}
