#!/bin/sh
# Bundles the program for its image: jobs/bundle.sh FOLDER. Started from the repository's root, as in the image, where
# FOLDER/main.ts starts it: definitions name the same program wherever it runs.
set -eu
# Packages in the CommonJS format use these, which an ES module has not.
common="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); \
const __filename = import.meta.filename; const __dirname = import.meta.dirname;"
node_modules/.bin/esbuild jobs/main.ts --bundle --splitting --platform=node --target=node22 --format=esm \
  "--external:@duckdb/*" "--banner:js=$common" "--outdir=$1" --out-extension:.js=.mjs --legal-comments=linked \
  --log-level=warning --log-limit=0
echo 'import "./main.mjs";' > "$1/main.ts"
