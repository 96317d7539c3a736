// node rotate-keys.js FOLDER: gives the provider a new signing key; it is used from the provider's next start on.
import { rotateKeys } from './keys.js';

await rotateKeys(process.argv[2]);
