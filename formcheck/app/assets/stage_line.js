// The line to the coach: pictures out, states in. At most two pictures are on their way, and it mends itself.
const MOST_IN_FLIGHT = 2
const PATIENCE_MS = 10000
const RETRIES_MS = [300, 600, 1200, 2500, 4000]

class Line {
  constructor (path, token, order, on) {
    Object.assign(this, { path, token, order, on })
    this.inFlight = new Map()
    this.tries = this.takes_ms = 0
    this.codes_ms = 9
    this.carries_ms = 6
    this.isReady = this.wasReady = this.isOver = false
    this.open()
  }

  // How many pictures may be sent now. The second one is asked for so that it is there when the first is done:
  // none grows old in a queue, and the coach is never without one.
  get room () {
    if (!this.isReady || this.inFlight.size >= MOST_IN_FLIGHT) return 0
    const now_ms = performance.now()
    const left_ms = this.inFlight.size ? this.takes_ms - this.codes_ms - (now_ms - this.began_ms) : 0
    if (left_ms <= 0) { this.asked_ms ??= now_ms; return 1 }
    clearTimeout(this.later)
    this.later = setTimeout(() => this.on.room(), left_ms)
    return 0
  }

  // How long the coach takes for a picture, and the way to it and back, both followed from answer to answer: the
  // way from pictures that did not have to wait for the one before.
  time (sent_ms, took_ms) {
    const now_ms = performance.now()
    this.takes_ms = this.takes_ms ? 0.9 * this.takes_ms + 0.1 * took_ms : took_ms
    if (sent_ms >= (this.answered_ms ?? 0)) this.carries_ms = 0.9 * this.carries_ms + 0.1 * Math.max(0, now_ms - sent_ms - took_ms)
    this.answered_ms = now_ms
    this.began_ms = now_ms - this.carries_ms // the next one, by the time at which its successor would have to leave
  }

  open () {
    clearInterval(this.watch)
    this.watch = setInterval(() => this.checkPatience(), 1000)
    const server = location.origin.replace(/^.{4}/, 'ws') // with the "s" that a secure page's address has
    const socket = new WebSocket(server + this.path, ['formcheck.live', this.token])
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.say({ type: 'start', ...this.order, resumes: this.wasReady })
    socket.onmessage = (event) => { if (socket === this.socket) this.hear(JSON.parse(event.data)) }
    socket.onclose = () => { if (socket === this.socket) this.lose() }
    this.socket = socket
  }

  say (order) { if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(order)) }

  show (t_ms, jpeg) {
    if (!this.isReady || this.inFlight.size >= MOST_IN_FLIGHT) return
    const message = new Uint8Array(8 + jpeg.byteLength)
    new DataView(message.buffer).setBigUint64(0, BigInt(t_ms))
    message.set(new Uint8Array(jpeg), 8)
    const now_ms = performance.now()
    // How long it takes to get a coded picture, followed from picture to picture.
    if (this.asked_ms !== undefined) this.codes_ms = Math.min(50, 0.9 * this.codes_ms + 0.1 * (now_ms - this.asked_ms))
    this.asked_ms = undefined
    if (!this.inFlight.size) this.began_ms = now_ms
    this.inFlight.set(t_ms, now_ms)
    this.socket.send(message)
    this.on.room()
  }

  hear (said) {
    if (said.type === 'state' || said.type === 'dropped') {
      const sent_ms = this.inFlight.get(said.t_ms)
      this.inFlight.delete(said.t_ms)
      if (sent_ms !== undefined && said.type === 'state') this.time(sent_ms, said.took_ms)
      this.on.room()
    }
    if (said.type === 'ready') {
      const isAnew = this.wasReady && !said.resumed
      this.isReady = this.wasReady = true
      this.tries = 0
      this.on.ready(isAnew)
    } else if (said.type === 'state') this.on.state(said.state)
    else if (said.type === 'finished') this.on.finished(said.review)
    else if (said.type === 'held') this.on.held(said.sentence)
    else if (said.type === 'failed') { this.isReady = this.wasReady = false; this.on.failed(said.sentence) }
    else if (said.type === 'refused' && !said.again) { this.close(); this.on.failed(said.sentence) }
  }

  // Begin anew on the same line, after a set that failed.
  restart () {
    this.inFlight.clear()
    if (this.isOver || this.socket.readyState !== WebSocket.OPEN) { this.isOver = false; this.open() }
    else this.say({ type: 'start', ...this.order, resumes: false })
  }

  lose () {
    this.isReady = false
    this.inFlight.clear()
    clearTimeout(this.retry)
    if (this.isOver) return
    this.on.lost()
    const wait_ms = RETRIES_MS[Math.min(this.tries++, RETRIES_MS.length - 1)]
    this.retry = setTimeout(() => this.open(), wait_ms)
  }

  checkPatience () {
    const now = performance.now()
    // Closed without a code, the set is kept for a while, and the next connection goes on with it.
    for (const sent of this.inFlight.values()) if (now - sent > PATIENCE_MS) { this.socket.close(); this.lose(); return }
  }

  close () {
    this.isOver = true
    this.isReady = false
    clearInterval(this.watch)
    clearTimeout(this.retry)
    clearTimeout(this.later)
    if (this.socket.readyState <= WebSocket.OPEN) this.socket.close(1000)
  }
}
