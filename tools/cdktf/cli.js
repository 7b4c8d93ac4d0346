#!/usr/bin/env node
require("cdktn-cli/bin/cdktn");
