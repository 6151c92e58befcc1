"use strict";

// Loaded into the Firebase CLI with `node --require`. Its Auth emulator compiles the schemas of
// all 2000 types of the API before it listens, which takes seconds and 200 MB; the library that
// does so, exegesis, can compile each when it is first needed. This turns that option on.

const Module = require("module");

const load = Module._load;

Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== "exegesis-express") return loaded;
  const middleware = (api, options) =>
    loaded.middleware(api, { ...options, lazyCompileValidationSchemas: true });
  return { ...loaded, middleware };
};
