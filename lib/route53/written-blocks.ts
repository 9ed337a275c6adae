import { TerraformElement, TerraformStack } from "cdktf";
import { resolvedIn } from "../core/resolved-in";
import type { Block } from "./simulation/terraform-block";

/** Blocks by type and name. */
type Blocks = Record<string, Record<string, Block>>;

/**
 * What Terraform gets of a stack's resources and data sources. cdktf's own `toTerraform` resolves each block twice, and the metadata of
 * all: with hundreds of records that is a good part of a synthesis. It is asked where something is written beside the blocks.
 */
export function writtenBlocks(stack: TerraformStack): Block {
  const blocks = hasOverrides(stack) ? undefined : blocksOf(stack);
  return blocks ?? stack.toTerraform();
}

/** Nothing, where two elements write one block: cdktf merges them. */
function blocksOf(stack: TerraformStack): Block | undefined {
  const written: { readonly resource: Blocks; readonly data: Blocks } = { resource: {}, data: {} };
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || TerraformStack.of(element) !== stack) continue;
    const { resource, data } = element.toTerraform();
    if (resource === undefined && data === undefined) continue;
    const block = resolvedIn(stack, { resource, data });
    if (!add(written.resource, block.resource) || !add(written.data, block.data)) return undefined;
  }
  return written;
}

function add(written: Blocks, blocks: Blocks = {}): boolean {
  for (const [type, named] of Object.entries(blocks)) {
    const known = written[type] ?? {};
    written[type] = known;
    for (const [name, block] of Object.entries(named)) {
      if (Object.hasOwn(known, name)) return false;
      known[name] = block;
    }
  }
  return true;
}

/** Whether the stack itself has overrides, which may be of any block. cdktf keeps them to itself: without them there, it is asked. */
function hasOverrides(stack: TerraformStack): boolean {
  const { rawOverrides } = stack as unknown as { readonly rawOverrides?: object };
  return rawOverrides === undefined || Object.keys(rawOverrides).length > 0;
}
