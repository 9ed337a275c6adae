import type { Construct } from "constructs";
import { addWarning } from "./annotations";
import { checkShape } from "./options-shape";
import type { Warning } from "./problem";
import { Problems, type Warnings } from "./problems";
import type { PropertyNames } from "./property-names";

/**
 * Checks the options of a construct.
 *
 * @param names what the user calls the construct and its options, where that differs
 * @returns what the checks return
 * @throws one `ValidationError` with every problem; warnings become annotations of the construct, which `cdktf synth` prints
 */
export function validate<Result>(
  construct: Construct,
  check: (problems: Problems) => Result,
  { path = construct.node.path, properties = {} }: Partial<PropertyNames> = {},
): Result {
  return Problems.of(
    path,
    (problems) => check(problems.renamed(properties)),
    (warning) => annotate(construct, warning),
  );
}

/**
 * Annotates a construct with what is legal but risky about its options.
 *
 * Apart from their check, which may have been made for whoever makes this construct: a warning stays with the construct that it is about.
 */
export function warn(construct: Construct, risks: (warnings: Warnings) => void): void {
  for (const warning of Problems.risksOf(risks)) annotate(construct, warning);
}

/** Options that were checked before there was a construct, and the warnings of them. */
const CHECKED = new WeakMap<object, readonly Warning[]>();

/**
 * Checks the options of a construct, unless whoever makes it has done so and says so by `checked`.
 *
 * First, on its own, that they have the properties of their type, at any depth: the other checks read what is deep in the
 * options, and would fail at a null or another type there.
 *
 * @param type the name of the options type
 * @throws one `ValidationError` with every problem
 */
export function validateProps<Props extends object>(
  construct: Construct,
  type: string,
  props: Props,
  check: (problems: Problems, props: Props) => void,
  names?: Partial<PropertyNames>,
): void {
  const warnings = CHECKED.get(props);
  if (warnings === undefined) {
    validate(construct, (problems) => checkShape(problems, props, type), names);
    validate(construct, (problems) => check(problems, props), names);
  } else for (const warning of warnings) annotate(construct, warning);
}

/** Whether options are marked as checked. */
export function isChecked(props: object): boolean {
  return CHECKED.has(props);
}

/**
 * Marks options as checked: a construct that is made of them does not check them again. For objects that were made for this one
 * construct, never for a user's own, which may be changed and used again.
 *
 * @param warnings what the construct is to be annotated with
 */
export function checked<Props extends object>(props: Props, warnings: readonly Warning[] = []): Props {
  CHECKED.set(props, warnings);
  return props;
}

/** Marks options as checked when those are that they were made from. */
export function checkedLike<Props extends object>(from: object, props: Props): Props {
  return CHECKED.has(from) ? checked(props) : props;
}

/** Annotates a construct with a warning of another one, as of one that is in no stack: cdktf prints those of stacks alone. */
export function annotate(construct: Construct, { property, message }: Warning): void {
  addWarning(construct, property === "" ? message : `${property}: ${message}`);
}
