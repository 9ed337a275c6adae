import { isObject, type Settings } from "../output-folder";

/** What Terraform reads itself, and no provider. */
const META_ARGUMENTS = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

/** Whether the expressions of a block in a plan are what the configuration says, as far as its values are plain. */
export function isBlock(expressions: Settings, block: Settings): boolean {
  // How many blocks such a one makes is not written in it.
  if (block.dynamic !== undefined) return true;
  const written = Object.keys(block).filter((argument) => !META_ARGUMENTS.includes(argument));
  const isMissing = (argument: string) => expressions[argument] === undefined && !isNothing(block[argument]);
  if (written.some(isMissing)) return false;
  return Object.entries(expressions).every(([argument, expression]) => isValue(expression, block[argument]));
}

function isValue(expression: unknown, value: unknown): boolean {
  if (Array.isArray(expression)) {
    const blocks = Array.isArray(value) ? value : [value];
    return expression.length === blocks.length && expression.every((one, index) => isValue(one, blocks[index]));
  }
  if (!isObject(expression)) return true;
  if ("constant_value" in expression) return isAlike(expression.constant_value, value);
  // What refers to others is not known here.
  if ("references" in expression || Object.keys(expression).length === 0) return true;
  return isObject(value) && isBlock(expression, value);
}

/** Whether two values are one: Terraform takes "80" for 80. */
function isAlike(planned: unknown, written: unknown): boolean {
  if (isNothing(planned) && isNothing(written)) return true;
  if (Array.isArray(planned) && Array.isArray(written))
    return planned.length === written.length && planned.every((one, index) => isAlike(one, written[index]));
  if (isObject(planned) && isObject(written)) {
    const keys = new Set([...Object.keys(planned), ...Object.keys(written)]);
    return [...keys].every((key) => isAlike(planned[key], written[key]));
  }
  return !isObject(planned) && !isObject(written) && String(planned) === unescaped(String(written));
}

/** What the configuration writes for a text in which `${` stands for itself. */
function unescaped(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
