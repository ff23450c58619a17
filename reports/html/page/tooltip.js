// The one tooltip of the page. It holds text only, so that what a result file says stays text.
import { element } from "./dom.js";

const box = element("div", { class: "tip", role: "status", hidden: true });

export function showTip(text, near) {
  if (!box.isConnected) document.body.append(box);
  box.hidden = !text;
  if (!text) return;
  box.textContent = text;
  const [x, y] = near.clientX === undefined ? [near.x + near.width / 2, near.y + near.height] : [near.clientX, near.clientY];
  const { width, height } = box.getBoundingClientRect();
  const below = y + 16 + height < innerHeight;
  box.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - width - 8))}px`;
  box.style.top = `${below ? y + 16 : Math.max(4, y - height - 12)}px`;
}

export const hideTip = () => showTip("");
addEventListener("scroll", hideTip, { passive: true });
addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
