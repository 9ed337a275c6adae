import { createHash } from "node:crypto";
import type { Block } from "../../../support/synthesize";
import { SOURCES, withoutZeros } from "../../../terraform/stand-in/known-habits";
import type { ApiHabit } from "./habits";

const CERTIFICATES =
  "https://cloud.google.com/certificate-manager/docs/reference/certificate-manager/rest/v1/projects.locations";

export const HABITS_OF_OTHERS: readonly ApiHabit[] = [
  {
    of: "certificatemanager/dnsAuthorizations",
    source: `${CERTIFICATES}.dnsAuthorizations#DnsAuthorization, output only`,
    answer: (held) => ({
      ...held,
      dnsResourceRecord: {
        name: `_acme-challenge.${held.domain}.`,
        type: "CNAME",
        data: `${createHash("sha256").update(held.name).digest("hex").slice(0, 32)}.authorize.certificatemanager.goog.`,
      },
    }),
  },
  {
    of: "monitoring/dashboards",
    source: SOURCES.dashboardZeros,
    answer: (held) => withoutZeros(JSON.stringify(held)) as Block,
  },
  {
    of: "monitoring/alertPolicies",
    source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies, conditions[].name",
    answer: (held) => ({
      enabled: true,
      ...held,
      conditions: held.conditions.map((one: Block, index: number) => ({
        ...one,
        name: `${held.name}/conditions/${index + 1}`,
      })),
    }),
  },
  {
    of: "certificatemanager/certificates",
    source: `${CERTIFICATES}.certificates#ManagedCertificate, output only`,
    answer: ({ managed, ...held }) => ({ ...held, ...(managed && { managed: { ...managed, state: "PROVISIONING" } }) }),
  },
];
