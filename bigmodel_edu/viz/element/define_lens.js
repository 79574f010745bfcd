// Each version has its own tag, so that pages may mix outputs of several versions of the package.
import { LensElement } from "./lens.js";

if (!customElements.get(TAG)) customElements.define(TAG, class extends LensElement {});
