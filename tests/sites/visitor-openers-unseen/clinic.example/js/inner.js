// In whatever document or root it is asked to: a link to the CRM.
const link = (place, where) => {
  const made = document.createElement("a");
  made.textContent = "Here";
  made.href = ["https:", "", ...place.split(" ")].join("/");
  where.append(made);
};
