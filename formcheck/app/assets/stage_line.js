// The line to the coach: pictures out, states in. At most two pictures are on their way, and it mends itself.
const MOST_IN_FLIGHT = 2
const PATIENCE_MS = 10000
const RETRIES_MS = [300, 600, 1200, 2500, 4000]

class Line {
  constructor (path, token, order, on) {
    Object.assign(this, { path, token, order, on })
    this.inFlight = new Map()
    this.tries = 0
    this.isReady = this.wasReady = this.isOver = false
    this.watch = setInterval(() => this.checkPatience(), 1000)
    this.open()
  }

  get canTake () { return this.isReady && this.inFlight.size < MOST_IN_FLIGHT }

  open () {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}`, ['formcheck.live', this.token])
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.say({ type: 'start', ...this.order, resumes: this.wasReady })
    socket.onmessage = (event) => { if (socket === this.socket) this.hear(JSON.parse(event.data)) }
    socket.onclose = () => { if (socket === this.socket) this.lose() }
    this.socket = socket
  }

  say (order) { if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(order)) }

  // A place is taken before the picture is coded, so that coding does not run ahead of the coach.
  reserve (t_ms) { this.inFlight.set(t_ms, performance.now()) }
  release (t_ms) { this.inFlight.delete(t_ms) }

  async show (t_ms, blob) {
    const socket = this.socket
    const jpeg = new Uint8Array(await blob.arrayBuffer())
    if (!this.isReady || socket !== this.socket) return this.release(t_ms)
    const message = new Uint8Array(8 + jpeg.length)
    new DataView(message.buffer).setBigUint64(0, BigInt(t_ms))
    message.set(jpeg, 8)
    socket.send(message)
  }

  hear (said) {
    if (said.type === 'state' || said.type === 'dropped') this.release(said.t_ms)
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
    if (this.socket.readyState <= WebSocket.OPEN) this.socket.close(1000)
  }
}
