import fc from "fast-check";

// One seed repeats all that was drawn: the order of the tests, and the values of the properties.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: jest.getSeed() });

export { fc };
