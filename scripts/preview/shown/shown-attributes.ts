import { shownOfAws } from "./shown-aws.ts";
import { shownOfOthers } from "./shown-others.ts";

/**
 * Attributes whose values may be seen in a preview, by resource type; of every other attribute only the name. A type of which
 * somebody decided that nothing may be seen has an empty list. Listed is what a person compares in a review and what no
 * credential can be written in without being misplaced: sizes, counts, days, versions, names and closed choices, as the types'
 * public documentation describes them. Booleans are seen everywhere but where they are marked.
 */
export const shownAttributes: Readonly<Record<string, readonly string[]>> = { ...shownOfAws, ...shownOfOthers };

/**
 * Names that no list may hold, wherever they stand in a path: programs, settings and texts that people paste credentials
 * into. Also what their blocks hold.
 */
export const neverShown =
  /(^|\.)((?!scaling_|upgrade_|concurrency_|restart_|block_public_)\w*policy|policies|user_data\w*|data|binary_data|env|env_from|environment|\w*configuration_values|connector_configuration|server_properties|properties_file_content|\w*(password|secret_string|secret_binary|private_key|token|credential)\w*|connection_string|\w*sql\w*|statement|query|copy_statement|body|execute|revert|command|args|values|set|set_sensitive|manifest|yaml_body|schema_definition|annotations)(\.|$)/;
