import type { Cloud } from "../cloud/cloud.ts";
import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import { attributePath } from "./attribute-path.ts";
import { defect, diagnostic, failure } from "./diagnostics.ts";
import { decodeValues, encodeValue } from "./encoding.ts";
import type { Diagnostic, ProviderService } from "./messages.ts";
import { brokenPromises, withoutUnknowns } from "./outcome.ts";
import { planValues, withoutWriteOnly } from "./plan.ts";

type ResourceRpcs = Pick<
  ProviderService,
  "UpgradeResourceState" | "ReadResource" | "PlanResourceChange" | "ApplyResourceChange" | "ImportResourceState"
>;

/** The life of managed resources. `cloud` and `schemaOf` throw where the provider is not configured or has no such type. */
export function resourceRpcs(cloud: () => Cloud, schemaOf: (type: string) => Block): ResourceRpcs {
  return {
    // State is written by this provider alone and versions are all 0: what lies there is what the schema says.
    UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state.json }, diagnostics: [] }),

    async ReadResource({ type_name: type, current_state, private: bookkeeping }) {
      const schema = schemaOf(type);
      try {
        const current = decodeValues(current_state);
        if (current !== null) await cloud().before?.("read", type, current);
        const found = current === null ? null : cloud().read(type, schema, current);
        return {
          new_state: encodeValue(found && withoutWriteOnly(schema, found)),
          diagnostics: [],
          private: bookkeeping,
        };
      } catch (problem) {
        const diagnostics = [failure(problem, `read ${type}`, schema)];
        return { new_state: current_state, diagnostics, private: bookkeeping };
      }
    },

    PlanResourceChange({ type_name: type, prior_state, proposed_new_state, config, prior_private }) {
      const schema = schemaOf(type);
      const prior = decodeValues(prior_state);
      const proposed = decodeValues(proposed_new_state);
      const answer = { planned_private: prior_private, requires_replace: [], diagnostics: [] };
      if (proposed === null) return { ...answer, planned_state: proposed_new_state };
      try {
        const marked = planValues(schema, proposed, prior);
        const { planned, replace, findings } = cloud().plan(type, schema, prior, marked, decodeValues(config) ?? {});
        return {
          ...answer,
          planned_state: encodeValue(planned),
          requires_replace: prior === null ? [] : replace.map((path) => attributePath(path, schema)),
          diagnostics: findings.map((finding) => diagnostic(finding, schema)),
        };
      } catch (problem) {
        return { ...answer, planned_state: prior_state, diagnostics: [failure(problem, `plan ${type}`, schema)] };
      }
    },

    async ApplyResourceChange({ type_name: type, prior_state, planned_state, planned_private }) {
      const schema = schemaOf(type);
      const prior = decodeValues(prior_state);
      const planned = decodeValues(planned_state);
      const { values, diagnostics } = await change(cloud, type, schema, prior, planned);
      return { new_state: encodeValue(values), diagnostics, private: planned_private };
    },

    ImportResourceState({ type_name: type, id }) {
      const schema = schemaOf(type);
      try {
        const state = encodeValue(withoutWriteOnly(schema, cloud().import(type, schema, id)));
        return { imported_resources: [{ type_name: type, state, private: new Uint8Array() }], diagnostics: [] };
      } catch (problem) {
        return { imported_resources: [], diagnostics: [failure(problem, `import ${type} ${id}`, schema)] };
      }
    },
  };
}

/** Creates, updates or deletes; a change that fails leaves the object as it was. */
async function change(cloud: () => Cloud, type: string, schema: Block, prior: Values | null, planned: Values | null) {
  const verb = planned === null ? "delete" : prior === null ? "create" : "update";
  const operation = `${verb} ${type}`;
  try {
    const subject = prior ?? planned;
    if (subject !== null) await cloud().before?.(verb, type, subject);
    if (planned === null) {
      if (prior !== null) cloud().delete(type, prior);
      return { values: null, diagnostics: [] };
    }
    const made = prior === null ? cloud().create(type, schema, planned) : cloud().update(type, schema, prior, planned);
    return checked(operation, planned, withoutWriteOnly(schema, made));
  } catch (problem) {
    return { values: prior, diagnostics: [failure(problem, operation, schema)] };
  }
}

function checked(operation: string, planned: Values, made: Values) {
  const broken = brokenPromises(planned, made);
  const diagnostics: Diagnostic[] = broken.map((promise) => defect(operation, promise));
  return { values: broken.length > 0 ? withoutUnknowns(made) : made, diagnostics };
}
