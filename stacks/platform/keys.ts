import type { Problems } from "../../lib/core/problems";
import { checkKeysStack, type KeysStackProps } from "../keys-stack";
import { keyRingNameOf } from "./encryption-keys";
import { checkedPart, inGoogle, type Platform } from "./platform";

/** What the platform derives for the stack of the keys. */
const DERIVED = ["regions"];

/** Validates the options of the keys; `undefined` when there are none. */
export function keysPart(problems: Problems, platform: Platform): KeysStackProps | undefined {
  const { encryptionKeys } = platform.props;
  if (encryptionKeys === undefined) return undefined;
  const below = problems.at("encryptionKeys");
  const { bootDisks, secrets, formerRegions = [], ...options } = encryptionKeys;
  if (bootDisks === false && secrets === false) {
    problems.refuse("encryptionKeys", encryptionKeys, "secrets or bootDisks: the keys would encrypt nothing");
  }
  const clusters: readonly { readonly existing?: unknown }[] = Object.values(platform.props.clusters ?? {});
  if (clusters.every(({ existing }) => existing !== undefined)) {
    problems.refuse(
      "encryptionKeys",
      encryptionKeys,
      "nothing without a cluster that the platform makes",
      "unexpected",
    );
  }
  const regions = Object.keys(platform.clusters).filter((region) => platform.clusters[region]?.existing === undefined);
  if (!below.known("formerRegions", formerRegions)) return undefined;
  const props: KeysStackProps = {
    ...inGoogle(platform),
    ...options,
    keyRingName: keyRingNameOf(platform),
    regions: [...new Set([...regions, ...formerRegions])],
  };
  const former = below.renamed({ regions: "formerRegions" });
  return checkedPart(formerRegions.length > 0 ? former : below.except(...DERIVED), props, checkKeysStack);
}
