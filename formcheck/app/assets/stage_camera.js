// The camera: its pictures on the page undelayed, and as JPEG for whoever looks at them.
const LONGER_SIDE_PX = 640
const JPEG_QUALITY = 0.7
const JUMP_MS = 500
const CAMERA_WORDS = {
  NotAllowedError: 'The browser blocked the camera. Allow it in the address bar, then press Try again.',
  NotFoundError: 'No camera was found. Plug one in, then press Try again.',
  NotReadableError: 'Another program uses the camera. Close it, then press Try again.',
  insecure: 'A browser gives its camera to HTTPS pages only. The Live page says how a phone gets one.'
}
const CAMERA_FAILED = 'The camera did not start. Unplug it, plug it in again, then press Try again.'

// Time of pictures in milliseconds from the first on, growing, also when the camera is changed for another.
class PictureClock {
  tell (now_ms, media_s) {
    const media_ms = 1000 * media_s
    if (this.offset === undefined || Math.abs(media_ms + this.offset - now_ms) > JUMP_MS) this.offset = now_ms - media_ms
    this.zero ??= now_ms
    this.last = Math.max(Math.round(media_ms + this.offset - this.zero), (this.last ?? -1) + 1)
    return this.last
  }
}

class Camera {
  constructor (video, on) {
    Object.assign(this, { video, on })
    this.clock = new PictureClock()
    this.canvas = document.createElement('canvas')
    this.ink = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true })
    this.tick = this.tick.bind(this)
    // A hidden tab shows no frames: one picture a second keeps the set alive.
    this.hidden = setInterval(() => { if (document.hidden && this.stream) this.on.picture(this.clock.tell(performance.now(), this.video.currentTime)) }, 1000)
  }

  async open (wish) {
    this.stop()
    if (!navigator.mediaDevices?.getUserMedia) throw new Error(CAMERA_WORDS.insecure)
    const choice = wish.device ? { deviceId: { exact: wish.device } } : { facingMode: wish.facing ?? 'user' }
    const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } }
    let stream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...choice }, audio: false })
    } catch (error) {
      if (error.name === 'OverconstrainedError' && wish.device) return this.open({ ...wish, device: '' })
      throw new Error(CAMERA_WORDS[error.name] ?? CAMERA_FAILED)
    }
    if (this.isClosed) { stream.getTracks().forEach((track) => track.stop()); return }
    this.stream = stream
    const track = stream.getVideoTracks()[0]
    track.onended = () => this.on.unplugged()
    this.facing = track.getSettings().facingMode ?? 'user'
    this.video.srcObject = stream
    await this.video.play().catch(() => {})
    this.video.requestVideoFrameCallback(this.tick)
  }

  async list () {
    const devices = await navigator.mediaDevices.enumerateDevices()
    return devices.filter((one) => one.kind === 'videoinput')
  }

  tick (now_ms, frame) {
    if (!this.stream) return
    this.video.requestVideoFrameCallback(this.tick)
    this.on.picture(this.clock.tell(now_ms, frame.mediaTime))
  }

  // The picture of this instant as JPEG; null: there is none.
  code () {
    const { videoWidth: width, videoHeight: height } = this.video
    if (!width || !height) return Promise.resolve(null)
    const scale = Math.min(1, LONGER_SIDE_PX / Math.max(width, height))
    const size = [width, height].map((side) => Math.max(2, 2 * Math.round(side * scale / 2)))
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) [this.canvas.width, this.canvas.height] = size
    this.ink.drawImage(this.video, 0, 0, ...size)
    return new Promise((resolve) => this.canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY))
  }

  stop () {
    const stream = this.stream
    this.stream = null
    stream?.getTracks().forEach((track) => { track.onended = null; track.stop() })
    this.video.srcObject = null
  }

  close () { this.isClosed = true; clearInterval(this.hidden); this.stop() }
}
