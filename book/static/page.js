// A formula that is copied arrives as TeX: each <math> carries its source as an annotation.
document.addEventListener("copy", (event) => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const formulaAt = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("math");
  const first = formulaAt(range.startContainer);
  const last = formulaAt(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copied = document.createElement("div");
  copied.append(range.cloneContents());
  const formulas = copied.querySelectorAll("math");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const mark = formula.getAttribute("display") === "block" ? "$$" : "$";
    formula.replaceWith(mark + formula.querySelector("annotation").textContent + mark);
  }
  document.body.append(copied); // innerText knows line breaks only for what is on the page
  event.clipboardData.setData("text/plain", copied.innerText);
  copied.remove();
  event.preventDefault();
});

// A formula or a drawing that is too wide scrolls inside its box, and a box that scrolls must be reachable by keyboard.
const reachByKeyboard = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest("div.math, .drawing-box");
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
for (const part of document.querySelectorAll("div.math, div.math > math, .drawing-box, svg.drawing")) reachByKeyboard.observe(part);
