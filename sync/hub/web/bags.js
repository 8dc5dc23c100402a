"use strict";
// Bags whose order changed after they were made: what is to do with each, and to let it be.

const bagId = (b) => `bag:${b.kind}:${b.station}:${b.incarnation}:${b.seq}`;
const bagLabel = (b) => `${b.station}-${b.incarnation.slice(0, 4)}-${String(b.seq).padStart(6, "0")}`;
const bagWords = (b) => (b.state === "again" ? t("bag_again") : b.kind === "relabel" ? t("bag_relabel") : b.keep && Number(b.keep) === 0 ? t("bag_take_all") : t("bag_take_out", `${b.take} ${b.unit}`));

function bagItem(b, on = false) {
  const id = bagId(b);
  return el("button", { class: on ? "item on" : "item", onclick: () => { state.open = id; location.hash = "held"; draw(); } },
    el("i", { class: "mark", "aria-hidden": "true" }, b.kind === "relabel" ? "✎" : "↥"), el("b", {}, bagWords(b)), el("em", {}, ago(b.opened_at)),
    el("span", {}, [b.product, b.customer_code, bagLabel(b)].filter(Boolean).join(" · ")));
}

function bagView(b) {
  const reason = el("input", { placeholder: t("reason"), maxLength: 200, id: "reason" });
  const leave = guarded(async () => {
    if (!reason.value.trim()) { reason.focus(); throw new Error(t("reason_needed")); }
    await call("POST", hub("/bag-tasks/leave"), { schema: 1, station: b.station, incarnation: b.incarnation, seq: b.seq, kind: b.kind, reason: reason.value.trim() });
    state.open = null;
    notice(t("saved"));
    await refresh();
  });
  const names = [b.label_says.customer_code, b.label_says.customer, b.label_says.route, b.label_says.tote].filter(Boolean).join(" · ");
  const facts = b.kind === "relabel" ? [[t("bag_new_label"), names]] : [[t("bag_in"), `${b.in_bag} ${b.unit}`], [t("bag_take"), `${b.take} ${b.unit}`], [t("bag_keep"), `${b.keep} ${b.unit}`]];
  return el("div", { class: "detail" },
    el("h1", {}, [b.product, b.customer_code, b.customer].filter(Boolean).join(" · "), el("br"), el("small", {}, `${bagWords(b)} · ${t("ordered")} ${b.ordered} ${b.unit} · ${b.order_no} · ${b.line_no}`)),
    el("table", { class: "facts" }, el("tbody", {}, [[t("bag_label"), bagLabel(b)], [t("station"), b.station], [t("tote"), b.tote], [t("route"), b.route], ...facts].map(([name, value]) => el("tr", {}, el("th", {}, name), el("td", {}, el("b", {}, value)))))),
    el("p", { class: "mut" }, t(b.kind === "relabel" ? "bag_relabel_hint" : "bag_take_hint", b.station)),
    b.state === "again" ? null : [el("div", { class: "reason" }, el("label", { htmlFor: "reason" }, t("reason")), reason),
      el("div", { class: "choices" }, el("button", { onclick: leave }, t("bag_leave"), el("small", {}, t(b.kind === "relabel" ? "bag_leave_label_hint" : "bag_leave_hint"))))]);
}
