import { Certificates } from "../../../index";
import { PLATFORM } from "../running-platform";
import { loadBalancer, monitoring, service } from "./changing";
import type { Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

const ranges = (count: number) => Array.from({ length: count }, (_, number) => `198.51.100.${number}`);

const EDITS: Edits = {
  "some addresses are denied everywhere": loadBalancer({ securityPolicy: { denyRanges: ranges(2) } }),
  "more addresses are denied than one rule holds, and some are let in": loadBalancer({
    securityPolicy: { denyRanges: ranges(25).reverse(), allowRanges: ["203.0.113.0/24"] },
  }),
  "attacks are only logged, and clients limited": loadBalancer({
    securityPolicy: {
      waf: { ruleSets: ["sqli-v33-stable", "xss-v33-stable"], preview: true },
      rateLimit: { requestsPerClient: 600 },
    },
  }),
  "attacks are denied, one rule set fewer and more strictly, and clients limited within 10 minutes": loadBalancer({
    securityPolicy: {
      waf: { ruleSets: ["xss-v33-stable"], sensitivity: 2 },
      rateLimit: { requestsPerClient: 6000, intervalSeconds: 600 },
    },
  }),
  "clients over the limit are banned, and floods are not learned": loadBalancer({
    securityPolicy: { rateLimit: { requestsPerClient: 600, banSeconds: 600 }, adaptiveProtection: false },
  }),
  "they are banned for longer": loadBalancer({
    securityPolicy: { rateLimit: { requestsPerClient: 600, banSeconds: 3600 } },
  }),
  "nobody is banned or denied": loadBalancer({ securityPolicy: undefined }),
  "a service has a policy of its own": service("api", { securityPolicy: { denyRanges: ["198.51.100.0/24"] } }),
  "a service bans": service("video", {
    securityPolicy: { rateLimit: { requestsPerClient: 100, banSeconds: 600 } },
    edgeSecurityPolicy: { denyRanges: ["192.0.2.0/25"], allowRanges: ["192.0.2.128/25"] },
  }),
  "that service has no policies of its own any more": service("video", {
    securityPolicy: undefined,
    edgeSecurityPolicy: undefined,
  }),
  "the other one has none either, but one before the cache": service("api", {
    securityPolicy: undefined,
    edgeSecurityPolicy: { denyRanges: ["192.0.2.0/24"] },
  }),
  "clients need newer ciphers, and HTTP/3 is off": loadBalancer({ tlsProfile: "RESTRICTED", http3: false }),
  "the certificates of two names are ready before their services": loadBalancer({
    tlsProfile: "COMPATIBLE",
    http3: undefined,
    certificates: Certificates.dnsAuthorized({ alsoFor: ["soon.example.com", "*.shop.example.com"] }),
  }),
  "one of these services comes, the other one does not": ({ services, loadBalancer: now }) => ({
    services: { ...services, soon: { hostName: "soon.example.com", maxRatePerEndpoint: 10 } },
    loadBalancer: { ...now, certificates: undefined },
  }),
  // docs/global-load-balancer.md: those of another kind are presented at once, and issued a little later.
  "certificates are of the classic kind": {
    edit: loadBalancer({ certificates: Certificates.classic() }),
    outages: /: no (certificate that is issued|entry in the certificate map)$/,
  },
  "one host name more has one": ({ services }) => ({
    services: { ...services, shop: { hostName: "shop.example.com", maxRatePerEndpoint: 10 } },
  }),
  "certificates are proven by DNS again": {
    edit: loadBalancer({ certificates: undefined }),
    outages: /: no (certificate that is issued|entry in the certificate map)$/,
  },
  "some countries are denied, and attacks with exceptions": loadBalancer({
    securityPolicy: {
      denyCountries: ["KP"],
      waf: { ruleSets: ["sqli-v33-stable"], optOutRuleIds: { "sqli-v33-stable": ["owasp-crs-v030301-id942110-sqli"] } },
    },
  }),
  "no country is denied": loadBalancer({ securityPolicy: undefined }),
  "other channels are notified, of other thresholds": monitoring({
    notificationChannels: ["projects/acme-prod/notificationChannels/2", "projects/acme-prod/notificationChannels/1"],
    maxErrorPercent: 1,
    maxLatencyMilliseconds: { api: 500 },
    maxUnhealthyEndpoints: 10,
    certificateDays: 21,
    uptimePaths: { api: "/status" },
  }),
  "the thresholds are what they are by default": monitoring({
    maxErrorPercent: undefined,
    maxLatencyMilliseconds: undefined,
    maxUnhealthyEndpoints: undefined,
    certificateDays: undefined,
    uptimePaths: undefined,
  }),
  "nothing is watched": () => ({ monitoring: undefined }),
  "all is watched, and nobody is notified": monitoring({}),
  "everything has other labels": () => ({ labels: { team: "video", cost: "4711" } }),
  "everything has one label less": () => ({ labels: { team: "video" } }),
};

testOfEdits("protection and monitoring", PLATFORM, EDITS);
