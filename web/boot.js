// Loads PyScript. It builds the hooks of its workers with Function(), which an extension's security policy
// forbids; a set without hooks is never built. We use no workers, so the sets are emptied before the first
// script is looked at.
import { hooks } from './pyscript/core.js';

for (const hook of Object.values(hooks.worker)) hook.clear();
