// Read aloud by the browser's own voice, on request. Nothing leaves the machine that the browser
// does not send itself: a voice of the operating system is taken where there is one.

const TONGUES = { da: "da-DK", en: "en-GB" };
const PITCH = { caseworker: 1, mentor: 0.85, citizen: 1.2 };

export const canSpeak = () => "speechSynthesis" in window;

export function speak(text, language, speaker, speed = 1) {
  if (!canSpeak()) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = TONGUES[language] ?? language;
  said.pitch = PITCH[speaker] ?? 1;
  said.rate = Math.min(2, speed);
  const own = speechSynthesis.getVoices().filter((each) => each.lang.replace("_", "-").startsWith(language));
  said.voice = own.find((each) => each.localService) ?? own[0] ?? null;
  speechSynthesis.speak(said);
}

export const speaking = () => canSpeak() && speechSynthesis.speaking;

export const hush = () => { if (canSpeak()) speechSynthesis.cancel(); };
