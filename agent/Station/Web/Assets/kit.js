// What every part of the page works with.

export * from "./api.js";
export * from "./deeds.js";
export * from "./format.js";
export * as format from "./format.js";
export * from "./parts.js";
export * from "./state.js";
export * from "./texts.js";
export * from "./view.js";
