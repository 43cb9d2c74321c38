// The lists that learn: procedures (the ones used of late first) and kinds of paper (this procedure's, then habits).

import { combo } from "./combo.js";
import { at, loadHabits, state, t } from "./kit.js";

const known = (code) => state.procedures?.procedures.find((procedure) => procedure.code === code);

/** The name of a procedure, as far as it is known. */
export const procedureName = (code) => known(code)?.name ?? code;

/** The name of a kind of paper, as far as it is known: the words it has in every procedure that asks for it. */
export function typeName(type) {
  const papers = [...(state.procedures?.procedures ?? []).flatMap((procedure) => procedure.papers), ...Object.values(state.habits).flat()];
  const [first = [], ...others] = papers.filter((paper) => paper.type === type && paper.name).map(({ name }) => name.split(" "));
  return first.filter((word, i) => others.every((other) => other[i] === word)).join(" ") || type;
}

function procedureOptions() {
  const { procedures = [], recent = [] } = state.procedures ?? {};
  const option = (group) => (code) => ({ value: code, text: procedureName(code), hint: known(code) && code, group: t(group) });
  const others = procedures.map(({ code }) => code).filter((code) => !recent.includes(code));
  return [...recent.map(option("procedure.recent")), ...others.map(option("procedure.all"))];
}

/** The kinds of paper to choose from for `procedure`: its own, the compulsory first, then what the office uses. */
export function paperOptions(procedure) {
  const own = known(procedure)?.papers ?? [];
  const hint = ({ role, isCompulsory }) => (isCompulsory ? t("paper.compulsory") : role === "component" ? "" : t(`role.${role}`));
  const option = (group) => (paper) => ({ ...paper, value: paper.type, text: paper.name || paper.type, hint: hint(paper), group: t(group) });
  return [
    ...own.toSorted((a, b) => b.isCompulsory - a.isCompulsory).map(option("paper.ofProcedure")),
    ...(state.habits[procedure] ?? []).filter(({ type }) => !own.some((paper) => paper.type === type)).map(option("paper.habit")),
  ];
}

/** The field for a procedure, bound to `path` and `path + "Text"`. */
export const procedureField = (path, choose) =>
  combo(path, "procedure", {
    options: procedureOptions, own: "procedure.own", isLoading: !state.procedures,
    choose(option) {
      loadHabits(option.value);
      choose?.();
    },
  });

/** The field for a kind of paper; `holder` is the path of what has `type`, `typeText` and `role`; `took` hears of each. */
export const paperField = (holder, procedure, name = "paper.type", took = () => {}) =>
  combo(`${holder}.type`, name, {
    options: () => paperOptions(procedure), own: "paper.own", isLoading: !state.habits[procedure], typed: took,
    choose({ role, authority, level }) {
      const paper = at(holder);
      const { picked } = paper;
      // What came with a kind that was picked goes with it; what the officer chose herself stays.
      if (role) Object.assign(paper, { role, picked: role });
      else if (picked && paper.role === picked) Object.assign(paper, { role: "component", picked: null });
      if ("isOther" in paper) {
        if (authority) Object.assign(paper, { authority, level, isOther: authority !== state.session.site?.id, pickedFrom: authority });
        else if (paper.pickedFrom && paper.authority === paper.pickedFrom) Object.assign(paper, { authority: "", isOther: false, pickedFrom: null });
      }
      took();
    },
  });
