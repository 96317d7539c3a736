/** Starts the app: takes the person in, or offers to. */
import { dropTokens, onSignedOut } from './sign-in/session.js';
import { resume } from './sign-in/resume.js';
import { showWelcome } from './sign-in/welcome.js';
import { onLanguage } from './words/language.js';
import { closeFrame, openFrame, showTop } from './frame.js';
import { startWatching, stopWatching } from './watch.js';

let signedIn = false;

function welcome(problem) {
  signedIn = false;
  dropTokens();
  stopWatching();
  closeFrame();
  showWelcome(document.getElementById('main'), problem);
}

async function start() {
  showTop(signedIn);
  const outcome = await resume();
  if (!outcome.signedIn) {
    welcome(outcome.problem);
    return;
  }
  signedIn = true;
  openFrame();
  startWatching();
}

onSignedOut(problem => welcome(problem));
onLanguage(() => {
  if (signedIn)
    openFrame();
  else
    welcome();
});
await start();
