import { googleNeedsOf, WITHOUT_GOOGLE } from "../../lib/google/resource-types";
import { awsNeedsOf, WITHOUT_AWS_PERMISSION } from "../../lib/pipeline/aws-resource-types";
import { stacksOfAllPrograms } from "../everything/programs";

const types = stacksOfAllPrograms().flatMap(({ resource = {}, data = {} }) => [
  ...Object.keys(resource),
  ...Object.keys(data).map((type) => `data.${type}`),
]);
const isAws = (type: string) => /^(data\.)?aws_/.test(type);
const unknown = (isKnown: (type: string) => boolean) => [...new Set(types)].filter((type) => !isKnown(type));

describe("each type of resource in an example, and in the program that has everything", () => {
  test("is in the table of Google's roles, unless it is AWS's", () => {
    expect(new Set(types).size).toBeGreaterThan(90);
    expect(unknown((type) => isAws(type) || WITHOUT_GOOGLE.includes(type) || !!googleNeedsOf(type))).toEqual([]);
  });

  test("is in the table of AWS's actions, if it is AWS's", () => {
    expect(unknown((type) => !isAws(type) || WITHOUT_AWS_PERMISSION.includes(type) || !!awsNeedsOf(type))).toEqual([]);
  });
});
