// What can be played: a place that goes from 0 to the end, by itself or step by step.

export const SPEEDS = [0.5, 1, 2, 4];
const WAIT = 100; // ms
const MOST = 4; // times a place's own pace

export class Player {
  // `moved` is called after each move; `pace` says how many milliseconds a place takes, `busy`
  // whether it still needs more of them: it is read aloud.
  constructor(length, moved, pace, busy = () => false) {
    Object.assign(this, { length, moved, pace, busy, place: 0, speed: 1, timer: null });
  }

  get playing() { return this.timer !== null; }
  get ended() { return this.place >= this.length - 1; }

  go(place) {
    this.place = Math.max(0, Math.min(this.length - 1, place));
    if (this.ended) this.stop();
    this.moved();
  }

  play() {
    if (this.playing) return;
    if (this.ended) this.place = 0;
    this.tick();
    this.moved();
  }

  // A voice that never ends does not hold up the play for ever.
  tick(waits = 0) {
    const pace = this.pace(this.place) / this.speed;
    this.timer = setTimeout(() => {
      if (this.busy() && waits * WAIT < MOST * pace) { this.tick(waits + 1); return; }
      this.timer = null;
      if (!this.ended) { this.place += 1; if (!this.ended) this.tick(); }
      this.moved();
    }, waits ? WAIT : pace);
  }

  stop() { clearTimeout(this.timer); this.timer = null; }
  pause() { this.stop(); this.moved(); }
  faster() { this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]; this.moved(); }
  restart() { this.stop(); this.go(0); }

  act(name) {
    const acts = {
      play: () => (this.playing ? this.pause() : this.play()), step: () => { this.stop(); this.go(this.place + 1); },
      back: () => { this.stop(); this.go(this.place - 1); }, restart: () => this.restart(), end: () => this.go(this.length - 1),
      faster: () => this.faster(),
    };
    acts[name]?.();
    return name in acts;
  }

  // Keys of a player: space plays, arrows step, Home and End go to either end.
  key(event) {
    const names = { " ": "play", ArrowRight: "step", ArrowLeft: "back", Home: "restart", End: "end" };
    const own = event.target.closest("button, select, input, textarea, summary, a");
    if (!(event.key in names) || (own && (event.key === " " || own.matches("select, input, textarea")))) return;
    event.preventDefault();
    this.act(names[event.key]);
  }
}
