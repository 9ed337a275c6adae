import { planSite } from "../../../lib/data-center/plan-site";
import { siteFiles } from "../../../lib/data-center/site-files";
import { TINY_SITE } from "../../data-center/tiny-site";
import { asText, type Sample } from "./sample";

const { ranges, fabric, servers, edge, versions, bgpPassword } = TINY_SITE;

const calico = {
  operatorManifest: "https://mirror.example.com/calico/tigera-operator.yaml",
  sha256: "0f".repeat(32),
  registry: "mirror.example.com/calico",
};

/** No stack has anything of the inside of a data centre: what is made of it are its files. */
export const dataCenterSamples: readonly Sample[] = [
  asText(
    "OnPremisesOptions",
    { ranges, fabric, servers, edge, versions, bgpPassword, calico, pods: {}, api: {} },
    (props) => [...siteFiles(planSite({ ...TINY_SITE, ...props }))].flat().join("\n"),
  ),
];
