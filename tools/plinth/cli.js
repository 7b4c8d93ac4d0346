#!/usr/bin/env node
import "../../scripts/plinth.ts";
