// The words of the page: `served.py` puts them before this module, so that they come with it and not after.
import { makeLabels } from "../static/labels.js";

/* global TEXTS */
export const texts = TEXTS;

export const t = makeLabels({ get: () => texts });
