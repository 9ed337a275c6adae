import { Lazy, Token } from "cdktf";

/** Values that only Terraform knows: every check must let them pass. */
export const unknownText = Lazy.stringValue({ produce: () => interpolation });
export const unknownNumber = Token.asNumber(Lazy.numberValue({ produce: () => 7 }));
export const unknownList = Lazy.listValue({ produce: () => ["some"] });

/** The same in Terraform's own words. */
export const interpolation = "$" + "{var.text}";
