import { types } from "node:util";
import { DefaultTokenResolver, StringConcat, TerraformElement, type TerraformStack, Tokenization } from "cdktf";
import { ValidationError } from "./validation-error";

/**
 * Runs what resolves all elements of a stack. The error of a token that cannot be resolved then begins with the path of the construct that
 * has it: cdktf says where the token was made, if it noted that, and never what it is in.
 */
export function namingUnresolved(stack: TerraformStack, resolve: () => void): void {
  try {
    resolve();
  } catch (error) {
    // What is refused has its path, and is not about a token.
    if (types.isNativeError(error) && !(error instanceof ValidationError)) {
      // Before the others are asked: cdktf writes into an error, which may be the same one.
      const { message } = error;
      const [one] = stack.node
        .findAll()
        .filter((element) => TerraformElement.isTerraformElement(element) && !isResolved(stack, element));
      error.message = one === undefined ? message : `${one.node.path}: ${message}`;
    }
    throw error;
  }
}

function isResolved(stack: TerraformStack, element: TerraformElement): boolean {
  const resolver = new DefaultTokenResolver(new StringConcat());
  try {
    Tokenization.resolve(element.toTerraform(), { scope: stack, resolver, preparing: true });
    return true;
  } catch {
    return false;
  }
}
