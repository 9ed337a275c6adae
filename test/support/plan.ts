import type { Block } from "./synthesize";

/** Changes what the cloud has of a resource, by hand; nothing leaves it alone, and `null` takes it away. */
type ByHand = (type: string, code: Block) => Block | null | undefined;

/** The plan, as `terraform show -json` writes it, of a stack that is deployed and of which something was changed by hand. */
export function planOf(configuration: Block, byHand: ByHand): Block {
  const changes = Object.entries<Record<string, Block>>(configuration.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, block]) => {
      const address = `${type}.${name}`;
      const code = stateOf(address, block);
      const changed = byHand(type, code);
      const live = changed === undefined ? code : changed && { ...code, ...changed };
      return { address, type, mode: "managed", code, live, isChanged: changed !== undefined };
    }),
  );
  return {
    format_version: "1.2",
    resource_changes: changes.map(({ address, type, mode, code, live }) => {
      const actions = [live === null ? "create" : JSON.stringify(live) === JSON.stringify(code) ? "no-op" : "update"];
      return { address, type, mode, change: { actions, before: live, after: code } };
    }),
    resource_drift: changes.flatMap(({ address, type, mode, code, live, isChanged }) =>
      isChanged ? [{ address, type, mode, change: { before: code, after: live } }] : [],
    ),
  };
}

/** A block as Terraform has it in a state: nested blocks are lists, and a reference is the id of what it refers to. */
function stateOf(address: string, { "//": _, lifecycle: __, depends_on: ___, ...block }: Block): Block {
  const value = Object.entries(block).map(([key, of]) => {
    const isBlock = typeof of === "object" && of !== null && !Array.isArray(of) && key !== "tags";
    return [key, isBlock ? [of] : resolved(of)];
  });
  return { id: address, ...Object.fromEntries(value) };
}

function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  return typeof value === "string" ? value.replace(/^\$\{(aws_route53_health_check\.[^.]+)\.id\}$/, "$1") : value;
}
