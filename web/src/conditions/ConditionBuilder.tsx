import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import {
  type Controls,
  type FullField,
  QueryBuilder,
  Rule,
  RuleGroup,
  type RuleGroupProps,
  type RuleGroupType,
  type RuleProps,
} from 'react-querybuilder';
import type { Condition, Schemas } from '~/api/types';
import classes from './builder.module.css';
import { editorOf, type FieldsByKey, firstValue, usualOperator } from './condition';
import {
  AddGroup,
  AddRule,
  CombinatorSelector,
  FieldSelector,
  NotToggle,
  OperatorSelector,
  RemoveGroup,
  RemoveRule,
} from './controls';
import { BuilderContext, useProblemAt } from './Problems';
import { ValueEditor } from './ValueEditor';

interface Props {
  catalogue: Schemas['ConditionFieldList'];
  fields: FieldsByKey;
  tree: Condition;
  problems: ReadonlyMap<string, string>;
  onChange: (tree: Condition) => void;
}

/** Rules and groups of rules as a form; what it holds is the condition itself. */
export function ConditionBuilder({ catalogue, fields, tree, problems, onChange }: Props) {
  const topics = useMemo(() => topicsOf(catalogue), [catalogue]);
  const known = useMemo(() => ({ fields, problems }), [fields, problems]);
  return (
    <BuilderContext.Provider value={known}>
      <QueryBuilder
        fields={topics}
        query={tree as RuleGroupType}
        onQueryChange={(query) => onChange(query as Condition)}
        controlElements={controls}
        controlClassnames={names}
        suppressStandardClassnames
        showNotToggle
        addRuleToNewGroups
        enableMountQueryChange={false}
        getDefaultField={fields.has('status') ? 'status' : ''}
        getOperators={(key) =>
          (fields.get(key)?.operators ?? []).map(({ name, label }) => ({ name, value: name, label }))
        }
        getDefaultOperator={(key) => {
          const field = fields.get(key);
          return field ? usualOperator(field) : '';
        }}
        getDefaultValue={(rule) => firstValue(editorOf(fields, rule))}
      />
    </BuilderContext.Provider>
  );
}

function topicsOf({ topics, fields }: Schemas['ConditionFieldList']) {
  return topics.map((topic) => ({
    label: topic.label,
    options: fields
      .filter((field) => field.topic === topic.key)
      .map(({ key, label }): FullField => ({ name: key, value: key, label })),
  }));
}

/** A rule with what is wrong with it below. */
function RuleRow(props: RuleProps) {
  const { t } = useLingui();
  const problem = useProblemAt(props.path);
  const place = (props.path.at(-1) ?? 0) + 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend on screen; the row is named by its place.
    <div
      role="group"
      aria-label={t`Rule ${place}`}
      className={classes.row}
      data-invalid={problem ? true : undefined}
    >
      <Rule {...props} />
      {problem ? (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function Group(props: RuleGroupProps) {
  const { t } = useLingui();
  const problem = useProblemAt(props.path);
  const outermost = props.path.length === 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div role="group" aria-label={outermost ? t`Conditions` : t`Group of rules`} data-condition-group>
      <RuleGroup {...props} />
      {problem ? (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}

const controls: Partial<Controls<FullField, string>> = {
  fieldSelector: FieldSelector,
  operatorSelector: OperatorSelector,
  valueEditor: ValueEditor,
  combinatorSelector: CombinatorSelector,
  notToggle: NotToggle,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: RemoveRule,
  removeGroupAction: RemoveGroup,
  rule: RuleRow,
  ruleGroup: Group,
};

const names = {
  queryBuilder: classes.builder ?? '',
  ruleGroup: classes.group ?? '',
  header: classes.header ?? '',
  body: classes.body ?? '',
  rule: classes.rule ?? '',
};
