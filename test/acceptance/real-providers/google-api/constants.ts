export const COMPUTE = "https://www.googleapis.com/compute/v1";
export const TIME = "2026-01-01T00:00:00Z";
