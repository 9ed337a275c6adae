import { AnnotationMetadataEntryType } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Annotates a construct with what is legal but risky; `cdktf synth` prints it with the construct's path.
 *
 * Not by cdktf's `Annotations`: those keep a stack trace besides, with the paths of the machine that synthesizes, and write it into
 * `manifest.json`, so that two checkouts differ.
 */
export function addWarning(construct: IConstruct, text: string): void {
  construct.node.addMetadata(AnnotationMetadataEntryType.WARN, text);
}

/** Annotates a construct with what is good to know, in the same way. */
export function addInfo(construct: IConstruct, text: string): void {
  construct.node.addMetadata(AnnotationMetadataEntryType.INFO, text);
}
