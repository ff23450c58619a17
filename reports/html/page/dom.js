// Elements in a line each. Text is always set as text.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties))
    if (property === "class") made.className = value;
    else if (property === "data") Object.assign(made.dataset, value);
    else if (property.startsWith("aria-") || property === "role" || property === "for") made.setAttribute(property, value);
    else if (property.startsWith("on")) made.addEventListener(property.slice(2), value);
    else made[property] = value;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A <select> of [{value, text}] that keeps its place while its options change.
export function select(label, key, onchange) {
  const box = element("select", { id: `choice-${key}`, onchange: () => onchange(box.value) });
  const whole = element("label", { class: "choice" }, element("span", {}, label), box);
  let written = "";
  const fill = (options, chosen) => {
    const now = JSON.stringify(options);
    if (now !== written) {
      box.replaceChildren(...options.map(({ value, text }) => element("option", { value, textContent: text })));
      written = now;
    }
    box.value = chosen;
    whole.hidden = options.length < 2;
  };
  return { whole, fill };
}
